using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Hosting;

public sealed class PersonCallsTests
{
    [Fact]
    public async Task Only_notices_that_call_a_person_are_carried_on_and_a_broken_channel_silences_no_other()
    {
        Desk desk = Desk.Ready();
        var phone = new Channel();
        using var calls = new PersonCalls(desk.Seen, [new Broken(), phone], TimeProvider.System, NullLogger<PersonCalls>.Instance);
        await calls.StartAsync(TestContext.Current.CancellationToken);
        desk.Apply(new SessionNotice(NoticeSeverity.Error, "The gateway is away.", CallsPerson: false) { Time = desk.Now });
        desk.Apply(new SessionNotice(NoticeSeverity.Error, "Log in.", CallsPerson: true) { Time = desk.Now });
        Assert.Equal(2, desk.Seen.NoticesSince(0).Count(n => n.Kind == "session" && n.Severity == NoticeSeverity.Error));

        string first = await phone.First.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        await ((IHostedService)calls).StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("Log in.", 1), (first, phone.Told));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n is { Text: "Log in.", Severity: NoticeSeverity.Error, CallsPerson: true });
    }

    private sealed class Channel : IPersonChannel
    {
        public TaskCompletionSource<string> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Told { get; private set; }

        public string Name => "phone";

        public Task CallAsync(TradingNotice notice, CancellationToken stop)
        {
            Told++;
            First.TrySetResult(notice.Text);
            return Task.CompletedTask;
        }
    }

    private sealed class Broken : IPersonChannel
    {
        public string Name => "broken";

        public Task CallAsync(TradingNotice notice, CancellationToken stop) => throw new InvalidOperationException("no line");
    }
}
