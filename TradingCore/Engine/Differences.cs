using System.Globalization;
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
    /// <summary>Books a difference that the contracts explain; false when they do not.</summary>
    public bool TryExplain(PositionEntry entry)
    {
        if (entry.Contract.SecurityType == SecurityType.Option) return TryEndOption(entry);
        // The shares of an exercise or assignment belong to an option that ends at the same time.
        PositionEntry? option = state.Positions.Entries.FirstOrDefault(o =>
            o.Account == entry.Account && o.Contract.SecurityType == SecurityType.Option && o.Contract.Symbol == entry.Contract.Symbol && o.Contract.Currency == entry.Contract.Currency
            && IsOver(o) && o.CheckedRound != 0 && SharesOf(o) == entry.Difference && entry.Difference != 0m);
        return option is not null && TryEndOption(option) && entry.Difference == 0m;
    }

    /// <summary>Books a difference with the cause that a person found.</summary>
    public void Accept(AcceptDifference command)
    {
        string refusal = command.Ticker.Length > 0 ? AcceptPosition(command) : AcceptCash(command);
        state.Effects.Reply(command.Reply, refusal.Length > 0
            ? new CommandResult(CommandOutcome.Refused, refusal)
            : new CommandResult(CommandOutcome.Accepted, "The difference is booked."));
    }

    // The broker holds less of an option, at or after its last day or with the shares to show for it.
    private bool TryEndOption(PositionEntry option)
    {
        decimal held = option.Ledger.Quantity, left = held + option.Difference;
        if (option.Difference == 0m || !IsOver(option) || Math.Abs(left) >= Math.Abs(held)) return false;
        PositionEntry? shares = state.Positions.Entries.FirstOrDefault(s =>
            s.Account == option.Account && s.Contract.SecurityType == SecurityType.Stock && s.Contract.Symbol == option.Contract.Symbol && s.Contract.Currency == option.Contract.Currency
            && s.Difference != 0m && s.Difference == SharesOf(option));
        if (shares is null)
        {
            // Shares may come later than the option goes. Without its last day behind it, nothing says that it simply expired.
            if (!IsExpired(option.Contract)) return false;
            Book(option, option.Difference, 0m, $"Expired on {option.Contract.LastTradeDateOrContractMonth}.");
            return true;
        }
        decimal price = option.Contract.Strike ?? 0m;
        string cause = held > 0m ? "Exercised" : "Assigned";
        // The premium stays in the option's own result; the shares come at the strike, which is what moved the cash.
        Book(shares, shares.Difference, price, $"{cause}: {OrderText.Number(Math.Abs(option.Difference))} {option.Contract.Ticker} at {OrderText.Number(price)}.");
        state.Money.MoveCash(shares.Account, shares.Contract.Currency, SharesCash(option, price), $"{cause}: {option.Contract.Ticker}.", isDeposit: false);
        Book(option, option.Difference, 0m, $"{cause} at {OrderText.Number(price)}.");
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
            Book(entry, entry.Difference, entry.BrokerAverageCost ?? 0m, cause);
            return "";
        }
        TieOutItem[] over = [.. state.TieOut.Snapshot.Where(i => i.Account == entry.Account && i.ConId == entry.Contract.ConId && i.State == TieOutState.Halted)];
        if (over.Length == 0) return $"Nothing of {command.Ticker} differs from the broker for long enough to be booked.";
        if (over.Any(i => i.Kind is TieOutKind.AverageCost or TieOutKind.UnrealizedPnl) && entry.BrokerAverageCost is { } cost)
        {
            // Out at our cost and in at the broker's: the quantity stays, no profit is made, the cost is the broker's.
            decimal quantity = entry.Ledger.Quantity;
            Book(entry, -quantity, entry.Ledger.AveragePrice, cause);
            Book(entry, quantity, cost, cause);
        }
        TakeOverDay(entry);
        return "";
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
        state.Money.MoveCash(account, command.Currency, amount, Sentence(command), command.Cause is DifferenceCause.Deposit or DifferenceCause.Withdrawal);
        Tell($"Cash of {command.Currency}", amount, Sentence(command), "");
        return "";
    }

    private void Book(PositionEntry entry, decimal quantity, decimal price, string cause)
    {
        // Two adjustments of one moment must not have one key.
        DateTimeOffset time = state.Now;
        while (state.Money.Adjustments.Any(a => a.Time == time)) time = time.AddMicroseconds(1);
        state.Money.Adjust(entry, new PositionAdjusted(entry.Account, entry.Contract, quantity, price, cause, time));
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

    private static bool IsOver(PositionEntry option) =>
        option.Difference != 0m && Math.Sign(option.Difference) == -Math.Sign(option.Ledger.Quantity);

    // What the end of the options brings: a long call and a short put bring shares, the others take them.
    private static decimal SharesOf(PositionEntry option)
    {
        decimal ended = -option.Difference;   // above 0 when long ones ended
        return ended * option.Ledger.Multiplier * (option.Contract.Right == "P" ? -1m : 1m);
    }

    private static decimal SharesCash(PositionEntry option, decimal strike) => -SharesOf(option) * strike;

    private bool IsExpired(Contract contract) =>
        DateOnly.TryParseExact(contract.LastTradeDateOrContractMonth, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly last)
        && DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(state.Now, Exchange).DateTime) > last;

    private static readonly TimeZoneInfo Exchange = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
}
