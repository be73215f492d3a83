using System.Collections.Concurrent;
using TradingCore.Domain;
using TradingCore.MarketData.News;

namespace TradingCore.Tws;

/// <summary>Between gateway and screens: what screens want to read, and what came. Safe from every thread.</summary>
public sealed class NewsBoard(TimeProvider clock) : INewsView
{
    /// <summary>Most headlines that are kept.</summary>
    public const int Capacity = 500;

    // A screen that shows news says so every few seconds; what nobody says any more is not asked for.
    private static readonly TimeSpan WantLasts = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ConId, (string Ticker, DateTimeOffset Time)> _wanted = new();
    private NewsSnapshot _current = NewsSnapshot.Empty;

    /// <inheritdoc/>
    public NewsSnapshot Current => Volatile.Read(ref _current);

    /// <inheritdoc/>
    public void Want(ConId conId, string ticker)
    {
        if (conId.IsResolved) _wanted[conId] = (ticker, clock.GetUtcNow());
    }

    /// <summary>Contracts whose headlines a screen shows now.</summary>
    internal IReadOnlyList<(ConId ConId, string Ticker)> Wanted()
    {
        DateTimeOffset from = clock.GetUtcNow() - WantLasts;
        foreach ((ConId conId, (string Ticker, DateTimeOffset Time) want) in _wanted)
            if (want.Time < from) _wanted.TryRemove(conId, out _);
        return [.. _wanted.Select(w => (w.Key, w.Value.Ticker))];
    }

    /// <summary>Adds headlines; those known already are left out.</summary>
    internal void Add(IReadOnlyCollection<NewsItem> items) => Change(c =>
    {
        HashSet<(string, string)> known = [.. c.Items.Select(i => (i.Provider, i.Id))];
        NewsItem[] fresh = [.. items.Where(i => known.Add((i.Provider, i.Id)))];
        return fresh.Length == 0 ? c : c with { Items = [.. fresh.Concat(c.Items).OrderByDescending(i => i.Time).Take(Capacity)] };
    });

    /// <summary>Takes over the providers of the login.</summary>
    internal void SetProviders(IReadOnlyDictionary<string, string> providers) => Change(c => c with { Providers = providers });

    /// <summary>Says why there are no headlines; empty when all is well.</summary>
    internal void SetTrouble(string trouble) => Change(c => c.Trouble == trouble ? c : c with { Trouble = trouble });

    private void Change(Func<NewsSnapshot, NewsSnapshot> change)
    {
        lock (_gate) Volatile.Write(ref _current, change(_current));
    }
}
