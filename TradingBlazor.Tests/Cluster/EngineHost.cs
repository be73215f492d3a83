using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Hosting;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;

namespace TradingBlazor.Tests.Cluster;

/// <summary>An engine with a simulated gateway in this process, which tells a real Redis what it knows.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private static readonly CommandContext Who = new("api", "api key");

    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _app;

    private EngineHost(string redis)
    {
        string key = Path.Combine(_folder.Path, "command-key");
        File.WriteAllText(key, Mirrored.Secret);
        _app = DeskApplication.Build(
            ["--urls=http://127.0.0.1:0", $"--Persistence:Folder={Path.Combine(_folder.Path, "data")}", "--Role=engine", "--MarketData:Watchlist:0=SPY", "--Bars:BackfillOnSubscribe=false", "--Trading:UnknownAfter=00:00:30", "--Trading:Rehearse=false",
            $"--Redis:ConnectionString={redis}", $"--Redis:CommandKeyFile={key}", "--Redis:LeaseTime=00:00:02"], _ => { });
    }

    /// <summary>What it shows.</summary>
    public ITradingView View => _app.Services.GetRequiredService<TradingEngine>().View;

    /// <summary>Its own door.</summary>
    public ITradingCommands Commands => _app.Services.GetRequiredService<TradingEngine>().Commands;

    /// <summary>Starts it and waits until it trades.</summary>
    /// <param name="redis">How to connect to Redis.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<EngineHost> StartAsync(string redis, CancellationToken stop)
    {
        var host = new EngineHost(redis);
        await DeskApplication.StartAsync(host._app);
        await Until.TrueAsync("the engine to trade", () => Task.FromResult(host.View.Session.IsTradingEnabled && host.View.FindQuote("SPY") is { Bid: not null, Ask: not null }), stop);
        return host;
    }

    /// <summary>Sends an order that rests far from the market, and waits until it is accepted.</summary>
    /// <param name="door">The engine's, or that of a web process.</param>
    /// <param name="price">Another one for every order: the same order again would be denied as a repeated one.</param>
    /// <param name="stop">Ends the wait.</param>
    public static async Task<string> RestAsync(ITradingCommands door, decimal price, CancellationToken stop)
    {
        var spec = new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = price };
        SubmitResult result = null!;
        // A machine that is late with its prices, or with the renewal of its lease, is told to wait.
        await Until.TrueAsync("an order to be accepted", async () => (result = await door.SubmitAsync(spec, Who, stop)).Outcome != SubmitOutcome.Denied || result.Verdict.Failures.All(f => f.Code is not ("R01" or "R02" or "R16")), stop);
        Assert.True(result.Outcome == SubmitOutcome.Accepted, result.Message);
        return result.Order!.OrderRef.Value;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _folder.Dispose();
    }
}
