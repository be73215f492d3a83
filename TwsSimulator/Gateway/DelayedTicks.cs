using TwsProtocol;

namespace TwsSimulator.Gateway;

/// <summary>The types under which delayed ticks are told.</summary>
internal static class DelayedTicks
{
    /// <summary>Delay of data that is not subscribed.</summary>
    public const long DelayMs = 15 * 60_000;

    /// <summary>The delayed type of a live one; null when there is none and the tick is not told.</summary>
    public static int? Of(int type) => type switch
    {
        TickType.Bid => TickType.DelayedBid,
        TickType.Ask => TickType.DelayedAsk,
        TickType.Last => TickType.DelayedLast,
        TickType.BidSize => TickType.DelayedBidSize,
        TickType.AskSize => TickType.DelayedAskSize,
        TickType.LastSize => TickType.DelayedLastSize,
        TickType.High => TickType.DelayedHigh,
        TickType.Low => TickType.DelayedLow,
        TickType.Volume => TickType.DelayedVolume,
        TickType.Close => TickType.DelayedClose,
        TickType.Open => TickType.DelayedOpen,
        TickType.LastTimestamp => TickType.DelayedLastTimestamp,
        TickType.Halted => TickType.DelayedHalted,
        _ => null,
    };
}
