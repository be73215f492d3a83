using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;

namespace TradingCore.Tests.Engine;

public sealed class CommandTests
{
    private static readonly CommandContext Anna = new("user", "anna");

    [Fact]
    public void A_million_shares_are_denied_with_the_reason_and_nothing_is_sent()
    {
        Desk desk = Desk.Ready(risk: r => r.OrderNotionalMax = 1_000_000_000m);

        SubmitResult result = desk.Submit(Desk.Buy(1_000_000m));

        Assert.Equal(SubmitOutcome.Denied, result.Outcome);
        Assert.Equal("1,000,000 shares is over your order limit of 1,000 (R08). Change the quantity or ask an admin to raise the limit.", result.Verdict.Failures.First().Message);
        Assert.Equal(["R08", "R19", "R20", "R21", "R22", "R23", "R24"], result.Verdict.Failures.Select(f => f.Code));
        Assert.Empty(desk.Gateway.Placed);
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Kind == "denied" && n.Text == result.Message);
    }

    [Fact]
    public void A_preview_with_the_key_of_an_accepted_order_says_so_though_risk_would_deny_it_now()
    {
        Desk desk = Desk.Ready();
        desk.Submit(Desk.Buy(100m, 99m), key: "k1");
        desk.Disconnect();

        PreviewResult repeated = desk.Previewed(Desk.Buy(100m, 99m), key: "k1"), other = desk.Previewed(Desk.Buy(100m, 99m), key: "k2");

        Assert.Equal((true, false), (repeated.IsRepeated, repeated.Verdict.IsAllowed));
        Assert.False(other.IsRepeated);
    }

    [Fact]
    public void A_repeated_key_gives_the_same_order_also_after_it_was_changed()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Submit(Desk.Buy(100m, 99m), key: "k1").Order!;
        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.Modify(order, new OrderChange(LimitPrice: 98m));
        desk.Open(order, BrokerOrderStatus.Submitted, e => e with { LimitPrice = 98m });

        SubmitResult again = desk.Submit(Desk.Buy(100m, 99m), key: "k1");
        SubmitResult other = desk.Submit(Desk.Sell(100m, 99m), key: "k1");

        Assert.Equal((SubmitOutcome.AlreadyAccepted, order.OrderRef), (again.Outcome, again.Order!.OrderRef));
        Assert.Equal(SubmitOutcome.KeyConflict, other.Outcome);
        Assert.Equal(2, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void The_same_order_again_within_moments_is_denied_without_a_key()
    {
        Desk desk = Desk.Ready(risk: r => r.DuplicateWindow = TimeSpan.FromSeconds(2));
        desk.Accepted(Desk.Buy(100m, 99m));
        desk.Now += TimeSpan.FromMilliseconds(800);

        SubmitResult again = desk.Submit(Desk.Buy(100m, 99m));

        Assert.Equal("The same order was sent 0.8 s ago (R33). Wait 2 s if you mean a second one.", again.Verdict.Failures.Single().Message);
    }

    [Fact]
    public void Closing_counts_what_working_orders_close_already()
    {
        Desk desk = Desk.Ready();
        desk.Fill(desk.Working(Desk.Buy(100m)), "a.01", 100m, 100m);
        desk.Working(Desk.Sell(30m, 101m));

        SubmitResult first = desk.Close("SPY");
        SubmitResult second = desk.Close("SPY");

        Assert.Equal((OrderSide.Sell, 70m), (first.Order!.Side, first.Order.Quantity));
        Assert.Equal((SubmitOutcome.Denied, "Working orders close all of the 100 SPY already. Cancel them first, or wait for their fills."), (second.Outcome, second.Message));
    }

    private static SubmitResult Reverse(Desk desk, string ticker)
    {
        var command = new ReversePosition(OrderRef.New(TimeProvider.System), ticker, null) { Time = desk.Now, Context = Anna };
        desk.Apply(command);
        return Answer(command);
    }

    private static T Answer<T>(EngineCommand<T> command)
    {
        Assert.True(command.Reply.Task.IsCompletedSuccessfully);
        return command.Reply.Task.Result;
    }

    [Fact]
    public void Reversing_sends_one_order_of_twice_the_size_and_waits_for_orders_that_work()
    {
        Desk desk = Desk.Ready();
        desk.Fill(desk.Working(Desk.Buy(100m)), "a.01", 100m, 100m);
        Order resting = desk.Working(Desk.Sell(30m, 101m));

        SubmitResult refused = Reverse(desk, "SPY");
        desk.CancelAll();
        desk.Status(resting, BrokerOrderStatus.Cancelled);
        SubmitResult sent = Reverse(desk, "spy");

        Assert.Equal("Orders in SPY work: 0 to buy and 30 to sell. Their fills would make another position of the reversed one. Cancel them first, or wait for their fills.", refused.Message);
        Assert.Equal((SubmitOutcome.Accepted, OrderSide.Sell, 200m, OrderType.Market), (sent.Outcome, sent.Order!.Side, sent.Order.Quantity, sent.Order.Type));
    }

    [Fact]
    public void Reversing_is_a_new_order_that_every_limit_holds_for()
    {
        Desk desk = Desk.Ready(risk: r => r.OrderQuantityMax = 100m);
        desk.Fill(desk.Working(Desk.Buy(100m)), "a.01", 100m, 100m);

        SubmitResult result = Reverse(desk, "SPY");

        Assert.Contains(result.Verdict.Failures, f => f.Code == "R08");
        Assert.Equal("There is no position in QQQ.", Reverse(desk, "QQQ").Message);
    }

    [Fact]
    public void Cancel_all_can_be_of_one_side()
    {
        Desk desk = Desk.Ready();
        desk.Fill(desk.Working(Desk.Buy(100m)), "a.01", 100m, 100m);
        Order buy = desk.Working(Desk.Buy(10m, 99m)), sell = desk.Working(Desk.Sell(10m, 101m));

        var command = new CancelAllOrders(null, OrderSide.Sell) { Time = desk.Now, Context = Anna };
        desk.Apply(command);

        Assert.Equal("Cancel of 1 order sent.", Answer(command).Message);
        Assert.Equal((OrderState.Working, OrderState.PendingCancel), (desk.Find(buy).State, desk.Find(sell).State));
    }

    [Fact]
    public void A_position_larger_than_one_order_may_be_can_be_closed_at_once()
    {
        Desk desk = Desk.Ready(risk: r => { r.OrderQuantityMax = 100m; r.OrderNotionalMax = 10_100m; r.PriceCollarPercent = 0.01m; });
        desk.Fill(desk.Working(Desk.Buy(100m)), "a.01", 100m, 100m);
        desk.Fill(desk.Working(Desk.Buy(90m)), "b.01", 90m, 100m);

        SubmitResult close = desk.Close("SPY");
        SubmitResult typed = desk.Submit(Desk.Sell(190m));

        Assert.Equal((SubmitOutcome.Accepted, 190m), (close.Outcome, close.Order!.Quantity));
        Assert.Contains(typed.Verdict.Failures, f => f.Code == "R08");
    }

    [Fact]
    public void There_must_be_something_to_close()
    {
        SubmitResult result = Desk.Ready().Close("SPY");

        Assert.Equal((SubmitOutcome.Denied, "There is no position in SPY."), (result.Outcome, result.Message));
    }

    [Fact]
    public void Cancel_all_takes_own_open_orders_of_the_ticker_and_leaves_others()
    {
        Desk desk = Desk.Ready();
        Order first = desk.Working(Desk.Buy(100m, 99m));
        Order second = desk.Working(Desk.Sell(100m, 101m));
        Order foreign = new() { OrderRef = new OrderRef(""), OrderId = new OrderId(3), ClientId = 99, PermId = new PermId(5_000), Account = Desk.Account, Contract = Desk.Spy, Side = OrderSide.Buy, Quantity = 1m };
        desk.Open(foreign, BrokerOrderStatus.Submitted);

        CommandResult other = desk.CancelAll("QQQ");
        CommandResult all = desk.CancelAll("spy");

        Assert.Equal("There is no open order to cancel.", other.Message);
        Assert.Equal("Cancels of 2 orders sent.", all.Message);
        Assert.Equal([first.OrderRef, second.OrderRef], desk.Gateway.Cancelled.Select(o => o.OrderRef).Order(Comparer<OrderRef>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value))));
    }

    [Fact]
    public void Unknown_orders_are_not_found_and_final_ones_say_what_they_are()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m));
        desk.Fill(order, "a.01", 100m, 100m);

        CommandResult none = desk.Cancel(order with { OrderRef = new OrderRef("TB-none") });
        CommandResult filled = desk.Cancel(order);
        CommandResult modified = desk.Modify(order, new OrderChange(Quantity: 50m));

        Assert.Equal((CommandOutcome.NotFound, "There is no order TB-none."), (none.Outcome, none.Message));
        Assert.Equal((CommandOutcome.Refused, "The order is filled already, so it cannot be cancelled."), (filled.Outcome, filled.Message));
        Assert.Equal((CommandOutcome.Refused, "The order is filled already, so it cannot be changed."), (modified.Outcome, modified.Message));
    }

    [Fact]
    public void A_change_passes_the_same_checks_with_the_difference()
    {
        Desk desk = Desk.Ready(risk: r => { r.PositionMax = 150m; r.OrderQuantityMax = 150m; });
        Order order = desk.Working(Desk.Buy(100m, 99m));

        CommandResult tooMuch = desk.Modify(order, new OrderChange(Quantity: 151m));
        CommandResult allowed = desk.Modify(order, new OrderChange(Quantity: 150m));

        Assert.Equal((CommandOutcome.Refused, "R08,R19"), (tooMuch.Outcome, string.Join(',', tooMuch.Verdict.Failures.Select(f => f.Code))));
        Assert.Equal(CommandOutcome.Accepted, allowed.Outcome);
    }

    [Fact]
    public void A_change_to_an_unusual_size_is_confirmed_by_typing_and_one_that_leaves_the_size_is_not_asked_about()
    {
        Desk desk = Desk.Ready(Desk.Ready().Journal.Recover() with { Sizes = [.. Enumerable.Range(1, 5).Select(i => new SentSize("SPY", 10m, Desk.Ready().Now.AddDays(-10 - i)))] });
        Order order = desk.Working(Desk.Buy(40m, 99m) with { IsConfirmed = true });

        CommandResult more = desk.Modify(order, new OrderChange(Quantity: 50m));
        CommandResult price = desk.Modify(order, new OrderChange(LimitPrice: 98m));
        desk.Open(order, BrokerOrderStatus.Submitted, b => b with { LimitPrice = 98m });
        CommandResult meant = desk.Modify(order, new OrderChange(Quantity: 50m) { IsConfirmed = true });

        Assert.Equal((CommandOutcome.Refused, "R37"), (more.Outcome, string.Join(',', more.Verdict.Failures.Select(f => f.Code))));
        Assert.Contains("change it in the row of the order and type it there again", more.Message, StringComparison.Ordinal);
        Assert.Equal((CommandOutcome.Accepted, CommandOutcome.Accepted), (price.Outcome, meant.Outcome));
    }

    [Fact]
    public void Of_two_changes_of_the_same_version_one_is_sent_and_the_other_hears_what_the_order_is_now()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Find(desk.Working(Desk.Buy(100m, 99m)));

        CommandResult first = desk.Modify(order, new OrderChange(LimitPrice: 98m), ifVersion: order.Version);
        CommandResult second = desk.Modify(order, new OrderChange(LimitPrice: 97m), ifVersion: order.Version);

        Assert.Equal((CommandOutcome.Accepted, CommandOutcome.ChangedMeanwhile), (first.Outcome, second.Outcome));
        Assert.Equal($"The order '{order.OrderRef}' has changed since it was read: it is open in version {first.Order!.Version}, and the change was made for version {order.Version}. Nothing was sent. Read it again and decide anew.", second.Message);
        Assert.Equal([99m, 98m], desk.Gateway.Placed.Select(p => p.LimitPrice!.Value));
    }

    [Fact]
    public void A_change_of_a_version_that_a_fill_has_passed_is_not_sent()
    {
        Desk desk = Desk.Ready();
        Order seen = desk.Find(desk.Working(Desk.Buy(100m, 99m)));
        desk.Fill(seen, "a.01", 40m, 99m);

        CommandResult late = desk.Modify(seen, new OrderChange(Quantity: 50m), ifVersion: seen.Version);
        CommandResult fresh = desk.Modify(seen, new OrderChange(Quantity: 50m), ifVersion: desk.Find(seen).Version);

        Assert.Equal((CommandOutcome.ChangedMeanwhile, CommandOutcome.Accepted), (late.Outcome, fresh.Outcome));
        Assert.Equal(2, desk.Gateway.Placed.Count);
    }

    [Fact]
    public void Changes_count_for_the_order_rate()
    {
        Desk desk = Desk.Ready(risk: r => r.OrdersPerSecond = 2);
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Modify(order, new OrderChange(Quantity: 90m));

        SubmitResult third = desk.Submit(Desk.Buy(10m, 98m));

        Assert.Equal("R28", third.Verdict.Failures.Single().Code);
    }

    [Fact]
    public void A_change_that_changes_nothing_is_not_sent()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));

        CommandResult result = desk.Modify(order, new OrderChange(Quantity: 100m, LimitPrice: 99m));

        Assert.Equal((CommandOutcome.Refused, "Nothing would change: the order has these values already."), (result.Outcome, result.Message));
        Assert.Single(desk.Gateway.Placed);
    }

    [Fact]
    public async Task A_preview_sends_nothing_and_says_every_check()
    {
        Desk desk = Desk.Ready();
        var command = new PreviewOrder(Desk.Buy(100m, 99m), WithMargin: true) { Time = desk.Now, Context = Anna };

        desk.Apply(command);

        (PreviewResult result, Order? whatIf) = await command.Reply.Task;
        Assert.Equal([.. Enumerable.Range(1, 37).Select(n => $"R{n:00}"), "R39"], result.Verdict.Checks.Select(c => c.Code));
        Assert.Equal((true, 9_900m, 1), (result.Verdict.IsAllowed, result.Notional, whatIf!.OrderId.Value));
        Assert.Empty(desk.Gateway.Placed);
        Assert.Empty(desk.Seen.Orders);
    }

    [Fact]
    public async Task What_risk_denies_of_an_order_that_is_meant_is_told_as_a_denied_order_and_what_it_allows_does_not_leave()
    {
        Desk desk = Desk.Ready();
        desk.Submit(Desk.Buy(100m, 99m), key: "k1");
        PreviewOrder Meant(OrderSpec spec, string key = "") => new(spec, WithMargin: false, IsMeant: true) { Time = desk.Now, Context = Anna with { IdempotencyKey = key } };
        PreviewOrder tooLarge = Meant(Desk.Buy(1_000_000m)), allowed = Meant(Desk.Buy(100m, 98m)), repeated = Meant(Desk.Buy(1_000_000m), "k1");

        foreach (PreviewOrder command in (PreviewOrder[])[tooLarge, allowed, repeated]) desk.Apply(command);
        desk.Preview(Desk.Buy(1_000_000m));

        (PreviewResult denied, _) = await tooLarge.Reply.Task;
        Assert.True((await allowed.Reply.Task).Result.Verdict.IsAllowed);
        Assert.Equal(denied.Verdict.Summary, Assert.Single(desk.Seen.NoticesSince(0), n => n.Kind == "denied").Text);
        Assert.Equal(1, desk.Core.State.Denials.Read().Single(d => d.Code == "R08").Count);
        Assert.Single(desk.Gateway.Placed);
    }

    [Theory]
    [InlineData(false, TradingMode.Simulator, "DU1", TradingMode.Simulator, true)]
    [InlineData(false, TradingMode.Paper, "DU1", TradingMode.Paper, true)]
    [InlineData(false, TradingMode.Simulator, "U1", TradingMode.Live, false)]
    [InlineData(false, TradingMode.Live, "U1", TradingMode.Live, false)]
    [InlineData(true, TradingMode.Live, "U1", TradingMode.Live, true)]
    [InlineData(false, TradingMode.Live, "DU1", TradingMode.Paper, true)]
    public void The_account_decides_the_mode_and_live_needs_permission(bool allowLive, TradingMode setting, string account, TradingMode mode, bool mayTrade)
    {
        var desk = new Desk(trading: t => { t.AllowLive = allowLive; t.Mode = setting; });

        desk.Apply(new SessionChanged(desk.Status(SessionState.Reconciling, true, new AccountId(account))) { Time = desk.Now });
        desk.CompleteRound();

        Assert.Equal((mode, mayTrade), (desk.Seen.Session.Mode, desk.Seen.Session.IsTradingEnabled));
    }

    [Fact]
    public async Task A_watchlist_command_is_answered_when_the_gateway_has_answered()
    {
        Desk desk = Desk.Ready();
        var query = new ContractQuery("QQQ");
        var add = new AddToWatchlist(query) { Time = desk.Now, Context = Anna };

        desk.Apply(add);
        bool early = add.Reply.Task.IsCompleted;
        desk.Apply(new InstrumentResolved(query, new Instrument { Contract = Desk.Spy with { ConId = new ConId(2), Ticker = "QQQ", Symbol = "QQQ" } }) { Time = desk.Now });

        Assert.False(early);
        Assert.Equal((CommandOutcome.Accepted, "QQQ is on the watchlist."), ((await add.Reply.Task).Outcome, (await add.Reply.Task).Message));
    }

    [Fact]
    public async Task A_symbol_that_does_not_exist_is_not_found_and_leaves_no_line()
    {
        Desk desk = Desk.Ready();
        var query = new ContractQuery("NOSUCH");
        var add = new AddToWatchlist(query) { Time = desk.Now, Context = Anna };

        desk.Apply(add);
        desk.Apply(new InstrumentNotResolved(query, 200, "No security definition has been found") { Time = desk.Now });

        Assert.Equal(CommandOutcome.NotFound, (await add.Reply.Task).Outcome);
        Assert.Equal(["SPY"], desk.Seen.Watchlist.Select(i => i.Ticker));
    }

    [Fact]
    public async Task A_contract_that_is_there_under_another_name_is_answered_with_that_name()
    {
        Desk desk = Desk.Ready();
        var query = new ContractQuery("SPYX");
        var add = new AddToWatchlist(query) { Time = desk.Now, Context = Anna };

        desk.Apply(add);
        desk.Apply(new InstrumentResolved(query, new Instrument { Contract = Desk.Spy }) { Time = desk.Now });

        Assert.Equal((CommandOutcome.Accepted, "SPY"), ((await add.Reply.Task).Outcome, (await add.Reply.Task).Ticker));
        Assert.Equal(["SPY"], desk.Seen.Watchlist.Select(i => i.Ticker));
    }

    [Fact]
    public async Task A_repeated_close_finds_its_order_when_the_position_is_closed_already()
    {
        Desk desk = Desk.Ready();
        desk.Fill(desk.Working(Desk.Buy(100m)), "a.01", 100m, 100m);
        ClosePosition Close(string id) => new(new OrderRef(id), "SPY", null) { Time = desk.Now, Context = new CommandContext("api", "key", "close-1") };
        ClosePosition first = Close("TB-close-1"), second = Close("TB-close-2");

        desk.Apply(first);
        Order order = (await first.Reply.Task).Order!;
        desk.Fill(order, "a.02", 100m, 101m);
        desk.Apply(second);

        SubmitResult repeated = await second.Reply.Task;
        Assert.Equal((SubmitOutcome.AlreadyAccepted, order.OrderRef), (repeated.Outcome, repeated.Order!.OrderRef));
    }

    [Fact]
    public async Task A_contract_that_is_held_stays_on_the_watchlist()
    {
        Desk desk = Desk.Ready();
        desk.Fill(desk.Working(Desk.Buy(100m)), "a.01", 100m, 100m);
        var remove = new RemoveFromWatchlist("spy") { Time = desk.Now, Context = Anna };

        desk.Apply(remove);

        CommandResult result = await remove.Reply.Task;
        Assert.Equal((CommandOutcome.Refused, "SPY is held, and its price is needed to value and close it. Close the position first."), (result.Outcome, result.Message));
    }

    [Fact]
    public void Notices_are_kept_up_to_a_bound_and_found_by_their_sequence()
    {
        Desk desk = Desk.Ready();
        for (int i = 0; i < 600; i++) desk.Submit(Desk.Buy(1_000_000m + i));

        var all = desk.Seen.NoticesSince(0);
        var last = desk.Seen.NoticesSince(all[^1].Sequence - 3);

        Assert.Equal((500, 3), (all.Count, last.Count));
        Assert.Equal(all.TakeLast(3), last);
        Assert.Empty(desk.Seen.NoticesSince(all[^1].Sequence));
    }

    [Fact]
    public void Snapshots_stay_the_same_objects_until_something_changes()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Apply(new ClockTick { Time = desk.Now });
        var (orders, fills, positions, session) = (desk.Seen.Orders, desk.Seen.Fills, desk.Seen.Positions, desk.Seen.Session);

        desk.Status(order, BrokerOrderStatus.Submitted);
        desk.Apply(new ClockTick { Time = desk.Now });

        Assert.Same(orders, desk.Seen.Orders);
        Assert.Same(fills, desk.Seen.Fills);
        Assert.Same(positions, desk.Seen.Positions);
        Assert.Same(session, desk.Seen.Session);
    }
}
