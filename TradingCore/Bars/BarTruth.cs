namespace TradingCore.Bars;

/// <summary>How far the bars of this run can be trusted: what was compared with the broker, what changed after its close, what was missed. Immutable.</summary>
public sealed record BarTruth
{
    /// <summary>Nothing yet.</summary>
    public static readonly BarTruth Empty = new();

    /// <summary>Closed minutes that were compared with the broker's own.</summary>
    public long Compared { get; init; }
    /// <summary>Of those, minutes that differed and were replaced.</summary>
    public long Corrected { get; init; }
    /// <summary>Stretches without five-second bars that are whole again.</summary>
    public long GapsHealed { get; init; }
    /// <summary>Stretches without five-second bars that are not.</summary>
    public int GapsUnverified { get; init; }
    /// <summary>Changes of closed minutes in this run, of any cause.</summary>
    public long Revised { get; init; }
    /// <summary>The newest 200 of them, newest first.</summary>
    public IReadOnlyList<BarRevision> Revisions { get; init; } = [];
}
