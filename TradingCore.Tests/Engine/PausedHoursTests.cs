using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Risk;

namespace TradingCore.Tests.Engine;

/// <summary>Contracts that pause within their trading day: corn in the morning, Hong Kong at noon.</summary>
public sealed class PausedHoursTests
{
    private static readonly Instrument Paused = new()
    {
        Contract = Desk.Spy,
        TimeZoneId = "US/Central",
        TradingHours = "20260302:1900-20260303:0745;20260303:0830-20260303:1320;20260303:1900-20260304:0745;20260304:0830-20260304:1320",
        LiquidHours = "20260303:0900-1030,1130-1320;20260304:0900-1030,1130-1320",
    };

    private static DateTimeOffset Chicago(int day, int hour, int minute) => new(2026, 3, day, hour, minute, 0, TimeSpan.FromHours(-6));

    private static SessionHours At(DateTimeOffset time) => Desk.Ready().Core.Risk.Facts.Hours(Paused, time);

    [Fact]
    public void The_close_is_that_of_the_day_and_not_the_pause()
    {
        SessionHours morning = At(Chicago(3, 10, 25)), pause = At(Chicago(3, 11, 0)), evening = At(Chicago(3, 15, 0));

        Assert.Equal((true, Chicago(3, 13, 20)), (morning.IsRegular, morning.RegularClose));
        Assert.Equal((false, null, Chicago(3, 13, 20), Chicago(3, 11, 30)), (pause.IsRegular, pause.RegularClose, pause.NextRegularClose, pause.NextRegularOpen));
        Assert.Equal((null, Chicago(4, 13, 20), Chicago(4, 9, 0)), (evening.RegularClose, evening.NextRegularClose, evening.NextRegularOpen));
    }

    [Theory]
    [InlineData(true, 3, 2, 0)]      // in the night
    [InlineData(true, 3, 8, 0)]      // in the pause of the morning
    [InlineData(false, 3, 10, 0)]
    public void An_order_for_the_day_waits_in_the_queue_over_the_pause(bool isOutsideRth, int day, int hour, int minute)
    {
        Desk desk = Desk.Ready();
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, Paused) { Time = desk.Now });
        desk.Now = Chicago(day, hour, minute);
        desk.Disconnect();

        SubmitResult queued = desk.Submit(Desk.Buy(10m, 100m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromHours(23), OutsideRth = isOutsideRth });

        Assert.Equal(SubmitOutcome.Queued, queued.Outcome);
        Assert.Equal(Chicago(3, 13, 20), queued.Order!.Handling.QueuedUntil);
    }

    [Fact]
    public void An_order_for_the_close_may_be_sent_before_the_pause()
    {
        Desk desk = Desk.Ready(risk: r => r.QuoteMaxAge = TimeSpan.FromDays(2));
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, Paused) { Time = desk.Now });
        desk.Now = Chicago(3, 10, 25);
        desk.Market(100.00m, 100.02m);

        SubmitResult sent = desk.Submit(Desk.Buy(10m) with { Type = OrderType.MarketOnClose });

        Assert.True(sent.Outcome == SubmitOutcome.Accepted, sent.Message);
    }
}
