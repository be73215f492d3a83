using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;
using TwsSimulator.Data;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>Leads each request for data to the desk that answers it, and what happens in the market to the desks that tell it.</summary>
internal sealed class DataRequests(IMarketSource source, MarketFeed feed, ContractDesk contracts, MarketDataDesk marketData, HistoryDesk history, OptionDesk optionDesk, MarketDataLines lines, Func<InstrumentState, IEnumerable<RestingSize>> restingOrders, SimulatorOptions options)
{
    private readonly TickDesk _ticks = new(source, feed, contracts, lines, options);
    private readonly DepthDesk _depth = new(feed, contracts, lines, restingOrders, options);
    private readonly ReferenceDesk _reference = new(feed);
    private readonly DisplayGroupDesk _groups = new();
    private readonly WshDesk _wsh = new(source, feed);
    private readonly NewsDesk _news = new(source, feed, marketData);
    private readonly ScannerDesk _scanners = new(source, feed);
    private readonly HistogramDesk _histograms = new(source, feed, contracts);

    /// <summary>Answers a request; false when it is none for data.</summary>
    public bool TryHandle(ClientSession client, IRequest request, CancellationToken stop)
        => _reference.TryAnswer(client, request) || TryHandleContracts(client, request) || TryHandleMarket(client, request) || TryHandleHistory(client, request, stop) || TryHandleNews(client, request) || TryHandleOptions(client, request);

    /// <summary>Tells a tick.</summary>
    public void OnTick(InstrumentState state, in MarketTick tick, TickChange change, long timeMs)
    {
        marketData.OnTick(state, change);
        _ticks.OnTick(state, tick, timeMs);
        _depth.OnTick(state, timeMs);
    }

    /// <summary>Tells what comes at the end of a slot.</summary>
    public void OnSlotEnd(long slot)
    {
        history.OnSlotEnd(slot);
        marketData.OnSlotEnd();
        _news.OnSlotEnd(slot);
        _scanners.OnSlotEnd(slot);
    }

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        ForgetStreams(client);
        history.Leave(client);
        _groups.Leave(client);
        _wsh.Leave(client);
        _news.Leave(client);
        _scanners.Leave(client);
    }

    /// <summary>Forgets all market data that a client has subscribed to.</summary>
    public void ForgetStreams(ClientSession client)
    {
        lines.Leave(client);
        marketData.Leave(client);
        _ticks.Leave(client);
        _depth.Leave(client);
    }

    private bool TryHandleContracts(ClientSession client, IRequest request)
    {
        switch (request)
        {
            case ReqContractDetails r: contracts.SendDetails(client, r, feed.NowMs / 1000); return true;
            case ReqMatchingSymbols r: contracts.SendSamples(client, r); return true;
            case ReqMarketRule r: ContractDesk.SendRule(client, r); return true;
            case QueryDisplayGroups r: DisplayGroupDesk.SendGroups(client, r); return true;
            case SubscribeToGroupEvents r: _groups.Subscribe(client, r); return true;
            case UpdateDisplayGroup r: _groups.Update(client, r); return true;
            case UnsubscribeFromGroupEvents r: _groups.Unsubscribe(client, r); return true;
            default: return false;
        }
    }

    private bool TryHandleMarket(ClientSession client, IRequest request)
    {
        switch (request)
        {
            case ReqMarketDataType r: client.MarketDataType = r.MarketDataType; return true;
            case ReqMktData r: marketData.Subscribe(client, r); return true;
            case CancelMktData r: marketData.Cancel(client, r); return true;
            case ReqRealTimeBars r: marketData.Subscribe(client, r); return true;
            case CancelRealTimeBars r: marketData.Cancel(client, r); return true;
            case ReqTickByTickData r: _ticks.Subscribe(client, r); return true;
            case CancelTickByTickData r: _ticks.Cancel(client, r); return true;
            case ReqMktDepth r: _depth.Subscribe(client, r); return true;
            case CancelMktDepth r: _depth.Cancel(client, r); return true;
            case ReqMktDepthExchanges: DepthDesk.SendExchanges(client); return true;
            case ReqScannerParameters: ScannerDesk.SendParameters(client); return true;
            case ReqScannerSubscription r: _scanners.Subscribe(client, r); return true;
            case CancelScannerSubscription r: _scanners.Cancel(client, r); return true;
            default: return false;
        }
    }

    private bool TryHandleHistory(ClientSession client, IRequest request, CancellationToken stop)
    {
        switch (request)
        {
            case ReqHistoricalData r: history.Start(client, r, feed.NowMs / 1000, stop); return true;
            case CancelHistoricalData r: history.Cancel(client, r); return true;
            case ReqHeadTimestamp r: history.SendHead(client, r); return true;
            case CancelHeadTimestamp: return true; // The gateway keeps such a request open until it is cancelled, so there is nothing to complain of.
            case ReqHistoricalTicks r: _ticks.SendHistory(client, r); return true;
            case ReqHistogramData r: _histograms.Send(client, r); return true;
            case CancelHistogramData r: HistogramDesk.Cancel(client, r.ReqId); return true;
            default: return false;
        }
    }

    private bool TryHandleOptions(ClientSession client, IRequest request)
    {
        switch (request)
        {
            case ReqSecDefOptParams r: optionDesk.SendChain(client, r); return true;
            case CalculateImpliedVolatility r: optionDesk.Calculate(client, r); return true;
            case CalculateOptionPrice r: optionDesk.Calculate(client, r); return true;
            case CancelCalculateImpliedVolatility or CancelCalculateOptionPrice: return true; // Answers come at once: there is nothing to end.
            default: return false;
        }
    }

    private bool TryHandleNews(ClientSession client, IRequest request)
    {
        switch (request)
        {
            case ReqNewsProviders: NewsDesk.SendProviders(client); return true;
            case ReqNewsArticle r: _news.SendArticle(client, r); return true;
            case ReqHistoricalNews r: _news.SendHistory(client, r); return true;
            case ReqNewsBulletins r: _news.Subscribe(client, r); return true;
            case CancelNewsBulletins: _news.Cancel(client); return true;
            case ReqWshMetaData r: _wsh.SendMeta(client, r); return true;
            case CancelWshMetaData: return true; // Answers come at once: there is nothing to end.
            case ReqWshEventData r: _wsh.SendEvents(client, r); return true;
            case CancelWshEventData: return true;
            default: return false;
        }
    }
}
