using TradingCore.Domain;

namespace TradingCore.Accounts;

/// <summary>Exchange rates: the present one of each pair, and the last one of each day. Not thread-safe: one writer.</summary>
/// <param name="ageMax">Age from which the present rate counts as old.</param>
public sealed class RateBook(TimeSpan ageMax)
{
    private readonly Dictionary<(string From, string To), ExchangeRate> _present = [];
    private readonly Dictionary<(string From, string To, DateOnly Day), ExchangeRate> _byDay = [];
    private ExchangeRate[]? _snapshot;

    /// <summary>The present rates, by name. The same list until something changes.</summary>
    public IReadOnlyList<ExchangeRate> Snapshot => _snapshot ??= [.. _present.Values.OrderBy(r => r.From, StringComparer.Ordinal).ThenBy(r => r.To, StringComparer.Ordinal)];

    /// <summary>Takes a rate; an older one than the known changes nothing.</summary>
    /// <returns>True when the rate is another one than before, or of another day.</returns>
    public bool Set(ExchangeRate rate)
    {
        if (rate.Rate <= 0m || rate.From == rate.To) return false;
        if (!_byDay.TryGetValue((rate.From, rate.To, rate.Day), out ExchangeRate? ofDay) || ofDay.Time <= rate.Time) _byDay[(rate.From, rate.To, rate.Day)] = rate;
        ExchangeRate? known = _present.GetValueOrDefault((rate.From, rate.To));
        if (known is not null && known.Time > rate.Time) return false;
        _present[(rate.From, rate.To)] = rate;
        _snapshot = null;
        return known is null || known.Rate != rate.Rate || known.Day != rate.Day;
    }

    /// <summary>The present rate and when it came; null when the pair is not known either way. 1 only between the same currencies.</summary>
    public (decimal Rate, bool IsOld)? Present(string from, string to, DateTimeOffset now)
    {
        if (from == to) return (1m, false);
        ExchangeRate? direct = _present.GetValueOrDefault((from, to)), inverse = _present.GetValueOrDefault((to, from));
        if (direct is not null && !(inverse?.Time > direct.Time)) return (direct.Rate, now - direct.Time > ageMax);
        return inverse is null ? null : (1m / inverse.Rate, now - inverse.Time > ageMax);
    }

    /// <summary>The rate of a day; null when none of that very day is known.</summary>
    public decimal? Of(string from, string to, DateOnly day)
    {
        if (from == to) return 1m;
        if (_byDay.TryGetValue((from, to, day), out ExchangeRate? direct)) return direct.Rate;
        return _byDay.TryGetValue((to, from, day), out ExchangeRate? inverse) ? 1m / inverse.Rate : null;
    }
}
