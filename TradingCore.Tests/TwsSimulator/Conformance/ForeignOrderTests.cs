using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Conformance;

/// <summary>Orders of every type as a client that is not ours sends, changes, cancels and reads them, against what the gateway holds.</summary>
public sealed class ForeignOrderTests : IAsyncLifetime
{
    private const string Far = """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "tif": "GTC" }""";
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private ForeignClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock);
        _client = await ForeignClient.ConnectAsync(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null) await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    /// <summary>Orders that rest at today's prices (SPY at about 400), and what each is changed to.</summary>
    public static TheoryData<string, string, string> Resting => new()
    {
        { "limit", Far, """{ "lmtPrice": 51.5, "totalQuantity": 80 }""" },
        { "stop", """{ "action": "SELL", "totalQuantity": 100, "orderType": "STP", "auxPrice": 50, "tif": "GTC" }""", """{ "auxPrice": 51 }""" },
        { "stop limit", """{ "action": "SELL", "totalQuantity": 100, "orderType": "STP LMT", "auxPrice": 50, "lmtPrice": 49, "tif": "GTC" }""", """{ "lmtPrice": 48 }""" },
        { "trailing stop by amount", """{ "action": "SELL", "totalQuantity": 100, "orderType": "TRAIL", "auxPrice": 30, "tif": "GTC" }""", """{ "auxPrice": 40 }""" },
        { "trailing stop by percent", """{ "action": "SELL", "totalQuantity": 100, "orderType": "TRAIL", "trailingPercent": 20, "tif": "DAY" }""", """{ "trailingPercent": 25 }""" },
        { "trailing stop limit", """{ "action": "SELL", "totalQuantity": 100, "orderType": "TRAIL LIMIT", "auxPrice": 30, "trailStopPrice": 60, "lmtPriceOffset": 1, "tif": "DAY" }""", """{ "auxPrice": 40 }""" },
        { "market if touched", """{ "action": "BUY", "totalQuantity": 100, "orderType": "MIT", "auxPrice": 50, "tif": "GTC" }""", """{ "auxPrice": 51 }""" },
        { "limit if touched", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LIT", "auxPrice": 50, "lmtPrice": 50.5, "tif": "GTC" }""", """{ "auxPrice": 49 }""" },
        { "market on close", """{ "action": "BUY", "totalQuantity": 100, "orderType": "MOC", "tif": "DAY" }""", """{ "totalQuantity": 50 }""" },
        { "limit on close", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LOC", "lmtPrice": 50, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "market on open", """{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "OPG" }""", """{ "totalQuantity": 50 }""" },
        { "limit on open", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "tif": "OPG" }""", """{ "lmtPrice": 51 }""" },
        { "relative with a cap", """{ "action": "BUY", "totalQuantity": 100, "orderType": "REL", "lmtPrice": 50, "auxPrice": 0.05, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "pegged to the midpoint with a cap", """{ "action": "BUY", "totalQuantity": 100, "orderType": "PEG MID", "lmtPrice": 50, "auxPrice": 0.02, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "midprice with a cap", """{ "action": "BUY", "totalQuantity": 100, "orderType": "MIDPRICE", "lmtPrice": 50, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "iceberg", """{ "action": "BUY", "totalQuantity": 1000, "orderType": "LMT", "lmtPrice": 50, "displaySize": 100, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "hidden", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "hidden": true, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "all or none", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "allOrNone": true, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "good till a date", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "tif": "GTD", "goodTillDate": "20250620 15:00:00 US/Eastern" }""", """{ "lmtPrice": 51 }""" },
        { "good after a time", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "tif": "GTC", "goodAfterTime": "20250611 10:00:00 US/Eastern" }""", """{ "lmtPrice": 51 }""" },
        { "outside regular hours", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "outsideRth": true, "tif": "DAY" }""", """{ "lmtPrice": 51 }""" },
        { "adaptive", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "tif": "DAY", "algoStrategy": "Adaptive", "algoParams": [{ "tag": "adaptivePriority", "value": "Normal" }] }""", """{ "lmtPrice": 51 }""" },
        { "on a condition", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 500, "tif": "GTC", "conditions": [{ "type": 1, "conjunctionConnection": "a", "isMore": true, "strValue": "9000", "conId": 756733, "exchange": "SMART", "triggerMethod": 0 }] }""", """{ "lmtPrice": 501 }""" },
        { "on a time", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 500, "tif": "GTC", "conditions": [{ "type": 3, "conjunctionConnection": "a", "isMore": true, "strValue": "20251231 15:00:00 US/Eastern" }] }""", """{ "lmtPrice": 501 }""" },
        { "on the cushion", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 500, "tif": "GTC", "conditions": [{ "type": 4, "conjunctionConnection": "a", "isMore": false, "strValue": "5" }] }""", """{ "lmtPrice": 501 }""" },
        { "on an execution", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 500, "tif": "GTC", "conditions": [{ "type": 5, "conjunctionConnection": "a", "exchange": "SMART", "secType": "STK", "symbol": "AAPL" }] }""", """{ "lmtPrice": 501 }""" },
        { "on a volume", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 500, "tif": "GTC", "conditions": [{ "type": 6, "conjunctionConnection": "a", "isMore": true, "strValue": "2000000000", "conId": 756733, "exchange": "SMART" }] }""", """{ "lmtPrice": 501 }""" },
        { "on a change in percent", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 500, "tif": "GTC", "conditions": [{ "type": 7, "conjunctionConnection": "a", "isMore": true, "strValue": "90", "conId": 756733, "exchange": "SMART" }] }""", """{ "lmtPrice": 501 }""" },
    };

    [Theory]
    [MemberData(nameof(Resting))]
    public async Task An_order_rests_is_changed_and_is_cancelled_as_the_gateway_holds_it(string kind, string terms, string change)
    {
        int id = _client.NextOrderId;
        JsonObject order = Order(terms, kind);

        _client.Call("placeOrder", id, ForeignClient.Spy, order);
        await WorkingAsync(id);
        AssertHeld(id, order);

        foreach (KeyValuePair<string, JsonNode?> field in JsonNode.Parse(change)!.AsObject()) order[field.Key] = field.Value!.DeepClone();
        _client.Call("placeOrder", id, ForeignClient.Spy, order);
        await _client.SyncAsync();
        AssertHeld(id, order);

        _client.Call("cancelOrder", id, "");
        await _client.NextAsync("orderStatus", e => e.Int(0) == id && e.Text(1) == "Cancelled");
        Assert.Equal(OrderStatusKind.Cancelled, _gateway.Truth.Orders.Single(o => o.OrderId == id).Status);
        _client.Call("reqCompletedOrders", false);
        await _client.NextAsync("completedOrdersEnd");
        ForeignEvent completed = _client.Seen.Last(e => e.Name == "completedOrder");
        Assert.Equal(order["orderType"]!.GetValue<string>(), completed[1].GetProperty("orderType").GetString());
        Assert.Equal("Cancelled", completed[2].GetProperty("status").GetString());
    }

    /// <summary>Orders that fill at once.</summary>
    public static TheoryData<string, string> Filling => new()
    {
        { "market", """{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY" }""" },
        { "marketable limit", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 900, "tif": "DAY" }""" },
        { "marketable stop", """{ "action": "SELL", "totalQuantity": 100, "orderType": "STP", "auxPrice": 900, "tif": "DAY" }""" },
        { "immediate or cancel", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 900, "tif": "IOC" }""" },
        { "fill or kill", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 900, "tif": "FOK" }""" },
        { "adaptive market", """{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY", "algoStrategy": "Adaptive", "algoParams": [{ "tag": "adaptivePriority", "value": "Urgent" }] }""" },
        { "iceberg", """{ "action": "BUY", "totalQuantity": 300, "orderType": "LMT", "lmtPrice": 900, "displaySize": 100, "tif": "DAY" }""" },
        { "short sale", """{ "action": "SELL", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY" }""" },
    };

    [Theory]
    [MemberData(nameof(Filling))]
    public async Task Fills_commissions_positions_and_account_are_read_as_the_gateway_holds_them(string kind, string terms)
    {
        int id = _client.NextOrderId;

        _client.Call("placeOrder", id, ForeignClient.Spy, Order(terms, kind));
        await UntilAsync("orderStatus", e => e.Int(0) == id && e.Text(1) == "Filled");
        await _client.SyncAsync();
        int live = _client.Seen.Count;
        _client.Call("reqExecutions", 40, new { });
        await _client.NextAsync("execDetailsEnd");
        _client.Call("reqPositions");
        await _client.NextAsync("positionEnd");
        _client.Call("reqAccountSummary", 41, "All", "NetLiquidation,TotalCashValue");
        await _client.NextAsync("accountSummaryEnd");

        IReadOnlyList<TruthExecution> held = _gateway.Truth.Executions;
        (string, int, decimal, decimal, string)[] expected = [.. held.Select(e => (e.ExecId, e.OrderId, e.SignedQuantity, (decimal)e.Price, e.OrderRef))];
        Assert.Equal(expected, _client.Seen.Take(live).Where(e => e.Name == "execDetails").Select(Execution));
        Assert.Equal(expected, _client.Seen.Skip(live).Where(e => e.Name == "execDetails").Select(Execution));
        Assert.Equal(
            held.Select(e => (e.ExecId, e.Commission)),
            _client.Seen.Take(live).Where(e => e.Name == "commissionReport").Select(e => (e[0].GetProperty("execId").GetString()!, e[0].GetProperty("commission").GetDecimal())));
        ForeignEvent position = _client.Seen.Single(e => e.Name == "position");
        TruthPosition truth = Assert.Single(_gateway.Truth.Positions);
        Assert.Equal((truth.ConId, truth.Quantity), (position[1].GetProperty("conId").GetInt32(), position.Number(2)));
        Assert.Equal((double)truth.AverageCost, position[3].GetDouble(), 6);
        ForeignEvent cash = _client.Seen.Single(e => e.Name == "accountSummary" && e.Text(2) == "TotalCashValue");
        Assert.Equal(Math.Round(_gateway.Truth.Cash, 2), decimal.Parse(cash.Text(3), CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task A_bracket_goes_in_leg_by_leg_and_its_first_exit_cancels_the_other()
    {
        int id = _client.NextOrderId;
        JsonObject entry = Order("""{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY", "transmit": false }""", "entry");
        JsonObject profit = Order($$"""{ "action": "SELL", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 900, "tif": "GTC", "parentId": {{id}}, "transmit": false }""", "profit");
        JsonObject stop = Order($$"""{ "action": "SELL", "totalQuantity": 100, "orderType": "STP", "auxPrice": 20, "tif": "GTC", "parentId": {{id}}, "transmit": true }""", "stop");

        _client.Call("placeOrder", id, ForeignClient.Spy, entry);
        _client.Call("placeOrder", id + 1, ForeignClient.Spy, profit);
        await _client.SyncAsync();
        Assert.DoesNotContain(_client.Seen, e => e.Name == "orderStatus" && e.Text(1) is "Submitted" or "Filled");
        _client.Call("placeOrder", id + 2, ForeignClient.Spy, stop);
        await UntilAsync("orderStatus", e => e.Int(0) == id && e.Text(1) == "Filled");
        profit["lmtPrice"] = 30;
        profit["transmit"] = true;
        _client.Call("placeOrder", id + 1, ForeignClient.Spy, profit);
        await UntilAsync("orderStatus", e => e.Int(0) == id + 2 && e.Text(1) == "Cancelled");

        Assert.Equal(
            [(id, OrderStatusKind.Filled), (id + 1, OrderStatusKind.Filled), (id + 2, OrderStatusKind.Cancelled)],
            _gateway.Truth.Orders.Select(o => (o.OrderId, o.Status)));
        Assert.Empty(_gateway.Truth.Positions);
    }

    [Fact]
    public async Task A_preview_tells_margin_and_commission_and_leaves_no_order()
    {
        int id = _client.NextOrderId;

        _client.Call("placeOrder", id, ForeignClient.Spy, Order("""{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY", "whatIf": true }""", "preview"));
        ForeignEvent preview = await _client.NextAsync("openOrder");

        Assert.Equal("PreSubmitted", preview[3].GetProperty("status").GetString());
        Assert.True(preview[3].GetProperty("initMarginAfter").GetDouble() > 0);
        Assert.True(preview[3].GetProperty("equityWithLoanAfter").GetDouble() > 0);
        Assert.Empty(_gateway.Truth.Orders);
    }

    [Fact]
    public async Task Profit_and_loss_of_account_and_position_are_those_of_the_gateway()
    {
        int id = _client.NextOrderId;
        _client.Call("placeOrder", id, ForeignClient.Spy, Order("""{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY" }""", "in"));
        await UntilAsync("orderStatus", e => e.Int(0) == id && e.Text(1) == "Filled");
        _client.Call("placeOrder", id + 1, ForeignClient.Spy, Order("""{ "action": "SELL", "totalQuantity": 40, "orderType": "MKT", "tif": "DAY" }""", "out"));
        await UntilAsync("orderStatus", e => e.Int(0) == id + 1 && e.Text(1) == "Filled");

        _client.Call("reqPnL", 50, "DU1234567", "");
        _client.Call("reqPnLSingle", 51, "DU1234567", "", 756733);
        // Answered at once: with a clock that stands still the market is where it was when the truth is read.
        await _client.SyncAsync();
        ForeignEvent single = _client.Seen.Last(e => e.Name == "pnlSingle"), whole = _client.Seen.Last(e => e.Name == "pnl");

        TruthAccount account = _gateway.Truth.Accounts.Single();
        Assert.Equal((double)account.RealizedPnl, whole[3].GetDouble(), 2);
        Assert.Equal((double)account.UnrealizedPnl, whole[2].GetDouble(), 2);
        // Nothing was held when the day began, so what the day brought is what was closed and what is open.
        Assert.Equal((double)(account.RealizedPnl + account.UnrealizedPnl), whole[1].GetDouble(), 2);
        Assert.Equal(60m, single.Number(1));
        Assert.Equal((whole[1].GetDouble(), whole[2].GetDouble(), whole[3].GetDouble()), (single[2].GetDouble(), single[3].GetDouble(), single[4].GetDouble()));
        TruthPosition position = _gateway.Truth.Positions.Single();
        Assert.Equal((double)((position.Quantity * position.AverageCost) + account.UnrealizedPnl), single[5].GetDouble(), 2);
    }

    [Fact]
    public async Task Open_orders_are_read_on_request_as_the_gateway_holds_them()
    {
        int id = _client.NextOrderId;
        await using SimulatorClient another = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 3);
        another.Place(1, Given.Limit("SELL", 30, 900) with { OrderRef = "not ours" });
        await another.SyncAsync();
        _client.Call("placeOrder", id, ForeignClient.Spy, Order(Far, "first"));
        _client.Call("placeOrder", id + 1, ForeignClient.Spy, Order("""{ "action": "SELL", "totalQuantity": 100, "orderType": "STP LMT", "auxPrice": 50, "lmtPrice": 49, "tif": "GTC" }""", "second"));
        await WorkingAsync(id + 1);

        int from = _client.Seen.Count;
        _client.Call("reqOpenOrders");
        await _client.NextAsync("openOrderEnd");
        int between = _client.Seen.Count;
        _client.Call("reqAllOpenOrders");
        await _client.NextAsync("openOrderEnd");

        static (int, string, string, decimal, string, string) Read(ForeignEvent e) => (e.Int(0), e[2].GetProperty("action").GetString()!, e[2].GetProperty("orderType").GetString()!, e[2].GetProperty("totalQuantity").GetDecimal(), e[2].GetProperty("orderRef").GetString()!, e[3].GetProperty("status").GetString()!);
        static (int, string, string, decimal, string, string) Held(TruthOrder o) => (o.OrderId, o.Action, o.OrderType, o.Quantity, o.OrderRef, o.Status.ToString());
        IReadOnlyList<TruthOrder> held = _gateway.Truth.Orders;
        Assert.Equal(held.Where(o => o.ClientId == 7).Select(Held), _client.Seen[from..between].Where(e => e.Name == "openOrder").Select(Read));
        Assert.Equal(held.Select(Held), _client.Seen[between..].Where(e => e.Name == "openOrder").Select(Read));
        Assert.Equal(held.Select(o => (long)o.PermId), _client.Seen[between..].Where(e => e.Name == "openOrder").Select(e => e[2].GetProperty("permId").GetInt64()));
    }

    [Fact]
    public async Task One_cancels_the_other_in_a_group()
    {
        int id = _client.NextOrderId;
        _client.Call("placeOrder", id, ForeignClient.Spy, Order("""{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50, "tif": "DAY", "ocaGroup": "either", "ocaType": 1 }""", "low"));
        _client.Call("placeOrder", id + 1, ForeignClient.Spy, Order("""{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY", "ocaGroup": "either", "ocaType": 1 }""", "now"));
        await UntilAsync("orderStatus", e => e.Int(0) == id && e.Text(1) == "Cancelled");

        Assert.Equal([(id, OrderStatusKind.Cancelled), (id + 1, OrderStatusKind.Filled)], _gateway.Truth.Orders.Select(o => (o.OrderId, o.Status)));
    }

    [Fact]
    public async Task Completed_orders_and_account_values_are_those_the_gateway_holds()
    {
        int id = _client.NextOrderId;
        _client.Call("placeOrder", id, ForeignClient.Spy, Order("""{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY" }""", "filled"));
        await UntilAsync("orderStatus", e => e.Int(0) == id && e.Text(1) == "Filled");
        _client.Call("placeOrder", id + 1, ForeignClient.Spy, Order(Far, "cancelled"));
        _client.Call("cancelOrder", id + 1, "");
        await UntilAsync("orderStatus", e => e.Int(0) == id + 1 && e.Text(1) == "Cancelled");

        _client.Call("reqCompletedOrders", false);
        await _client.NextAsync("completedOrdersEnd");
        _client.Call("reqAccountSummary", 42, "All", "NetLiquidation,TotalCashValue,InitMarginReq,GrossPositionValue");
        await _client.NextAsync("accountSummaryEnd");

        Assert.Equal(
            _gateway.Truth.Orders.Select(o => (o.OrderType, o.Quantity, o.Status.ToString(), o.OrderRef)),
            _client.Seen.Where(e => e.Name == "completedOrder").Select(e => (e[1].GetProperty("orderType").GetString()!, e[1].GetProperty("totalQuantity").GetDecimal(), e[2].GetProperty("status").GetString()!, e[1].GetProperty("orderRef").GetString()!)));
        TruthAccount account = _gateway.Truth.Accounts.Single();
        Dictionary<string, decimal> told = _client.Seen.Where(e => e.Name == "accountSummary").ToDictionary(e => e.Text(2), e => decimal.Parse(e.Text(3), CultureInfo.InvariantCulture));
        Assert.Equal((account.NetLiquidation, Math.Round(account.Cash, 2), account.InitialMargin), (told["NetLiquidation"], told["TotalCashValue"], told["InitMarginReq"]));
        Assert.Equal(account.NetLiquidation, told["TotalCashValue"] + told["GrossPositionValue"]);
    }

    [Theory]
    [InlineData("a price off the grid", """{ "action": "BUY", "totalQuantity": 100, "orderType": "LMT", "lmtPrice": 50.001, "tif": "DAY" }""", 110)]
    [InlineData("more than the account can hold", """{ "action": "BUY", "totalQuantity": 900000, "orderType": "MKT", "tif": "DAY" }""", 201)]
    public async Task A_refusal_comes_with_its_code(string kind, string terms, int code)
    {
        int id = _client.NextOrderId;

        _client.Call("placeOrder", id, ForeignClient.Spy, Order(terms, kind));

        ForeignEvent error = await _client.NextAsync("error", e => e.Int(2) == id);
        Assert.Equal(code, error.Int(1));
    }

    [Fact]
    public async Task A_cancel_of_what_is_not_there_and_of_what_is_done_come_with_their_codes()
    {
        int id = _client.NextOrderId;
        _client.Call("placeOrder", id, ForeignClient.Spy, Order("""{ "action": "BUY", "totalQuantity": 100, "orderType": "MKT", "tif": "DAY" }""", "done"));
        await UntilAsync("orderStatus", e => e.Int(0) == id && e.Text(1) == "Filled");

        _client.Call("cancelOrder", id, "");
        _client.Call("cancelOrder", id + 77, "");

        Assert.Equal(10148, (await _client.NextAsync("error", e => e.Int(2) == id)).Int(1));
        Assert.Equal(10147, (await _client.NextAsync("error", e => e.Int(2) == id + 77)).Int(1));
    }

    private static JsonObject Order(string terms, string label)
    {
        JsonObject order = JsonNode.Parse(terms)!.AsObject();
        order["orderRef"] = label;
        order["transmit"] ??= true;
        return order;
    }

    private static (string, int, decimal, decimal, string) Execution(ForeignEvent e)
    {
        JsonElement x = e[2];
        decimal shares = x.GetProperty("shares").GetDecimal();
        return (x.GetProperty("execId").GetString()!, x.GetProperty("orderId").GetInt32(), x.GetProperty("side").GetString() == "BOT" ? shares : -shares,
            x.GetProperty("price").GetDecimal(), x.GetProperty("orderRef").GetString()!);
    }

    private async Task WorkingAsync(int id) => await UntilAsync("orderStatus", e => e.Int(0) == id && e.Text(1) is "Submitted" or "PreSubmitted");

    // Moves the clock until the event has come: some orders fill with the next trade only.
    private async Task<ForeignEvent> UntilAsync(string name, Func<ForeignEvent, bool> fits)
    {
        for (int i = 0; i < 300; i++)
        {
            if (_client.Seen.LastOrDefault(e => e.Name == name && fits(e)) is { } found) return found;
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await _client.SyncAsync();
        }
        throw new TimeoutException($"No {name} that fits came. Last seen: {string.Join(" / ", _client.Seen.TakeLast(8))}");
    }

    private void AssertHeld(int id, JsonObject sent)
    {
        // The last open order the client read, the order it sent and the order the gateway holds are one.
        JsonElement read = _client.Seen.Last(e => e.Name == "openOrder" && e.Int(0) == id)[2];
        TruthOrder held = _gateway.Truth.Orders.Single(o => o.OrderId == id);
        Assert.Equal((sent["totalQuantity"]!.GetValue<decimal>(), sent["action"]!.GetValue<string>(), sent["orderType"]!.GetValue<string>()), (held.Quantity, held.Action, held.OrderType));
        Assert.Equal(held.Status.ToString(), _client.Seen.Last(e => e.Name == "orderStatus" && e.Int(0) == id).Text(1));
        foreach (KeyValuePair<string, JsonNode?> field in sent)
        {
            if (field.Key is "transmit" or "algoParams" or "conditions") continue;
            Assert.True(read.TryGetProperty(field.Key, out JsonElement value), $"{field.Key} was not read back");
            Assert.True(JsonNode.DeepEquals(field.Value, JsonNode.Parse(value.GetRawText())) || field.Value!.ToString() == value.ToString(), $"{field.Key} was sent as {field.Value} and read as {value}");
        }
    }
}
