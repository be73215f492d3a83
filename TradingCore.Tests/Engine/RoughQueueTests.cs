using FsCheck;
using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Orders that wait for the gateway, over hours, nights and restarts: each leaves at most once, in the session it was given for, before it expires, and inside the limit.</summary>
public sealed class RoughQueueTests
{
    private const decimal Limit = 300m;

    // Regular hours from 9:30 to 16:00 in New York, from Monday to Friday of the week of 2 March 2026.
    private static readonly Instrument Spy = new()
    {
        Contract = Desk.Spy,
        TimeZoneId = "US/Eastern",
        TradingHours = Week("0400", "2000"),
        LiquidHours = Week("0930", "1600"),
    };

    private static string Week(string from, string to) => string.Join(';', Enumerable.Range(2, 5).Select(d => $"202603{d:00}:{from}-202603{d:00}:{to}"));

    [Property(MaxTest = 150)]
    public void Each_order_leaves_once_at_most_in_its_session_and_inside_the_limit(DoNotSize<int> seed)
    {
        var random = new Random(seed.Item);
        decimal held = 0m;
        Desk desk = Begin(new FakeJournal(), Desk.Start, held, "1");
        var given = new Dictionary<OrderRef, (DateTimeOffset Time, OrderSpec Spec, DateTimeOffset Until)>();
        var story = new List<string>();
        var left = new Dictionary<OrderRef, DateTimeOffset>();
        int runs = 1;

        for (int i = 0; i < 60; i++)
        {
            desk.Now += TimeSpan.FromMinutes(1 + random.Next(40));
            switch (random.Next(8))
            {
                case 0 or 1 or 2:
                    TimeInForce tif = random.Next(3) == 0 ? TimeInForce.Gtc : TimeInForce.Day;
                    OrderSpec spec = Desk.Spec(random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell, 1 + random.Next(150), 100m) with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromMinutes(5 + random.Next(24 * 60 - 5)), Tif = tif, OutsideRth = random.Next(3) == 0 };
                    SubmitResult result = desk.Submit(spec, $"k{i}");
                    if (result.Outcome == SubmitOutcome.Queued)
                    {
                        given[result.Order!.OrderRef] = (desk.Now, spec, result.Order.Handling.QueuedUntil!.Value);
                        story.Add($"{desk.Now:dd HH:mm} {result.Order.OrderRef} {spec.Side} {spec.Quantity} {spec.Tif} outside {spec.OutsideRth} for {spec.QueueFor}");
                        Assert.Equal(SubmitOutcome.AlreadyAccepted, desk.Submit(spec, $"k{i}").Outcome);
                    }
                    break;
                case 3:
                    if (desk.Core.State.Session.IsConnected) desk.Disconnect();
                    break;
                case 4 or 5:
                    if (!desk.Core.State.Session.IsConnected) Back(desk, held);
                    break;
                case 6:
                    desk = Begin(desk.Journal, desk.Now, held, $"{++runs}");
                    break;
                default:
                    if (random.Next(4) == 0) desk.Now += TimeSpan.FromHours(8);
                    break;
            }
            if (desk.Core.State.Session.IsConnected) desk.Market(100m, 100.02m);
            for (int beat = 0; beat < 3; beat++)
            {
                int placed = desk.Gateway.Placed.Count;
                desk.Wait(TimeSpan.FromSeconds(1));
                foreach (Order order in desk.Gateway.Placed.Skip(placed).Where(o => given.ContainsKey(o.OrderRef)).ToArray())
                {
                    Assert.True(left.TryAdd(order.OrderRef, desk.Now), $"{order.OrderRef} left twice. Seed {seed.Item}: {string.Join("; ", story)}");
                    (DateTimeOffset time, OrderSpec spec, DateTimeOffset until) = given[order.OrderRef];
                    Assert.True(desk.Now <= until && desk.Now <= time + spec.QueueFor + TimeSpan.FromSeconds(3), $"{order.OrderRef} left after its time. Seed {seed.Item}: {string.Join("; ", story)}");
                    Assert.True(spec.Tif != TimeInForce.Day || desk.Now < EndOfSession(time, spec.OutsideRth), $"{order.OrderRef} of {time:dd HH:mm} left at {desk.Now:dd HH:mm}, in another session. Seed {seed.Item}: {string.Join("; ", story)}");
                    desk.Open(desk.Find(order), BrokerOrderStatus.Submitted);
                    if (random.Next(2) == 0)
                    {
                        desk.Fill(desk.Find(order), $"x{order.OrderRef}.01", order.Quantity, 100m);
                        held += order.Side == OrderSide.Buy ? order.Quantity : -order.Quantity;
                    }
                    decimal position = desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId);
                    Assert.True(position == held, $"{position} booked of {held} held. Seed {seed.Item}: {string.Join("; ", story)}");
                    (decimal buys, decimal sells) = desk.Core.State.Orders.WorkingQuantities(Desk.Account, Desk.Spy.ConId, null);
                    Assert.True(Math.Max(Math.Abs(position + buys), Math.Abs(position - sells)) <= Limit, $"The worst case is {position} +{buys} -{sells}. Seed {seed.Item}: {string.Join("; ", story)}");
                }
            }
            // Day orders at the broker end with their day.
            foreach (Order order in desk.Seen.Orders.Where(o => o.State.IsAtBroker() && o.Tif == TimeInForce.Day && left.TryGetValue(o.OrderRef, out DateTimeOffset sent) && desk.Now - sent > TimeSpan.FromHours(12)).ToArray())
                desk.Status(order, BrokerOrderStatus.Cancelled, order.Filled);
        }

        desk.Now += TimeSpan.FromHours(25);
        desk.Wait(TimeSpan.FromSeconds(1));
        Assert.DoesNotContain(desk.Core.State.Orders.Open, e => e.Order.State == OrderState.Queued);
    }

    // The session that runs when an order is given, else the next one.
    private static DateTimeOffset EndOfSession(DateTimeOffset given, bool isOutside)
    {
        DateTime local = DateTime.SpecifyKind(given.UtcDateTime.AddHours(-5), DateTimeKind.Unspecified);
        TimeSpan end = isOutside ? TimeSpan.FromHours(20) : TimeSpan.FromHours(16);
        return new DateTimeOffset((local.TimeOfDay < end ? local.Date : local.Date.AddDays(1)) + end, TimeSpan.FromHours(-5));
    }

    // Each run goes on in the journal of the one before: a broker holds what was traded in all of them.
    private static Desk Begin(FakeJournal journal, DateTimeOffset now, decimal held, string run)
    {
        var desk = new Desk(journal.Recover(), journal: journal, risk: r => { r.PositionMax = Limit; r.OrderNotionalMax = 1_000_000m; r.ConcentrationPercentMax = 1_000m; r.SelfMatch = false; r.UsualSizeMultipleMax = 0m; r.WorkingOrdersMax = 100; r.MarketHours = false; }, run: run) { Now = now };
        Back(desk, held);
        return desk;
    }

    private static void Back(Desk desk, decimal held)
    {
        desk.Connect();
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, Spy) { Time = desk.Now });
        desk.Position(held);
        foreach (Order order in desk.Seen.Orders.Where(o => o.State.IsAtBroker()).ToArray()) desk.Open(order, BrokerOrderStatus.Submitted);
        desk.CompleteRound();
        desk.Market(100m, 100.02m);
    }
}
