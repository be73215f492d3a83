using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk.Limits;
using TradingCore.Tests.Simulation;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tests.Guarantees.Money;

/// <summary>A login with several accounts and an advisor's groups, over a real socket.</summary>
public sealed class AccountsTests
{
    private const string Groups = """
        <ListOfGroups><Group><name>Growth</name><defaultMethod>Ratio</defaultMethod><ListOfAccts varName="list">
        <Account><acct>DU1</acct><amount>1</amount></Account><Account><acct>DU3</acct><amount>3</amount></Account></ListOfAccts></Group></ListOfGroups>
        """;

    private const string Aliases = "<ListOfAccountAliases><AccountAlias><account>DU3</account><alias>Family</alias></AccountAlias></ListOfAccountAliases>";

    private static async Task AdviseAsync(FaultyDesk desk, string groups)
    {
        await using SimulatorClient advisor = await SimulatorClient.ConnectAsync(desk.Simulator.EndPoint, clientId: 77);
        advisor.Send(new ReplaceFA(20, 1, groups));
        await advisor.NextAsync<ReplaceFAEnd>(e => e.ReqId == 20);
        advisor.Send(new ReplaceFA(21, 3, Aliases));
        await advisor.NextAsync<ReplaceFAEnd>(e => e.ReqId == 21);
    }

    private static async Task<FaultyDesk> StartAsync()
    {
        FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { Account = "DU1", MoreAccounts = ["DU2", "DU3"] }, isReady: false);
        await AdviseAsync(desk, Groups);
        // Groups are read at every connect.
        await desk.ReadyAsync();
        await desk.PlayAsync("{ fault: dropConnection, client: 1 }");
        await desk.UntilAsync(v => desk.System.Statistics.Connects == 2 && v.Money is { Groups.Count: 1, Aliases.Count: 1 });
        await desk.ReadyAsync();
        return desk;
    }

    [Fact]
    public async Task An_order_to_a_group_is_divided_and_booked_to_each_account_with_its_cash()
    {
        await using FaultyDesk desk = await StartAsync();

        OrderRef order = await desk.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 100m, Type = OrderType.Market, Attributes = new OrderAttributes { FaGroup = "Growth" } });
        await desk.UntilAsync(_ => desk.Find(order) is { State: OrderState.Filled, Filled: 100m });
        await desk.UntilAsync(v => v.Fills.All(f => f.Commission is not null) && v.Money.TieOut.Count(i => i is { Kind: TieOutKind.Cash, State: TieOutState.Agrees }) == 3
            && v.Positions.Count(p => p.IsTiedOut && p.BrokerQuantity == p.Quantity) == 2);

        Assert.Equal([("DU1", 25m), ("DU3", 75m)], desk.View.Positions.OrderBy(p => p.Account.Value, StringComparer.Ordinal).Select(p => (p.Account.Value, p.Quantity)));
        Assert.Equal("Family", desk.View.Money.Aliases[new AccountId("DU3")]);
        AdvisorGroup group = Assert.Single(desk.View.Money.Groups);
        Assert.Equal(("Growth", "Ratio"), (group.Name, group.Method));
        Assert.Equal(desk.Simulator.Truth.Accounts.Select(a => (a.Id, a.Cash)), desk.View.Money.Cash.Where(c => c.Currency == "USD").OrderBy(c => c.Account.Value, StringComparer.Ordinal).Select(c => (c.Account.Value, c.Own!.Value)));
        Assert.Equal(3, desk.View.Money.Ledgers.Count);
    }

    [Fact]
    public async Task Risk_judges_an_order_to_a_group_by_the_account_that_is_worst_off()
    {
        await using FaultyDesk desk = await StartAsync();
        OrderRef first = await desk.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1_000m, Type = OrderType.Market, Account = "DU3" });
        await desk.UntilAsync(_ => desk.Find(first).State == OrderState.Filled);
        OrderRef second = await desk.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 950m, Type = OrderType.Market, Account = "DU3" });
        await desk.UntilAsync(_ => desk.Find(second).State == OrderState.Filled);

        // Each account may hold 2,000: DU3 has 1,950 and could be given all of the 100.
        SubmitResult denied = await desk.TrySubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 100m, Type = OrderType.Market, Attributes = new OrderAttributes { FaGroup = "Growth" } });
        SubmitResult unknown = await desk.TrySubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Market, Attributes = new OrderAttributes { FaGroup = "Nobody" } });

        Assert.Contains(denied.Verdict.Failures, f => f.Code == "R19");
        Assert.Contains(unknown.Verdict.Failures, f => f.Code == "R03");
    }

    [Fact]
    public async Task A_group_that_the_advisor_changes_is_known_with_the_next_comparison()
    {
        await using FaultyDesk desk = await StartAsync();

        await AdviseAsync(desk, Groups.Replace("DU1", "DU2", StringComparison.Ordinal));
        // A fill is one of the things after which everything is compared.
        await desk.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Market, Account = "DU2" });

        await desk.UntilAsync(v => v.Money.Groups is [{ Shares: var shares }] && shares.Select(s => s.Account.Value).SequenceEqual(["DU2", "DU3"]));
    }

    [Fact]
    public async Task A_limit_over_all_accounts_counts_what_every_account_holds_and_works()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { Account = "DU1", MoreAccounts = ["DU2", "DU3"] });
        var limits = new RiskLimitEdit(RiskScope.Firm, 0, "one book for all", new Dictionary<RiskLimit, decimal?> { [RiskLimit.PositionTotalMax] = 1_000m }, new Dictionary<RiskList, IReadOnlyList<string>?>());
        Assert.Equal(RiskLimitOutcome.Changed, (await desk.System.Engine.RiskCommands.SetLimitsAsync(limits, new CommandContext("anna", "user"), TestContext.Current.CancellationToken)).Outcome);
        OrderRef held = await desk.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 600m, Type = OrderType.Market, Account = "DU1" });
        await desk.UntilAsync(_ => desk.Find(held).State == OrderState.Filled);
        decimal far = decimal.Floor(desk.View.FindQuote("SPY")!.Bid!.Value * 0.97m);
        OrderSpec working = new() { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 300m, Type = OrderType.Limit, LimitPrice = far, Account = "DU2" };
        await desk.SubmitAsync(working);

        SubmitResult over = await desk.TrySubmitAsync(working with { Account = "DU3", Quantity = 101m });
        SubmitResult within = await desk.TrySubmitAsync(working with { Account = "DU3", Quantity = 100m });

        Assert.Contains(over.Verdict.Failures, f => f is { Code: "R19", Observed: 1_001m, Limit: 1_000m });
        Assert.Equal(SubmitOutcome.Accepted, within.Outcome);
    }
}
