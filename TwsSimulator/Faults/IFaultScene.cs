using TwsProtocol.Contracts;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;
using TwsSimulator.Market;
using TwsSimulator.Matching;

namespace TwsSimulator.Faults;

/// <summary>What faults may touch of the gateway.</summary>
internal interface IFaultScene
{
    /// <summary>Clients that have started their API.</summary>
    IEnumerable<ClientSession> Clients { get; }

    /// <summary>The orders.</summary>
    OrderBook Book { get; }

    /// <summary>Gates that all connections pass.</summary>
    FaultGates Gates { get; }

    /// <summary>An instrument by its name.</summary>
    /// <exception cref="SimulatorException">There is none.</exception>
    Instrument Find(string name);

    /// <summary>The one instrument a contract means; null when it means none or several.</summary>
    Instrument? Resolve(Contract contract);

    /// <summary>What a request for data was about; null when the client has none of that id.</summary>
    Instrument? InstrumentOf(ClientSession client, int reqId);

    /// <summary>Ids of a client's requests for data that go on.</summary>
    IEnumerable<int> SubscriptionsOf(ClientSession client);

    /// <summary>The lasting faults of a type.</summary>
    IEnumerable<T> Active<T>()
        where T : Fault;

    /// <summary>Ends a lasting fault; nothing when it has ended already.</summary>
    void Finish(Fault fault);

    /// <summary>Handles a request that was held back.</summary>
    void Handle(ClientSession client, IRequest request);

    /// <summary>Forgets all subscriptions for market data.</summary>
    void ForgetMarketData();

    /// <summary>Tells whoever follows positions where the account stands.</summary>
    void ReportPosition(Instrument instrument);

    /// <summary>Time of the market, Unix milliseconds.</summary>
    long NowMs { get; }
}
