using Microsoft.Extensions.Time.Testing;
using TradingBlazor.Hosting;

namespace TradingBlazor.Tests.Hosting;

/// <summary>The end of the process, after everything was stored.</summary>
public sealed class HostEndTests
{
    [Fact]
    public async Task A_server_of_logs_that_never_takes_the_last_of_them_does_not_hold_the_process()
    {
        var clock = new FakeTimeProvider();
        using var host = new SlowHost();

        Task<bool> closing = HostEnd.CloseAsync(host, clock);
        await host.Asked;
        bool isOverAtOnce = closing.IsCompleted;
        await Harness.Until.TrueAsync("the process to go on", () =>
        {
            clock.Advance(HostEnd.Limit);
            return Task.FromResult(closing.IsCompleted);
        }, TestContext.Current.CancellationToken);

        Assert.Equal((false, false), (isOverAtOnce, await closing));
    }

    [Fact]
    public async Task A_host_that_closes_is_waited_for()
    {
        using var host = new SlowHost();
        host.Answer();

        Assert.True(await HostEnd.CloseAsync(host, TimeProvider.System));
    }

    /// <summary>Waits for its server on the caller's thread, as the sink of Seq does.</summary>
    private sealed class SlowHost : IAsyncDisposable, IDisposable
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _answered = new();

        public Task Asked => _asked.Task;

        public void Answer() => _answered.Set();

        public ValueTask DisposeAsync()
        {
            _asked.TrySetResult();
            _answered.Wait();
            return ValueTask.CompletedTask;
        }

        public void Dispose() => _answered.Set();
    }
}
