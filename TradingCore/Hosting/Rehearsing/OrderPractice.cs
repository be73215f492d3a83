using TradingCore.Domain;
using TradingCore.Engine.Ports;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>Writes orders the way of the journal and of the wire up to the bytes, which nobody keeps or sends.</summary>
internal sealed class OrderPractice(TimeProvider clock) : IOrderRehearsal, IAsyncDisposable
{
    private readonly RehearsalPorts _ports = new(clock);
    private Order? _refused;

    /// <summary>Orders that would have left.</summary>
    public int Orders => _ports.Orders;

    /// <summary>What the session wants to tell the engine, which never hears of it.</summary>
    public int Waiting => _ports.Waiting;

    /// <inheritdoc/>
    public void Write(Order order)
    {
        // A refusal waits for somebody to take it away, so there must not be one every time.
        if (ReferenceEquals(order, _refused)) return;
        _ports.Append([new OrderWritten(order)]);
        int before = _ports.Orders;
        _ports.PlaceOrder(order);
        if (_ports.Orders == before) _refused = order;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _ports.DisposeAsync();
}
