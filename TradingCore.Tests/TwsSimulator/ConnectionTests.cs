using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

public sealed class ConnectionTests
{
    [Theory]
    [InlineData(176)]
    [InlineData(193)]
    [InlineData(200)]
    public async Task A_client_is_greeted_with_accounts_next_order_id_and_farm_notices_at_every_version(int version)
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 7, maxVersion: version);

        ManagedAccounts accounts = await client.NextAsync<ManagedAccounts>();
        NextValidId next = await client.NextAsync<NextValidId>();
        await client.NextAsync<ErrorMessage>(e => e.ErrorCode == 2158);

        Assert.Equal(version, client.ServerVersion);
        Assert.Equal("DU1234567", accounts.AccountsList);
        Assert.Equal(1, next.OrderId);
        Assert.Equal([2104, 2106, 2158], client.Seen.OfType<ErrorMessage>().Select(e => e.ErrorCode));
        Assert.Equal([7], gateway.Truth.ConnectedClients);
    }

    [Fact]
    public async Task A_second_client_with_the_same_id_is_told_326_and_closed()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient first = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 3);
        await first.NextAsync<NextValidId>();

        await using SimulatorClient second = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 3);
        ErrorMessage error = await second.NextAsync<ErrorMessage>();
        await second.ClosedAsync();

        Assert.Equal(326, error.ErrorCode);
        Assert.NotEmpty(await first.SyncAsync());
    }

    [Fact]
    public async Task A_client_that_floods_is_told_100_and_closed_after_the_third_time()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        await client.NextAsync<NextValidId>();

        for (int i = 0; i < 160; i++)
            client.Send(new ReqCurrentTime());
        await client.NextAsync<ErrorMessage>(e => e.ErrorCode == 100 && e.ErrorMsg.EndsWith("(3)", StringComparison.Ordinal));
        await client.ClosedAsync();

        Assert.Equal(3, client.Seen.OfType<ErrorMessage>().Count(e => e.ErrorCode == 100));
    }

    [Fact]
    public async Task Dropping_connections_closes_every_client_and_takes_them_back()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient one = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 1);
        await using SimulatorClient two = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 2);
        await one.NextAsync<NextValidId>();
        await two.NextAsync<NextValidId>();

        await gateway.DropConnectionsAsync();
        await one.ClosedAsync();
        await two.ClosedAsync();
        await using SimulatorClient again = await SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 1);

        Assert.Equal(1, (await again.NextAsync<NextValidId>()).OrderId);
    }

    [Fact]
    public async Task A_silent_gateway_answers_nothing_until_it_is_switched_back()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        await client.NextAsync<ErrorMessage>(e => e.ErrorCode == 2158);

        gateway.SetUnresponsive(true);
        client.Send(new ReqCurrentTime());
        Task<CurrentTime> answer = client.NextAsync<CurrentTime>();
        Task<SimulatorClient> connecting = SimulatorClient.ConnectAsync(gateway.EndPoint, clientId: 9);
        // A gateway that answers measures how long an answer takes: it greets and serves a client meanwhile.
        await using SimulatedGateway answering = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient served = await SimulatorClient.ConnectAsync(answering.EndPoint);
        await served.SyncAsync();

        Assert.False(answer.IsCompleted);
        Assert.False(connecting.IsCompleted);
        gateway.SetUnresponsive(false);
        await using SimulatorClient other = await connecting;
        Assert.Equal(Given.Morning.ToUnixTimeSeconds(), (await answer).Time);
    }

    [Fact]
    public async Task Contract_details_of_a_partial_future_name_every_month_and_end()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);

        client.Send(new ReqContractDetails(10, new Contract { Symbol = "ES", SecType = "FUT", Exchange = "CME", Currency = "USD" }));
        await client.NextAsync<ContractDataEnd>(e => e.ReqId == 10);

        ContractDetails[] found = [.. client.Seen.OfType<ContractData>().Select(c => c.ContractDetails)];
        Assert.Equal(["202506", "202509", "202512", "202603"], found.Select(d => d.ContractMonth));
        Assert.All(found, d => Assert.Equal((0.25, "50", "US/Central"), (d.MinTick, d.Contract.Multiplier, d.TimeZoneId)));
        Assert.Equal("20250620", found[0].Contract.LastTradeDateOrContractMonth);
    }

    // Source of the days: CME Group's calendar of last trading days, corn futures.
    [Fact]
    public async Task Corn_futures_are_quoted_in_cents_a_bushel()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock(), o => o with { Symbols = ["ZC"] });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);

        client.Send(new ReqContractDetails(10, new Contract { Symbol = "ZC", SecType = "FUT", Exchange = "CBOT", Currency = "USD" }));
        await client.NextAsync<ContractDataEnd>(e => e.ReqId == 10);

        ContractDetails[] found = [.. client.Seen.OfType<ContractData>().Select(c => c.ContractDetails)];
        Assert.Equal(["ZCN5", "ZCU5"], found.Select(d => d.Contract.LocalSymbol));
        Assert.All(found, d => Assert.Equal((0.25, "5000", "CBOT", 100, "US/Central"), (d.MinTick, d.Contract.Multiplier, d.Contract.Exchange, d.PriceMagnifier, d.TimeZoneId)));
        Assert.Equal(["20250714", "20250912"], found.Select(d => d.Contract.LastTradeDateOrContractMonth));
    }

    // Source of the days: CME Group's calendar of last trading days, 10-Year T-Note and T-Bond futures.
    [Theory]
    [InlineData("ZN", 0.015625, 103)]
    [InlineData("ZB", 0.03125, 106)]
    public async Task Treasury_futures_step_by_parts_of_a_32nd(string symbol, double step, int rule)
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock(), o => o with { Symbols = [symbol] });
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);

        client.Send(new ReqContractDetails(10, new Contract { Symbol = symbol, SecType = "FUT", Exchange = "CBOT", Currency = "USD" }));
        await client.NextAsync<ContractDataEnd>(e => e.ReqId == 10);
        client.Send(new ReqMarketRule(rule));
        MarketRule steps = await client.NextAsync<MarketRule>();

        ContractDetails[] found = [.. client.Seen.OfType<ContractData>().Select(c => c.ContractDetails)];
        Assert.Equal([$"{symbol}M5", $"{symbol}U5"], found.Select(d => d.Contract.LocalSymbol));
        Assert.All(found, d => Assert.Equal((step, "1000", "CBOT", 1), (d.MinTick, d.Contract.Multiplier, d.Contract.Exchange, d.PriceMagnifier)));
        Assert.Equal(["20250618", "20250919"], found.Select(d => d.Contract.LastTradeDateOrContractMonth));
        Assert.Equal(step, Assert.Single(steps.PriceIncrements).Increment);
    }

    [Fact]
    public async Task An_unknown_contract_is_answered_with_200_and_an_ambiguous_one_too()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);

        client.Send(new ReqContractDetails(1, new Contract { Symbol = "NOPE", SecType = "STK", Exchange = "SMART", Currency = "USD" }));
        client.Send(new ReqMktData(2, new Contract { Symbol = "ES", SecType = "FUT", Exchange = "CME", Currency = "USD" }));

        ErrorMessage unknown = await client.NextAsync<ErrorMessage>(e => e.ReqId == 1);
        ErrorMessage ambiguous = await client.NextAsync<ErrorMessage>(e => e.ReqId == 2);
        Assert.Equal((200, 200), (unknown.ErrorCode, ambiguous.ErrorCode));
        Assert.Contains("ambiguous", ambiguous.ErrorMsg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_market_rule_of_a_contract_can_be_asked_for()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(gateway.EndPoint);
        client.Send(new ReqContractDetails(1, SimulatorClient.Spy));
        ContractData details = await client.NextAsync<ContractData>();

        int rule = int.Parse(details.ContractDetails.MarketRuleIds.Split(',')[0], System.Globalization.CultureInfo.InvariantCulture);
        client.Send(new ReqMarketRule(rule));

        MarketRule answer = await client.NextAsync<MarketRule>();
        Assert.Equal([new PriceIncrement(0, 0.01)], answer.PriceIncrements);
    }

    [Fact]
    public async Task A_port_in_use_is_one_clear_sentence()
    {
        await using SimulatedGateway gateway = await Given.GatewayAsync(Given.Clock());

        SimulatorException e = await Assert.ThrowsAsync<SimulatorException>(() => Given.GatewayAsync(Given.Clock(), o => o with { Port = gateway.EndPoint.Port }));

        Assert.Equal($"Port {gateway.EndPoint.Port} is in use by another program; stop that program or give another port.", e.Message);
    }

    public static TheoryData<SimulatorOptions, string> WrongOptions => new()
    {
        { new SimulatorOptions { Port = 70_000 }, "port 70000" },
        { new SimulatorOptions { Symbols = ["SPY", "NOPE"] }, "\"NOPE\"" },
        { new SimulatorOptions { Speed = 5 }, "replay folder" },
        { new SimulatorOptions { ReplayFolder = "x", Speed = -1 }, "speed -1" },
        { new SimulatorOptions { OrderLatency = TimeSpan.FromMinutes(2) }, "latency" },
        { new SimulatorOptions { Account = "" }, "account" },
        { new SimulatorOptions { ServerVersion = 201 }, "201" },
        { new SimulatorOptions { StartingCash = -1 }, "cash" },
        { new SimulatorOptions { ReplayFolder = "/no/such/folder" }, "does not exist" },
    };

    [Theory]
    [MemberData(nameof(WrongOptions))]
    public async Task A_wrong_option_stops_the_start_with_a_sentence_that_names_it(SimulatorOptions options, string named)
    {
        SimulatorException e = await Assert.ThrowsAsync<SimulatorException>(() => SimulatedGateway.StartAsync(options, Given.Clock(), null, TestContext.Current.CancellationToken));

        Assert.Contains(named, e.Message, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
    }
}
