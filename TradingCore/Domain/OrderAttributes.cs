using System.Text.Json.Serialization;

namespace TradingCore.Domain;

/// <summary>What an order can have beyond side, quantity, type, prices and time in force. Most orders have <see cref="None"/> of it.</summary>
public sealed record OrderAttributes
{
    /// <summary>Nothing special.</summary>
    public static readonly OrderAttributes None = new();

    /// <summary>Distance of a trailing stop from the market, in price units above 0; null when <see cref="TrailPercent"/> is given.</summary>
    public decimal? TrailAmount { get; init; }

    /// <summary>Distance of a trailing stop from the market, in percent above 0 and below 100; null when <see cref="TrailAmount"/> is given.</summary>
    public decimal? TrailPercent { get; init; }

    /// <summary>
    /// Distance in price units: of the limit from the stop (trailing stop limit), or added to the price that a relative or pegged order follows.
    /// </summary>
    public decimal? Offset { get; init; }

    /// <summary>End of an order with <see cref="TimeInForce.Gtd"/>, UTC, in whole seconds.</summary>
    public DateTimeOffset? GoodTill { get; init; }

    /// <summary>The order does not work before, UTC, in whole seconds.</summary>
    public DateTimeOffset? GoodAfter { get; init; }

    /// <summary>Not shown in the book.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Hidden { get; init; }

    /// <summary>Size shown in the book at a time (iceberg), above 0 and below the quantity.</summary>
    public decimal? DisplaySize { get; init; }

    /// <summary>Fills in one piece, whenever that is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool AllOrNone { get; init; }

    /// <summary>Smallest first fill, above 0 and at most the quantity.</summary>
    public decimal? MinQuantity { get; init; }

    /// <summary>Takes the best prices of all exchanges at once.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SweepToFill { get; init; }

    /// <summary>Size in money of the contract's currency, above 0; the broker makes the quantity of it, ours is an estimate until then.</summary>
    public decimal? CashQuantity { get; init; }

    /// <summary>Name of the one-cancels-all group; empty when none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string OcaGroup { get; init; } = "";

    /// <summary>What a fill does to the others of the group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public OcaType OcaType { get; init; }

    /// <summary>Group of an advisor's accounts among which the broker divides it; empty when it is for one account.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string FaGroup { get; init; } = "";

    /// <summary>How it is divided, see <see cref="AdvisorGroup.Method"/>; empty takes the group's method.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string FaMethod { get; init; } = "";

    /// <summary>Percentage of the method <c>PctChange</c>, as the broker writes it; empty for other methods.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public string FaPercentage { get; init; } = "";

    /// <summary>Order that must fill before this one works (bracket, one triggers other); null when none.</summary>
    public OrderRef? Parent { get; init; }

    /// <summary>Algorithm of the broker that works the order; null when none.</summary>
    public OrderAlgo? Algo { get; init; }

    /// <summary>What must happen first, or what cancels it; null when nothing.</summary>
    public OrderConditions? Conditions { get; init; }
}
