namespace TradingCore.Domain;

/// <summary>Which part of a quote a market tick changes.</summary>
public enum TickField : byte
{
    /// <summary>Best bid and its size.</summary>
    Bid,
    /// <summary>Best offer and its size.</summary>
    Ask,
    /// <summary>Last trade and its size.</summary>
    Last,
    /// <summary>Size at the bid alone.</summary>
    BidSize,
    /// <summary>Size at the offer alone.</summary>
    AskSize,
    /// <summary>Size of the last trade alone.</summary>
    LastSize,
    /// <summary>Volume of the day.</summary>
    Volume,
    /// <summary>Open of the day.</summary>
    Open,
    /// <summary>High of the day.</summary>
    High,
    /// <summary>Low of the day.</summary>
    Low,
    /// <summary>Close of the day before.</summary>
    Close,
    /// <summary>Time of the last trade; only the event time counts.</summary>
    LastTime,
    /// <summary>Kind of data; the value is a <see cref="MarketDataType"/> as a number.</summary>
    DataType,
    /// <summary>Halted: 0 no, above 0 yes.</summary>
    Halted,
    /// <summary>Average volume of a day.</summary>
    AverageVolume,
    /// <summary>How easily shares can be borrowed.</summary>
    ShortableLevel,
    /// <summary>Shares that can be borrowed.</summary>
    ShortableShares,
}
