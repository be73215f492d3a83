using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>A running reqMktData.</summary>
/// <param name="Client">Who asked.</param>
/// <param name="ReqId">Id of the request.</param>
/// <param name="Instrument">What is watched.</param>
/// <param name="Generic">Generic tick ids that were asked for.</param>
internal sealed record MarketDataSubscription(ClientSession Client, int ReqId, Instrument Instrument, IReadOnlySet<int> Generic)
{
    /// <summary>Whether prices and sizes are told; <c>mdoff</c> in the list of generic ticks leaves them out.</summary>
    public bool HasPrices { get; init; } = true;

    /// <summary>Whether data comes late, under the types of delayed ticks.</summary>
    public bool IsDelayed { get; init; }
}

/// <summary>A running reqRealTimeBars.</summary>
/// <param name="Client">Who asked.</param>
/// <param name="ReqId">Id of the request.</param>
/// <param name="Instrument">What is watched.</param>
/// <param name="What">Trades or a side of the quote.</param>
/// <param name="RegularHours">Whether bars outside regular hours are left out.</param>
internal sealed record BarSubscription(ClientSession Client, int ReqId, Instrument Instrument, WhatToShow What, bool RegularHours);
