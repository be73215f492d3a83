using TradingCore.Domain;

namespace TradingCore.MarketData.Depth;

/// <summary>An order book as it was at one moment. Immutable; a change makes a new one.</summary>
public sealed record DepthSnapshot
{
    /// <summary>Contract.</summary>
    public required ConId ConId { get; init; }

    /// <summary>Name of the contract.</summary>
    public required string Ticker { get; init; }

    /// <summary>Bids, best first.</summary>
    public IReadOnlyList<DepthLevel> Bids { get; init; } = [];

    /// <summary>Offers, best first.</summary>
    public IReadOnlyList<DepthLevel> Asks { get; init; } = [];

    /// <summary>Rises by one with every snapshot of this book, over reconnects too; 0 before the first.</summary>
    public long Sequence { get; init; }

    /// <summary>How it stands.</summary>
    public DepthState State { get; init; }

    /// <summary>Why it is interrupted, waiting or refused, a sentence; empty otherwise.</summary>
    public string Reason { get; init; } = "";

    /// <summary>When the last row reached this process, UTC; default before.</summary>
    public DateTimeOffset ReceivedTime { get; init; }

    /// <summary>True when the rows must not be taken for the present book.</summary>
    /// <param name="now">Now, UTC.</param>
    /// <param name="maxAge">Silence from which a book counts as old. A quiet book is silent rightly, so it is longer than that of a quote.</param>
    public bool IsStale(DateTimeOffset now, TimeSpan maxAge) => State != DepthState.Live || now - ReceivedTime > maxAge;
}
