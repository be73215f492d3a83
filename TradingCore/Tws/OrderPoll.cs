using TradingCore.Engine.Events;
using TwsProtocol.Messages.Requests;

namespace TradingCore.Tws;

/// <summary>
/// Asks for the orders of all clients and of TWS itself again and again, because the gateway tells of them only when asked. One question is
/// under way at a time, none while a comparison asks the same. Used under the gateway's lock.
/// </summary>
internal sealed class OrderPoll(SessionContext context, Reconciliation reconciliation)
{
    private DateTimeOffset? _asked;
    private DateTimeOffset _next;

    /// <summary>Asks when it is time.</summary>
    public void Tick(DateTimeOffset now)
    {
        TimeSpan interval = context.Options.OrderPollInterval;
        if (interval <= TimeSpan.Zero || !context.IsReady || now < _next || reconciliation.AsksForOpenOrders) return;
        // An answer that does not come is given up; its end would be taken for that of a later question, which says the same.
        if (_asked is { } asked && now - asked < context.Options.RequestTimeout) return;
        if (!context.Send(new ReqAllOpenOrders(), SendPriority.Order)) return;
        _asked = now;
        _next = now + interval;
    }

    /// <summary>The list ended; false when it was not asked for here.</summary>
    public bool OnEnd()
    {
        if (_asked is not { } asked) return false;
        _asked = null;
        context.Post(new OpenOrdersPolled(asked) { Time = context.Now });
        return true;
    }

    /// <summary>The connection ended: the answer will not come.</summary>
    public void OnClosed() => _asked = null;
}
