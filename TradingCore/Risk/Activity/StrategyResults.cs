using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>What strategies have made today and how many of their trades in a row lost (R27). Not thread-safe: one writer.</summary>
/// <remarks>
/// Average price method, as positions are booked: a fill that reduces realises against the average price. What the fills of one order realise is one trade, however many they are: below 0
/// it is a losing one, above 0 it ends the streak.
/// </remarks>
public sealed class StrategyResults : IRiskFigures
{
    private readonly Dictionary<(string Strategy, AccountId Account, ConId ConId), Held> _held = [];
    private readonly Dictionary<string, Result> _results = new(StringComparer.Ordinal);

    /// <summary>Losing trades in a row.</summary>
    public int Streak(string strategy) => _results.TryGetValue(strategy, out Result? result) ? result.Streak : 0;

    /// <summary>Realised profit and loss of the day after commission, in the base currency, since the last re-arm.</summary>
    public decimal DayPnl(string strategy, DateOnly day) => _results.TryGetValue(strategy, out Result? result) && result.Day == day ? result.Pnl : 0m;

    /// <summary>What a strategy holds by its own orders, signed.</summary>
    public decimal Quantity(string strategy, AccountId account, ConId conId) => _held.TryGetValue((strategy, account, conId), out Held? held) ? held.Quantity : 0m;

    /// <summary>A fill of a strategy's order.</summary>
    /// <param name="strategy">Strategy.</param>
    /// <param name="fill">Fill.</param>
    /// <param name="rate">Base currency per unit of the contract's currency.</param>
    /// <param name="feeRate">Base currency per unit of the commission's currency.</param>
    /// <param name="day">Day of the account.</param>
    public void Add(string strategy, Fill fill, decimal rate, decimal feeRate, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(fill);
        decimal realised = Hold(strategy, fill);
        decimal pnl = realised * rate - (fill.Commission ?? 0m) * feeRate;
        Result result = Of(strategy, day);
        result.Pnl += pnl;
        result.Trade(OrderOf(fill), realised);
    }

    // Executions without a known order are trades of their own.
    private static string OrderOf(Fill fill) =>
        fill.OrderRef.IsOurs ? fill.OrderRef.Value : fill.PermId.Value != 0 ? fill.PermId.Value.ToString(System.Globalization.CultureInfo.InvariantCulture) : fill.ExecId.Key;

    /// <summary>A fill of before the strategy was re-armed: it counts only for what is held.</summary>
    /// <returns>What it realised, in the contract's currency before commission.</returns>
    public decimal Hold(string strategy, Fill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        (string, AccountId, ConId) key = (strategy, fill.Account, fill.Contract.ConId);
        if (!_held.TryGetValue(key, out Held? held)) _held.Add(key, held = new Held());
        // What the broker took back has moved nothing.
        return fill.Quantity == 0m ? 0m : held.Book(fill.SignedQuantity, fill.Price) * fill.Contract.Multiplier;
    }

    /// <summary>Starts from nothing, to count all fills of the strategy anew.</summary>
    public void Clear(string strategy)
    {
        _results.Remove(strategy);
        foreach ((string Strategy, AccountId, ConId) key in _held.Keys.Where(k => k.Strategy == strategy).ToArray()) _held.Remove(key);
    }

    /// <summary>A commission that came after its fill.</summary>
    public void AddCommission(string strategy, decimal commission, decimal rate, DateOnly day) => Of(strategy, day).Pnl -= commission * rate;

    /// <summary>A person re-armed the strategy: it starts anew.</summary>
    public void Forget(string strategy) => _results.Remove(strategy);

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) =>
    [
        .. _held.OrderBy(h => h.Key.Strategy, StringComparer.Ordinal).ThenBy(h => h.Key.Account.Value, StringComparer.Ordinal).ThenBy(h => h.Key.ConId.Value).Select(h => $"{h.Key}|{h.Value}"),
        .. _results.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}|{r.Value.Day.DayNumber}|{r.Value.Pnl}|{r.Value.Streak}"),
    ];

    private Result Of(string strategy, DateOnly day)
    {
        if (!_results.TryGetValue(strategy, out Result? result)) _results.Add(strategy, result = new Result());
        if (result.Day != day) (result.Day, result.Pnl) = (day, 0m);
        return result;
    }

    private sealed class Held
    {
        private decimal _quantity;
        private decimal _cost;   // signed, of what is held: an average price need not be a decimal number, and a rounded one would make a loss of what broke even

        public decimal Quantity => _quantity;

        public override string ToString() => $"{_quantity}|{_cost}";

        public decimal Book(decimal quantity, decimal price)
        {
            decimal before = _quantity;
            _quantity += quantity;
            if (before == 0m || Math.Sign(before) == Math.Sign(quantity))
            {
                _cost += quantity * price;
                return 0m;
            }
            decimal closed = Math.Min(Math.Abs(before), Math.Abs(quantity)) * Math.Sign(before);
            decimal cost = closed == before ? _cost : _cost * closed / before;
            _cost = Math.Sign(_quantity) == Math.Sign(quantity) ? _quantity * price : _cost - cost;
            return closed * price - cost;
        }
    }

    private sealed class Result
    {
        // What each order has realised since the last trade that won.
        private readonly Dictionary<string, decimal> _trades = new(StringComparer.Ordinal);

        public int Streak { get; private set; }

        public void Trade(string order, decimal realised)
        {
            if (realised == 0m) return;
            decimal sum = _trades.GetValueOrDefault(order) + realised;
            if (sum > 0m) _trades.Clear();
            _trades[order] = sum;
            Streak = _trades.Values.Count(s => s < 0m);
        }

        public decimal Pnl { get; set; }
        public DateOnly Day { get; set; }
    }
}
