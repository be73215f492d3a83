using System.Collections.Concurrent;

namespace TradingBlazor.State.Preferences;

/// <summary>What was stored under a key.</summary>
/// <param name="Number">Rises with everything that is told.</param>
/// <param name="Page">Page that stored it.</param>
/// <param name="Key">Key of the preference.</param>
/// <param name="Json">JSON; null when it was removed.</param>
/// <param name="Merge">Puts it together with what another page shows; null to take its place.</param>
internal sealed record StoredPreference(long Number, long Page, string Key, string? Json, NamedMerge? Merge);

/// <summary>What pages have stored, by person: the other pages of the person take it over with their next beat.</summary>
/// <remarks>Any thread. A page of another web process takes it over when it is loaded anew.</remarks>
public sealed class PreferenceNews
{
    // Of each key the newest is enough; templates of symbols are the only keys without a number of their own.
    private const int KeysMax = 200;

    private readonly ConcurrentDictionary<string, StoredPreference[]> _byUser = new(StringComparer.Ordinal);
    private long _number, _pages;

    /// <summary>Number of a new page.</summary>
    internal long NewPage() => Interlocked.Increment(ref _pages);

    /// <summary>Number of the newest that was told of a person; 0 when nothing was.</summary>
    internal long NewestOf(string user) => _byUser.TryGetValue(user, out StoredPreference[]? stored) ? stored[^1].Number : 0;

    /// <summary>Tells what a page has stored.</summary>
    internal void Tell(string user, long page, string key, string? json, NamedMerge? merge) => _byUser.AddOrUpdate(user,
        _ => [New(page, key, json, merge)],
        (_, before) => [.. before.Where(s => s.Key != key).TakeLast(KeysMax - 1), New(page, key, json, merge)]);

    /// <summary>What other pages have stored since a number, oldest first.</summary>
    internal IEnumerable<StoredPreference> Since(string user, long number, long page) =>
        _byUser.TryGetValue(user, out StoredPreference[]? stored) ? stored.Where(s => s.Number > number && s.Page != page) : [];

    private StoredPreference New(long page, string key, string? json, NamedMerge? merge) => new(Interlocked.Increment(ref _number), page, key, json, merge);
}
