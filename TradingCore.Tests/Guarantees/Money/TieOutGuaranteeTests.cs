using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Positions;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Guarantees.Money;

/// <summary>What is promised when the broker's money is not ours, over a real socket.</summary>
public sealed class TieOutGuaranteeTests
{
    private static PositionsOptions Quick => new() { PnlGrace = TimeSpan.FromSeconds(1), CashGrace = TimeSpan.FromSeconds(1) };

    [Fact]
    public async Task Cash_that_differs_stops_the_account_until_a_person_books_it()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(positions: Quick);
        OrderRef resting = await desk.RestingAsync();
        await desk.UntilAsync(v => v.Money.Cash.Any(c => c.Own is not null));
        await desk.PlayAsync("{ fault: wrongCash, by: 2500.50 }");
        OrderRef bought = await desk.SubmitAsync(Desk.Buy(10m));

        await desk.UntilAsync(v => v.Money.TieOut is [{ Kind: TieOutKind.Cash, State: TieOutState.Halted }, ..]);
        TieOutItem item = desk.View.Money.TieOut[0];
        SubmitResult denied = await desk.TrySubmitAsync(Desk.Buy(11m));
        CommandResult cancelled = await desk.CancelAsync(resting);
        CommandResult booked = await desk.System.Engine.Commands.AcceptDifferenceAsync(item.Account.Value, "", "USD", DifferenceCause.Deposit, "", new CommandContext("user", "anna"), desk.Test);
        await desk.UntilAsync(v => v.Money.TieOut.All(i => i.State != TieOutState.Halted));

        Assert.Equal(250_050m, item.DifferenceCents);
        Assert.Equal(("R01", CommandOutcome.Accepted, CommandOutcome.Accepted), (denied.Verdict.Failures.Single().Code, cancelled.Outcome, booked.Outcome));
        Assert.Equal(2_500.50m, desk.View.Money.Ledgers.Single().NetDeposits);
        Assert.Equal(OrderState.Filled, desk.Find(bought).State);
        Assert.Equal(SubmitOutcome.Accepted, (await desk.TrySubmitAsync(Desk.Buy(11m))).Outcome);
    }

    [Fact]
    public async Task Profit_that_differs_stops_the_contract_until_it_agrees()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(positions: Quick);
        await desk.SubmitAsync(Desk.Buy(10m));
        await desk.UntilAsync(v => v.Money.TieOut.Any(i => i is { Kind: TieOutKind.UnrealizedPnl, State: TieOutState.Agrees }));

        await desk.PlayAsync("{ fault: wrongPnl, by: 750 }");
        await desk.UntilAsync(v => v.Money.TieOut is [{ Kind: TieOutKind.UnrealizedPnl, State: TieOutState.Halted, DifferenceCents: >= 74_999m and <= 75_001m }, ..]);
        SubmitResult denied = await desk.TrySubmitAsync(Desk.Buy(11m));
        await desk.PlayAsync("{ fault: clear, kind: wrongPnl }");
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text == "Unrealised P&L of SPY agrees with the broker again; orders may leave."));

        Assert.Contains("The unrealised P&L of SPY does not agree with the broker", denied.Message, StringComparison.Ordinal);
        SubmitResult after = await desk.TrySubmitAsync(Desk.Buy(11m));
        Assert.True(after.Outcome == SubmitOutcome.Accepted, after.Message);
    }
}
