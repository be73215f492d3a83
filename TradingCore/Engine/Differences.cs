using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>
/// Books what the broker did to a position or to cash without a trade of ours, never silently: by itself only when the contract explains it
/// (an option that expired, was exercised or assigned) and after a complete comparison, otherwise when a person names the cause.
/// </summary>
internal sealed class Differences(EngineState state)
{
    private static readonly TimeSpan UndoMax = TimeSpan.FromDays(7);

    private readonly OptionEnds _ends = new(state);

    /// <summary>Books a difference that the contracts explain; false when they do not.</summary>
    public bool TryExplain(PositionEntry entry)
    {
        if (TryUndo(entry)) return true;
        if (entry.Contract.SecurityType is not (SecurityType.Option or SecurityType.Stock)) return false;
        (AccountId account, string symbol, string currency) = (entry.Account, entry.Contract.Symbol, entry.Contract.Currency);
        PositionEntry? shares = state.Positions.Entries.FirstOrDefault(s =>
            s.Account == account && s.Contract.SecurityType == SecurityType.Stock && s.Contract.Symbol == symbol && s.Contract.Currency == currency);
        IReadOnlyList<OptionEnd> ends = _ends.Find(account, symbol, currency, shares);
        if (shares is null && ends.Any(e => e.IsExercised))
        {
            // What came in and went out again was never held: it is booked all the same, because its prices are the result.
            if (state.Market.FindInstrument(symbol)?.Contract is not { SecurityType: SecurityType.Stock } underlying || underlying.Currency != currency) return false;
            shares = state.Positions.Meet(account, underlying);
        }
        foreach (OptionEnd end in ends) Book(end, shares);
        return ends.Count > 0 && entry.Difference == 0m;
    }

    /// <summary>Books a difference with the cause that a person found.</summary>
    public void Accept(AcceptDifference command)
    {
        string refusal = command.Ticker.Length > 0 ? AcceptPosition(command) : AcceptCash(command);
        state.Effects.Reply(command.Reply, refusal.Length > 0
            ? new CommandResult(CommandOutcome.Refused, refusal)
            : new CommandResult(CommandOutcome.Accepted, "The difference is booked."));
    }

    private void Book(OptionEnd end, PositionEntry? shares)
    {
        PositionEntry option = end.Option;
        if (!end.IsExercised || shares is null)
        {
            Book(option, option.Difference, 0m, $"Expired on {option.Contract.LastTradeDateOrContractMonth}.", AdjustmentKind.Expired);
            return;
        }
        decimal price = option.Contract.Strike ?? 0m, moved = OptionEnds.SharesOf(option);
        AdjustmentKind kind = option.Ledger.Quantity > 0m ? AdjustmentKind.Exercised : AdjustmentKind.Assigned;
        string cause = kind.ToString();
        // The premium stays in the option's own result; the shares come at the strike, which is what moved the cash.
        Book(shares, moved, price, $"{cause}: {OrderText.Number(Math.Abs(option.Difference))} {option.Contract.Ticker} at {OrderText.Number(price)}.", kind);
        state.Money.MoveCash(shares.Account, shares.Contract.Currency, -moved * price, $"{cause}: {option.Contract.Ticker}.", isDeposit: false, kind);
        Book(option, option.Difference, 0m, $"{cause} at {OrderText.Number(price)}.", kind);
    }

    // The execution of what was booked here by itself came after all: it counts, and what was booked for it is taken back.
    private bool TryUndo(PositionEntry entry)
    {
        Adjustment? booked = state.Money.Adjustments.FirstOrDefault(a => a.Account == entry.Account && a.Ticker == entry.Contract.Ticker);
        bool isTwice = booked is not null && booked.Quantity == -entry.Difference && booked.Kind.IsConcluded() && state.Now - booked.Time < UndoMax
            && state.Fills.Where(f => f.Account == entry.Account && f.Contract.ConId == entry.Contract.ConId && f.ReceivedTime > booked.Time && f.SignedQuantity == booked.Quantity).Any();
        if (!isTwice) return false;
        string cause = $"Booked before, and told as an execution after all. {booked!.Cause}";
        Book(entry, entry.Difference, booked.Price, cause, AdjustmentKind.TakenBack);
        if (entry.Contract.SecurityType == SecurityType.Stock) state.Money.MoveCash(entry.Account, entry.Contract.Currency, booked.Quantity * booked.Price, cause, isDeposit: false, AdjustmentKind.TakenBack);
        return true;
    }

    private string AcceptPosition(AcceptDifference command)
    {
        PositionEntry? entry = state.Positions.Entries.FirstOrDefault(p =>
            p.Account.Value == command.Account && string.Equals(p.Contract.Ticker, command.Ticker, StringComparison.OrdinalIgnoreCase));
        if (entry is null) return $"There is no position in {command.Ticker} in account {command.Account}.";
        if (!state.IsVerified || state.RunningRound != 0) return "The comparison with the broker is not complete. Try again in a moment.";
        string cause = Sentence(command);
        if (entry.Difference != 0m)
        {
            if (!entry.IsBlocked) return "The difference has not been confirmed by the broker yet. It may still be an execution on its way.";
            TakeOver(entry, cause);
            return "";
        }
        TieOutItem[] over = [.. state.TieOut.Snapshot.Where(i => i.Account == entry.Account && i.ConId == entry.Contract.ConId && i.State == TieOutState.Halted)];
        if (over.Length == 0) return $"Nothing of {command.Ticker} differs from the broker for long enough to be booked.";
        if (over.Any(i => i.Kind is TieOutKind.AverageCost or TieOutKind.UnrealizedPnl) && entry.BrokerAverageCost is { } cost)
        {
            // Out at our cost and in at the broker's: the quantity stays, no profit is made, the cost is the broker's.
            decimal quantity = entry.Ledger.Quantity;
            Book(entry, -quantity, entry.Ledger.AveragePrice, cause, AdjustmentKind.Person, isNeutral: true);
            Book(entry, quantity, cost, cause, AdjustmentKind.Person, isNeutral: true);
        }
        TakeOverDay(entry);
        return "";
    }

    // What goes, goes at our own cost, and what comes, at what makes the cost the broker's: no price is known, and nothing was sold or bought.
    private void TakeOver(PositionEntry entry, string cause)
    {
        decimal held = entry.Ledger.Quantity, wanted = held + entry.Difference, cost = entry.BrokerAverageCost ?? 0m;
        if (held != 0m && wanted != 0m && Math.Sign(held) != Math.Sign(wanted))
        {
            Book(entry, -held, entry.Ledger.AveragePrice, cause, AdjustmentKind.Person, isNeutral: true);
            Book(entry, wanted, cost, cause, AdjustmentKind.Person, isNeutral: true);
            return;
        }
        decimal price = Math.Abs(wanted) < Math.Abs(held) ? entry.Ledger.AveragePrice : (wanted * cost - held * entry.Ledger.AverageCost) / entry.Difference;
        Book(entry, entry.Difference, price, cause, AdjustmentKind.Person, isNeutral: true);
    }

    // The day is counted on from the broker's figures.
    private void TakeOverDay(PositionEntry entry)
    {
        if (entry.BrokerPnl is not { Daily: { } daily } pnl) return;
        LedgerDay booked = entry.Ledger.Of(state.Days.Of(state.Now));
        decimal value = pnl.MarketValue ?? 0m;
        entry.Start = new StartOfDay(booked.Day, value + booked.Flow - booked.Fees - daily, "broker", (pnl.Realized ?? booked.RealizedNetPnl) - booked.RealizedNetPnl);
        PositionBook.Touch(entry);
        state.ArePositionsDirty = true;
    }

    private string AcceptCash(AcceptDifference command)
    {
        var account = new AccountId(command.Account);
        TieOutItem? item = state.TieOut.Snapshot.FirstOrDefault(i => i.Kind == TieOutKind.Cash && i.Account == account && i.Currency == command.Currency);
        if (item?.Difference is not { } amount || amount == 0m) return $"The cash of account {command.Account} in {command.Currency} does not differ from the broker's.";
        if (item.State is TieOutState.Waiting) return "The broker has not told the cash since the last fill. Try again in a moment.";
        state.Money.MoveCash(account, command.Currency, amount, Sentence(command), command.Cause is DifferenceCause.Deposit or DifferenceCause.Withdrawal, AdjustmentKind.Person);
        Tell($"Cash of {command.Currency}", amount, Sentence(command), "");
        return "";
    }

    private void Book(PositionEntry entry, decimal quantity, decimal price, string cause, AdjustmentKind kind, bool isNeutral = false)
    {
        // Two adjustments of one moment must not have one key.
        DateTimeOffset time = state.Now;
        while (state.Money.Adjustments.Any(a => a.Time == time)) time = time.AddMicroseconds(1);
        state.Money.Adjust(entry, new PositionAdjusted(entry.Account, entry.Contract, quantity, price, cause, time, kind), isNeutral: isNeutral);
        Tell(entry.Contract.Ticker, quantity, cause, entry.Contract.Ticker);
    }

    private void Tell(string subject, decimal amount, string cause, string ticker)
    {
        state.Log.DifferenceBooked(subject, amount, cause);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "tie-out", $"{subject}: {(amount > 0m ? "+" : "")}{OrderText.Number(amount)} booked without a trade. {cause}", ticker);
    }

    private static string Sentence(AcceptDifference command)
    {
        string cause = command.Cause switch { DifferenceCause.CorporateAction => "Corporate action", DifferenceCause.Other => "Accepted", var c => c.ToString() };
        return $"{cause}, booked by {command.Context.Who}.{(command.Note.Length > 0 ? $" {command.Note}" : "")}";
    }
}
