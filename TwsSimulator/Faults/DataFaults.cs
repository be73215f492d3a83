using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Faults;

/// <summary>Connected, and the data just stops.</summary>
internal sealed class Silence : Fault
{
    /// <summary>The only instrument concerned; null for all.</summary>
    public string? Symbol { get; init; }

    /// <summary>Whether bars stop.</summary>
    public bool SilencesBars { get; init; }

    /// <summary>Whether quotes, trades and depth stop.</summary>
    public bool SilencesQuotes { get; init; }

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => _ = Symbol is null ? null : scene.Find(Symbol);

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        int reqId = DataMessages.ReqIdOf(message);
        if (reqId == -1 || !(DataMessages.IsBars(message) ? SilencesBars : SilencesQuotes))
            return message;
        return Symbol is null || scene.InstrumentOf(client, reqId)?.Name == Symbol ? null : message;
    }
}

/// <summary>The quote stands still while messages go on: every value and time stamp is the one told first.</summary>
internal sealed class StalePrices : Fault
{
    private readonly Dictionary<(ClientSession Client, int ReqId, int TickType, Type Kind), IResponse> _first = [];

    /// <summary>The only instrument concerned; null for all.</summary>
    public string? Symbol { get; init; }

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => _ = Symbol is null ? null : scene.Find(Symbol);

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        (int reqId, int type) = message switch
        {
            TickPrice t => (t.ReqId, t.TickType),
            TickSize t => (t.ReqId, t.TickType),
            TickString t => (t.ReqId, t.TickType),
            _ => (-1, 0),
        };
        if (reqId == -1 || (Symbol is not null && scene.InstrumentOf(client, reqId)?.Name != Symbol))
            return message;
        (ClientSession, int, int, Type) key = (client, reqId, type, message.GetType());
        if (!_first.TryGetValue(key, out IResponse? first))
            _first.Add(key, first = message);
        return first;
    }
}

/// <summary>The next real-time bars close at another price than history has for them: what brokers do when they correct trades afterwards.</summary>
internal sealed class WrongBars : CountedFault
{
    /// <summary>The only instrument concerned; null for all.</summary>
    public string? Symbol { get; init; }

    /// <summary>What is added to high and close.</summary>
    public decimal By { get; init; }

    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => _ = Symbol is null ? null : scene.Find(Symbol);

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        if (message is not RealTimeBar bar || !Concerns(client) || (Symbol is not null && scene.InstrumentOf(client, bar.ReqId)?.Name != Symbol))
            return message;
        Meet(scene);
        return bar with { High = bar.High + (double)By, Close = bar.Close + (double)By };
    }
}

/// <summary>Trading in an instrument is halted: tick 49 says so, nothing trades, no order fills.</summary>
internal sealed class HaltSymbol(string symbol) : Fault
{
    private Instrument? _instrument;

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        _instrument = scene.Find(symbol);
        scene.Book.SetHalted(_instrument, isHalted: true);
        Tell(scene, 1);
    }

    /// <inheritdoc/>
    public override void End(IFaultScene scene)
    {
        scene.Book.SetHalted(_instrument!, isHalted: false);
        Tell(scene, 0);
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        int reqId = DataMessages.ReqIdOf(message);
        if (reqId == -1 || scene.InstrumentOf(client, reqId) != _instrument)
            return message;
        return message switch
        {
            TickGeneric { TickType: TickType.Halted } t => t with { Value = 1 },
            TickPrice { TickType: TickType.Close or TickType.Open } => message,
            TickPrice or TickSize or TickString or TickByTickAllLast or TickByTickBidAsk or TickByTickMidPoint or MarketDepth or MarketDepthL2 => null,
            _ => message,
        };
    }

    private void Tell(IFaultScene scene, double value)
    {
        foreach (ClientSession client in scene.Clients)
            foreach (int reqId in scene.SubscriptionsOf(client).Where(id => scene.InstrumentOf(client, id) == _instrument))
                client.SendUnfiltered(new TickGeneric(reqId, TickType.Halted, value));
    }
}

/// <summary>The user is logged in elsewhere, with market data there: 10197 on every subscription, and no data until it is over.</summary>
internal sealed class CompetingSession : Fault
{
    private const string Text = "No market data during competing live session";

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        foreach (ClientSession client in scene.Clients)
            foreach (int reqId in scene.SubscriptionsOf(client).ToArray())
                client.SendUnfiltered(new ErrorMessage(reqId, 10197, Text));
    }

    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        int reqId = request switch { ReqMktData r => r.ReqId, ReqRealTimeBars r => r.ReqId, ReqTickByTickData r => r.ReqId, ReqMktDepth r => r.ReqId, _ => -1 };
        if (reqId != -1)
            client.SendUnfiltered(new ErrorMessage(reqId, 10197, Text));
        return true;
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message) => DataMessages.IsMarketData(message) ? null : message;
}

/// <summary>The next requests for history are refused: too many, too fast.</summary>
internal sealed class PacingViolation : CountedFault
{
    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        if (request is not ReqHistoricalData history || !Concerns(client))
            return true;
        client.SendError(history.ReqId, 162, "Historical Market Data Service error message:Historical data request pacing violation");
        Meet(scene);
        return false;
    }
}
