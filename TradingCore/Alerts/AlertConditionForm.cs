namespace TradingCore.Alerts;

/// <summary>A condition as it is stored, travels and is edited: one flat set of fields, of which each kind uses its own.</summary>
public sealed record AlertConditionForm
{
    /// <summary>One of <see cref="AlertConditions.Kinds"/>.</summary>
    public string Kind { get; init; } = "";
    /// <summary>Ticker.</summary>
    public string? Symbol { get; init; }
    /// <summary>Word of <see cref="AlertComparison"/>.</summary>
    public string? Comparison { get; init; }
    /// <summary>Price, value, volume, amount or percent.</summary>
    public decimal? Level { get; init; }
    /// <summary>How far back from the level the value must go before the rule is armed again, in the unit of the level.</summary>
    public decimal? Hysteresis { get; init; }
    /// <summary>Word of <see cref="AlertPrice"/>.</summary>
    public string? Price { get; init; }
    /// <summary>Bar size such as <c>5m</c>.</summary>
    public string? Size { get; init; }
    /// <summary>Minutes over which a change is measured; null since the close of the day before.</summary>
    public int? Minutes { get; init; }
    /// <summary>Indicator such as <c>ema:20</c>.</summary>
    public string? Indicator { get; init; }
    /// <summary>Which of its values; null for the first.</summary>
    public string? Output { get; init; }
    /// <summary>Indicator to compare with, or <c>price</c> for the close; null compares with the level.</summary>
    public string? Other { get; init; }
    /// <summary>Account; null for each.</summary>
    public string? Account { get; init; }
    /// <summary>Word of <see cref="AlertFigure"/>.</summary>
    public string? Figure { get; init; }
    /// <summary>Code of a risk check such as <c>R25</c>; null for any.</summary>
    public string? Limit { get; init; }
    /// <summary>Words of <see cref="OrderAlert"/>.</summary>
    public IReadOnlyList<string>? Events { get; init; }
    /// <summary>Strategy; null for any.</summary>
    public string? Strategy { get; init; }
    /// <summary>Word of <see cref="SystemTrouble"/> or <see cref="SilenceSource"/>.</summary>
    public string? What { get; init; }
    /// <summary>True when it counts in trading hours alone.</summary>
    public bool? MarketHours { get; init; }
    /// <summary>Seconds of silence, or between two heartbeats.</summary>
    public int? Seconds { get; init; }
    /// <summary>Name of another program.</summary>
    public string? Program { get; init; }
}
