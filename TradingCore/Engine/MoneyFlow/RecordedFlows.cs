using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>Money that a person recorded as paid in or out and that has come or gone: it is booked without asking again.</summary>
internal sealed class RecordedFlows(EngineState state, AccountRates rates, CashComparison cash)
{
    private const decimal WorthPart = 0.01m;   // how far a rate may be from the one that a recorded payment was worked out with

    /// <summary>Books what was recorded of an account, when its cash has moved so and nothing else can have moved it.</summary>
    public void Book(AccountId account)
    {
        if (state.RiskDesk.Losses.Find(account)?.RecordedFlow is not { } recorded || recorded == 0m || !state.Cash.IsOpen(account) || !cash.AgreesInQuantity(account)) return;
        string currency = rates.BaseOf(account);
        if (cash.Moved(account, currency) is not { } inBase) return;
        if (inBase != 0m)
        {
            if (Math.Sign(inBase) == Math.Sign(recorded) && Math.Abs(inBase - recorded) <= state.PositionOptions.CashTolerance) Book(account, currency, inBase, "");
            return;
        }
        // It was recorded in the base currency and moved in another one: about what it is worth at the rate of now, and only where nothing else has moved.
        (string Currency, decimal Moved)[] others = [.. state.Cash.Currencies(account).Where(c => c != currency).Select(c => (c, cash.Moved(account, c) ?? 0m)).Where(c => c.Item2 != 0m)];
        if (others is not [var (other, moved)] || Math.Sign(moved) != Math.Sign(recorded) || rates.Now(account, other) is not { Rate: { } rate, Flaw.Length: 0 }) return;
        decimal worth = moved * rate;
        if (Math.Abs(worth - recorded) > Math.Abs(recorded) * WorthPart) return;
        // What the rate made of it was paid, and not what the person worked it out at.
        state.RiskDesk.Losses.CashFlow(account, worth - recorded);
        Book(account, other, moved, $", at {OrderText.Number(rate)} {currency} for 1 {other}");
    }

    private void Book(AccountId account, string currency, decimal moved, string how)
    {
        string cause = $"{(moved > 0m ? "Deposit" : "Withdrawal")}, as it was recorded{how}.";
        state.Money.MoveCash(account, currency, moved, cause, isDeposit: true, AdjustmentKind.Person);
        state.Log.DifferenceBooked($"Cash of {currency}", moved, cause);
        state.Notices.Add(state.Now, NoticeSeverity.Info, "tie-out", $"Cash of {currency}: {(moved > 0m ? "+" : "")}{OrderText.Number(moved)} booked. {cause}");
    }
}
