namespace TwsProtocol.Contracts;

/// <summary>What a market scanner looks for; null and empty filter nothing.</summary>
public sealed record ScannerSubscription
{
    /// <summary>Rows, at most 50; -1 = the server's default.</summary>
    public int? NumberOfRows { get; init; } = -1;

    /// <summary>Such as STK, BOND or IND.US.</summary>
    public string Instrument { get; init; } = "";

    /// <summary>Such as STK.US.MAJOR.</summary>
    public string LocationCode { get; init; } = "";

    /// <summary>Such as TOP_PERC_GAIN.</summary>
    public string ScanCode { get; init; } = "";

    /// <summary>Price from.</summary>
    public double? AbovePrice { get; init; }

    /// <summary>Price to.</summary>
    public double? BelowPrice { get; init; }

    /// <summary>Volume from.</summary>
    public int? AboveVolume { get; init; }

    /// <summary>Market value from.</summary>
    public double? MarketCapAbove { get; init; }

    /// <summary>Market value to.</summary>
    public double? MarketCapBelow { get; init; }

    /// <summary>Rating from.</summary>
    public string MoodyRatingAbove { get; init; } = "";

    /// <summary>Rating to.</summary>
    public string MoodyRatingBelow { get; init; } = "";

    /// <summary>Rating from.</summary>
    public string SpRatingAbove { get; init; } = "";

    /// <summary>Rating to.</summary>
    public string SpRatingBelow { get; init; } = "";

    /// <summary>Maturity from.</summary>
    public string MaturityDateAbove { get; init; } = "";

    /// <summary>Maturity to.</summary>
    public string MaturityDateBelow { get; init; } = "";

    /// <summary>Coupon from.</summary>
    public double? CouponRateAbove { get; init; }

    /// <summary>Coupon to.</summary>
    public double? CouponRateBelow { get; init; }

    /// <summary>Leave out convertible bonds.</summary>
    public bool ExcludeConvertible { get; init; }

    /// <summary>Average option volume from.</summary>
    public int? AverageOptionVolumeAbove { get; init; }

    /// <summary>Further settings.</summary>
    public string ScannerSettingPairs { get; init; } = "";

    /// <summary>ALL, STOCK, ETF, CORP and others.</summary>
    public string StockTypeFilter { get; init; } = "";
}
