using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

public sealed class OrderLifecycleTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task A_market_order_is_reported_in_the_gateways_sequence_and_filled_completely()
    {
        _client.Place(1, Given.Market("BUY", 100) with { OrderRef = "ref-1" });
        await _client.AdvanceUntilAsync<CommissionReport>(_clock, _ => _client.Seen.OfType<OrderStatus>().Any(s => s.Status == OrderStatusKind.Filled));

        IResponse[] told = [.. _client.Seen.Where(m => m is OpenOrder or OrderStatus or ExecDetails or CommissionReport)];
        Assert.IsType<OpenOrder>(told[0]);
        Assert.Equal(OrderStatusKind.PreSubmitted, Assert.IsType<OrderStatus>(told[1]).Status);
        Assert.IsType<OpenOrder>(told[2]);
        Assert.Equal(OrderStatusKind.Submitted, Assert.IsType<OrderStatus>(told[3]).Status);
        ExecDetails first = Assert.IsType<ExecDetails>(told[4]);
        Assert.Equal((-1, "BOT", "ref-1"), (first.ReqId, first.Execution.Side, first.Execution.OrderRef));
        Assert.Equal(100m, told.OfType<ExecDetails>().Sum(e => e.Execution.Shares));
        Assert.Equal(told.OfType<ExecDetails>().Select(e => e.Execution.ExecId), told.OfType<CommissionReport>().Select(c => c.ExecId));
        OrderStatus last = told.OfType<OrderStatus>().Last();
        Assert.Equal((OrderStatusKind.Filled, 100m, 0m), (last.Status, last.Filled!.Value, last.Remaining!.Value));
        Assert.Equal(1.0, told.OfType<CommissionReport>().Sum(c => c.Commission), 6);
        Assert.Equal(100m, Assert.Single(_gateway.Truth.Positions).Quantity);
    }

    [Fact]
    public async Task An_order_larger_than_the_quote_fills_in_parts_that_add_up()
    {
        _client.Place(1, Given.Market("BUY", 2_000) with { OrderRef = "big" }, new Contract { Symbol = "AAPL", SecType = "STK", Exchange = "SMART", Currency = "USD" });
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.Status == OrderStatusKind.Filled);

        ExecDetails[] fills = [.. _client.Seen.OfType<ExecDetails>()];
        Assert.True(fills.Length > 1, $"one fill of {fills[0].Execution.Shares}");
        decimal cumulative = 0;
        foreach (Execution fill in fills.Select(f => f.Execution))
        {
            cumulative += fill.Shares!.Value;
            Assert.Equal(cumulative, fill.CumQty);
        }

        Assert.Equal(2_000m, cumulative);
        Assert.Equal(fills.Length, fills.Select(f => f.Execution.ExecId).Distinct().Count());
        // 2,000 shares at 0.005, the minimum of 1.00 being passed: the schedule holds per order, not per fill.
        Assert.Equal(10.0, _gateway.Truth.Executions.Sum(e => (double)e.Commission), 6);
    }

    [Fact]
    public async Task A_far_limit_order_rests_is_modified_and_cancelled()
    {
        _client.Place(1, Given.Limit("BUY", 100, 100.00));
        await _client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Submitted);

        _client.Place(1, Given.Limit("BUY", 150, 101.50));
        OpenOrder modified = await _client.NextAsync<OpenOrder>(o => o.Order.LmtPrice == 101.50);
        _client.Send(new CancelOrder(1));
        OrderStatus cancelled = await _client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Cancelled);
        ErrorMessage confirmation = await _client.NextAsync<ErrorMessage>(e => e.ReqId == 1);

        Assert.Equal((150m, "Submitted"), (modified.Order.TotalQuantity!.Value, modified.OrderState.Status));
        Assert.Equal((0m, 150m), (cancelled.Filled!.Value, cancelled.Remaining!.Value));
        Assert.Equal(202, confirmation.ErrorCode);
        Assert.Equal(OrderStatusKind.Cancelled, Assert.Single(_gateway.Truth.Orders).Status);
    }

    [Fact]
    public async Task A_modification_that_changes_the_side_is_refused_with_105_and_the_order_lives_on()
    {
        _client.Place(1, Given.Limit("BUY", 100, 100.00));
        await _client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Submitted);

        _client.Place(1, Given.Limit("SELL", 100, 100.00));
        ErrorMessage refused = await _client.NextAsync<ErrorMessage>(e => e.ReqId == 1);

        Assert.Equal(105, refused.ErrorCode);
        Assert.Equal((OrderStatusKind.Submitted, "BUY"), (_gateway.Truth.Orders[0].Status, _gateway.Truth.Orders[0].Action));
    }

    [Theory]
    [InlineData(103, "a used id")]
    [InlineData(110, "a price off the grid")]
    [InlineData(201, "more than the account carries")]
    [InlineData(434, "no quantity")]
    [InlineData(387, "an order type that is not simulated")]
    [InlineData(10314, "a time to wait for that is no time")]
    [InlineData(10147, "a cancel of an unknown order")]
    public async Task What_the_gateway_refuses_it_refuses_with_IBs_code(int code, string what)
    {
        _client.Place(5, Given.Limit("BUY", 1, 100.00));
        await _client.SyncAsync();

        switch (what)
        {
            case "a used id":
                _client.Place(4, Given.Limit("BUY", 1, 100.00));
                break;
            case "a price off the grid":
                _client.Place(6, Given.Limit("BUY", 1, 100.005));
                break;
            case "more than the account carries":
                _client.Place(6, Given.Market("BUY", 1_000_000));
                break;
            case "no quantity":
                _client.Place(6, Given.Market("BUY", 0));
                break;
            case "an order type that is not simulated":
                _client.Place(6, Given.Market("BUY", 1) with { OrderType = "VOL" });
                break;
            case "a time to wait for that is no time":
                _client.Place(6, Given.Market("BUY", 1) with { GoodAfterTime = "tomorrow" });
                break;
            default:
                _client.Send(new CancelOrder(77));
                break;
        }

        ErrorMessage error = await _client.NextAsync<ErrorMessage>(e => e.ReqId is 4 or 6 or 77);

        Assert.Equal(code, error.ErrorCode);
    }

    [Fact]
    public async Task A_cancel_of_a_filled_order_is_answered_with_10148()
    {
        _client.Place(1, Given.Market("BUY", 10));
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.Status == OrderStatusKind.Filled);

        _client.Send(new CancelOrder(1));

        Assert.Equal(10148, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 1)).ErrorCode);
    }

    [Fact]
    public async Task Another_client_sees_the_order_but_cannot_cancel_it()
    {
        _client.Place(1, Given.Limit("BUY", 100, 100.00));
        await _client.SyncAsync();
        await using SimulatorClient other = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 2);

        other.Send(new ReqOpenOrders());
        await other.NextAsync<OpenOrderEnd>();
        int own = other.Seen.OfType<OpenOrder>().Count();
        other.Send(new ReqAllOpenOrders());
        await other.NextAsync<OpenOrderEnd>();
        other.Send(new CancelOrder(1));
        ErrorMessage refused = await other.NextAsync<ErrorMessage>(e => e.ReqId == 1);

        Assert.Equal(0, own);
        Assert.Equal(1, Assert.Single(other.Seen.OfType<OpenOrder>()).Order.ClientId);
        Assert.Equal(10147, refused.ErrorCode);
        Assert.Equal(OrderStatusKind.Submitted, Assert.Single(_gateway.Truth.Orders).Status);
    }

    [Fact]
    public async Task A_global_cancel_ends_the_orders_of_all_clients()
    {
        await using SimulatorClient other = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 2);
        _client.Place(1, Given.Limit("BUY", 100, 100.00));
        other.Place(1, Given.Limit("BUY", 100, 101.00));
        await _client.SyncAsync();
        await other.SyncAsync();

        _client.Send(new ReqGlobalCancel());
        await _client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Cancelled);
        await other.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Cancelled);

        Assert.All(_gateway.Truth.Orders, o => Assert.Equal(OrderStatusKind.Cancelled, o.Status));
    }

    [Fact]
    public async Task A_preview_tells_margin_and_commission_and_leaves_no_order()
    {
        _client.Place(1, Given.Market("BUY", 1_000) with { WhatIf = true });
        OpenOrder preview = await _client.NextAsync<OpenOrder>();
        List<IResponse> after = await _client.SyncAsync();

        Assert.True(preview.Order.WhatIf);
        Assert.Equal("0.00", preview.OrderState.InitMarginBefore);
        Assert.True(decimal.Parse(preview.OrderState.InitMarginAfter, System.Globalization.CultureInfo.InvariantCulture) > 100_000m);
        Assert.Equal(5.0, preview.OrderState.CommissionAndFees);
        Assert.DoesNotContain(after, m => m is OrderStatus or ExecDetails);
        Assert.Empty(_gateway.Truth.Orders);
    }

    [Fact]
    public async Task An_immediate_or_cancel_order_never_rests()
    {
        _client.Place(1, Given.Limit("BUY", 100, 100.00) with { Tif = "IOC" });

        OrderStatus end = await _client.NextAsync<OrderStatus>(s => s.Status == OrderStatusKind.Cancelled);

        Assert.Equal((0m, 100m), (end.Filled!.Value, end.Remaining!.Value));
    }

    [Fact]
    public async Task A_stop_order_waits_for_its_trigger_and_then_fills()
    {
        _client.Send(new ReqMktData(50, SimulatorClient.Spy, Snapshot: true));
        TickPrice last = await _client.NextAsync<TickPrice>(t => t.TickType == TickType.Last);
        double below = Math.Round(last.Price - 0.30, 2);

        _client.Place(1, new Order { Action = "SELL", TotalQuantity = 100, OrderType = "STP", AuxPrice = below, Tif = "GTC" });
        await _client.SyncAsync();
        OrderStatusKind resting = _gateway.Truth.Orders[0].Status;
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.Status == OrderStatusKind.Filled, stepMs: 5_000);

        Assert.Equal(OrderStatusKind.PreSubmitted, resting);
        Assert.InRange(_gateway.Truth.Executions[0].Price, below - 0.25, below + 0.05);
    }

    [Fact]
    public async Task A_trailing_stop_follows_the_market_and_fills_on_the_way_back()
    {
        _client.Place(1, Given.Market("BUY", 100));
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.Status == OrderStatusKind.Filled);

        _client.Place(2, new Order { Action = "SELL", TotalQuantity = 100, OrderType = "TRAIL", AuxPrice = 0.25, Tif = "GTC" });
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.OrderId == 2 && s.Status == OrderStatusKind.Filled, stepMs: 5_000);

        Assert.Empty(_gateway.Truth.Positions);
        Assert.NotNull(_gateway.Truth.Executions[^1].RealizedPnl);
    }

    [Fact]
    public async Task The_children_of_a_bracket_wait_for_the_parent_and_one_ends_the_other()
    {
        Order child = Given.Limit("SELL", 100, 999) with { ParentId = 1 };
        _client.Place(1, Given.Market("BUY", 100) with { Transmit = false });
        _client.Place(2, child with { Transmit = false });
        _client.Place(3, new Order { Action = "SELL", TotalQuantity = 100, OrderType = "STP", AuxPrice = 1, Tif = "GTC", ParentId = 1 });
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.OrderId == 1 && s.Status == OrderStatusKind.Filled);
        OrderStatusKind released = _gateway.Truth.Orders[1].Status;

        _client.Place(2, child with { LmtPrice = 100 });
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.OrderId == 3 && s.Status == OrderStatusKind.Cancelled);

        Assert.Contains(_client.Seen.OfType<OrderStatus>(), s => s is { OrderId: 2, WhyHeld: "child" });
        Assert.Equal(OrderStatusKind.Submitted, released);
        Assert.Empty(_gateway.Truth.Positions);
    }

    [Fact]
    public async Task Positions_summary_and_pnl_follow_a_fill()
    {
        _client.Place(1, Given.Market("BUY", 100));
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.Status == OrderStatusKind.Filled);
        _client.Send(new ReqPositions());
        _client.Send(new ReqAccountSummary(60, "All", "NetLiquidation,TotalCashValue,$LEDGER:USD"));
        _client.Send(new ReqPnLSingle(61, "DU1234567", "", 756733));
        _client.Send(new ReqExecutions(62));

        PositionMessage position = await _client.NextAsync<PositionMessage>();
        await _client.NextAsync<PositionEnd>();
        await _client.NextAsync<AccountSummaryEnd>(e => e.ReqId == 60);
        PnLSingle pnl = await _client.NextAsync<PnLSingle>();
        await _client.NextAsync<ExecDetailsEnd>(e => e.ReqId == 62);
        PnLSingle moved = await _client.AdvanceUntilAsync<PnLSingle>(_clock, p => p != pnl, stepMs: 1_000);

        TruthPosition truth = Assert.Single(_gateway.Truth.Positions);
        Assert.Equal((100m, (double)truth.AverageCost), (position.Position!.Value, position.AvgCost));
        Assert.Equal(100m, pnl.Pos);
        Assert.NotEqual(pnl.UnrealizedPnL, moved.UnrealizedPnL);
        Dictionary<string, string> summary = _client.Seen.OfType<AccountSummary>().Where(s => s.ReqId == 60).DistinctBy(s => s.Tag).ToDictionary(s => s.Tag, s => s.Value);
        Assert.Equal(_gateway.Truth.Cash.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture), summary["TotalCashValue"]);
        Assert.Contains("CashBalance", summary.Keys);
        Assert.Equal(100m, _client.Seen.OfType<ExecDetails>().Where(e => e.ReqId == 62).Sum(e => e.Execution.Shares));
    }
}
