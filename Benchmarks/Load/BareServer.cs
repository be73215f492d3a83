using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using MessagePack;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Benchmarks.Load;

/// <summary>What the framework does alone, as a process of its own: a hub that sends as many bytes as often, and endpoints that answer as much, with nothing behind them.</summary>
internal static class BareServer
{
    /// <summary>The key that <c>/guarded/quotes</c> asks for.</summary>
    public const string Key = "tb_000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    /// <summary>Serves until it is ended. Writes where it listens.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        BareHub.Payload = new byte[args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 6_000];
        string answer = $"[\"{new string('x', BareHub.Payload.Length)}\"]";
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSignalR().AddMessagePackProtocol();
        await using WebApplication app = builder.Build();
        app.MapHub<BareHub>("/hubs/stream");
        app.MapGet("/api/v1/quotes", () => Results.Text(answer, "application/json"));
        Guarded(app).MapGet("", () => Results.Text(answer, "application/json"));
        app.MapPost("/api/v1/orders", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body);
            string body = await reader.ReadToEndAsync();
            return Results.Text(body, "application/json", statusCode: StatusCodes.Status201Created);
        });
        await app.StartAsync();
        Console.WriteLine(app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }

    /// <summary>The least that an open server must do for a request: compare a key by its hash, and count the requests of its holder.</summary>
    private static RouteGroupBuilder Guarded(WebApplication app)
    {
        byte[] hash = SHA256.HashData(Encoding.ASCII.GetBytes(Key));
        PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(key => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = 100_000_000,
            TokensPerPeriod = 1_000_000,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            AutoReplenishment = true,
        }));
        RouteGroupBuilder group = app.MapGroup("/guarded/quotes");
        group.AddEndpointFilter(async (context, next) =>
        {
            string key = context.HttpContext.Request.Headers["X-Api-Key"].ToString();
            if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.ASCII.GetBytes(key)), hash)) return Results.Unauthorized();
            using RateLimitLease lease = limiter.AttemptAcquire(key);
            return lease.IsAcquired ? await next(context) : Results.StatusCode(StatusCodes.Status429TooManyRequests);
        });
        return group;
    }
}

/// <summary>An item of the bare hub.</summary>
[MessagePackObject]
public sealed class BareItem
{
    /// <summary>When it was made.</summary>
    [Key("sentTime")]
    public long SentTime { get; set; }

    /// <summary>Bytes.</summary>
    [Key("items")]
    public byte[] Items { get; set; } = [];
}

/// <summary>The bare hub.</summary>
public sealed class BareHub : Hub
{
    /// <summary>What it sends.</summary>
    public static byte[] Payload { get; set; } = [];

    /// <summary>An item ten times a second.</summary>
    public async IAsyncEnumerable<BareItem> Quotes(string[] symbols, [EnumeratorCancellation] CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (await beat.WaitForNextTickAsync(stop)) yield return new BareItem { SentTime = LoadClock.Microseconds(), Items = Payload };
    }
}

/// <summary>The clock that server and clients share, on one machine.</summary>
internal static class LoadClock
{
    /// <summary>Microseconds since 1970.</summary>
    public static long Microseconds() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
