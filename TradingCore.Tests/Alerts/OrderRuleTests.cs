using FsCheck.Xunit;
using TradingCore.Alerts;
using TradingCore.Alerts.Conditions;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Orders;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Alerts;

public sealed class OrderRuleTests
{
    private static readonly string[] Everything = [.. AlertTerms.All<OrderAlert>()];

    [Fact]
    public void Fills_in_part_and_the_last_one_are_told_apart()
    {
        Desk desk = Desk.Ready();
        OrderNewsReader reader = desk.Seen.FollowOrders();

        Order order = desk.Accepted(Desk.Buy(100m));
        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.Fill(order, "a.01", 60m, 100.02m);
        desk.Fill(order, "b.01", 40m, 100.04m);

        Assert.Equal([OrderAlert.PartiallyFilled, OrderAlert.Filled], Found(reader));
    }

    [Fact]
    public void A_denial_is_told_although_it_never_became_an_order()
    {
        Desk desk = Desk.Ready(risk: r => r.OrderQuantityMax = 10m);
        OrderNewsReader reader = desk.Seen.FollowOrders();

        SubmitResult result = desk.Submit(Desk.Buy(11m));

        Assert.Equal(SubmitOutcome.Denied, result.Outcome);
        Assert.Equal([OrderAlert.Denied], Found(reader));
    }

    [Fact]
    public void A_cancel_that_nobody_asked_for_is_the_brokers()
    {
        Desk desk = Desk.Ready();
        Order mine = desk.Working(Desk.Buy(1m, 90m)), theirs = desk.Working(Desk.Buy(2m, 90m));
        OrderNewsReader reader = desk.Seen.FollowOrders();

        desk.Cancel(mine);
        desk.Status(mine, BrokerOrderStatus.Cancelled);
        desk.Status(theirs, BrokerOrderStatus.Cancelled);

        Assert.Equal([OrderAlert.CancelledByBroker], Found(reader));
    }

    [Fact]
    public void An_order_that_is_lost_with_the_connection_is_unknown()
    {
        Desk desk = Desk.Ready();
        desk.Accepted(Desk.Buy(100m));
        OrderNewsReader reader = desk.Seen.FollowOrders();

        desk.Disconnect();

        Assert.Equal([OrderAlert.Unknown], Found(reader));
    }

    [Fact]
    public void What_happened_between_the_last_look_of_a_run_and_its_end_is_told_by_the_next_run_and_what_was_told_is_not_again()
    {
        var bench = new Bench();
        bench.Desk.Load(new StoredAlerts { OrdersJudgedTo = Bench.Start });
        bench.Rule(new AlertConditionForm { Kind = "order", Events = Everything });
        Order order = AnOrder(1) with
        {
            State = OrderState.Filled,
            Filled = 100m,
            History = [new OrderEvent(Bench.Start.AddSeconds(-1), "filled", OrderState.Working, "broker", "told before"), new OrderEvent(Bench.Start.AddSeconds(1), "filled", OrderState.Filled, "broker", "not told")],
        };

        bench.View.News.Added(order);
        bench.Look(afterSeconds: 60);

        Assert.EndsWith("not told", bench.One.Text, StringComparison.Ordinal);
    }

    /// <summary>However seldom the rules are looked at, every event is in an alert.</summary>
    [Property(MaxTest = 60)]
    public void No_order_event_is_missed_however_slow_the_beat_is(int seed)
    {
        var random = new Random(seed);
        var bench = new Bench();
        bench.Desk.Load(new StoredAlerts());
        bench.Rule(new AlertConditionForm { Kind = "order", Events = Everything });
        int happened = 0;
        string[] kinds = ["filled", "rejected", "unknown", "denied", "acknowledged"];

        for (int burst = random.Next(1, 6); burst > 0; burst--)
        {
            for (int n = random.Next(0, 400); n > 0; n--)
            {
                string kind = kinds[random.Next(kinds.Length)];
                // More events on one order than its history keeps, and more orders than a view would.
                bench.Happens(AnOrder(random.Next(1, 40)), kind);
                if (kind != "acknowledged") happened++;
            }
            bench.Look(afterSeconds: random.Next(1, 30));
        }

        Assert.Equal(happened, bench.All.Sum(a => a.Count));
    }

    [Fact]
    public async Task A_reader_on_another_thread_gets_every_event_in_its_order()
    {
        const int Events = 20_000;
        var feed = new OrderNewsFeed();
        feed.EndRestore();
        OrderNewsReader reader = feed.Follow();
        var seen = new List<string>(Events);

        Task writing = Task.Run(() =>
        {
            for (int i = 0; i < Events; i++) feed.Denied(Bench.Start, "user", i.ToString(System.Globalization.CultureInfo.InvariantCulture), "SPY", new AccountId("DU1"), "");
        }, TestContext.Current.CancellationToken);
        while (seen.Count < Events)
        {
            if (reader.TryTake(out OrderNews news)) seen.Add(news.Text);
            else TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
        await writing;

        Assert.Equal(Enumerable.Range(0, Events).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), seen);
    }

    [Fact]
    public void A_rule_of_a_symbol_and_strategy_leaves_other_orders_alone()
    {
        var watch = new OrderWatch([OrderAlert.Rejected], "SPY", "", "mean");
        OrderNews news = new(Bench.Start, "rejected", "broker", "no", "SPY", new AccountId("DU1"), "mean", AnOrder(1));

        Assert.NotNull(watch.Take(news));
        Assert.Null(watch.Take(news with { Ticker = "QQQ" }));
        Assert.Null(watch.Take(news with { Strategy = "trend" }));
        Assert.Null(watch.Take(news with { Kind = "filled" }));
    }

    private static OrderAlert[] Found(OrderNewsReader reader)
    {
        var found = new List<OrderAlert>();
        while (reader.TryTake(out OrderNews news))
            if (OrderWatch.Classify(news) is { } alert) found.Add(alert);
        return [.. found];
    }

    private static Order AnOrder(int number) => new() { OrderRef = new OrderRef($"TB-{number}"), Contract = new Contract { Ticker = "SPY", Symbol = "SPY" }, Account = new AccountId("DU1"), Quantity = 100m };
}
