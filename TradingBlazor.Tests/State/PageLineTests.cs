using Microsoft.Extensions.Time.Testing;
using Microsoft.JSInterop;
using TradingBlazor.State.Keys;

namespace TradingBlazor.Tests.State;

public sealed class PageLineTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_page_that_does_not_answer_within_two_seconds_is_not_there()
    {
        var page = new SilentPage();
        Task<bool> asked = new PageLine(page, _clock).IsThereAsync(CancellationToken.None);

        _clock.Advance(TimeSpan.FromSeconds(1.9));
        Assert.False(asked.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.1));

        Assert.False(await asked);
    }

    [Fact]
    public async Task A_page_that_answers_is_there_and_whoever_stops_the_question_is_told_so()
    {
        var page = new SilentPage();
        var line = new PageLine(page, _clock);
        Task<bool> asked = line.IsThereAsync(CancellationToken.None);
        page.Answer.SetResult();
        Assert.True(await asked);

        page.Answer = new TaskCompletionSource();
        using var stop = new CancellationTokenSource();
        Task<bool> stopped = line.IsThereAsync(stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
    }

    private sealed class SilentPage : IJSRuntime
    {
        public TaskCompletionSource Answer { get; set; } = new();

        public ValueTask<TValue> InvokeAsync<TValue>(string identifier, object?[]? args) => InvokeAsync<TValue>(identifier, CancellationToken.None, args);

        public async ValueTask<TValue> InvokeAsync<TValue>(string identifier, CancellationToken cancellationToken, object?[]? args)
        {
            await Answer.Task.WaitAsync(cancellationToken);
            return default!;
        }
    }
}
