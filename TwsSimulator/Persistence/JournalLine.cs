using System.Text.Json.Serialization;

namespace TwsSimulator.Persistence;

/// <summary>One line of the journal: exactly one of its parts is set, or fills together with their order.</summary>
internal sealed record JournalLine
{
    /// <summary>State of an order after a change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredOrder? Order { get; init; }

    /// <summary>A fill.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredFill? Fill { get; init; }

    /// <summary>The fills of the other accounts, when an order of an advisor's group is divided: all or none is stored.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StoredFill>? MoreFills { get; init; }

    /// <summary>The whole account, at the start of a file and at the start of a day.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredAccount? Account { get; init; }
}

/// <summary>An order as stored: the client's own words as a frame, and what became of it.</summary>
internal sealed record StoredOrder(
    int ClientId, int OrderId, long PermId, int ConId, string Frame, string Status, string WhyHeld, decimal Filled, decimal FilledValue, double LastFillPrice,
    int FillCount, decimal Commission, bool IsTriggered, bool IsActive, double? TrailStop, DateOnly Day, long CompletedMs, string CompletedStatus,
    long PlacedMs = 0, bool IsDue = false, long AuctionTime = 0, bool IsLiquidation = false, int BoundId = 0);

/// <summary>A fill as stored.</summary>
internal sealed record StoredFill(
    string ExecId, long TimeMs, int ClientId, int OrderId, long PermId, int ConId, bool IsBuy, decimal Shares, double Price, decimal CumulativeQuantity,
    double AveragePrice, string OrderRef, int LastLiquidity, decimal Commission, decimal? RealizedPnl, bool IsLiquidation = false, string Account = "");

/// <summary>A position as stored.</summary>
internal sealed record StoredPosition(int ConId, decimal Quantity, decimal AverageCost, decimal RealizedPnl, decimal RealizedToday, decimal DayStartValue, decimal DayFlow);

/// <summary>The account as stored.</summary>
internal sealed record StoredAccount(
    string Id, decimal Cash, decimal Euros, DateOnly Day, long LastPermId, string ExecPrefix, long LastExecNumber, IReadOnlyDictionary<int, int> HighestOrderIds, IReadOnlyList<StoredPosition> Positions);
