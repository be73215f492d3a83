using TradingCore.Domain;

namespace TradingCore.MarketData;

/// <summary>State of one line of the watchlist.</summary>
public enum WatchState
{
    /// <summary>The gateway was asked for the contract, or will be when it is back.</summary>
    Resolving = 0,
    /// <summary>Subscribed.</summary>
    Subscribed,
    /// <summary>Refused; the reason says why.</summary>
    Failed,
}

/// <summary>One line of the watchlist.</summary>
/// <param name="Ticker">Name of the contract; the query's symbol while resolving.</param>
/// <param name="Query">What was asked for.</param>
/// <param name="Instrument">The resolved contract; null until then.</param>
/// <param name="State">State.</param>
/// <param name="Reason">Why it failed; empty otherwise.</param>
public sealed record WatchlistItem(string Ticker, ContractQuery Query, Instrument? Instrument, WatchState State, string Reason);
