using MessagePack;

namespace TradingBlazor.Tests.Hubs;

/// <summary>An item as a client in C# declares it: the same class for JSON and for MessagePack.</summary>
[MessagePackObject]
public sealed class HubItem<T>
{
    [Key("run")] public string Run { get; set; } = "";
    [Key("sequence")] public long Sequence { get; set; }
    [Key("kind")] public string Kind { get; set; } = "";
    [Key("note")] public string Note { get; set; } = "";
    [Key("sentTime")] public long SentTime { get; set; }
    [Key("items")] public T[] Items { get; set; } = [];
}

/// <summary>A quote, in part.</summary>
[MessagePackObject]
public sealed class HubQuote
{
    [Key("symbol")] public string Symbol { get; set; } = "";
    [Key("conId")] public int ConId { get; set; }
    [Key("bid")] public decimal? Bid { get; set; }
    [Key("ask")] public decimal? Ask { get; set; }
    [Key("last")] public decimal? Last { get; set; }
    [Key("eventTime")] public long EventTime { get; set; }
    [Key("isStale")] public bool IsStale { get; set; }
}

/// <summary>Something that happened to an order, in part.</summary>
[MessagePackObject]
public sealed class HubOrderNews
{
    [Key("kind")] public string Kind { get; set; } = "";
    [Key("time")] public long Time { get; set; }
    [Key("text")] public string Text { get; set; } = "";
    [Key("order")] public HubOrder? Order { get; set; }
}

/// <summary>An order, in part.</summary>
[MessagePackObject]
public sealed class HubOrder
{
    [Key("id")] public string Id { get; set; } = "";
    [Key("quantity")] public decimal Quantity { get; set; }
    [Key("limitPrice")] public decimal? LimitPrice { get; set; }
    [Key("state")] public string State { get; set; } = "";
    [Key("version")] public long Version { get; set; }
    [Key("createdTime")] public long CreatedTime { get; set; }
}

/// <summary>Any values of an item.</summary>
[MessagePackObject]
public sealed class HubAny
{
    [Key("symbol")] public string Symbol { get; set; } = "";
    [Key("execId")] public string ExecId { get; set; } = "";
    [Key("price")] public decimal? Price { get; set; }
    [Key("commission")] public decimal? Commission { get; set; }
    [Key("quantity")] public decimal? Quantity { get; set; }
    [Key("averagePrice")] public decimal? AveragePrice { get; set; }
    [Key("time")] public long Time { get; set; }
    [Key("close")] public decimal? Close { get; set; }
    [Key("session")] public string Session { get; set; } = "";
    [Key("isTradingEnabled")] public bool IsTradingEnabled { get; set; }
}
