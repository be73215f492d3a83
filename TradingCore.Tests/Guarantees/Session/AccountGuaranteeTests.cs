using TradingCore.Domain;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What is promised to a login with several accounts.</summary>
public sealed class AccountGuaranteeTests
{
    private static readonly string[] Accounts = ["DU1", "DU2", "DU3"];

    [Fact]
    public async Task The_portfolio_of_every_account_is_complete_after_every_connect()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { Account = Accounts[0], MoreAccounts = Accounts[1..] });
        decimal ask = desk.View.FindQuote("SPY")!.Ask!.Value;
        decimal quantity = 10m;
        foreach (string account in Accounts)
            await desk.SubmitAsync(Desk.Buy(quantity++, decimal.Ceiling(ask * 1.01m)) with { Account = account });
        await desk.UntilAsync(_ => desk.Simulator.Truth.Positions.Count == Accounts.Length);

        await desk.AssertAgreesAsync();
        await desk.PlayAsync("{ fault: reset, for: 300ms }");
        await desk.UntilAsync(v => !v.Session.IsVerified);
        await desk.ReadyAsync();
        await desk.UntilAsync(v => v.Accounts.Count == Accounts.Length && v.Accounts.All(a => a.NetLiquidation is not null && a.DailyPnl is not null));

        Assert.Equal(
            desk.Simulator.Truth.Positions.Select(p => (p.Account, p.Quantity)).Order(),
            desk.View.Positions.Select(p => (p.Account.Value, p.BrokerQuantity ?? 0m)).Order());
        Assert.All(desk.View.Positions, p => Assert.Equal(p.Quantity, p.BrokerQuantity));
    }

    [Fact]
    public async Task An_order_goes_to_the_account_that_it_names_and_no_other()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { Account = Accounts[0], MoreAccounts = Accounts[1..] });

        OrderRef order = await desk.SubmitAsync(Desk.Buy(10m, desk.FarPrice) with { Account = "DU2" });
        await desk.UntilAsync(_ => desk.Find(order).State is OrderState.Working or OrderState.PreSubmitted);

        Assert.Equal("DU2", Assert.Single(desk.Simulator.Truth.Orders).Account);
        Assert.Equal(new AccountId("DU2"), desk.Find(order).Account);
    }
}
