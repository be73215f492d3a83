using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;

namespace TwsSimulator.Faults;

/// <summary>
/// The gateway has lost IB: notice 1100. Sockets stay; market data stops; what clients ask of IB waits; orders at the exchange work on, and what becomes of
/// them is told when the connection is back.
/// </summary>
internal sealed class ConnectionLost : Fault
{
    private readonly List<(ClientSession Client, IRequest Request)> _requests = [];
    private readonly List<(ClientSession Client, IResponse Message)> _messages = [];
    private bool _isEnding;

    /// <summary>Whether IB has forgotten the subscriptions when it is back: 1101 instead of 1102.</summary>
    public bool IsDataLost { get; set; }

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        foreach (ClientSession client in scene.Clients)
            client.SendError(-1, 1100, "Connectivity between IBKR and Trader Workstation has been lost.");
    }

    /// <inheritdoc/>
    public override void End(IFaultScene scene)
    {
        _isEnding = true;
        foreach (ClientSession client in scene.Clients)
        {
            if (IsDataLost)
                client.SendError(-1, 1101, "Connectivity between IBKR and Trader Workstation has been restored - data lost.");
            else
                client.SendError(-1, 1102, "Connectivity between IBKR and Trader Workstation has been restored - data maintained. All data farms are connected: usfarm; ushmds; secdefil.");
        }

        if (IsDataLost)
            scene.ForgetMarketData();
        foreach ((ClientSession client, IResponse message) in _messages)
            client.SendUnfiltered(message);
        foreach ((ClientSession client, IRequest request) in _requests.Where(r => scene.Clients.Contains(r.Client)).ToArray())
            scene.Handle(client, request);
    }

    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        // What the gateway knows by itself it still answers.
        if (_isEnding || request is StartApi or ReqCurrentTime or ReqCurrentTimeInMillis or ReqIds or ReqManagedAccts or ReqUserInfo or SetServerLogLevel)
            return true;
        _requests.Add((client, request));
        return false;
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message)
    {
        switch (message)
        {
            case ErrorMessage { ErrorCode: 2104 or 2106 or 2158 }:
                // Whoever connects meanwhile hears of the loss instead of well farms.
                return ((ErrorMessage)message).ErrorCode == 2104 ? new ErrorMessage(-1, 1100, "Connectivity between IBKR and Trader Workstation has been lost.") : null;
            case ErrorMessage { ReqId: -1 } or NextValidId or ManagedAccounts or CurrentTime or CurrentTimeInMillis or UserInfo:
                return message;
            default:
                if (!DataMessages.IsMarketData(message))
                    _messages.Add((client, message));
                return null;
        }
    }
}

/// <summary>IB is back: ends <see cref="ConnectionLost"/> with 1102, or with 1101 when the subscriptions are forgotten.</summary>
internal sealed class ConnectionRestored(bool isDataLost) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        ConnectionLost[] lost = [.. scene.Active<ConnectionLost>()];
        if (lost.Length == 0)
        {
            // Restored without having been lost: real gateways say so after a loss that was too short to be told.
            new ConnectionLost { IsDataLost = isDataLost }.End(scene);
            return;
        }

        foreach (ConnectionLost fault in lost)
        {
            fault.IsDataLost = isDataLost;
            scene.Finish(fault);
        }
    }
}

/// <summary>The nightly reset: 1100, every socket closed, connections refused for a while; account and orders are kept.</summary>
internal sealed class Reset : Fault
{
    /// <summary>How far nextValidId goes back meanwhile.</summary>
    public int RollBack { get; init; }

    /// <inheritdoc/>
    public override bool Lasts => true;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        scene.Gates.RefusesConnections = true;
        if (RollBack > 0)
            scene.Book.RollBackOrderIds(clientId: null, to: null, by: RollBack);
        foreach (ClientSession client in scene.Clients.ToArray())
        {
            client.SendError(-1, 1100, "Connectivity between IBKR and Trader Workstation has been lost.");
            client.CloseAfterSending("the gateway restarts");
        }
    }

    /// <inheritdoc/>
    public override void End(IFaultScene scene) => scene.Gates.RefusesConnections = false;
}
