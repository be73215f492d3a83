namespace TradingCore.Domain;

/// <summary>What an account holds of a contract, from our own fills, marked to the market and compared with the broker's figure.</summary>
public sealed record Position
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>What is held.</summary>
    public required Contract Contract { get; init; }
    /// <summary>Signed quantity; below 0 when short.</summary>
    public decimal Quantity { get; init; }
    /// <summary>Average entry price per unit without commission; 0 when flat.</summary>
    public decimal AveragePrice { get; init; }
    /// <summary>Realised P&amp;L since the position was first known, before commission, in the contract's currency.</summary>
    public decimal RealizedPnl { get; init; }
    /// <summary>Commission and fees paid, in the contract's currency.</summary>
    public decimal Commission { get; init; }
    /// <summary>Price it is marked with; null when no price is known.</summary>
    public decimal? MarkPrice { get; init; }
    /// <summary>Value at the mark; null when no price is known.</summary>
    public decimal? MarketValue { get; init; }
    /// <summary>Unrealised P&amp;L at the mark; null when no price is known.</summary>
    public decimal? UnrealizedPnl { get; init; }
    /// <summary>True when the mark is old.</summary>
    public bool IsMarkStale => MarkFlaw == "stale";
    /// <summary>Why the mark must be taken with care: <c>stale</c>, <c>one-sided</c>, <c>no trade</c>, <c>previous close</c>; empty when it is good.</summary>
    public string MarkFlaw { get; init; } = "";
    /// <summary>Average cost per unit with the commission of opening, as the broker counts it; 0 when flat.</summary>
    public decimal AverageCost { get; init; }
    /// <summary>Realised P&amp;L as the broker counts it: less the commission of what was closed, in the contract's currency.</summary>
    public decimal RealizedNetPnl { get; init; }

    /// <summary>The day that the figures of the day belong to.</summary>
    public DateOnly Day { get; init; }
    /// <summary>P&amp;L of the day less its commission, in the contract's currency; null while a price or the start of the day is not known.</summary>
    public decimal? DayPnl { get; init; }
    /// <summary>Realised P&amp;L of the day before commission, in the contract's currency.</summary>
    public decimal DayRealizedPnl { get; init; }
    /// <summary>Change of the unrealised P&amp;L since the day began; null while not known.</summary>
    public decimal? DayUnrealizedPnl { get; init; }
    /// <summary>Commission and fees of the day, in the contract's currency.</summary>
    public decimal DayFees { get; init; }
    /// <summary>Where the value at the day's start is from: <c>own</c>, <c>broker</c>, <c>close</c>, <c>flat</c>; empty while not known.</summary>
    public string DayStartSource { get; init; } = "";

    /// <summary>Base currency of the account; empty until known.</summary>
    public string BaseCurrency { get; init; } = "";
    /// <summary>Base currency for one unit of the contract's currency; null when no rate is known.</summary>
    public decimal? RateToBase { get; init; }
    /// <summary><c>missing</c> or <c>old</c>; empty when the rate is good or none is needed.</summary>
    public string RateFlaw { get; init; } = "";
    /// <summary>Unrealised P&amp;L at the present rate, in the base currency; null when a price or rate is missing.</summary>
    public decimal? UnrealizedPnlBase { get; init; }
    /// <summary>Realised P&amp;L since first known, each day at the rate of that day, in the base currency; null when a rate is missing.</summary>
    public decimal? RealizedPnlBase { get; init; }
    /// <summary>Commission and fees, each day at the rate of that day, in the base currency; null when a rate is missing.</summary>
    public decimal? CommissionBase { get; init; }
    /// <summary>P&amp;L of the day in the base currency; null when something of it is missing.</summary>
    public decimal? DayPnlBase { get; init; }
    /// <summary>The broker's quantity; null until it was told.</summary>
    public decimal? BrokerQuantity { get; init; }
    /// <summary>The broker's average cost per unit, commission included; null until told.</summary>
    public decimal? BrokerAverageCost { get; init; }
    /// <summary>The broker's own unrealised P&amp;L; null until told.</summary>
    public decimal? BrokerUnrealizedPnl { get; init; }
    /// <summary>The broker's realised P&amp;L of the day; null until told.</summary>
    public decimal? BrokerRealizedPnl { get; init; }
    /// <summary>The broker's P&amp;L of the day; null until told.</summary>
    public decimal? BrokerDailyPnl { get; init; }
    /// <summary>When the broker's P&amp;L came, UTC; null until then.</summary>
    public DateTimeOffset? BrokerPnlTime { get; init; }
    /// <summary>False when the broker's quantity is known and differs.</summary>
    public bool IsTiedOut => BrokerQuantity is null || BrokerQuantity == Quantity;
    /// <summary>When it last changed, UTC.</summary>
    public DateTimeOffset UpdatedTime { get; init; }
}
