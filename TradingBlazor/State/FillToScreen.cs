using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Telemetry;

namespace TradingBlazor.State;

/// <summary>
/// Measures, for one circuit, how long a fill takes until the browser has drawn it: the beat renders what is new in one batch, and the browser confirms a batch after it has changed the page.
/// </summary>
/// <remarks>Used on the circuit's dispatcher alone, so it holds no lock.</remarks>
/// <param name="view">What the engine shows.</param>
/// <param name="meter">Where the times go.</param>
/// <param name="clock">The clock that fills are stamped with.</param>
public sealed class FillToScreen(ITradingView view, OrderMeter meter, TimeProvider clock)
{
    // Fills that come back with the storage after a start are old, which says nothing about how quick the page is.
    private static readonly TimeSpan AgeMax = TimeSpan.FromSeconds(30);

    private readonly List<DateTimeOffset> _drawn = [];
    // What filled before the page was opened is not new on it.
    private IReadOnlyList<Fill> _seen = view.Fills;

    /// <summary>A batch is being rendered: what filled since the last one is in it.</summary>
    public void OnBatch()
    {
        IReadOnlyList<Fill> now = view.Fills;
        if (ReferenceEquals(now, _seen)) return;
        DateTimeOffset known = _seen.Count > 0 ? _seen.Max(f => f.ReceivedTime) : default;
        _seen = now;
        DateTimeOffset oldest = clock.GetUtcNow() - AgeMax;
        foreach (Fill fill in now)
            // A commission that comes later changes the fill, and is no new one.
            if (fill.ReceivedTime > known && fill.ReceivedTime > oldest) _drawn.Add(fill.ReceivedTime);
    }

    /// <summary>The browser confirmed the last batch.</summary>
    public void OnDrawn()
    {
        if (_drawn.Count == 0) return;
        DateTimeOffset now = clock.GetUtcNow();
        foreach (DateTimeOffset received in _drawn) meter.FillToScreen(now - received);
        _drawn.Clear();
    }
}
