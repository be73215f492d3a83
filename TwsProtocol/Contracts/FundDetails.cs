namespace TwsProtocol.Contracts;

/// <summary>What only funds have; texts are as the server writes them.</summary>
public sealed record FundDetails
{
    /// <summary>Name of the fund.</summary>
    public string Name { get; init; } = "";

    /// <summary>Fund family.</summary>
    public string Family { get; init; } = "";

    /// <summary>Kind of fund.</summary>
    public string Type { get; init; } = "";

    /// <summary>Charge at purchase.</summary>
    public string FrontLoad { get; init; } = "";

    /// <summary>Charge at sale.</summary>
    public string BackLoad { get; init; } = "";

    /// <summary>Time after which the charge at sale ends.</summary>
    public string BackLoadTimeInterval { get; init; } = "";

    /// <summary>Yearly fee.</summary>
    public string ManagementFee { get; init; } = "";

    /// <summary>Closed.</summary>
    public bool Closed { get; init; }

    /// <summary>Closed for new investors.</summary>
    public bool ClosedForNewInvestors { get; init; }

    /// <summary>Closed for new money.</summary>
    public bool ClosedForNewMoney { get; init; }

    /// <summary>Amount from which the fund wants notice.</summary>
    public string NotifyAmount { get; init; } = "";

    /// <summary>Smallest first purchase.</summary>
    public string MinimumInitialPurchase { get; init; } = "";

    /// <summary>Smallest later purchase.</summary>
    public string SubsequentMinimumPurchase { get; init; } = "";

    /// <summary>States in which it may be sold.</summary>
    public string BlueSkyStates { get; init; } = "";

    /// <summary>Territories in which it may be sold.</summary>
    public string BlueSkyTerritories { get; init; } = "";

    /// <summary>N accumulation, Y income; empty or another code = unknown.</summary>
    public string DistributionPolicyIndicator { get; init; } = "";

    /// <summary>000 others, 001 money market, 002 fixed income, 003 multi-asset, 004 equity, 005 sector, 006 guaranteed, 007 alternative; empty or another code = unknown.</summary>
    public string AssetType { get; init; } = "";
}
