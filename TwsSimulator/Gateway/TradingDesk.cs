using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator.Market;
using TwsSimulator.Matching;

namespace TwsSimulator.Gateway;

/// <summary>Carries out requests about orders and executions. Changed by the gateway's loop only.</summary>
/// <param name="book">The orders.</param>
/// <param name="contracts">Finds what is traded.</param>
/// <param name="feed">The market's time.</param>
/// <param name="calendar">Trading days.</param>
/// <param name="placed">Told when an order is on its way.</param>
internal sealed class TradingDesk(OrderBook book, ContractDesk contracts, MarketFeed feed, TradingCalendar calendar, Action placed)
{
    private const int DefaultClient = 0;

    /// <summary>Carries out a request about orders; false when it is about something else.</summary>
    public bool TryHandle(ClientSession client, IRequest request)
    {
        switch (request)
        {
            case PlaceOrder place: Place(client, place); break;
            case CancelOrder cancel: book.Cancel(client.ClientId, cancel.OrderId, feed.NowMs); break;
            case ReqGlobalCancel: book.CancelAll(feed.NowMs); break;
            case ReqIds: client.Send(new NextValidId(book.NextOrderId(client.ClientId))); break;
            // The default client gets the orders of TWS with them, bound to it.
            case ReqOpenOrders when client.ClientId == DefaultClient: book.Manual.BindWorking(); SendOpenOrders(client, book.Working.Where(o => o.ClientId == client.ClientId)); break;
            case ReqOpenOrders: SendOpenOrders(client, book.Working.Where(o => o.ClientId == client.ClientId)); break;
            case ReqAllOpenOrders: SendOpenOrders(client, book.Working); break;
            case ReqAutoOpenOrders when client.ClientId != DefaultClient: client.SendError(-1, 327, "Only the default client (i.e 0) can auto bind orders."); break;
            case ReqAutoOpenOrders bind: book.Manual.Bind(bind.AutoBind); break;
            case ReqCompletedOrders completed: SendCompleted(client, completed); break;
            case ReqExecutions executions: SendExecutions(client, executions); break;
            case ExerciseOptions exercise: Exercise(client, exercise); break;
            default: return false;
        }

        return true;
    }

    /// <summary>Tells a client that has just started its open orders.</summary>
    public void Greet(ClientSession client)
    {
        client.Send(new NextValidId(book.NextOrderId(client.ClientId)));
        foreach (SimOrder order in book.Working.Where(o => o.ClientId == client.ClientId))
            Send(client, order);
    }

    private void Place(ClientSession client, PlaceOrder place)
    {
        if (contracts.Resolve(client, place.OrderId, place.Contract) is not { } instrument)
            return;
        book.Place(client.ClientId, place, instrument, feed.NowMs);
        placed();
    }

    private void Exercise(ClientSession client, ExerciseOptions request)
    {
        if (contracts.Resolve(client, request.ReqId, request.Contract) is { } option)
            book.Manual.Exercise(client.ClientId, request.ReqId, option, request.ExerciseAction == 1, request.ExerciseQuantity, request.Account, request.Override == 1, feed.NowMs);
    }

    private void SendCompleted(ClientSession client, ReqCompletedOrders request)
    {
        foreach (SimOrder order in book.All.Where(o => !o.IsWorking && !(request.ApiOnly && o.IsManual)).OrderBy(o => o.PermId))
            client.Send(OrderReporter.CompletedOf(order));
        client.Send(new CompletedOrdersEnd());
    }

    private void SendExecutions(ClientSession client, ReqExecutions request)
    {
        if (WireTime.LacksZone(request.Filter.Time))
            client.SendError(request.ReqId, WireTime.ZoneMissingCode, WireTime.ZoneMissingText);
        var filter = new ExecutionSelection(request.Filter, calendar, feed.NowMs / 1000);
        foreach (SimExecution execution in book.Executions.Where(filter.Takes))
        {
            client.Send(OrderReporter.DetailsOf(execution, request.ReqId));
            client.Send(OrderReporter.CommissionOf(execution));
        }

        client.Send(new ExecDetailsEnd(request.ReqId));
    }

    private static void SendOpenOrders(ClientSession client, IEnumerable<SimOrder> orders)
    {
        foreach (SimOrder order in orders)
            Send(client, order);
        client.Send(new OpenOrderEnd());
    }

    private static void Send(ClientSession client, SimOrder order)
    {
        client.Send(OrderReporter.OpenOrderOf(order));
        client.Send(OrderReporter.StatusOf(order));
    }
}
