using Microsoft.Extensions.Time.Testing;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator;
using TwsSimulator.Faults;
using TwsSimulator.Gateway;

namespace TradingCore.Tests.Simulation.Faults;

/// <summary>What a client sees of each fault, over a real socket.</summary>
public sealed class FaultTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

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
    public async Task A_dropped_connection_concerns_only_the_client_that_is_named()
    {
        await using SimulatorClient other = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 2);
        await other.SyncAsync();

        await _gateway.PlayAsync("{ fault: dropConnection, client: 2 }", Stop);

        await other.ClosedAsync();
        await _client.SyncAsync();
    }

    [Fact]
    public async Task A_partial_frame_ends_the_connection()
    {
        await _gateway.PlayAsync("fault: partialFrame", Stop);

        await _client.ClosedAsync();
    }

    [Fact]
    public async Task A_bad_frame_keeps_the_stream_in_step()
    {
        // The test's client ends with the first message that it cannot read, so it is not one that is disposed afterwards.
        SimulatorClient reader = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 2);
        await reader.SyncAsync();

        await _gateway.PlayAsync("{ fault: badFrame, client: 2 }", Stop);

        TwsProtocolException error = await Assert.ThrowsAsync<TwsProtocolException>(reader.ClosedAsync);
        Assert.Equal("tickPrice", error.MessageName);
    }

    [Fact]
    public async Task A_client_that_is_not_read_gets_its_answers_when_the_time_is_over()
    {
        await _gateway.PlayAsync("{ fault: stopReading, for: 5s }", Stop);
        _client.Send(new ReqCurrentTime());
        Assert.Equal(["stopReading"], _gateway.ActiveFaults);

        _clock.Advance(TimeSpan.FromSeconds(5));
        await _gateway.ClearFaultsAsync("none of these", Stop);

        await _client.NextAsync<CurrentTime>();
        Assert.Empty(_gateway.ActiveFaults);
    }

    [Fact]
    public async Task A_lost_connection_to_the_broker_holds_back_orders_and_answers_until_1102()
    {
        await _gateway.PlayAsync("fault: connectionLost", Stop);
        Assert.Equal(1100, (await _client.NextAsync<ErrorMessage>()).ErrorCode);
        _client.Place(1, Given.Market("BUY", 100));
        _client.Send(new ReqContractDetails(5, SimulatorClient.Spy));
        List<IResponse> meanwhile = await _client.SyncAsync();

        await _gateway.PlayAsync("fault: connectionRestored", Stop);

        Assert.DoesNotContain(meanwhile, m => m is OpenOrder or OrderStatus or ContractData);
        Assert.Equal(1102, (await _client.NextAsync<ErrorMessage>()).ErrorCode);
        await _client.NextAsync<OrderStatus>(s => s is { OrderId: 1, Status: OrderStatusKind.Filled });
        await _client.NextAsync<ContractData>(c => c.ReqId == 5);
    }

    [Fact]
    public async Task Lost_data_means_that_subscriptions_are_forgotten()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        await _client.SyncAsync();

        await _gateway.PlayAsync("- fault: connectionLost\n- fault: connectionRestored\n  dataLost: true", Stop);
        await _client.NextAsync<ErrorMessage>(e => e.ErrorCode == 1101);
        _clock.Advance(TimeSpan.FromSeconds(10));
        List<IResponse> after = await _client.SyncAsync();

        Assert.DoesNotContain(after, m => m is TickPrice or TickSize);
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        await _client.NextAsync<TickPrice>();
    }

    [Theory]
    [InlineData("usfarm", 2103, 2104)]
    [InlineData("ushmds", 2105, 2106)]
    [InlineData("secdefil", 2157, 2158)]
    public async Task A_farm_that_is_down_is_told_by_its_kind_and_its_data_stops(string farm, int down, int up)
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        await _client.SyncAsync();

        await _gateway.PlayAsync($"{{ fault: farmDown, farm: {farm} }}", Stop);
        Assert.Equal(down, (await _client.NextAsync<ErrorMessage>()).ErrorCode);
        _clock.Advance(TimeSpan.FromSeconds(10));
        List<IResponse> meanwhile = await _client.SyncAsync();
        await _gateway.PlayAsync($"{{ fault: farmUp, farm: {farm} }}", Stop);

        Assert.Equal(farm == "usfarm", !meanwhile.OfType<TickPrice>().Any());
        Assert.Equal(up, (await _client.NextAsync<ErrorMessage>()).ErrorCode);
    }

    [Fact]
    public async Task A_reset_cuts_everybody_off_and_lets_them_in_again_afterwards()
    {
        _client.Place(7, Given.Limit("BUY", 100, 50));
        await _client.SyncAsync();

        await _gateway.PlayAsync("{ fault: reset, for: 30s, rollBack: 3 }", Stop);
        await _client.ClosedAsync();
        Assert.Contains(_gateway.ActiveFaults, f => f == "reset");
        _clock.Advance(TimeSpan.FromSeconds(30));
        // The end of the fault stands in the gateway's queue; whatever is asked of it now comes after.
        await _gateway.ClearFaultsAsync("none of these", Stop);
        SpinWait.SpinUntil(() => _gateway.Truth.ConnectedClients.Count == 0, TimeSpan.FromSeconds(30));
        await using SimulatorClient again = await SimulatorClient.ConnectAsync(_gateway.EndPoint);

        Assert.Equal(5, (await again.NextAsync<NextValidId>()).OrderId);
        await again.NextAsync<OpenOrder>(o => o.OrderId == 7);
    }

    [Fact]
    public async Task Silence_takes_only_the_kind_of_data_and_the_symbol_that_are_named()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        _client.Send(new ReqRealTimeBars(21, SimulatorClient.Spy, 5, "TRADES", false));
        await _client.SyncAsync();

        await _gateway.PlayAsync("{ fault: silence, symbol: SPY, kind: bars, for: 1m }", Stop);
        _clock.Advance(TimeSpan.FromSeconds(20));
        List<IResponse> meanwhile = await _client.SyncAsync();

        Assert.Contains(meanwhile, m => m is TickPrice);
        Assert.DoesNotContain(meanwhile, m => m is RealTimeBar);
    }

    [Fact]
    public async Task Stale_prices_repeat_what_was_told_first()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        await _client.SyncAsync();

        await _gateway.PlayAsync("{ fault: stalePrices, symbol: SPY }", Stop);
        _clock.Advance(TimeSpan.FromSeconds(20));
        List<IResponse> meanwhile = await _client.SyncAsync();

        Assert.True(meanwhile.OfType<TickPrice>().Count(t => t.TickType == TickType.Bid) > 3);
        Assert.Single(meanwhile.OfType<TickPrice>().Where(t => t.TickType == TickType.Bid).Select(t => t.Price).Distinct());
    }

    [Fact]
    public async Task A_competing_session_takes_the_data_of_every_subscription()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        await _client.SyncAsync();

        await _gateway.PlayAsync("{ fault: competingSession, for: 1m }", Stop);
        ErrorMessage told = await _client.NextAsync<ErrorMessage>();
        _clock.Advance(TimeSpan.FromSeconds(20));
        List<IResponse> meanwhile = await _client.SyncAsync();

        Assert.Equal((20, 10197), (told.ReqId, told.ErrorCode));
        Assert.DoesNotContain(meanwhile, m => m is TickPrice);
    }

    [Fact]
    public async Task A_client_id_is_in_use_as_often_as_the_script_says()
    {
        await _gateway.PlayAsync("{ fault: clientIdInUse, client: 3, count: 1 }", Stop);

        await using SimulatorClient refused = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 3);
        Assert.Equal(326, (await refused.NextAsync<ErrorMessage>()).ErrorCode);
        await refused.ClosedAsync();
        await using SimulatorClient taken = await SimulatorClient.ConnectAsync(_gateway.EndPoint, clientId: 3);
        await taken.NextAsync<NextValidId>();
    }

    [Fact]
    public async Task A_lost_acknowledgement_leaves_an_order_that_is_found_by_asking()
    {
        await _gateway.PlayAsync("fault: loseOrderAck", Stop);
        _client.Place(1, Given.Limit("BUY", 100, 50));
        List<IResponse> answers = await _client.SyncAsync();
        Assert.DoesNotContain(answers, m => m is OpenOrder or OrderStatus);

        _client.Send(new ReqAllOpenOrders());

        await _client.NextAsync<OpenOrder>(o => o.OrderId == 1);
    }

    [Fact]
    public async Task A_lost_order_never_was()
    {
        await _gateway.PlayAsync("{ fault: loseOrder, count: 1 }", Stop);
        _client.Place(1, Given.Limit("BUY", 100, 50));
        await _client.SyncAsync();
        Assert.Empty(_gateway.Truth.Orders);

        _client.Place(2, Given.Limit("BUY", 100, 50));

        await _client.NextAsync<OpenOrder>(o => o.OrderId == 2);
    }

    [Fact]
    public async Task A_lost_cancel_leaves_the_order_and_a_lost_confirmation_does_not()
    {
        _client.Place(1, Given.Limit("BUY", 100, 50));
        await _client.SyncAsync();
        await _gateway.PlayAsync("- fault: loseCancel\n- fault: loseCancelAck", Stop);

        _client.Send(new CancelOrder(1));
        await _client.SyncAsync();
        Assert.Equal(OrderStatusKind.Submitted, _gateway.Truth.Orders.Single().Status);
        _client.Send(new CancelOrder(1));
        List<IResponse> answers = await _client.SyncAsync();

        Assert.Equal(OrderStatusKind.Cancelled, _gateway.Truth.Orders.Single().Status);
        Assert.DoesNotContain(answers, m => m is OrderStatus or ErrorMessage);
    }

    [Fact]
    public async Task A_refused_change_leaves_the_order_as_it_was()
    {
        _client.Place(1, Given.Limit("BUY", 100, 50));
        await _client.SyncAsync();
        await _gateway.PlayAsync("{ fault: rejectModify, code: 201, text: no }", Stop);

        _client.Place(1, Given.Limit("BUY", 100, 60));

        Assert.Equal(201, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 1)).ErrorCode);
        Assert.Equal(50, _gateway.Truth.Orders.Single().LimitPrice);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task A_duplicate_order_id_may_mean_an_order_or_none(bool isAccepted, int orders)
    {
        await _gateway.PlayAsync($"{{ fault: duplicateOrderId, accepted: {(isAccepted ? "true" : "false")} }}", Stop);

        _client.Place(1, Given.Limit("BUY", 100, 50));
        List<IResponse> answers = await _client.SyncAsync();

        Assert.Equal(103, answers.OfType<ErrorMessage>().Single().ErrorCode);
        Assert.DoesNotContain(answers, m => m is OpenOrder);
        Assert.Equal(orders, _gateway.Truth.Orders.Count);
    }

    [Fact]
    public async Task A_lost_execution_is_found_by_asking_and_a_duplicate_one_comes_twice()
    {
        await _gateway.PlayAsync("fault: loseExecution", Stop);
        _client.Place(1, Given.Market("BUY", 100));
        List<IResponse> answers = await _client.SyncAsync();
        Assert.DoesNotContain(answers, m => m is ExecDetails or CommissionReport);

        _client.Send(new ReqExecutions(9));
        ExecDetails found = await _client.NextAsync<ExecDetails>(e => e.ReqId == 9);
        await _gateway.PlayAsync("fault: duplicateExecution", Stop);
        ExecDetails again = await _client.NextAsync<ExecDetails>(e => e.ReqId == -1);

        Assert.Equal(found.Execution.ExecId, again.Execution.ExecId);
    }

    [Fact]
    public async Task The_next_valid_id_goes_back_and_an_id_that_is_known_is_refused_with_103()
    {
        _client.Place(5, Given.Market("BUY", 100));
        _client.Place(6, Given.Limit("BUY", 100, 50));
        _client.Send(new CancelOrder(6));
        await _client.SyncAsync();
        await _gateway.PlayAsync("{ fault: rollBackNextValidId, to: 5 }", Stop);
        _client.Send(new ReqIds());
        Assert.Equal(5, (await _client.NextAsync<NextValidId>()).OrderId);

        _client.Place(6, Given.Limit("BUY", 100, 51));

        Assert.Equal(103, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 6)).ErrorCode);
    }

    [Fact]
    public async Task A_wrong_position_is_told_until_it_is_cleared()
    {
        _client.Place(1, Given.Market("BUY", 100));
        await _client.SyncAsync();
        await _gateway.PlayAsync("{ fault: wrongPosition, symbol: SPY, quantity: 70 }", Stop);
        _client.Send(new ReqPositions());
        Assert.Equal(70, (await _client.NextAsync<PositionMessage>()).Position);

        await _gateway.PlayAsync("fault: clear", Stop);

        Assert.Equal(100, (await _client.NextAsync<PositionMessage>()).Position);
    }

    [Fact]
    public async Task A_step_waits_for_its_occasion()
    {
        Task played = _gateway.PlayAsync("- when: orderPlaced\n  count: 2\n  fault: notice\n  code: 2137\n  text: second", Stop);
        _client.Place(1, Given.Limit("BUY", 100, 50));
        await _client.SyncAsync();
        Assert.False(played.IsCompleted);

        _client.Place(2, Given.Limit("BUY", 100, 50));

        Assert.Equal("second", (await _client.NextAsync<ErrorMessage>()).ErrorMsg);
        await played;
    }

    [Fact]
    public async Task What_a_step_waits_for_cannot_happen_between_it_and_the_one_before()
    {
        // The gateway gets the steps in one piece, so no request comes between them, however slow the machine is.
        List<FaultDue> due = [];
        var player = new FaultPlayer(_clock, (gatewayEvent, _) =>
        {
            due.Add(Assert.IsType<FaultDue>(gatewayEvent));
            due[^1].Applied.SetResult();
            return ValueTask.CompletedTask;
        });

        await player.PlayAsync(FaultScript.Parse("- fault: silence\n- when: orderPlaced\n  fault: dropConnection\n- fault: clear\n- at: 0ms\n  fault: clear"), Stop);

        Assert.Equal([3, 1], due.Select(d => d.Steps.Count));
    }

    [Fact]
    public async Task A_step_that_begins_to_wait_when_an_order_comes_waits_for_the_next_one()
    {
        Task played = _gateway.PlayAsync("- when: orderPlaced\n  fault: notice\n  code: 2137\n  text: first\n- when: orderPlaced\n  fault: notice\n  code: 2137\n  text: second", Stop);

        _client.Place(1, Given.Limit("BUY", 100, 50));
        Assert.Equal("first", (await _client.NextAsync<ErrorMessage>()).ErrorMsg);
        await _client.SyncAsync();
        Assert.False(played.IsCompleted);
        _client.Place(2, Given.Limit("BUY", 100, 50));

        Assert.Equal("second", (await _client.NextAsync<ErrorMessage>()).ErrorMsg);
        await played;
    }

    [Fact]
    public async Task An_instrument_that_is_not_offered_is_told_by_name()
        => Assert.Contains("NOPE", (await Assert.ThrowsAsync<SimulatorException>(() => _gateway.PlayAsync("{ fault: silence, symbol: NOPE }", Stop))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task History_is_refused_as_often_as_the_script_says()
    {
        await _gateway.PlayAsync("{ fault: pacingViolation, count: 1 }", Stop);
        var request = new ReqHistoricalData(30, SimulatorClient.Spy, "", "1800 S", "5 mins", "TRADES", true, 1);

        _client.Send(request);
        Assert.Contains("pacing violation", (await _client.NextAsync<ErrorMessage>()).ErrorMsg, StringComparison.Ordinal);
        _client.Send(request);

        await _client.NextAsync<HistoricalData>();
    }

    [Fact]
    public async Task A_corrected_execution_comes_under_its_next_revision_and_the_account_follows()
    {
        _client.Place(1, Given.Market("BUY", 100));
        ExecDetails wrong = await _client.NextAsync<ExecDetails>();
        await _client.SyncAsync();
        decimal cash = _gateway.Truth.Cash;

        await _gateway.PlayAsync("{ fault: correctExecution, price: 300, quantity: 90 }", Stop);
        ExecDetails right = await _client.NextAsync<ExecDetails>();

        Assert.Equal(wrong.Execution.ExecId[..^1] + "2", right.Execution.ExecId);
        Assert.Equal((90, 300), (right.Execution.Shares, right.Execution.Price));
        Assert.Equal(90, _gateway.Truth.Positions.Single().Quantity);
        Assert.Equal(cash + (100 * (decimal)wrong.Execution.Price) - 27_000m, _gateway.Truth.Cash);
    }

    [Fact]
    public async Task An_order_entered_by_hand_has_no_order_id_and_is_found_by_asking_for_all()
    {
        await _gateway.PlayAsync("{ fault: manualOrder, symbol: SPY, action: BUY, quantity: 10, limit: 50 }", Stop);

        _client.Send(new ReqAllOpenOrders());
        OpenOrder manual = await _client.NextAsync<OpenOrder>();

        Assert.Equal((0, 0), (manual.OrderId, manual.Order.ClientId));
        Assert.True(manual.Order.PermId > 0);
    }

    [Fact]
    public async Task A_liquidation_moves_the_position_and_says_what_it_was()
    {
        _client.Send(new ReqPositions());
        await _client.SyncAsync();

        await _gateway.PlayAsync("{ fault: manualFill, symbol: SPY, action: SELL, quantity: 30, liquidation: true }", Stop);
        Assert.Equal(-30, (await _client.NextAsync<PositionMessage>()).Position);
        _client.Send(new ReqExecutions(9));

        Assert.Equal((0, 1), ((await _client.NextAsync<ExecDetails>()).Execution is var e ? (e.OrderId, e.Liquidation) : default));
    }

    [Fact]
    public async Task A_halted_symbol_says_so_and_nothing_fills()
    {
        _client.Send(new ReqMktData(20, SimulatorClient.Spy));
        await _client.SyncAsync();

        await _gateway.PlayAsync("{ fault: haltSymbol, symbol: SPY }", Stop);
        Assert.Equal((TickType.Halted, 1), await _client.NextAsync<TickGeneric>() is var t ? (t.TickType, t.Value) : default);
        _client.Place(1, Given.Market("BUY", 100));
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _client.SyncAsync();
        Assert.Empty(_gateway.Truth.Executions);
        await _gateway.PlayAsync("fault: clear", Stop);

        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s.Status == OrderStatusKind.Filled);
    }

    [Fact]
    public void Every_fault_is_described_in_the_readme()
    {
        string readme = File.ReadAllText(Architecture.RepositoryFiles.PathOf("TwsSimulator/README.md"));

        Assert.DoesNotContain(global::TwsSimulator.Faults.FaultCatalog.Names, name => !readme.Contains($"`{name}`", StringComparison.Ordinal));
    }
}
