using TwsProtocol.Contracts;
using TwsProtocol.Wire;
using TwsSimulator.Faults;
using TwsSimulator.Market;
using TwsSimulator.Matching;

namespace TwsSimulator.Gateway;

/// <summary>Shows the gateway to the faults.</summary>
internal sealed class FaultScene(GatewayLoop loop, ContractDesk contracts, AccountDesk accounts, MarketFeed feed) : IFaultScene
{
    /// <inheritdoc/>
    public IEnumerable<ClientSession> Clients => loop.Clients;

    /// <inheritdoc/>
    public OrderBook Book => loop.Book;

    /// <inheritdoc/>
    public FaultGates Gates => loop.Faults.Gates;

    /// <inheritdoc/>
    public long NowMs => feed.NowMs;

    /// <inheritdoc/>
    public Instrument Find(string name)
        => contracts.FindByName(name) ?? throw new SimulatorException($"There is no instrument \"{name}\" here; give a name such as SPY or EUR.USD that the simulator offers.");

    /// <inheritdoc/>
    public Instrument? Resolve(Contract contract) => contracts.Find(contract) is [var only] ? only : null;

    /// <inheritdoc/>
    public Instrument? InstrumentOf(ClientSession client, int reqId) => loop.Faults.Subscriptions.Find(client, reqId);

    /// <inheritdoc/>
    public IEnumerable<int> SubscriptionsOf(ClientSession client) => loop.Faults.Subscriptions.Of(client);

    /// <inheritdoc/>
    public IEnumerable<T> Active<T>()
        where T : Fault
        => loop.Faults.Active.OfType<T>();

    /// <inheritdoc/>
    public void Finish(Fault fault) => loop.Faults.Finish(fault);

    /// <inheritdoc/>
    public void Handle(ClientSession client, IRequest request) => loop.Handle(client, request);

    /// <inheritdoc/>
    public void ForgetMarketData()
    {
        foreach (ClientSession client in loop.Clients)
            loop.ForgetStreams(client);
        loop.Faults.Subscriptions.Clear();
    }

    /// <inheritdoc/>
    public void ReportPosition(Instrument instrument) => accounts.OnChange(instrument);
}
