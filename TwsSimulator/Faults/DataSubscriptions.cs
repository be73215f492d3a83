using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;
using TwsSimulator.Market;

namespace TwsSimulator.Faults;

/// <summary>Which instrument each of the clients' streams of data is about, for faults that concern one instrument or every stream.</summary>
internal sealed class DataSubscriptions
{
    private readonly Dictionary<(ClientSession Client, int ReqId), Instrument> _streams = [];

    /// <summary>Notes what a request starts or ends.</summary>
    public void OnRequest(ClientSession client, IRequest request, IFaultScene scene)
    {
        switch (request)
        {
            case ReqMktData { Snapshot: false } r: Add(client, r.ReqId, r.Contract, scene); break;
            case ReqRealTimeBars r: Add(client, r.ReqId, r.Contract, scene); break;
            case ReqTickByTickData r: Add(client, r.ReqId, r.Contract, scene); break;
            case ReqMktDepth r: Add(client, r.ReqId, r.Contract, scene); break;
            case ReqHistoricalData { KeepUpToDate: true } r: Add(client, r.ReqId, r.Contract, scene); break;
            case CancelMktData r: _streams.Remove((client, r.ReqId)); break;
            case CancelRealTimeBars r: _streams.Remove((client, r.ReqId)); break;
            case CancelTickByTickData r: _streams.Remove((client, r.ReqId)); break;
            case CancelMktDepth r: _streams.Remove((client, r.ReqId)); break;
            case CancelHistoricalData r: _streams.Remove((client, r.ReqId)); break;
        }
    }

    /// <summary>The instrument of a stream; null when there is no such stream.</summary>
    public Instrument? Find(ClientSession client, int reqId) => _streams.GetValueOrDefault((client, reqId));

    /// <summary>Ids of a client's streams.</summary>
    public IEnumerable<int> Of(ClientSession client) => _streams.Keys.Where(k => k.Client == client).Select(k => k.ReqId);

    /// <summary>Forgets a client.</summary>
    public void Leave(ClientSession client)
    {
        foreach ((ClientSession Client, int ReqId) key in _streams.Keys.Where(k => k.Client == client).ToArray())
            _streams.Remove(key);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear() => _streams.Clear();

    private void Add(ClientSession client, int reqId, Contract contract, IFaultScene scene)
    {
        if (scene.Resolve(contract) is { } instrument)
            _streams[(client, reqId)] = instrument;
    }
}
