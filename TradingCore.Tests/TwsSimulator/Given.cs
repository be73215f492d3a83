using Microsoft.Extensions.Time.Testing;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

/// <summary>Gateways and orders with only the fields a test is about.</summary>
internal static class Given
{
    /// <summary>A busy moment: Tuesday 2025-06-10, 11:00 in New York.</summary>
    public static readonly DateTimeOffset Morning = new(2025, 6, 10, 15, 0, 0, TimeSpan.Zero);

    public static FakeTimeProvider Clock() => new(Morning);

    public static Task<SimulatedGateway> GatewayAsync(TimeProvider clock, Func<SimulatorOptions, SimulatorOptions>? change = null)
    {
        var options = new SimulatorOptions { Symbols = ["SPY", "AAPL", "ES", "EUR.USD", "BTC", "SPX"], OrderLatency = TimeSpan.Zero };
        return SimulatedGateway.StartAsync(change is null ? options : change(options), clock, null, TestContext.Current.CancellationToken);
    }

    public static Order Market(string action, decimal quantity) => new() { Action = action, TotalQuantity = quantity, OrderType = "MKT", Tif = "DAY" };

    public static Order Limit(string action, decimal quantity, double price) => new() { Action = action, TotalQuantity = quantity, OrderType = "LMT", LmtPrice = price, Tif = "GTC" };
}
