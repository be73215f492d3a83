namespace TradingCore.Risk.Activity;

/// <summary>The last sign of life of a strategy.</summary>
/// <param name="Time">When it came, UTC.</param>
/// <param name="CodeHash">Hash of the code that runs; empty when not told.</param>
/// <param name="IsDrifting">True when its model does not fit the market any more.</param>
public readonly record struct Heartbeat(DateTimeOffset Time, string CodeHash, bool IsDrifting);

/// <summary>Heartbeats of strategies (R39). Not thread-safe: one writer.</summary>
public sealed class StrategyHealth : IRiskFigures
{
    private readonly Dictionary<string, Heartbeat> _strategies = new(StringComparer.Ordinal);

    /// <summary>The last sign of life; null when none ever came.</summary>
    public Heartbeat? Of(string strategy) => _strategies.TryGetValue(strategy, out Heartbeat beat) ? beat : null;

    /// <summary>A strategy lives.</summary>
    public void Beat(string strategy, Heartbeat beat) => _strategies[strategy] = beat;

    /// <summary>All strategies that ever gave one.</summary>
    public IReadOnlyCollection<KeyValuePair<string, Heartbeat>> All => _strategies;

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) => _strategies.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}|{s.Value.Time.UtcTicks}|{s.Value.CodeHash}|{s.Value.IsDrifting}");
}
