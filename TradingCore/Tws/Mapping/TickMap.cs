using TradingCore.Domain;
using TwsProtocol;

namespace TradingCore.Tws.Mapping;

/// <summary>Wire tick types and the quote fields they change, live or delayed. Hot path: no allocation.</summary>
/// <remarks>Source: responses.md section 4.1.</remarks>
internal static class TickMap
{
    /// <summary>Field of a price tick; null for a type that the quote does not show.</summary>
    public static TickField? PriceField(int tickType) => tickType switch
    {
        TickType.Bid or TickType.DelayedBid => TickField.Bid,
        TickType.Ask or TickType.DelayedAsk => TickField.Ask,
        TickType.Last or TickType.DelayedLast => TickField.Last,
        TickType.High or TickType.DelayedHigh => TickField.High,
        TickType.Low or TickType.DelayedLow => TickField.Low,
        TickType.Close or TickType.DelayedClose => TickField.Close,
        TickType.Open or TickType.DelayedOpen => TickField.Open,
        _ => null,
    };

    /// <summary>Field of a size tick; null for a type that the quote does not show.</summary>
    public static TickField? SizeField(int tickType) => tickType switch
    {
        TickType.BidSize or TickType.DelayedBidSize => TickField.BidSize,
        TickType.AskSize or TickType.DelayedAskSize => TickField.AskSize,
        TickType.LastSize or TickType.DelayedLastSize => TickField.LastSize,
        TickType.Volume or TickType.DelayedVolume => TickField.Volume,
        TickType.AvgVolume => TickField.AverageVolume,
        TickType.ShortableShares => TickField.ShortableShares,
        _ => null,
    };

    /// <summary>True for the ids that come in place of the live ones when the data is delayed.</summary>
    public static bool IsDelayed(int tickType) =>
        tickType is >= TickType.DelayedBid and <= TickType.DelayedOpen or TickType.DelayedLastTimestamp or TickType.DelayedHalted;

    /// <summary>The price as a decimal; null when the wire says that there is none.</summary>
    /// <param name="price">Price on the wire; -1 without a size means none.</param>
    /// <param name="size">Size that came with it.</param>
    public static decimal? Price(double price, decimal? size)
    {
        // A spread may be quoted at -1, but then somebody stands there with a size.
        if (price == -1d && size is null or <= 0m) return null;
        return WireNumber.ToDecimal(price);
    }
}
