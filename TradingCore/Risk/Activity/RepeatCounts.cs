using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>How often each strategy sent orders in one symbol and side (R30), in the last minute and in the day of P&amp;L. Not thread-safe: one writer.</summary>
public sealed class RepeatCounts : IRiskFigures
{
    private readonly Dictionary<(string Strategy, string Symbol, OrderSide Side), Entry> _entries = [];

    /// <summary>Orders of the last minute and of the day.</summary>
    public (int Minute, int Day) Of(string strategy, string symbol, OrderSide side, DateOnly day, DateTimeOffset now)
    {
        if (!_entries.TryGetValue((strategy, symbol, side), out Entry? entry)) return (0, 0);
        return (entry.Minute.Count(now), entry.DayOf == day ? entry.Day : 0);
    }

    /// <summary>An order leaves.</summary>
    public void Add(string strategy, string symbol, OrderSide side, DateOnly day, DateTimeOffset now)
    {
        if (!_entries.TryGetValue((strategy, symbol, side), out Entry? entry)) _entries.Add((strategy, symbol, side), entry = new Entry());
        if (entry.DayOf != day) (entry.DayOf, entry.Day) = (day, 0);
        entry.Day++;
        entry.Minute.Add(now);
    }

    /// <summary>A person re-enabled the strategy: it counts from the start.</summary>
    public void Forget(string strategy)
    {
        foreach ((string, string, OrderSide) key in _entries.Keys.Where(k => k.Strategy == strategy).ToArray()) _entries.Remove(key);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) =>
        _entries.OrderBy(e => e.Key.Strategy, StringComparer.Ordinal).ThenBy(e => e.Key.Symbol, StringComparer.Ordinal).ThenBy(e => e.Key.Side)
            .Select(e => $"{e.Key}|{e.Value.DayOf.DayNumber}|{e.Value.Day}|{string.Join(',', e.Value.Minute.Ticks(now))}");

    private sealed class Entry
    {
        public EventCounter Minute { get; } = new(TimeSpan.FromMinutes(1));
        public int Day { get; set; }
        public DateOnly DayOf { get; set; }
    }
}
