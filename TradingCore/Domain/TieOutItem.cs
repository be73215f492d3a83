namespace TradingCore.Domain;

/// <summary>What is compared with the broker.</summary>
public enum TieOutKind
{
    /// <summary>Quantity of a position.</summary>
    Quantity = 0,
    /// <summary>Average cost per unit, commission of opening included.</summary>
    AverageCost,
    /// <summary>Unrealised P&amp;L of a position, both at the broker's price.</summary>
    UnrealizedPnl,
    /// <summary>Realised P&amp;L of the day of a position or an account, commission taken off.</summary>
    RealizedPnl,
    /// <summary>P&amp;L of the day of a position, both at the broker's price.</summary>
    DailyPnl,
    /// <summary>Cash of one currency.</summary>
    Cash,
}

/// <summary>How a comparison stands.</summary>
public enum TieOutState
{
    /// <summary>Within the tolerance.</summary>
    Agrees = 0,
    /// <summary>The broker has not told the figure since our last change; nothing is concluded.</summary>
    Waiting,
    /// <summary>Over the tolerance, but not for long enough to count.</summary>
    Differs,
    /// <summary>Still over the tolerance after the broker was asked again: no new order until it is settled.</summary>
    Halted,
    /// <summary>Shown, but not comparable; the reason says why.</summary>
    NotCompared,
}

/// <summary>One figure of ours beside the broker's.</summary>
public sealed record TieOutItem
{
    /// <summary>Account.</summary>
    public AccountId Account { get; init; }
    /// <summary>What is compared.</summary>
    public TieOutKind Kind { get; init; }
    /// <summary>Contract; 0 for figures of the account.</summary>
    public ConId ConId { get; init; }
    /// <summary>Name of the contract; empty for figures of the account.</summary>
    public string Ticker { get; init; } = "";
    /// <summary>Currency of the figures.</summary>
    public string Currency { get; init; } = "";
    /// <summary>Ours; null while not known.</summary>
    public decimal? Ours { get; init; }
    /// <summary>The broker's.</summary>
    public decimal? Brokers { get; init; }
    /// <summary>Broker's minus ours; null when either is not known.</summary>
    public decimal? Difference => Brokers - Ours;
    /// <summary>The difference in hundredths of the currency, rounded to the nearest; for quantities null.</summary>
    public decimal? DifferenceCents => Kind == TieOutKind.Quantity || Difference is not { } d ? null : Math.Round(d * 100m, MidpointRounding.AwayFromZero);
    /// <summary>Largest difference that is none.</summary>
    public decimal Tolerance { get; init; }
    /// <summary>How it stands.</summary>
    public TieOutState State { get; init; }
    /// <summary>Since when it is over the tolerance, UTC; null when it is not.</summary>
    public DateTimeOffset? Since { get; init; }
    /// <summary>When the broker told its figure, UTC; null when it has not.</summary>
    public DateTimeOffset? BrokerTime { get; init; }
    /// <summary>When they were compared, UTC.</summary>
    public DateTimeOffset ComparedTime { get; init; }
    /// <summary>Why nothing is concluded, or what a person has to do; empty otherwise.</summary>
    public string Reason { get; init; } = "";
    /// <summary>True when the difference is larger than the tolerance.</summary>
    public bool IsOver => Difference is { } d && Math.Abs(d) > Tolerance;
}
