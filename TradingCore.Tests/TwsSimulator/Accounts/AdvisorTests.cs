using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Accounts;

/// <summary>A login with several accounts, over a real socket.</summary>
public sealed class AdvisorTests : IAsyncLifetime
{
    private const string Groups = """
        <ListOfGroups><Group><name>Growth</name><defaultMethod>Ratio</defaultMethod><ListOfAccts varName="list">
        <Account><acct>DU1</acct><amount>1</amount></Account><Account><acct>DU3</acct><amount>3</amount></Account></ListOfAccts></Group></ListOfGroups>
        """;

    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock, o => o with { Account = "DU1", MoreAccounts = ["DU2", "DU3"] });
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        _client.Send(new ReqMktData(1, SimulatorClient.Spy));
        await _client.AdvanceUntilAsync<TickPrice>(_clock);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task All_accounts_are_told_and_an_order_must_name_one()
    {
        _client.Send(new ReqManagedAccts());
        Assert.Equal("DU1,DU2,DU3", (await _client.NextAsync<ManagedAccounts>()).AccountsList);

        _client.Place(1, Given.Market("BUY", 100));
        Assert.Equal(435, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 1)).ErrorCode);
        _client.Place(2, Given.Market("BUY", 100) with { Account = "DU9" });
        Assert.Equal(321, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 2)).ErrorCode);
    }

    [Fact]
    public async Task A_fill_changes_its_own_account_and_no_other()
    {
        _client.Place(1, Given.Market("BUY", 100) with { Account = "DU2" });
        ExecDetails fill = await _client.AdvanceUntilAsync<ExecDetails>(_clock);
        Assert.Equal("DU2", fill.Execution.AcctNumber);

        _client.Send(new ReqPositions());
        List<IResponse> told = await _client.SyncAsync();
        Assert.Equal(["DU2"], told.OfType<PositionMessage>().Select(p => p.Account));
        _client.Send(new ReqPositionsMulti(7, "DU1", ""));
        Assert.Empty((await _client.SyncAsync()).OfType<PositionMulti>());
        _client.Send(new ReqAccountUpdates(true, "DU1"));
        told = await _client.SyncAsync();
        Assert.All(told.OfType<AccountValue>(), v => Assert.Equal("DU1", v.AccountName));
        Assert.Equal("1000000.00", told.OfType<AccountValue>().First(v => v is { Key: "TotalCashValue" }).Value);
        _client.Send(new ReqAccountSummary(8, "All", "TotalCashValue"));
        Assert.Equal(["DU1", "DU2", "DU3"], (await _client.SyncAsync()).OfType<AccountSummary>().Select(s => s.Account));
        _client.Send(new ReqPnLSingle(9, "DU1", "", 756733));
        Assert.Equal(0, (await _client.NextAsync<PnLSingle>(p => p.ReqId == 9)).Pos);
        _client.Send(new ReqPnLSingle(10, "All", "", 756733));
        Assert.Equal(100, (await _client.NextAsync<PnLSingle>(p => p.ReqId == 10)).Pos);
    }

    [Fact]
    public async Task An_order_of_a_group_is_divided_among_its_accounts()
    {
        _client.Send(new ReplaceFA(20, 1, Groups));
        await _client.NextAsync<ReplaceFAEnd>(e => e.ReqId == 20);
        _client.Send(new RequestFA(1));
        Assert.Contains("<name>Growth</name>", (await _client.NextAsync<ReceiveFA>()).Xml, StringComparison.Ordinal);

        _client.Place(1, Given.Market("BUY", 100) with { FaGroup = "Growth" });
        await _client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 1, Status: OrderStatusKind.Filled });

        Assert.Equal([("DU1", 25m), ("DU3", 75m)], _gateway.Truth.Positions.Select(p => (p.Account, p.Quantity)));
        ExecDetails[] fills = [.. _client.Seen.OfType<ExecDetails>()];
        Assert.Equal(100, fills.Sum(f => f.Execution.Shares));
        Assert.Equal(fills.Length, fills.DistinctBy(f => f.Execution.ExecId).Count());
        _client.Send(new ReqExecutions(30) { Filter = new ExecutionFilter { AcctCode = "DU3" } });
        Assert.All((await _client.SyncAsync()).OfType<ExecDetails>(), e => Assert.Equal("DU3", e.Execution.AcctNumber));
        Assert.Equal(_gateway.Truth.Executions.Sum(e => e.Commission), 3_000_000m - _gateway.Truth.Accounts.Sum(a => a.Cash) - _gateway.Truth.Executions.Sum(e => e.SignedQuantity * (decimal)e.Price));
    }

    [Theory]
    [InlineData("no xml", "no XML")]
    [InlineData("<ListOfGroups><Group><name>A</name><defaultMethod>Dice</defaultMethod></Group></ListOfGroups>", "is not one of")]
    [InlineData("<ListOfGroups><Group><name>A</name><defaultMethod>Equal</defaultMethod></Group></ListOfGroups>", "has no accounts")]
    [InlineData("<ListOfGroups><Group><name>A</name><defaultMethod>Equal</defaultMethod><ListOfAccts><String>DU9</String></ListOfAccts></Group></ListOfGroups>", "\"DU9\"")]
    public async Task Groups_that_make_no_sense_are_refused_and_the_old_ones_stay(string xml, string cause)
    {
        _client.Send(new ReplaceFA(20, 1, Groups));
        await _client.NextAsync<ReplaceFAEnd>();
        _client.Send(new ReplaceFA(21, 1, xml));

        Assert.Contains(cause, (await _client.NextAsync<ErrorMessage>(e => e.ReqId == 21)).ErrorMsg, StringComparison.Ordinal);
        _client.Send(new RequestFA(1));
        Assert.Contains("Growth", (await _client.NextAsync<ReceiveFA>()).Xml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_account_survives_the_death_of_the_gateway()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            await using (SimulatedGateway first = await Given.GatewayAsync(_clock, o => o with { Account = "DU1", MoreAccounts = ["DU2"], StateFolder = folder }))
            {
                await using SimulatorClient client = await SimulatorClient.ConnectAsync(first.EndPoint);
                client.Send(new ReqMktData(1, SimulatorClient.Spy));
                await client.AdvanceUntilAsync<TickPrice>(_clock);
                client.Place(1, Given.Market("BUY", 10) with { Account = "DU2" });
                await client.AdvanceUntilAsync<OrderStatus>(_clock, s => s is { OrderId: 1, Status: OrderStatusKind.Filled });
            }

            await using SimulatedGateway second = await Given.GatewayAsync(_clock, o => o with { Account = "DU1", MoreAccounts = ["DU2"], StateFolder = folder });
            Assert.Equal([("DU2", 10m)], second.Truth.Positions.Select(p => (p.Account, p.Quantity)));
            Assert.Equal(1_000_000m, second.Truth.Accounts[0].Cash);
            Assert.True(second.Truth.Accounts[1].Cash < 1_000_000m);
            Assert.Equal("DU2", Assert.Single(second.Truth.Executions).Account);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
