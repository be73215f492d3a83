namespace TwsProtocol.Contracts;

/// <summary>What is traded, as far as it is described: a conId with an exchange is enough, else symbol, type, exchange and currency.</summary>
/// <remarks>Lists compare by reference, so two equal combos are equal records only when they share their leg list.</remarks>
public sealed record Contract
{
    /// <summary>IB contract id; 0 = not given.</summary>
    public int ConId { get; init; }

    /// <summary>Symbol of the underlying.</summary>
    public string Symbol { get; init; } = "";

    /// <summary>STK, OPT, FUT, FOP, IND, CASH, CFD, CRYPTO, BOND, CMDTY, FUND, WAR, BAG, NEWS, CONTFUT or IOPT; upper case.</summary>
    public string SecType { get; init; } = "";

    /// <summary>yyyyMM or yyyyMMdd; empty when the contract does not expire.</summary>
    public string LastTradeDateOrContractMonth { get; init; } = "";

    /// <summary>Last trade date alone, yyyyMMdd; only in contract details from server version 182.</summary>
    public string LastTradeDate { get; init; } = "";

    /// <summary>Strike price; 0 when it is not an option.</summary>
    public double Strike { get; init; }

    /// <summary>C, P, CALL or PUT; empty, 0 or ? when there is none.</summary>
    public string Right { get; init; } = "";

    /// <summary>Units of the underlying per contract as text, such as 100 or 0.01; empty means 1.</summary>
    public string Multiplier { get; init; } = "";

    /// <summary>SMART or a venue.</summary>
    public string Exchange { get; init; } = "";

    /// <summary>Listing exchange; tells contracts apart that share symbol and currency under SMART.</summary>
    public string PrimaryExch { get; init; } = "";

    /// <summary>Currency code.</summary>
    public string Currency { get; init; } = "";

    /// <summary>Symbol at the exchange, such as ESU6 or the OCC symbol of an option.</summary>
    public string LocalSymbol { get; init; } = "";

    /// <summary>Trading class at the exchange.</summary>
    public string TradingClass { get; init; } = "";

    /// <summary>Ask for expired futures too; has no meaning in orders.</summary>
    public bool IncludeExpired { get; init; }

    /// <summary>Kind of <see cref="SecId"/>: ISIN, CUSIP, FIGI, SEDOL or RIC.</summary>
    public string SecIdType { get; init; } = "";

    /// <summary>Identifier of kind <see cref="SecIdType"/>.</summary>
    public string SecId { get; init; } = "";

    /// <summary>Bond issuer id, such as e1400715.</summary>
    public string IssuerId { get; init; } = "";

    /// <summary>Name of the contract; only in symbol samples.</summary>
    public string Description { get; init; } = "";

    /// <summary>Legs as text, conId|ratio joined by commas; only in open and completed orders.</summary>
    public string ComboLegsDescription { get; init; } = "";

    /// <summary>Legs when <see cref="SecType"/> is BAG.</summary>
    public IReadOnlyList<ComboLeg> ComboLegs { get; init; } = [];

    /// <summary>The hedge of a delta neutral combination; null when there is none.</summary>
    public DeltaNeutralContract? DeltaNeutralContract { get; init; }

    /// <summary>True when this is a combination and its legs travel with it. The official client compares without case.</summary>
    internal bool IsBag => SecType.Equals("BAG", StringComparison.OrdinalIgnoreCase);
}
