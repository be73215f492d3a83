using Microsoft.Extensions.Logging.Abstractions;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Load;

/// <summary>Many clients at a steady rate of quotes, over real sockets and in real time; the benchmarks do the same with a hundred for half an hour.</summary>
public sealed class QuoteLoadTests
{
    private const int Clients = 20;
    private const int Rate = 10;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    private static readonly string[] Symbols =
        ["SPY", "QQQ", "IWM", "DIA", "XLF", "XLE", "TLT", "GLD", "AAPL", "MSFT", "NVDA", "AMZN", "GOOGL", "META", "TSLA", "AMD", "INTC", "NFLX", "JPM", "BAC"];

    [Fact]
    public async Task Twenty_clients_with_twenty_quotes_each_lose_no_change()
    {
        CancellationToken cancelled = TestContext.Current.CancellationToken;
        await using SimulatedGateway gateway = await SimulatedGateway.StartAsync(new SimulatorOptions { QuotesPerSecond = Rate }, TimeProvider.System, NullLoggerFactory.Instance, cancelled);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        List<LoadClient> clients = [];
        for (int i = 0; i < Clients; i++) clients.Add(await LoadClient.ConnectAsync(gateway.EndPoint, i + 1, Symbols, cancelled));

        over.CancelAfter(Duration);
        await Task.WhenAll(clients.Select(c => c.ReadAsync(over.Token)));

        Assert.All(clients, c =>
        {
            Assert.Empty(c.Counter.Errors);
            Assert.Equal(0, c.Counter.Lost);
            // Far below the rate: how many come in ten seconds depends on the machine, that none is stepped over does not.
            Assert.True(c.Counter.FewestChanges > Rate, $"A quote changed only {c.Counter.FewestChanges} times.");
            c.Dispose();
        });
    }
}
