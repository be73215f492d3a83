using System.Globalization;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Tells the book around the quote row by row. Changed by the gateway's loop only.</summary>
internal sealed class DepthDesk(MarketFeed feed, ContractDesk contracts, MarketDataLines lines, Func<InstrumentState, IEnumerable<RestingSize>> restingOrders, SimulatorOptions options)
{
    private const int RequestsMax = 3;
    private const int RowsMax = 60;
    private readonly Dictionary<(ClientSession Client, int ReqId), Stream> _streams = [];
    private readonly List<DepthChange> _changes = [];

    /// <summary>Answers reqMktDepth.</summary>
    public void Subscribe(ClientSession client, ReqMktDepth request)
    {
        if (_streams.ContainsKey((client, request.ReqId)))
        {
            client.SendError(request.ReqId, 102, "Duplicate ticker id");
            return;
        }

        if (request.NumRows < 1)
        {
            client.SendError(request.ReqId, 321, "Error validating request.-'reqMktDepth' : cause - Number of rows must be above 0.");
            return;
        }

        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        if (!instrument.IsTradable)
        {
            client.SendError(request.ReqId, 10092, "Deep market data is not supported for this combination of security type/exchange");
            return;
        }

        if (_streams.Keys.Count(k => k.Client == client) >= RequestsMax)
        {
            client.SendError(request.ReqId, 309, $"Max number ({RequestsMax}) of market depth requests has been reached");
            return;
        }

        if (options.IsDelayed(instrument))
        {
            client.SendError(request.ReqId, 354, "Requested market data is not subscribed.");
            return;
        }

        if (!lines.TryTake(client, LineUse.Depth, request.ReqId, instrument))
            return;
        // A venue with names of market makers tells them as level 2, as smart depth tells its venues.
        bool isLevel2 = request.IsSmartDepth || request.Contract.Exchange is "ISLAND" or "NASDAQ";
        var stream = new Stream(client, request.ReqId, instrument, isLevel2, request.IsSmartDepth, new DepthBook(instrument, Math.Min(request.NumRows, RowsMax)));
        _streams.Add((client, request.ReqId), stream);
        Tell(stream, feed.Get(instrument), feed.NowMs);
    }

    /// <summary>Ends reqMktDepth.</summary>
    public void Cancel(ClientSession client, CancelMktDepth request)
    {
        lines.Release(client, LineUse.Depth, request.ReqId);
        if (!_streams.Remove((client, request.ReqId)))
            client.SendError(request.ReqId, 310, string.Create(CultureInfo.InvariantCulture, $"Can't find the subscribed market depth with tickerId:{request.ReqId}"));
    }

    /// <summary>Answers reqMktDepthExchanges.</summary>
    public static void SendExchanges(ClientSession client) => client.Send(new MktDepthExchanges(
    [
        .. Venues.Stocks.Select(v => new DepthMktDataDescription(v, "STK", "", v == "ISLAND" ? "Deep2" : "Deep", 1)),
        new DepthMktDataDescription("CME", "FUT", "", "Deep", null),
        new DepthMktDataDescription("CBOT", "FUT", "", "Deep", null),
        new DepthMktDataDescription("IDEALPRO", "CASH", "", "Deep", 4),
        new DepthMktDataDescription("PAXOS", "CRYPTO", "", "Deep", null),
    ]));

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach ((ClientSession Client, int ReqId) key in _streams.Keys.Where(k => k.Client == client).ToArray())
            _streams.Remove(key);
    }

    /// <summary>Tells what a tick changed in the books.</summary>
    public void OnTick(InstrumentState state, long timeMs)
    {
        if (_streams.Count == 0)
            return;
        foreach (Stream stream in _streams.Values)
            if (stream.Instrument == state.Instrument) Tell(stream, state, timeMs);
    }

    private void Tell(Stream s, InstrumentState state, long timeMs)
    {
        _changes.Clear();
        s.Book.Move(state, [.. restingOrders(state)], timeMs, _changes);
        foreach (DepthChange c in _changes)
        {
            (double price, decimal size) = c.Operation == 2 ? (0, 0) : (c.Row.Price, c.Row.Size);
            if (s.IsLevel2)
                s.Client.Send(new MarketDepthL2(s.ReqId, c.Position, c.Row.Venue, c.Operation, c.IsBid ? 1 : 0, price, size, s.IsSmart));
            else
                s.Client.Send(new MarketDepth(s.ReqId, c.Position, c.Operation, c.IsBid ? 1 : 0, price, size));
        }
    }

    private sealed record Stream(ClientSession Client, int ReqId, Instrument Instrument, bool IsLevel2, bool IsSmart, DepthBook Book);
}
