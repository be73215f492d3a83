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
        if (shares is null && ends.Any(e => e is { Exercised: > 0m, Settlement: null }))
        {
            // What came in and went out again was never held: it is booked all the same, because its prices are the result.
            if (state.Market.FindInstrument(symbol)?.Contract is not { SecurityType: SecurityType.Stock } underlying || underlying.Currency != currency) return false;
            shares = state.Positions.Meet(account, underlying);
        }
        foreach (OptionEnd end in ends) Book(end, shares);
        return ends.Count > 0 && entry.Difference == 0m;
    }

    /// <summary>What a person has to find out about a difference that waits, a sentence with a space before it; empty when the contract says nothing of it.</summary>
    public string Advice(PositionEntry entry) =>
        entry.Contract.SecurityType != SecurityType.Option ? " Look at the account's activity there, then book it as what it was: with 'Book' beside the difference, or with POST /api/v1/tie-out/accept."
        : $" {(_ends.IsExpired(entry.Contract) ? "Its last day is over, and" : "It went before its last day, and")} the broker's positions and cash do not say yet how it ended; it is looked at again whenever they are told."
            + " If you know it from the broker's statement, book it as expiry, exercise or assignment: with 'Book' beside the difference, or with POST /api/v1/tie-out/accept.";

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
        AdjustmentKind kind = option.Ledger.Quantity > 0m ? AdjustmentKind.Exercised : AdjustmentKind.Assigned;
        decimal gone = Math.Abs(option.Difference), sign = Math.Sign(option.Difference);
        if (end.Settlement is > 0m and { } settled)
        {
            string paid = $"{kind}, settled in cash at {Say.Price(settled, state.Market.FindInstrument(option.Contract.ConId))}.";
            decimal money = -option.Difference * option.Ledger.Multiplier * settled;
            Book(option, option.Difference, settled, paid, kind);
            state.Money.MoveCash(option.Account, option.Contract.Currency, money, $"{paid} {option.Contract.Ticker}", isDeposit: false, kind);
            return;
        }
        if (end.Exercised > 0m && shares is not null)
        {
            decimal price = option.Contract.Strike ?? 0m, moved = OptionEnds.SharesOf(option) * end.Exercised / gone;
            // The premium stays in the option's own result; the shares come at the strike, which is what moved the cash.
            string strike = Say.Price(price, state.Market.FindInstrument(shares.Contract.ConId));
            Book(shares, moved, price, $"{kind}: {OrderText.Number(end.Exercised)} {option.Contract.Ticker} at {strike}.", kind);
            state.Money.MoveCash(shares.Account, shares.Contract.Currency, -moved * price, $"{kind}: {option.Contract.Ticker}.", isDeposit: false, kind);
            Book(option, sign * end.Exercised, 0m, $"{kind} at {strike}.", kind);
            gone -= end.Exercised;
        }
        if (gone > 0m) Book(option, sign * gone, 0m, $"Expired on {option.Contract.LastTradeDateOrContractMonth}.", AdjustmentKind.Expired);
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
            // An option that is gone so has made what it cost or brought; its shares, or the cash that it was settled at, are a difference of their own.
            if (entry.Contract.SecurityType == SecurityType.Option && command.Cause is DifferenceCause.Expiry or DifferenceCause.Exercise or DifferenceCause.Assignment)
                Book(entry, entry.Difference, 0m, cause, AdjustmentKind.Person);
            else TakeOver(entry, cause);
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
