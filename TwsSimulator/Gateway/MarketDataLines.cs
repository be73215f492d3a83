using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>What a market data line is used for.</summary>
internal enum LineUse
{
    /// <summary>reqMktData.</summary>
    Quotes,

    /// <summary>reqRealTimeBars.</summary>
    Bars,

    /// <summary>reqTickByTickData.</summary>
    Ticks,

    /// <summary>reqMktDepth.</summary>
    Depth,
}

/// <summary>
/// The market data lines of the user: every instrument that anybody watches takes one, however often and by however many
/// clients it is watched, as quotes, bars, single ticks or depth. Changed by the gateway's loop only.
/// </summary>
internal sealed class MarketDataLines(int max)
{
    private readonly Dictionary<(ClientSession Client, LineUse Use, int ReqId), int> _watched = [];

    /// <summary>Takes a line for a stream; false after the client was told that there is none left.</summary>
    public bool TryTake(ClientSession client, LineUse use, int reqId, Instrument instrument)
    {
        if (!_watched.ContainsValue(instrument.ConId) && _watched.Values.Distinct().Count() >= max)
        {
            client.SendError(reqId, 101, "Max number of tickers has been reached");
            return false;
        }

        _watched[(client, use, reqId)] = instrument.ConId;
        return true;
    }

    /// <summary>Gives back the line of a stream that has ended.</summary>
    public void Release(ClientSession client, LineUse use, int reqId) => _watched.Remove((client, use, reqId));

    /// <summary>Gives back all lines of a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach ((ClientSession Client, LineUse, int) key in _watched.Keys.Where(k => k.Client == client).ToArray())
            _watched.Remove(key);
    }
}
