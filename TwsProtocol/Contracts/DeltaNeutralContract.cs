namespace TwsProtocol.Contracts;

/// <summary>The underlying that hedges a delta neutral combination.</summary>
public sealed record DeltaNeutralContract
{
    /// <summary>IB contract id.</summary>
    public int ConId { get; init; }

    /// <summary>Delta of the combination.</summary>
    public double Delta { get; init; }

    /// <summary>Price of the underlying at which the hedge trades.</summary>
    public double Price { get; init; }
}
