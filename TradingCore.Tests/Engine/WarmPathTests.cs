using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

/// <summary>The newest order goes its way again and again without leaving a trace.</summary>
public sealed class WarmPathTests
{
    private sealed class Writing : IOrderRehearsal
    {
        public List<Order> Written { get; } = [];

        public void Write(Order order) => Written.Add(order);
    }

    private static (Desk Desk, Writing Writing) Ready()
    {
        Desk desk = Desk.Ready(risk: r => { r.DuplicateWindow = TimeSpan.FromSeconds(2); r.OrdersPerMinute = 2; });
        var writing = new Writing();
        desk.Core.Warm.Rehearsal = writing;
        return (desk, writing);
    }

    [Fact]
    public void What_keeps_the_way_warm_changes_nothing_and_takes_nothing_from_the_limits()
    {
        (Desk desk, Writing writing) = Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));
        (string hash, int placed, int journal, int notices) = (desk.Core.ComputeHash(), desk.Gateway.Placed.Count, desk.Journal.Entries.Count, desk.Seen.NoticesSince(0).Count);

        for (int i = 0; i < 100; i++) Assert.True(desk.Core.Warm.Go());

        Assert.Equal((hash, placed, journal, notices), (desk.Core.ComputeHash(), desk.Gateway.Placed.Count, desk.Journal.Entries.Count, desk.Seen.NoticesSince(0).Count));
        Assert.Empty(desk.Core.State.Denials.Read());
        Assert.Equal((100, order.OrderRef), (writing.Written.Count, writing.Written[^1].OrderRef));
        Assert.Equal(SubmitOutcome.Accepted, desk.Submit(Desk.Buy(50m, 99m)).Outcome);
    }

    [Fact]
    public void It_is_left_alone_before_the_first_order_while_nobody_could_trade_and_an_hour_after_the_last_one()
    {
        (Desk desk, Writing writing) = Ready();
        bool before = desk.Core.Warm.Go();
        desk.Accepted(Desk.Buy(100m, 99m));
        bool after = desk.Core.Warm.Go();
        desk.Disconnect();
        bool away = desk.Core.Warm.Go();

        Assert.Equal((false, true, false), (before, after, away));
        Assert.Single(writing.Written);

        (Desk late, Writing none) = Ready();
        late.Accepted(Desk.Buy(100m, 99m));
        late.Wait(TimeSpan.FromMinutes(61));
        Assert.False(late.Core.Warm.Go());
        Assert.Empty(none.Written);
    }
}
