using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingBlazor.Hosting;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Hosting;
using TradingCore.Persistence.History;
using TradingCore.Tests.Shared;
using TradingCore.Tws;

namespace TradingBlazor.Tests.Telemetry;

/// <summary>The whole program in this process, on the simulated market over a real socket, with a strategy at its simplest in front of the engine's inbox: it answers a tick with an order.</summary>
internal sealed class StrategyDesk : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private WebApplication? _app;

    /// <summary>Client with the key.</summary>
    public HttpClient Http { get; } = new() { Timeout = ChildProcess.Patience };

    /// <summary>The strategy.</summary>
    public Strategy Runs => _app!.Services.GetRequiredService<Strategy>();

    public static async Task<StrategyDesk> StartAsync(CancellationToken stop)
    {
        var desk = new StrategyDesk();
        desk._app = DeskApplication.Build(["--urls=http://127.0.0.1:0", $"--Persistence:Folder={desk._folder.Path}", "--MarketData:Watchlist=SPY", "--Trading:Rehearse=false"], services =>
        {
            services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name == "TradingHostedService"));
            services.AddSingleton<Strategy>();
            services.AddHostedService<Runner>();
        });
        await DeskApplication.StartAsync(desk._app);
        desk.Http.BaseAddress = new Uri(desk._app.Urls.Single());
        desk.Http.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(Path.Combine(desk._folder.Path, "api-key"), stop)).Trim());
        return desk;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }
        _folder.Dispose();
    }

    /// <summary>Looks at every tick on the thread that read it from the socket.</summary>
    internal sealed class Strategy(TradingEngine engine) : WatchedInbox(engine.Inbox)
    {
        private static readonly CommandContext Context = new("strategy", "answers-ticks");

        private TaskCompletionSource<SubmitResult>? _wanted;

        /// <summary>Sends one order in answer to the next tick.</summary>
        public async Task<SubmitResult> AnswerNextTickAsync(CancellationToken stop)
        {
            // Risk takes no order of a strategy that does not say that it lives.
            await engine.RiskCommands.BeatAsync("answers-ticks", "1", isDrifting: false, Context, stop);
            var wanted = new TaskCompletionSource<SubmitResult>(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _wanted, wanted);
            return await wanted.Task.WaitAsync(ChildProcess.Patience, stop);
        }

        protected override void Look(in EngineInput input)
        {
            // A gateway tells a new bid before the ask that goes with it: between the two a rising market looks crossed, and Risk takes no market order.
            if (input.Event is not null || input.Tick.Field != TickField.Ask || Interlocked.Exchange(ref _wanted, null) is not { } wanted) return;
            _ = AnswerAsync(wanted);
        }

        private async Task AnswerAsync(TaskCompletionSource<SubmitResult> wanted) =>
            wanted.SetResult(await engine.Commands.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Market, Strategy = "answers-ticks" }, Context));
    }

    /// <summary>What the program's own service does, with the strategy between session and engine.</summary>
    private sealed class Runner(
        IGatewaySource gateways, IEngineStore store, HistoryWriter history, TradingEngine engine, QueueGauges gauges, Strategy strategy, TimeProvider clock, ILoggerFactory loggers) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            TwsOptions tws = await gateways.StartAsync(stoppingToken);
            RecoveredState state = await store.RecoverAsync(stoppingToken);
            await using var gateway = new TwsGateway(tws, clock, loggers);
            engine.Attach(gateway);
            gauges.Attach(gateway);
            using var end = new CancellationTokenSource();
            Task storing = Task.Run(() => history.RunAsync(end.Token), CancellationToken.None);
            Task trading = Task.Run(() => engine.RunAsync(state, end.Token), CancellationToken.None);
            gateway.Start(strategy);
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using (stoppingToken.Register(stopped.SetResult)) await stopped.Task;
            await gateway.StopAsync();
            await end.CancelAsync();
            await Task.WhenAll(trading, storing).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await gateways.DisposeAsync();
        }
    }
}
