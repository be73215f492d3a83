namespace TwsProtocol.Contracts;

/// <summary>Everything the server knows about one contract; bonds and funds fill fields of their own.</summary>
public sealed record ContractDetails
{
    /// <summary>The contract, fully described.</summary>
    public Contract Contract { get; init; } = new();

    /// <summary>Market name.</summary>
    public string MarketName { get; init; } = "";

    /// <summary>Smallest price step over all exchanges; the step that counts is in the market rule.</summary>
    public double MinTick { get; init; }

    /// <summary>Prices are divided by this to give units of the currency; 1 for most.</summary>
    public int PriceMagnifier { get; init; }

    /// <summary>Order types and attributes that are allowed, comma separated.</summary>
    public string OrderTypes { get; init; } = "";

    /// <summary>Exchanges, comma separated; as many as <see cref="MarketRuleIds"/>.</summary>
    public string ValidExchanges { get; init; } = "";

    /// <summary>Market rule of each valid exchange, comma separated, in the same order.</summary>
    public string MarketRuleIds { get; init; } = "";

    /// <summary>conId of the underlying; 0 = none.</summary>
    public int UnderConId { get; init; }

    /// <summary>Name in words.</summary>
    public string LongName { get; init; } = "";

    /// <summary>yyyyMM; empty when it does not expire.</summary>
    public string ContractMonth { get; init; } = "";

    /// <summary>Industry.</summary>
    public string Industry { get; init; } = "";

    /// <summary>Category within the industry.</summary>
    public string Category { get; init; } = "";

    /// <summary>Part of the category.</summary>
    public string Subcategory { get; init; } = "";

    /// <summary>Zone of the trading hours, such as US/Eastern.</summary>
    public string TimeZoneId { get; init; } = "";

    /// <summary>yyyyMMdd:HHmm-yyyyMMdd:HHmm or yyyyMMdd:CLOSED, joined by semicolons, in <see cref="TimeZoneId"/>.</summary>
    public string TradingHours { get; init; } = "";

    /// <summary>Regular hours, in the form of <see cref="TradingHours"/>.</summary>
    public string LiquidHours { get; init; } = "";

    /// <summary>Name of the economic value rule; empty = none.</summary>
    public string EvRule { get; init; } = "";

    /// <summary>Factor of the economic value rule.</summary>
    public double EvMultiplier { get; init; }

    /// <summary>Smart routing group; null = none.</summary>
    public int? AggGroup { get; init; } = 0;

    /// <summary>Symbol of the underlying.</summary>
    public string UnderSymbol { get; init; } = "";

    /// <summary>Type of the underlying.</summary>
    public string UnderSecType { get; init; } = "";

    /// <summary>yyyyMMdd.</summary>
    public string RealExpirationDate { get; init; } = "";

    /// <summary>Time of day of the last trade, HH:mm or HH:mm:ss; empty when unknown.</summary>
    public string LastTradeTime { get; init; } = "";

    /// <summary>COMMON, ETF, ADR and others.</summary>
    public string StockType { get; init; } = "";

    /// <summary>Identifiers by kind, such as ISIN.</summary>
    public IReadOnlyList<TagValue> SecIdList { get; init; } = [];

    /// <summary>Smallest order quantity; null = not told.</summary>
    public decimal? MinSize { get; init; }

    /// <summary>Step of the order quantity; null = not told.</summary>
    public decimal? SizeIncrement { get; init; }

    /// <summary>Usual step of the order quantity; null = not told.</summary>
    public decimal? SuggestedSizeIncrement { get; init; }

    /// <summary>Why the account cannot trade it; empty when it can. From server version 186.</summary>
    public IReadOnlyList<IneligibilityReason> IneligibilityReasons { get; init; } = [];

    /// <summary>Bond fields; null unless the details are those of a bond.</summary>
    public BondDetails? Bond { get; init; }

    /// <summary>Fund fields; null unless the contract is a fund and the server version at least 179.</summary>
    public FundDetails? Fund { get; init; }
}
