using TradingCore.Domain;
using TradingCore.Engine.Events;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using DomainCompletedEnd = TradingCore.Engine.Events.CompletedOrdersEnd;
using WireCompletedEnd = TwsProtocol.Messages.Responses.CompletedOrdersEnd;
using WireContract = TwsProtocol.Contracts.Contract;
using WireOrder = TwsProtocol.Orders.Order;
using WireOrderState = TwsProtocol.Orders.OrderState;

namespace TradingCore.Tests.Tws;

public sealed class ReconciliationTests
{
    private static readonly WireContract Es = new() { ConId = 1, Symbol = "ES", SecType = "FUT", LocalSymbol = "ESZ6", Multiplier = "50", Currency = "USD" };

    [Fact]
    public void A_round_asks_for_four_lists_and_ends_when_all_came()
    {
        using var f = new PartsFixture();
        f.Parts.Board.Enter(SessionState.Reconciling, "connected");

        f.Parts.Reconciliation.Start(4);
        IReadOnlyList<IRequest> sent = f.Sent();
        int executionsId = sent.OfType<ReqExecutions>().Single().ReqId;
        f.Receiver.On(new OpenOrder(5, Es, new WireOrder { OrderType = "LMT", Action = "BUY", TotalQuantity = 2m, LmtPrice = 5000.25, OrderRef = "TB-1", ClientId = 1, PermId = 9, Tif = "GTC" }, new WireOrderState { Status = "Submitted" }));
        f.Receiver.On(new OpenOrderEnd());
        f.Receiver.On(new CompletedOrder(Es, new WireOrder { OrderType = "TRAIL", Action = "SELL", TotalQuantity = 1m, PermId = 8 }, new WireOrderState { Status = "Cancelled", CompletedStatus = "Cancelled by Trader" }));
        f.Receiver.On(new WireCompletedEnd());
        f.Receiver.On(new ExecDetails(executionsId, Es, new Execution { ExecId = "x.01", Side = "SLD", Shares = 1m, Price = 5000.25, Time = "20260115 09:30:00 US/Eastern" }));
        f.Receiver.On(new ExecDetailsEnd(executionsId));
        f.Receiver.On(new PositionMessage("DU1234567", Es, 2m, 250012.5));
        SessionState beforeLast = f.Parts.Board.State;
        f.Receiver.On(new PositionEnd());

        Assert.Contains(sent, r => r is ReqAllOpenOrders);
        Assert.Contains(sent, r => r is ReqCompletedOrders { ApiOnly: false });
        Assert.Contains(sent, r => r is ReqPositions);
        BrokerOrderReceived open = f.Posted.Events<BrokerOrderReceived>()[0], completed = f.Posted.Events<BrokerOrderReceived>()[1];
        Assert.Equal((5, "ESZ6", OrderType.Limit, 5000.25m, TimeInForce.Gtc, BrokerOrderStatus.Submitted, false), (open.OrderId.Value, open.Contract.Ticker, open.Type, open.LimitPrice, open.Tif, open.Status, open.IsCompleted));
        Assert.Equal((0, OrderType.Trail, true, "Cancelled by Trader"), (completed.OrderId.Value, completed.Type, completed.IsCompleted, completed.Text));
        ExecutionReceived replay = Assert.Single(f.Posted.Events<ExecutionReceived>());
        Assert.Equal((true, OrderSide.Sell, new DateTimeOffset(2026, 1, 15, 14, 30, 0, TimeSpan.Zero)), (replay.IsReplay, replay.Fill.Side, replay.Fill.Time));
        Assert.Equal(5000.25m, Assert.Single(f.Posted.Events<BrokerPositionReceived>()).AverageCost);
        Assert.Equal([4], f.Posted.Events<OpenOrdersEnd>().Select(e => e.Round));
        Assert.Equal([4], f.Posted.Events<DomainCompletedEnd>().Select(e => e.Round));
        Assert.Equal([4], f.Posted.Events<ExecutionsEnd>().Select(e => e.Round));
        Assert.Equal([4], f.Posted.Events<PositionsEnd>().Select(e => e.Round));
        Assert.Equal((SessionState.Reconciling, SessionState.Ready), (beforeLast, f.Parts.Board.State));
    }

    [Fact]
    public void A_list_that_does_not_come_is_asked_for_again_and_the_round_stays_open()
    {
        using var f = new PartsFixture();
        f.Parts.Reconciliation.Start(1);
        f.Sent();
        f.Receiver.On(new OpenOrderEnd());
        f.Receiver.On(new WireCompletedEnd());

        f.Advance(TimeSpan.FromSeconds(15));
        IReadOnlyList<IRequest> again = f.Sent();
        f.Advance(TimeSpan.FromSeconds(15));
        IReadOnlyList<IRequest> tooSoon = f.Sent();
        f.Advance(TimeSpan.FromSeconds(15));

        Assert.Equal(["reqExecutions", "reqPositions"], again.Select(r => r.CallName));
        Assert.Empty(tooSoon);
        Assert.Equal(2, f.Sent().Count);
        Assert.Empty(f.Posted.Events<ExecutionsEnd>());
        Assert.Empty(f.Posted.Events<PositionsEnd>());
    }

    [Fact]
    public void A_newer_round_waits_for_the_list_under_way_because_its_end_carries_no_id()
    {
        using var f = new PartsFixture();
        f.Parts.Reconciliation.Start(1);
        f.Sent();

        f.Parts.Reconciliation.Start(2);
        int sentWhileUnderWay = f.Sent().Count;
        f.Receiver.On(new OpenOrderEnd());
        IReadOnlyList<IRequest> afterEnd = f.Sent();
        f.Receiver.On(new OpenOrderEnd());

        Assert.Equal(0, sentWhileUnderWay);
        Assert.Equal(["reqAllOpenOrders"], afterEnd.Select(r => r.CallName));
        Assert.Equal([1, 2], f.Posted.Events<OpenOrdersEnd>().Select(e => e.Round));
    }

    [Fact]
    public void A_live_fill_is_no_replay()
    {
        using var f = new PartsFixture();

        f.Receiver.On(new ExecDetails(-1, Es, new Execution { ExecId = "x.01", Side = "BOT", Shares = 1m, Price = 0.30000000000000004, Time = "nonsense" }));

        ExecutionReceived fill = Assert.Single(f.Posted.Events<ExecutionReceived>());
        Assert.False(fill.IsReplay);
        Assert.Equal(0.3m, fill.Fill.Price);
        Assert.Equal(f.Context.Now, fill.Fill.Time);
    }

    [Fact]
    public void Account_figures_come_as_they_change_and_foreign_accounts_are_left_out()
    {
        using var f = new PartsFixture();
        f.Parts.Accounts.OnReady([new AccountId("DU1")]);
        IReadOnlyList<IRequest> sent = f.Sent();
        int summary = sent.OfType<ReqAccountSummary>().Single().ReqId, pnl = sent.OfType<ReqPnL>().Single().ReqId;

        f.Receiver.On(new AccountSummary(summary, "DU1", "NetLiquidation", "1000000.55", "USD"));
        f.Receiver.On(new AccountSummary(summary, "DU2", "NetLiquidation", "1", "USD"));
        f.Receiver.On(new PnL(pnl, 12.5, null, -3.25));

        IReadOnlyList<AccountValuesReceived> values = f.Posted.Events<AccountValuesReceived>();
        Assert.Equal(2, values.Count);
        Assert.Equal((1000000.55m, "USD", null), (values[0].Values.NetLiquidation, values[0].Values.Currency, values[0].Values.TotalCash));
        Assert.Equal((12.5m, null, -3.25m), (values[1].Values.DailyPnl, values[1].Values.UnrealizedPnl, values[1].Values.RealizedPnl));
    }

    [Fact]
    public void The_pnl_of_a_position_is_followed_from_when_it_is_held_also_when_it_is_closed()
    {
        using var f = new PartsFixture();
        f.Parts.Accounts.OnReady([new AccountId("DU1234567")]);
        f.Sent();

        f.Receiver.On(new PositionMessage("DU1234567", Es, 2m, 1));
        f.Receiver.On(new PositionMessage("DU1234567", Es, 3m, 1));
        ReqPnLSingle asked = Assert.Single(f.Sent<ReqPnLSingle>());
        f.Receiver.On(new PnLSingle(asked.ReqId, 3m, 1, 2, null, 3));
        f.Receiver.On(new PositionMessage("DU1234567", Es, 0m, 0));

        PositionPnlReceived pnl = Assert.Single(f.Posted.Events<PositionPnlReceived>());
        Assert.Equal((new ConId(1), 2m, null, 1m), (pnl.ConId, pnl.UnrealizedPnl, pnl.RealizedPnl, pnl.DailyPnl));
        // What it realised is still told after it is closed.
        Assert.Empty(f.Sent<CancelPnLSingle>());
        Assert.Equal((3m, 3m), (pnl.Quantity, pnl.MarketValue));
    }
}
