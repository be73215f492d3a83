using TradingCore.MarketData;
using TradingCore.MarketData.Search;

namespace TradingBlazor.State.Watch;

/// <summary>Finds contracts for what is being typed: waits until the typing pauses, and drops answers to a text that has changed since. Used on the circuit's dispatcher alone.</summary>
/// <param name="search">Where contracts are found.</param>
/// <param name="clock">The clock.</param>
/// <param name="changed">Called on every change of what is to be shown.</param>
public sealed class TypedSearch(IContractSearch search, TimeProvider clock, Action changed) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private CancellationTokenSource? _searching;

    /// <summary>What was found for the text as it is, or for an older one and fits this one too.</summary>
    public IReadOnlyList<ContractHit> Hits { get; private set; } = [];

    /// <summary>Why nothing can be found, a sentence; empty when that is not so.</summary>
    public string Trouble { get; private set; } = "";

    /// <summary>True while an answer is waited for.</summary>
    public bool IsSearching { get; private set; }

    /// <summary>The text is another one.</summary>
    /// <param name="text">The text; an empty one finds nothing and asks nobody.</param>
    public async Task TypeAsync(string text)
    {
        Stop();
        if (string.IsNullOrWhiteSpace(text))
        {
            Hits = [];
            return;
        }
        // What was found for an older text stays only as far as it is an answer to this one too.
        Hits = [.. Hits.Where(h => Fits(h, text))];
        _searching = new CancellationTokenSource();
        CancellationToken stop = _searching.Token;
        // From the first letter on: that nothing was found can be said only when somebody has looked.
        IsSearching = true;
        try
        {
            await Task.Delay(Pause, clock, stop);
            changed();
            QueryAnswer<ContractHit> answer = await search.SearchAsync(text, clock.GetUtcNow(), stop);
            if (stop.IsCancellationRequested) return;
            (Hits, Trouble, IsSearching) = (answer.Items, answer.Problem, false);
            changed();
        }
        catch (Exception) when (stop.IsCancellationRequested)
        {
            // Typed on, or the page is gone: what became of the older question is nobody's news.
        }
        catch (Exception failure)
        {
            (Hits, Trouble, IsSearching) = ([], $"The search failed: {failure.Message}", false);
            changed();
        }
    }

    private static bool Fits(ContractHit hit, string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries).All(w =>
        hit.Ticker.Contains(w, StringComparison.OrdinalIgnoreCase) || hit.Query.Symbol.Contains(w, StringComparison.OrdinalIgnoreCase) || hit.Name.Contains(w, StringComparison.OrdinalIgnoreCase));

    /// <summary>Waits for no answer any more.</summary>
    public void Stop()
    {
        _searching?.Cancel();
        _searching?.Dispose();
        _searching = null;
        (Trouble, IsSearching) = ("", false);
    }

    /// <summary>Forgets what was found.</summary>
    public void Clear()
    {
        Stop();
        Hits = [];
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();
}
