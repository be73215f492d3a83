namespace TradingCore.Domain;

/// <summary>A resolved contract with the facts needed to trade it.</summary>
public sealed record Instrument
{
    /// <summary>The resolved contract.</summary>
    public required Contract Contract { get; init; }

    /// <summary>Name for people.</summary>
    public string LongName { get; init; } = "";

    /// <summary>Sector of the company; empty when not told.</summary>
    public string Sector { get; init; } = "";

    /// <summary>Smallest price step over all exchanges; above 0.</summary>
    public decimal MinTick { get; init; } = 0.01m;

    /// <summary>Price steps by band, lowest first; empty means <see cref="MinTick"/> everywhere.</summary>
    public IReadOnlyList<PriceIncrement> PriceIncrements { get; init; } = [];

    /// <summary>Smallest order size; above 0.</summary>
    public decimal MinSize { get; init; } = 1m;

    /// <summary>Step of the order size; above 0.</summary>
    public decimal SizeIncrement { get; init; } = 1m;

    /// <summary>Zone of the hours below, an IANA or legacy name such as <c>US/Eastern</c>.</summary>
    public string TimeZoneId { get; init; } = "";

    /// <summary>Hours in the wire's form <c>yyyyMMdd:HHmm-yyyyMMdd:HHmm;...</c> or <c>yyyyMMdd:CLOSED</c>.</summary>
    public string TradingHours { get; init; } = "";

    /// <summary>Regular hours, same form.</summary>
    public string LiquidHours { get; init; } = "";

    /// <summary>Order types the broker accepts, as wire codes; empty when not known.</summary>
    public IReadOnlyList<string> OrderTypes { get; init; } = [];

    /// <summary>False for an index: data only.</summary>
    public bool IsTradable => Contract.SecurityType is not (SecurityType.Index or SecurityType.Unknown);

    /// <summary>Price step valid at <paramref name="price"/>.</summary>
    public decimal TickSizeAt(decimal price)
    {
        decimal step = MinTick;
        // Bands are for magnitudes: a spread at -3.05 moves in the same steps as one at 3.05.
        decimal magnitude = Math.Abs(price);
        // Counted, not enumerated: this is asked for every row of every ladder, and an enumerator would be an object each time.
        for (int i = 0; i < PriceIncrements.Count; i++)
            if (magnitude >= PriceIncrements[i].LowEdge) step = PriceIncrements[i].Increment;
        return step;
    }

    /// <summary>The smallest step of all bands; 0 when none is known.</summary>
    public decimal SmallestTick()
    {
        decimal step = MinTick;
        for (int i = 0; i < PriceIncrements.Count; i++)
            if (PriceIncrements[i].Increment < step || step <= 0m) step = PriceIncrements[i].Increment;
        return step;
    }
}
