namespace TradingCore.Domain;

/// <summary>Whether an order type has a value.</summary>
public enum Need
{
    /// <summary>It has none; giving one is a mistake.</summary>
    No = 0,
    /// <summary>It may have one.</summary>
    Optional,
    /// <summary>It must have one.</summary>
    Required,
}

/// <summary>What an order type is made of.</summary>
/// <param name="Code">Code on the wire, which is also what traders say.</param>
/// <param name="Limit">Limit price; for pegged types the cap.</param>
/// <param name="Stop">Price that triggers the order; for trailing types the first one.</param>
/// <param name="Trail">Trailing amount or percent.</param>
/// <param name="Offset">Offset from the price that it is pegged to.</param>
public sealed record OrderTypeTraits(string Code, Need Limit = Need.No, Need Stop = Need.No, Need Trail = Need.No, Need Offset = Need.No);

/// <summary>The table of order types. Map, checks, interface and screens all read it.</summary>
/// <remarks>Source: IB's description of order types and of the order fields that each uses.</remarks>
public static class OrderTypes
{
    private static readonly OrderTypeTraits None = new("");

    private static readonly Dictionary<OrderType, OrderTypeTraits> Table = new()
    {
        [OrderType.Market] = new("MKT"),
        [OrderType.Limit] = new("LMT", Limit: Need.Required),
        [OrderType.Stop] = new("STP", Stop: Need.Required),
        [OrderType.StopLimit] = new("STP LMT", Limit: Need.Required, Stop: Need.Required),
        [OrderType.Trail] = new("TRAIL", Stop: Need.Optional, Trail: Need.Required),
        [OrderType.TrailLimit] = new("TRAIL LIMIT", Stop: Need.Required, Trail: Need.Required, Offset: Need.Required),
        [OrderType.MarketIfTouched] = new("MIT", Stop: Need.Required),
        [OrderType.LimitIfTouched] = new("LIT", Limit: Need.Required, Stop: Need.Required),
        [OrderType.MarketOnClose] = new("MOC"),
        [OrderType.LimitOnClose] = new("LOC", Limit: Need.Required),
        [OrderType.MidPrice] = new("MIDPRICE", Limit: Need.Optional),
        [OrderType.Relative] = new("REL", Limit: Need.Optional, Offset: Need.Optional),
        [OrderType.PeggedToMidpoint] = new("PEG MID", Limit: Need.Optional, Offset: Need.Optional),
    };

    private static readonly Dictionary<string, OrderType> ByCode = MakeByCode();

    /// <summary>Types that can be sent.</summary>
    public static IEnumerable<OrderType> All => Table.Keys;

    /// <summary>What a type is made of; nothing for <see cref="OrderType.Other"/>.</summary>
    public static OrderTypeTraits Traits(this OrderType type) => Table.GetValueOrDefault(type, None);

    /// <summary>Code on the wire; empty for <see cref="OrderType.Other"/>.</summary>
    public static string Code(this OrderType type) => type.Traits().Code;

    /// <summary>True for a type that this system sends.</summary>
    public static bool IsKnown(this OrderType type) => Table.ContainsKey(type);

    /// <summary>True when a price that is not ours to choose fills it: what it can cost is not limited by the order.</summary>
    public static bool IsMarket(this OrderType type) => type is OrderType.Market or OrderType.MarketOnClose or OrderType.MidPrice or OrderType.Relative or OrderType.PeggedToMidpoint;

    /// <summary>True when it waits for a price before it works.</summary>
    public static bool HasTrigger(this OrderType type) =>
        type is OrderType.Stop or OrderType.StopLimit or OrderType.Trail or OrderType.TrailLimit or OrderType.MarketIfTouched or OrderType.LimitIfTouched;

    /// <summary>True when a limit holds its price from the moment it works.</summary>
    public static bool HasLimit(this OrderType type) => type.Traits().Limit == Need.Required || type == OrderType.TrailLimit;

    /// <summary>True for an order of the closing auction.</summary>
    public static bool IsOnClose(this OrderType type) => type is OrderType.MarketOnClose or OrderType.LimitOnClose;

    /// <summary>The type of a wire code; <see cref="OrderType.Other"/> for one that this system does not send.</summary>
    public static OrderType OfCode(string code) => ByCode.GetValueOrDefault(code, OrderType.Other);

    private static Dictionary<string, OrderType> MakeByCode()
    {
        var byCode = Table.ToDictionary(t => t.Value.Code, t => t.Key, StringComparer.OrdinalIgnoreCase);
        // Other spellings that TWS writes.
        byCode.Add("STPLMT", OrderType.StopLimit);
        byCode.Add("TRAILLMT", OrderType.TrailLimit);
        byCode.Add("PEGMID", OrderType.PeggedToMidpoint);
        byCode.Add("PEG PRIM", OrderType.Relative);
        return byCode;
    }
}
