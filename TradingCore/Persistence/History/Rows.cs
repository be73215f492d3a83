using TradingCore.Domain;

namespace TradingCore.Persistence.History;

/// <summary>An order as it last was.</summary>
internal sealed class OrderRow
{
    public required string OrderRef { get; set; }
    public int OrderId { get; set; }
    public long PermId { get; set; }
    public int ClientId { get; set; }
    public string? Account { get; set; }
    public string Ticker { get; set; } = "";
    public int ConId { get; set; }
    public string Contract { get; set; } = "";
    public OrderSide Side { get; set; }
    public decimal Quantity { get; set; }
    public OrderType Type { get; set; }
    public decimal? LimitPrice { get; set; }
    public decimal? StopPrice { get; set; }
    public TimeInForce Tif { get; set; }
    public bool OutsideRth { get; set; }
    public int ParentId { get; set; }

    /// <summary>JSON; null when the order has none.</summary>
    public string? Attributes { get; set; }
    public string Strategy { get; set; } = "";
    public string Source { get; set; } = "";
    public OrderState State { get; set; }
    public bool IsFinal { get; set; }
    public decimal Filled { get; set; }
    public decimal? AverageFillPrice { get; set; }
    public decimal? Commission { get; set; }
    public string Reason { get; set; } = "";
    public string? PendingChange { get; set; }
    public DateTimeOffset CreatedTime { get; set; }
    public DateTimeOffset UpdatedTime { get; set; }
    public string IdempotencyKey { get; set; } = "";
    public long Version { get; set; }
    public int EventCount { get; set; }
}

/// <summary>One line of an order's history; never changed, never dropped.</summary>
internal sealed class OrderEventRow
{
    public required string OrderRef { get; set; }
    public int Number { get; set; }
    public DateTimeOffset Time { get; set; }
    public string Kind { get; set; } = "";
    public OrderState State { get; set; }
    public string Source { get; set; } = "";
    public string Text { get; set; } = "";
}

/// <summary>A fill as it last was; the key is the execution id without its revision.</summary>
internal sealed class FillRow
{
    public required string ExecKey { get; set; }
    public string ExecId { get; set; } = "";
    public string? OrderRef { get; set; }
    public int OrderId { get; set; }
    public long PermId { get; set; }
    public int ClientId { get; set; }
    public string? Account { get; set; }
    public string Ticker { get; set; } = "";
    public int ConId { get; set; }
    public string Contract { get; set; } = "";
    public OrderSide Side { get; set; }
    public decimal Quantity { get; set; }
    public decimal Price { get; set; }
    public DateTimeOffset Time { get; set; }
    public DateTimeOffset ReceivedTime { get; set; }
    public string Exchange { get; set; } = "";
    public decimal? Commission { get; set; }
    public string CommissionCurrency { get; set; } = "";
    public long Version { get; set; }

    /// <summary>Journal entry that first brought it; fills of the same instant keep their order by it.</summary>
    public long FirstSequence { get; set; }
    public int FirstIndex { get; set; }

    /// <summary>True when it is summed up in the checkpoint of its position: a start need not read it.</summary>
    public bool IsCheckpointed { get; set; }
}

/// <summary>A change of a position that was not a fill; the key is its place in the journal.</summary>
internal sealed class PositionAdjustmentRow
{
    public long Sequence { get; set; }
    public int Index { get; set; }
    public string? Account { get; set; }
    public string Ticker { get; set; } = "";
    public string Contract { get; set; } = "";
    public decimal Quantity { get; set; }
    public decimal Price { get; set; }
    public string Cause { get; set; } = "";
    public AdjustmentKind Kind { get; set; }
    public DateTimeOffset Time { get; set; }

    /// <summary>True when it is summed up in the checkpoint of its position.</summary>
    public bool IsCheckpointed { get; set; }
}

/// <summary>
/// What the older fills and adjustments of a position come to, so that a start need not read them and they may be deleted. The rows that
/// it stands for are marked <c>is_checkpointed</c>; those it stands for that are deleted already are in the <c>Base</c> figures, too.
/// </summary>
internal sealed class PositionCheckpointRow
{
    /// <summary>Empty when no account was named.</summary>
    public required string Account { get; set; }
    public int ConId { get; set; }
    public string Contract { get; set; } = "";
    public decimal BaseQuantity { get; set; }
    public decimal BaseCash { get; set; }
    public decimal BaseBasis { get; set; }
    public decimal BaseCommission { get; set; }
    public decimal BaseCost { get; set; }
    public decimal BaseAdjusted { get; set; }

    /// <summary>Fees in other currencies by currency, as JSON; empty when there are none.</summary>
    public string BaseOtherFees { get; set; } = "";
    public decimal Quantity { get; set; }
    public decimal Cash { get; set; }
    public decimal Basis { get; set; }
    public decimal Commission { get; set; }
    public decimal Cost { get; set; }
    public decimal Adjusted { get; set; }

    /// <summary>As <see cref="BaseOtherFees"/>.</summary>
    public string OtherFees { get; set; } = "";

    /// <summary>Time of the first booking ever.</summary>
    public DateTimeOffset FirstTime { get; set; }

    /// <summary>Time of the newest booking that is in the figures.</summary>
    public DateTimeOffset LastTime { get; set; }
}

/// <summary>One line of the watchlist.</summary>
internal sealed class WatchlistRow
{
    public int Position { get; set; }
    public string Symbol { get; set; } = "";
    public SecurityType SecurityType { get; set; }
    public string Exchange { get; set; } = "";
    public string Currency { get; set; } = "";
    public string LastTradeDateOrContractMonth { get; set; } = "";
}

/// <summary>A setting that was changed at run time.</summary>
internal sealed class SettingRow
{
    public required string Key { get; set; }
    public string Value { get; set; } = "";
    public string ChangedBy { get; set; } = "";
    public DateTimeOffset Time { get; set; }
}

/// <summary>Highest order id that was reserved for a client id.</summary>
internal sealed class OrderIdReservationRow
{
    public int ClientId { get; set; }
    public int UpTo { get; set; }
}

/// <summary>How far the history is. One row.</summary>
internal sealed class JournalPositionRow
{
    public const int TheOne = 1;

    public int Id { get; set; } = TheOne;

    /// <summary>Newest append of the journal that is in the tables.</summary>
    public long Sequence { get; set; }

    /// <summary>True once a watchlist was stored; an empty one is not the same as none.</summary>
    public bool HasWatchlist { get; set; }

    /// <summary>The journal that the tables follow; empty before the first start that knew about it.</summary>
    public string JournalId { get; set; } = "";
}

/// <summary>What a person has set for the pages, one row a key.</summary>
internal sealed class UserPreferenceRow
{
    public required string UserId { get; set; }
    public required string Key { get; set; }

    /// <summary>JSON.</summary>
    public string Value { get; set; } = "";
    public DateTimeOffset Time { get; set; }
}
