using System.Globalization;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Sends quotes and real-time bars to whoever subscribed. Changed by the gateway's loop only.</summary>
internal sealed class MarketDataDesk(IMarketSource source, MarketFeed feed, ContractDesk contracts, Data.OptionDesk greeks, Data.GenericTicks generics, MarketDataLines lines, SimulatorOptions options, HistoryPacing? pacing = null) : IMarketListener
{
    private static readonly HashSet<int> GenericIds =
        [100, 101, 104, 105, 106, 162, 165, 221, 225, 232, 233, 236, 256, 258, 292, 293, 294, 295, 318, 375, 411, 456, 460, 576, 577, 578, 586, 587, 588, 595, 614, 619, 623];

    private readonly Dictionary<(ClientSession, int), MarketDataSubscription> _quotes = [];
    private readonly Dictionary<(ClientSession, int), BarSubscription> _bars = [];
    private readonly Dictionary<int, List<MarketDataSubscription>> _quotesByConId = [];
    private readonly Dictionary<int, List<BarSubscription>> _barsByConId = [];
    private readonly Dictionary<int, TickChange> _pending = [];
    private readonly QuoteTicks _ticks = new(greeks, generics);
    private readonly List<MarketTick> _scratch = [];
    private MarketFeed? _delayed;

    /// <summary>Whether changes are sent once per slot instead of at once, for replays without a clock.</summary>
    public bool SendsPerSlot { get; init; }

    /// <summary>Whether anybody gets real-time bars.</summary>
    public bool HasBarSubscribers => _bars.Count > 0;

    /// <summary>Whether anybody gets quotes.</summary>
    public bool HasQuoteSubscribers => _quotes.Count > 0;

    /// <summary>Answers reqMktData.</summary>
    public void Subscribe(ClientSession client, ReqMktData request)
    {
        if (_quotes.ContainsKey((client, request.ReqId)))
        {
            client.SendError(request.ReqId, 102, "Duplicate ticker id");
            return;
        }

        if (request.Snapshot && request.GenericTickList.Length > 0)
        {
            client.SendError(request.ReqId, 414, "Snapshot requests with generic tick types are not supported.");
            return;
        }

        if (!TryReadGeneric(request.GenericTickList, out HashSet<int> generic, out string wrong))
        {
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqMktData' : cause - Incorrect generic tick list of {request.GenericTickList}. '{wrong}' is none of {string.Join(',', GenericIds.Order())}.");
            return;
        }

        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        bool isDelayed = options.IsDelayed(instrument);
        if (isDelayed && client.MarketDataType is not (3 or 4))
        {
            client.SendError(
                request.ReqId, 10089,
                $"Requested market data requires additional subscription for API. See link in 'Market Data Connections' dialog for more details.Delayed market data is available.{instrument.LocalSymbol} {instrument.PrimaryExchange}/TOP/ALL");
            return;
        }

        if (!lines.TryTake(client, LineUse.Quotes, request.ReqId, instrument))
            return;
        if (isDelayed)
            client.SendError(request.ReqId, 10167, "Requested market data is not subscribed. Displaying delayed market data.");
        var subscription = new MarketDataSubscription(client, request.ReqId, instrument, generic) { IsDelayed = isDelayed, HasPrices = !request.GenericTickList.Contains("mdoff", StringComparison.Ordinal) };
        InstrumentState state = isDelayed ? Delayed.Get(instrument) : feed.Get(instrument);
        client.Send(new TickReqParams(request.ReqId, instrument.MinTick, instrument.SecType == "STK" ? Data.ReferenceDesk.StockBbo : "", 3));
        client.Send(new MarketDataTypeMessage(request.ReqId, MarketDataTypeFor(client, instrument, isDelayed)));
        _ticks.SendImage(subscription, state);
        _ticks.SendGeneric(subscription, state);
        if (request.Snapshot || request.RegulatorySnapshot)
        {
            lines.Release(client, LineUse.Quotes, request.ReqId);
            client.Send(new TickSnapshotEnd(request.ReqId));
            return;
        }

        _quotes.Add((client, request.ReqId), subscription);
        ListOf(_quotesByConId, instrument.ConId).Add(subscription);
    }

    /// <summary>Ends a reqMktData.</summary>
    public void Cancel(ClientSession client, CancelMktData request)
    {
        lines.Release(client, LineUse.Quotes, request.ReqId);
        if (_quotes.Remove((client, request.ReqId), out MarketDataSubscription? subscription))
            _quotesByConId[subscription.Instrument.ConId].Remove(subscription);
        else
            client.SendError(request.ReqId, 300, string.Create(CultureInfo.InvariantCulture, $"Can't find EId with tickerId:{request.ReqId}"));
    }

    /// <summary>Answers reqRealTimeBars.</summary>
    public void Subscribe(ClientSession client, ReqRealTimeBars request)
    {
        if (_bars.ContainsKey((client, request.ReqId)))
        {
            client.SendError(request.ReqId, 102, "Duplicate ticker id");
            return;
        }

        if (!HistoryDesk.TryReadWhat(request.WhatToShow, out WhatToShow what) || what >= WhatToShow.BidAsk)
        {
            client.SendError(request.ReqId, 321, $"Error validating request.-'reqRealTimeBars' : cause - What to show field is missing or incorrect: '{request.WhatToShow}'. Use TRADES, MIDPOINT, BID or ASK.");
            return;
        }

        if (contracts.Resolve(client, request.ReqId, request.Contract) is not { } instrument)
            return;
        if (what == WhatToShow.Trades && !instrument.HasTrades)
        {
            client.SendError(request.ReqId, 420, "Invalid Real-time Query:No market data permissions for IDEALPRO CASH trades. Use MIDPOINT, BID or ASK.");
            return;
        }

        if (options.IsDelayed(instrument))
        {
            client.SendError(request.ReqId, 420, $"Invalid Real-time Query:No market data permissions for {instrument.Exchange} {instrument.SecType}.");
            return;
        }

        if (pacing is not null && !pacing.TakesRealTimeBars())
        {
            client.SendError(request.ReqId, 420, "Invalid Real-time Query:Real-time bars request pacing violation");
            return;
        }

        if (!lines.TryTake(client, LineUse.Bars, request.ReqId, instrument))
            return;
        var subscription = new BarSubscription(client, request.ReqId, instrument, what, request.UseRTH);
        feed.Get(instrument);
        _bars.Add((client, request.ReqId), subscription);
        ListOf(_barsByConId, instrument.ConId).Add(subscription);
    }

    /// <summary>Ends a reqRealTimeBars.</summary>
    public void Cancel(ClientSession client, CancelRealTimeBars request)
    {
        lines.Release(client, LineUse.Bars, request.ReqId);
        if (_bars.Remove((client, request.ReqId), out BarSubscription? subscription))
            _barsByConId[subscription.Instrument.ConId].Remove(subscription);
        else
            client.SendError(request.ReqId, 300, string.Create(CultureInfo.InvariantCulture, $"Can't find EId with tickerId:{request.ReqId}"));
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach (MarketDataSubscription s in _quotes.Values.Where(s => s.Client == client).ToArray())
        {
            _quotes.Remove((client, s.ReqId));
            _quotesByConId[s.Instrument.ConId].Remove(s);
        }

        foreach (BarSubscription s in _bars.Values.Where(s => s.Client == client).ToArray())
        {
            _bars.Remove((client, s.ReqId));
            _barsByConId[s.Instrument.ConId].Remove(s);
        }
    }

    /// <summary>Running subscriptions that have asked for a generic tick.</summary>
    public IEnumerable<MarketDataSubscription> SubscribersOf(int genericId) => _quotes.Values.Where(s => s.Generic.Contains(genericId));

    /// <summary>Tells subscribers what a tick changed.</summary>
    public void OnTick(InstrumentState state, TickChange change)
    {
        if (SendsPerSlot)
        {
            _pending[state.Instrument.ConId] = _pending.GetValueOrDefault(state.Instrument.ConId) | change;
            return;
        }

        Publish(state, change, isDelayed: false);
    }

    /// <summary>Moves the delayed market on and tells its subscribers.</summary>
    public void OnSlotEnd()
    {
        if (_quotes.Values.Any(s => s.IsDelayed))
            Delayed.AdvanceTo(feed.NowMs - DelayedTicks.DelayMs, this);
    }

    void IMarketListener.OnTick(InstrumentState state, in MarketTick tick, TickChange change, long timeMs) => Publish(state, change, isDelayed: true);

    void IMarketListener.OnBar(InstrumentState state, in Bar bar)
    {
        // Bars are never delayed: without a subscription they are refused.
    }

    void IMarketListener.OnSlotEnd(long slot)
    {
        // The live market's slots are the ones that count.
    }

    /// <summary>Sends the bar of a finished slot.</summary>
    public void OnBar(InstrumentState state, in Bar bar)
    {
        if (SendsPerSlot && _pending.Remove(state.Instrument.ConId, out TickChange change))
            Publish(state, change, isDelayed: false);
        if (!_barsByConId.TryGetValue(state.Instrument.ConId, out List<BarSubscription>? subscriptions) || subscriptions.Count == 0)
            return;
        bool liquid = source.Calendar.IsLiquid(state.Instrument, bar.Time);
        foreach (BarSubscription s in subscriptions)
        {
            if (s.RegularHours && !liquid)
                continue;
            if (QuoteBars.TryMake(source, s.Instrument, bar, s.What, _scratch, out Bar b))
                s.Client.Send(new RealTimeBar(s.ReqId, b.Time, b.Open, b.High, b.Low, b.Close, b.Volume, b.Wap, b.Count));
        }
    }

    private static List<T> ListOf<T>(Dictionary<int, List<T>> map, int conId)
    {
        if (!map.TryGetValue(conId, out List<T>? list))
            map.Add(conId, list = []);
        return list;
    }

    private static bool TryReadGeneric(string text, out HashSet<int> ids, out string wrong)
    {
        ids = [];
        wrong = "";
        foreach (string part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part == "mdoff")
                continue;
            string number = part.Split(':')[0];
            if (!int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || !GenericIds.Contains(id))
            {
                wrong = part;
                return false;
            }

            ids.Add(id);
        }

        return true;
    }

    /// <summary>The market as it was a quarter of an hour ago.</summary>
    private MarketFeed Delayed => _delayed ??= new MarketFeed(source, feed.NowMs - DelayedTicks.DelayMs);

    private int MarketDataTypeFor(ClientSession client, Instrument instrument, bool isDelayed)
    {
        if (isDelayed)
            return client.MarketDataType == 4 && !source.Calendar.IsTrading(instrument, feed.NowMs / 1000) ? 4 : 3;
        return client.MarketDataType is 2 or 4 && !source.Calendar.IsTrading(instrument, feed.NowMs / 1000) ? 2 : 1;
    }

    private void Publish(InstrumentState state, TickChange change, bool isDelayed)
    {
        if (!_quotesByConId.TryGetValue(state.Instrument.ConId, out List<MarketDataSubscription>? subscriptions) || change == TickChange.None)
            return;
        foreach (MarketDataSubscription s in subscriptions)
        {
            if (s.IsDelayed != isDelayed)
                continue;
            if (change.HasFlag(TickChange.Day))
            {
                _ticks.SendImage(s, state);
                continue;
            }

            _ticks.SendChanges(s, state, change);
        }
    }
}
