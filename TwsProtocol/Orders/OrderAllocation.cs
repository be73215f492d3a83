namespace TwsProtocol.Orders;

/// <summary>How a previewed order would be allocated to one account.</summary>
public sealed record OrderAllocation
{
    /// <summary>Account.</summary>
    public string Account { get; init; } = "";

    /// <summary>Position before.</summary>
    public decimal? Position { get; init; }

    /// <summary>Position wanted.</summary>
    public decimal? PositionDesired { get; init; }

    /// <summary>Position after.</summary>
    public decimal? PositionAfter { get; init; }

    /// <summary>Quantity wanted.</summary>
    public decimal? DesiredAllocQty { get; init; }

    /// <summary>Quantity allowed.</summary>
    public decimal? AllowedAllocQty { get; init; }

    /// <summary>Quantities are money.</summary>
    public bool IsMonetary { get; init; }
}
