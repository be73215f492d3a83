using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>Adds up the positions of one account in its base currency, and notes what is missing instead of guessing it.</summary>
internal sealed class DaySum(AccountId account, DateOnly day, IBaseRates rates)
{
    private readonly SortedSet<string> _prices = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _rates = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _starts = new(StringComparer.Ordinal);
    private decimal _wealth;

    /// <summary>Realised P&amp;L of the day before fees.</summary>
    public decimal Realized { get; private set; }

    /// <summary>Change of the unrealised P&amp;L since the day began.</summary>
    public decimal Unrealized { get; private set; }

    /// <summary>Commission and fees of the day.</summary>
    public decimal Fees { get; private set; }

    /// <summary>P&amp;L since the positions were first known, at present rates; null while something is missing.</summary>
    public decimal? Wealth => _prices.Count + _rates.Count > 0 ? null : _wealth;

    /// <summary>What is missing, a sentence; empty when nothing is.</summary>
    public string Missing => string.Join(' ', new[]
    {
        _prices.Count > 0 ? $"No price of {string.Join(", ", _prices)}." : "",
        _starts.Count > 0 ? $"Value at the start of the day not known of {string.Join(", ", _starts)}." : "",
        _rates.Count > 0 ? $"No rate of {string.Join(", ", _rates)}." : "",
    }.Where(t => t.Length > 0));

    public void Add(Position p)
    {
        bool isIdle = p is { Quantity: 0m, DayPnl: 0m, RealizedPnl: 0m, Commission: 0m };
        if (isIdle) return;
        if (p.RateToBase is not { } rate)
        {
            _rates.Add(p.Contract.Currency);
            return;
        }
        Realized += p.DayRealizedPnl * rate;
        Fees += p.DayFees * rate;
        if (p.UnrealizedPnl is not { } unrealized)
        {
            _prices.Add(p.Contract.Ticker);
            return;
        }
        _wealth += (p.RealizedPnl + unrealized - p.Commission) * rate;
        if (p.DayUnrealizedPnl is { } change) Unrealized += change * rate;
        else _starts.Add(p.Contract.Ticker);
    }

    public void AddOtherFees(PositionLedger ledger)
    {
        foreach (((DateOnly of, string currency), decimal fee) in ledger.OtherFees)
        {
            if (rates.Now(account, currency) is not { Rate: { } rate })
            {
                _rates.Add(currency);
                continue;
            }
            _wealth -= fee * rate;
            if (of == day) Fees += fee * rate;
        }
    }
}
