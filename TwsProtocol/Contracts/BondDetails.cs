namespace TwsProtocol.Contracts;

/// <summary>What only bonds have.</summary>
public sealed record BondDetails
{
    /// <summary>CUSIP or ISIN.</summary>
    public string Cusip { get; init; } = "";

    /// <summary>Coupon in percent.</summary>
    public double Coupon { get; init; }

    /// <summary>yyyyMMdd.</summary>
    public string Maturity { get; init; } = "";

    /// <summary>yyyyMMdd.</summary>
    public string IssueDate { get; init; } = "";

    /// <summary>Ratings of the agencies.</summary>
    public string Ratings { get; init; } = "";

    /// <summary>Kind of bond.</summary>
    public string BondType { get; init; } = "";

    /// <summary>Kind of coupon.</summary>
    public string CouponType { get; init; } = "";

    /// <summary>Can be converted to shares.</summary>
    public bool Convertible { get; init; }

    /// <summary>The issuer may redeem it early.</summary>
    public bool Callable { get; init; }

    /// <summary>The holder may return it early.</summary>
    public bool Putable { get; init; }

    /// <summary>Description.</summary>
    public string DescAppend { get; init; } = "";

    /// <summary>Date of the next call or put.</summary>
    public string NextOptionDate { get; init; } = "";

    /// <summary>Kind of the next option.</summary>
    public string NextOptionType { get; init; } = "";

    /// <summary>The next option concerns a part only.</summary>
    public bool NextOptionPartial { get; init; }

    /// <summary>Notes.</summary>
    public string Notes { get; init; } = "";
}
