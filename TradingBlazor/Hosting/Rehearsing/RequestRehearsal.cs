using System.Globalization;
using System.Security.Claims;
using System.Text;
using TradingBlazor.Security.Access;
using TradingCore.Engine.Commands;
using TradingCore.Hosting.Rehearsing;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Hosting.Rehearsing;

/// <summary>
/// Sends requests with orders and with the kill switch to their endpoints, in front of an engine that nobody else knows: reading of the body, guard and door of the engine are compiled before the first one comes in
/// earnest. Measured without it: the first kill switch of a process spent five of twelve milliseconds there.
/// </summary>
internal sealed class RequestRehearsal(EndpointDataSource endpoints, IServiceScopeFactory scopes, IHostApplicationLifetime lifetime, TimeProvider clock, ILogger<RequestRehearsal> logger) : BackgroundService
{
    // As often as the compiler wants it, with pauses in which it works.
    private const int Rounds = 12;
    private const int RequestsOfRound = 10;
    private static readonly TimeSpan RoundPause = TimeSpan.FromMilliseconds(400);
    private static readonly RiskScope Scope = new(RiskScopeKind.Symbol, RehearsalEngine.Ticker);
    private static readonly CommandContext Who = new("engine", "rehearsal");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await StartedAsync(stoppingToken);
            await RunAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped in the middle.
        }
        catch (Exception e)
        {
            // Nothing depends on it but the speed of the first requests.
            logger.RehearsalFailed(e);
        }
    }

    /// <summary>All rounds.</summary>
    internal async Task RunAsync(CancellationToken stop)
    {
        await using var engine = new RehearsalEngine(clock);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < RequestsOfRound; i++) await OnceAsync(engine, 1 + i);
            await Task.Delay(RoundPause, clock, stop);
        }
    }

    /// <summary>An order and the kill switch.</summary>
    /// <param name="engine">Takes both.</param>
    /// <param name="quantity">Of the order; no two after each other may be the same.</param>
    /// <returns>How the two requests were answered.</returns>
    internal async Task<(int Order, int Kill)> OnceAsync(RehearsalEngine engine, int quantity)
    {
        engine.Next();
        int order = await SendAsync(engine, "SubmitOrder", string.Create(CultureInfo.InvariantCulture, $$"""{"symbol":"{{RehearsalEngine.Ticker}}","side":"BUY","quantity":{{quantity}},"type":"LMT","limitPrice":{{RehearsalEngine.LimitPrice}},"tif":"DAY"}"""));
        int kill = await SendAsync(engine, "EngageKillSwitch", $$"""{"level":"K2","scope":"symbol:{{RehearsalEngine.Ticker}}","reason":"Rehearsal"}""");
        await engine.RiskCommands.RearmKillSwitchAsync(Scope, "Rehearsal", Who);
        return (order, kill);
    }

    private async Task<int> SendAsync(RehearsalEngine engine, string name, string body)
    {
        Endpoint endpoint = endpoints.Endpoints.First(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == name);
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var context = new DefaultHttpContext
        {
            RequestServices = new RehearsalServices(scope.ServiceProvider, engine),
            User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(DeskClaims.Key, DeskClaims.KeyFile)], DeskClaims.KeyScheme)),
        };
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Request.Method = HttpMethods.Post;
        context.Request.ContentType = "application/json";
        context.Request.ContentLength = bytes.Length;
        context.Request.Body = new MemoryStream(bytes);
        context.Response.Body = new MemoryStream();
        context.SetEndpoint(endpoint);
        context.RequestServices.GetRequiredService<Caller>().Set(context);
        await endpoint.RequestDelegate!(context);
        return context.Response.StatusCode;
    }

    private async Task StartedAsync(CancellationToken stop)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStarted.Register(started.SetResult)) await started.Task.WaitAsync(stop);
    }
}
