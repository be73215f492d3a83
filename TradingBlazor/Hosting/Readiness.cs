using System.Globalization;
using TradingBlazor.Api.Model;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.MarketData;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Hosting;

/// <summary>Says whether everything that trading needs works, and what does not.</summary>
internal interface IReadiness
{
    /// <summary>The judgement now.</summary>
    ReadinessDto Read();
}

/// <inheritdoc cref="IReadiness"/>
internal sealed class Readiness(ITradingView view, PersistenceStatus persistence, MarketDataOptions options, TradingSettings settings, TimeProvider clock, IServiceProvider services) : IReadiness
{
    /// <inheritdoc/>
    public ReadinessDto Read()
    {
        bool isWeb = settings.Role == ProcessRole.Web;
        var dependencies = new Dictionary<string, DependencyDto>
        {
            ["tws"] = view.HasBegun || isWeb ? Tws(view.Session) : new DependencyDto(false, "the engine is starting: it reads back its state before it connects"),
            ["marketData"] = view.HasBegun ? MarketData(clock.GetUtcNow()) : new DependencyDto(false, isWeb ? "the engine has told nothing yet" : "the engine is starting: it reads back its state before it subscribes"),
            ["persistence"] = persistence.Failure is { Length: > 0 } failure ? new DependencyDto(false, failure) : new DependencyDto(true, "journal and history can be written"),
            ["redis"] = Redis(services.GetService<RedisStore>()),
        };
        if (services.GetService<EngineLease>() is { } lease) dependencies["lease"] = Lease(lease);
        // An engine trades without Redis, so it must still be reached; a web process without it has nothing fresh to show.
        return new ReadinessDto(dependencies.All(d => d.Value.Ready || d.Key == "redis" && !isWeb), dependencies);
    }

    private static DependencyDto Redis(RedisStore? store) =>
        store is null ? new DependencyDto(true, "not configured")
        : store.Failure is { Length: > 0 } failure ? new DependencyDto(false, $"Redis is away: {failure}")
        : new DependencyDto(true, "Redis answers");

    private static DependencyDto Lease(EngineLease lease) =>
        lease.Problem is { Length: > 0 } problem ? new DependencyDto(false, problem)
        : lease.IsHeld ? new DependencyDto(true, string.Create(CultureInfo.InvariantCulture, $"held, fencing token {lease.Token}"))
        : new DependencyDto(true, "not held: Redis is away, and this engine trades on by Redis:Lease=Single");

    private static DependencyDto Tws(SessionStatus s)
    {
        if (s is { State: SessionState.Ready or SessionState.Reconciling or SessionState.ReadOnly, IsBrokerConnected: false }) return new DependencyDto(false, "the gateway is there, the broker behind it is away");
        string cause = s.NextStep.Length > 0 ? $"{s.Cause.TrimEnd('.')}; {s.NextStep}" : s.Cause;
        return s.State == SessionState.Ready
            ? new DependencyDto(true, $"connected to {s.Host}:{s.Port}, verified")
            : new DependencyDto(false, $"{Api.Terms.Name(s.State)}: {cause}");
    }

    private DependencyDto MarketData(DateTimeOffset now)
    {
        int subscribed = view.Watchlist.Count;
        if (subscribed == 0) return new DependencyDto(true, "the watchlist is empty");
        // One fresh quote proves the path; a single contract without trades at night does not make the system unready.
        int fresh = view.Watchlist.Count(w => view.FindQuote(w.Ticker) is { } q && !q.IsStale(now, options.QuoteMaxAge));
        return fresh > 0
            ? new DependencyDto(true, $"{fresh} of {subscribed} contracts have a fresh quote")
            : new DependencyDto(false, $"none of {subscribed} contracts has a quote younger than {options.QuoteMaxAge.TotalSeconds:0.#} s");
    }
}
