using TradingCore.Domain;

namespace TradingCore.Engine.Ports;

/// <summary>What the last run left behind; the engine starts from it.</summary>
public sealed record RecoveredState
{
    /// <summary>Nothing stored yet.</summary>
    public static readonly RecoveredState Empty = new();

    /// <summary>All orders that are not final, and the final ones of the last days.</summary>
    public IReadOnlyList<Order> Orders { get; init; } = [];
    /// <summary>All fills, oldest first; corrections already applied.</summary>
    public IReadOnlyList<Fill> Fills { get; init; } = [];
    /// <summary>All position adjustments, oldest first.</summary>
    public IReadOnlyList<PositionAdjusted> Adjustments { get; init; } = [];
    /// <summary>Stored watchlist; null when none was ever stored (then the configured one is taken).</summary>
    public IReadOnlyList<ContractQuery>? Watchlist { get; init; }
    /// <summary>Highest reserved order id by client id.</summary>
    public IReadOnlyDictionary<int, int> OrderIdHighWater { get; init; } = new Dictionary<int, int>();
    /// <summary>Settings changed at run time, by key.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();
}
