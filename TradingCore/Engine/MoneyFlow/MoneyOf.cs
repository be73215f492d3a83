using TradingCore.Accounts;
using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>What a position has done to the cash, to tell what one booking did.</summary>
/// <param name="Cash">In the contract's currency.</param>
/// <param name="Units">Units of the first currency of a pair.</param>
/// <param name="Others">Fees in other currencies.</param>
internal readonly record struct MoneyOf(decimal Cash, decimal Units, IReadOnlyDictionary<(DateOnly, string), decimal>? Others)
{
    /// <summary>What all bookings of a position have done so far.</summary>
    public static MoneyOf From(PositionEntry entry)
    {
        PositionLedger ledger = entry.Ledger;
        // A future costs nothing to enter: what it makes comes into the cash when it is closed, or at the broker's daily settlement.
        bool isMargined = entry.Contract.SecurityType is SecurityType.Future or SecurityType.FutureOption;
        return new MoneyOf(
            isMargined ? ledger.RealizedNetPnl : ledger.NetCash,
            entry.Contract.SecurityType == SecurityType.Forex ? ledger.Quantity : 0m,
            ledger.OtherFees.Count == 0 ? null : new Dictionary<(DateOnly, string), decimal>(ledger.OtherFees));
    }

    /// <summary>Moves the cash by the difference from what was.</summary>
    /// <returns>True when cash was moved.</returns>
    public bool Move(CashBook cash, PositionEntry entry, MoneyOf was)
    {
        bool isMoved = cash.Move(entry.Account, entry.Contract.Currency, Cash - was.Cash);
        isMoved |= cash.Move(entry.Account, entry.Contract.Symbol, Units - was.Units);
        if (Others is null && was.Others is null) return isMoved;
        foreach (string currency in (Others?.Keys ?? []).Concat(was.Others?.Keys ?? []).Select(k => k.Item2).Distinct(StringComparer.Ordinal))
            isMoved |= cash.Move(entry.Account, currency, -(Sum(Others, currency) - Sum(was.Others, currency)));
        return isMoved;
    }

    private static decimal Sum(IReadOnlyDictionary<(DateOnly, string), decimal>? fees, string currency) =>
        fees?.Where(f => f.Key.Item2 == currency).Sum(f => f.Value) ?? 0m;
}
