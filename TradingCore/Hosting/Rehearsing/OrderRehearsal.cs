using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>
/// Sends orders the whole way from the command to the bytes of the wire, to an engine that nobody else knows and whose orders go nowhere. For one caller at a time.
/// </summary>
internal sealed class OrderRehearsal(TimeProvider clock) : IAsyncDisposable
{
    private static readonly CommandContext Who = new("user", "rehearsal");

    private readonly RehearsalEngine _engine = new(clock);
    private int _number;

    /// <summary>Orders that went the whole way.</summary>
    public int Orders => _engine.Orders;

    /// <summary>The end of the order before, a new quote, and an order that answers it.</summary>
    /// <returns>What Risk said; it allows all of them.</returns>
    public Task<SubmitResult> OnceAsync()
    {
        _engine.Next();
        _number++;
        var spec = new OrderSpec
        {
            Ticker = RehearsalEngine.Ticker,
            Side = OrderSide.Buy,
            // No two within the window for repeated orders are the same.
            Quantity = 1m + (_number % 50),
            Type = OrderType.Limit,
            LimitPrice = RehearsalEngine.LimitPrice,
            Tif = TimeInForce.Ioc,
        };
        return _engine.Commands.SubmitAsync(spec, Who);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _engine.DisposeAsync();
}
