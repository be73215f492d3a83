using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator.Gateway;
using TwsSimulator.Matching;

namespace TwsSimulator.Faults;

/// <summary>The next new orders vanish before the gateway sees them.</summary>
internal sealed class LoseOrder : CountedFault
{
    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        if (!Concerns(client) || !OrderRequests.IsNew(scene, client, request))
            return true;
        Meet(scene);
        return false;
    }
}

/// <summary>The next cancels vanish before the gateway sees them.</summary>
internal sealed class LoseCancel : CountedFault
{
    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        if (!Concerns(client) || request is not CancelOrder)
            return true;
        Meet(scene);
        return false;
    }
}

/// <summary>The next orders are accepted and their answers are not told, until somebody asks for the orders.</summary>
internal sealed class LoseOrderAck : CountedFault
{
    private readonly MutedOrders _muted = new();
    private int _met;

    /// <summary>Whether openOrder is lost.</summary>
    public bool LosesOpenOrder { get; init; }

    /// <summary>Whether orderStatus is lost.</summary>
    public bool LosesStatus { get; init; }

    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        _muted.OnRequest(client, request);
        if (Concerns(client) && _met < Count && OrderRequests.IsNew(scene, client, request))
        {
            _met++;
            _muted.Add(client, ((PlaceOrder)request).OrderId);
        }

        if (_met == Count && _muted.IsEmpty)
            scene.Finish(this);
        return true;
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message) => message switch
    {
        OpenOrder o when LosesOpenOrder && _muted.Has(client, o.OrderId) => null,
        OrderStatus s when LosesStatus && _muted.Has(client, s.OrderId) => null,
        _ => message,
    };
}

/// <summary>The next cancels are carried out and not told, until somebody asks for the orders.</summary>
internal sealed class LoseCancelAck : CountedFault
{
    private readonly MutedOrders _muted = new();
    private int _met;

    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        _muted.OnRequest(client, request);
        if (Concerns(client) && _met < Count && request is CancelOrder cancel)
        {
            _met++;
            _muted.Add(client, cancel.OrderId);
        }

        if (_met == Count && _muted.IsEmpty)
            scene.Finish(this);
        return true;
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message) => message switch
    {
        OrderStatus { Status: OrderStatusKind.Cancelled or OrderStatusKind.ApiCancelled } s when _muted.Has(client, s.OrderId) => null,
        ErrorMessage { ErrorCode: 202 } e when _muted.Has(client, e.ReqId) => null,
        _ => message,
    };
}

/// <summary>The next new orders, or changes of orders, are refused; an order whose change is refused works on as it was.</summary>
internal sealed class RejectOrder : CountedFault
{
    /// <summary>Error code.</summary>
    public int Code { get; init; }

    /// <summary>Text.</summary>
    public string Text { get; init; } = "";

    /// <summary>Whether changes are refused, instead of new orders.</summary>
    public bool IsModify { get; init; }

    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        if (!Concerns(client) || !(IsModify ? OrderRequests.IsChange(scene, client, request) : OrderRequests.IsNew(scene, client, request)))
            return true;
        client.SendError(((PlaceOrder)request).OrderId, Code, Text);
        Meet(scene);
        return false;
    }
}

/// <summary>The next new orders are answered with 103 and nothing else, whether they were accepted or not.</summary>
internal sealed class DuplicateOrderId : CountedFault
{
    private readonly MutedOrders _muted = new();
    private int _met;

    /// <summary>Whether the orders were accepted all the same.</summary>
    public bool IsAccepted { get; init; }

    /// <inheritdoc/>
    public override bool OnRequest(IFaultScene scene, ClientSession client, IRequest request)
    {
        _muted.OnRequest(client, request);
        bool isMet = Concerns(client) && _met < Count && OrderRequests.IsNew(scene, client, request);
        if (isMet)
        {
            _met++;
            int orderId = ((PlaceOrder)request).OrderId;
            client.SendError(orderId, 103, "Duplicate order id");
            if (IsAccepted)
                _muted.Add(client, orderId);
        }

        if (_met == Count && _muted.IsEmpty)
            scene.Finish(this);
        return !isMet || IsAccepted;
    }

    /// <inheritdoc/>
    public override IResponse? OnResponse(IFaultScene scene, ClientSession client, IResponse message) => message switch
    {
        OpenOrder o when _muted.Has(client, o.OrderId) => null,
        OrderStatus s when _muted.Has(client, s.OrderId) => null,
        _ => message,
    };
}

/// <summary>The last working order is told once more under another order id, with the same permId.</summary>
internal sealed class DuplicatePermId : Fault
{
    private const int IdsAway = 1_000;

    /// <inheritdoc/>
    public override void Start(IFaultScene scene)
    {
        SimOrder order = scene.Book.Working is [.., var last] ? last : throw new SimulatorException("There is no working order to tell twice; place one first.");
        foreach (ClientSession client in scene.Clients.Where(c => c.ClientId == order.ClientId))
        {
            OpenOrder told = OrderReporter.OpenOrderOf(order);
            int twin = order.OrderId + IdsAway;
            client.SendUnfiltered(told with { OrderId = twin, Order = told.Order with { OrderId = twin } });
            client.SendUnfiltered(OrderReporter.StatusOf(order) with { OrderId = twin });
        }
    }
}

/// <summary>The next valid order id goes back, as some restarts of the real gateway do.</summary>
internal sealed class RollBackNextValidId(int? to, int? by) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => scene.Book.RollBackOrderIds(Client, to, by ?? 1);
}

/// <summary>An order entered in TWS by hand.</summary>
internal sealed class ManualOrder(string symbol, string action, decimal quantity, decimal? limit) : Fault
{
    /// <inheritdoc/>
    public override void Start(IFaultScene scene) => scene.Book.Manual.Place(scene.Find(symbol), action, quantity, (double?)limit, scene.NowMs);
}

/// <summary>What orders want, seen from outside the book.</summary>
internal static class OrderRequests
{
    /// <summary>A new order that is not only a preview.</summary>
    public static bool IsNew(IFaultScene scene, ClientSession client, IRequest request)
        => request is PlaceOrder { Order.WhatIf: false } place && scene.Book.Find(client.ClientId, place.OrderId) is not { IsWorking: true };

    /// <summary>The change of a working order.</summary>
    public static bool IsChange(IFaultScene scene, ClientSession client, IRequest request)
        => request is PlaceOrder { Order.WhatIf: false } place && scene.Book.Find(client.ClientId, place.OrderId) is { IsWorking: true };
}

/// <summary>Orders whose news are not told until the client asks for its orders.</summary>
internal sealed class MutedOrders
{
    private readonly HashSet<(ClientSession Client, int OrderId)> _orders = [];

    /// <summary>Whether none is left.</summary>
    public bool IsEmpty => _orders.Count == 0;

    /// <summary>Mutes an order.</summary>
    public void Add(ClientSession client, int orderId) => _orders.Add((client, orderId));

    /// <summary>Whether an order is muted.</summary>
    public bool Has(ClientSession client, int orderId) => _orders.Contains((client, orderId));

    /// <summary>Whoever asks for orders is told everything.</summary>
    public void OnRequest(ClientSession client, IRequest request)
    {
        if (request is ReqOpenOrders or ReqAllOpenOrders or ReqCompletedOrders)
            _orders.RemoveWhere(o => o.Client == client);
    }
}
