namespace TradingCore.Domain;

/// <summary>Market data lines: how many contracts can be watched at a time, and how many are.</summary>
/// <param name="Used">Contracts that have a line.</param>
/// <param name="Max">Lines there are: the setting, or less when the broker refused one (101).</param>
/// <param name="Waiting">Contracts that wait for a line to become free.</param>
public sealed record LineUsage(int Used, int Max, int Waiting)
{
    /// <summary>Nothing is watched.</summary>
    public static readonly LineUsage None = new(0, 0, 0);
}
