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
    public static MoneyOf From(PositionEntry entry) => From(entry.Contract, entry.Ledger);

    /// <summary>What the bookings of a ledger have done.</summary>
    public static MoneyOf From(Contract contract, PositionLedger ledger)
    {
        // A future costs nothing to enter: what it makes comes into the cash when it is closed, or at the broker's daily settlement.
        bool isMargined = contract.SecurityType is SecurityType.Future or SecurityType.FutureOption;
        return new MoneyOf(
            isMargined ? ledger.RealizedNetPnl : ledger.NetCash,
            contract.SecurityType == SecurityType.Forex ? ledger.Quantity : 0m,
            ledger.OtherFees.Count == 0 ? null : new Dictionary<(DateOnly, string), decimal>(ledger.OtherFees));
    }

    /// <summary>Moves the cash by the difference from what was.</summary>
    /// <returns>True when cash was moved.</returns>
    public bool Move(CashBook cash, PositionEntry entry, MoneyOf was)
    {
        bool isMoved = false;
        foreach ((string currency, decimal amount) in Since(was, entry.Contract)) isMoved |= cash.Move(entry.Account, currency, amount);
        return isMoved;
    }

    /// <summary>What was moved since, by currency; without what was not.</summary>
    public IReadOnlyList<(string Currency, decimal Amount)> Since(MoneyOf was, Contract contract)
    {
        var moved = new List<(string Currency, decimal Amount)>(2) { (contract.Currency, Cash - was.Cash), (contract.Symbol, Units - was.Units) };
        if (Others is not null || was.Others is not null)
            foreach (string currency in (Others?.Keys ?? []).Concat(was.Others?.Keys ?? []).Select(k => k.Item2).Distinct(StringComparer.Ordinal))
                moved.Add((currency, -(Sum(Others, currency) - Sum(was.Others, currency))));
        moved.RemoveAll(m => m.Amount == 0m);
        return moved;
    }

    private static decimal Sum(IReadOnlyDictionary<(DateOnly, string), decimal>? fees, string currency) =>
        fees?.Where(f => f.Key.Item2 == currency).Sum(f => f.Value) ?? 0m;
}
