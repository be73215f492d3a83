namespace TradingCore.Domain;

/// <summary>What is traded. Everything needed to name it to the gateway and to value it.</summary>
public sealed record Contract
{
    /// <summary>Contract id; 0 until resolved.</summary>
    public ConId ConId { get; init; }

    /// <summary>
    /// The one name under which pages, the API and the trader know the contract: the symbol of a stock, index or crypto currency
    /// (<c>SPY</c>), <c>EUR.USD</c> for a currency pair, the local symbol of a derivative (<c>ESZ6</c>). Unique in this process.
    /// </summary>
    public required string Ticker { get; init; }

    /// <summary>Wire field <c>symbol</c>: the underlying symbol.</summary>
    public required string Symbol { get; init; }

    /// <summary>Kind of product.</summary>
    public SecurityType SecurityType { get; init; } = SecurityType.Stock;

    /// <summary>Destination, for example <c>SMART</c>.</summary>
    public string Exchange { get; init; } = "SMART";

    /// <summary>Listing exchange; empty when not needed.</summary>
    public string PrimaryExchange { get; init; } = "";

    /// <summary>Currency of price and P&amp;L, ISO code.</summary>
    public string Currency { get; init; } = "USD";

    /// <summary>Exchange's own symbol; empty when not known.</summary>
    public string LocalSymbol { get; init; } = "";

    /// <summary>Trading class; empty when not known.</summary>
    public string TradingClass { get; init; } = "";

    /// <summary><c>yyyyMM</c> or <c>yyyyMMdd</c> of a derivative; empty otherwise.</summary>
    public string LastTradeDateOrContractMonth { get; init; } = "";

    /// <summary>
    /// Value of one contract in the currency for each unit of its price; above 0, 1 for stocks. A blank on the wire is 1. Where prices are told in a part of
    /// the currency it is the wire's multiplier over <see cref="PriceMagnifier"/>: 50 for 5,000 bushels of corn in cents.
    /// </summary>
    public decimal Multiplier { get; init; } = 1m;

    /// <summary>Units of the price for one unit of the currency: 100 for prices in cents, else 1. Wire field <c>priceMagnifier</c> of the contract's details.</summary>
    public int PriceMagnifier { get; init; } = 1;

    /// <summary>Strike of an option; null otherwise.</summary>
    public decimal? Strike { get; init; }

    /// <summary><c>C</c> or <c>P</c> of an option; empty otherwise.</summary>
    public string Right { get; init; } = "";

    /// <summary>Legs of a combination; null otherwise.</summary>
    public ComboLegs? Legs { get; init; }
}
