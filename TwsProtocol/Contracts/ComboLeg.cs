namespace TwsProtocol.Contracts;

/// <summary>One leg of a combination.</summary>
public sealed record ComboLeg
{
    /// <summary>IB contract id of the leg.</summary>
    public int ConId { get; init; }

    /// <summary>Quantity of this leg per combination; above 0.</summary>
    public int Ratio { get; init; }

    /// <summary>BUY, SELL or SSHORT.</summary>
    public string Action { get; init; } = "";

    /// <summary>SMART or a venue.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>0 same as the combination, 1 open, 2 close, 3 unknown.</summary>
    public int OpenClose { get; init; }

    /// <summary>0 none, 1 broker holds the shares, 2 shares come from elsewhere.</summary>
    public int ShortSaleSlot { get; init; }

    /// <summary>Where the shares come from with slot 2.</summary>
    public string DesignatedLocation { get; init; } = "";

    /// <summary>Short sale exemption; -1 = none.</summary>
    public int ExemptCode { get; init; } = -1;
}
