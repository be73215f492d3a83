namespace TwsSimulator.Market;

/// <summary>The exchanges behind SMART, and where a trade or a level of the book stands.</summary>
internal static class Venues
{
    private const int Salt = 41;

    /// <summary>Exchanges that US stocks are routed to.</summary>
    public static IReadOnlyList<string> Stocks { get; } = ["ARCA", "BATS", "DRCTEDGE", "IEX", "ISLAND", "MEMX"];

    /// <summary>The venue of something that happened; the same for the same key.</summary>
    public static string Of(Instrument instrument, long key)
        => instrument.Exchange == "SMART" ? Stocks[(int)(Noise.Hash((ulong)(uint)instrument.ConId, key, Salt) % (ulong)Stocks.Count)] : instrument.Exchange;
}
