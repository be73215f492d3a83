using TradingBlazor.Security;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Api;

/// <summary>The REST interface. Every command goes through the engine's one door; everything that is read comes from its snapshots.</summary>
internal static class TradingApi
{
    /// <summary>Path under which everything versioned lies.</summary>
    public const string Root = "/api/v1";

    /// <summary>Maps every endpoint.</summary>
    public static void MapTradingApi(this IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder api = WholeAnswer.AddTo(routes.MapGroup(Root).AddEndpointFilter<FormFilter>());
        api.CloseUndecided();
        StatusEndpoints.Map(api.MapGroup("").WithTags("Status"));
        SystemEndpoints.Map(api.MapGroup("").WithTags("Status"));
        LogLevelEndpoints.Map(api.MapGroup("").WithTags("Status"));
        OutageEndpoints.Map(api.MapGroup("").WithTags("Status"));
        WatchlistEndpoints.Map(api.MapGroup("/watchlist").WithTags("Market data"));
        MarketDataEndpoints.Map(api.MapGroup("").WithTags("Market data"));
        InstrumentEndpoints.Map(api.MapGroup("").WithTags("Market data"));
        OrderEndpoints.Map(api.MapGroup("/orders").AddEndpointFilter<BegunFilter>().WithTags("Orders"));
        RiskEndpoints.Map(api.MapGroup("/risk").AddEndpointFilter<BegunFilter>().WithTags("Risk"));
        PositionEndpoints.Map(api.MapGroup("").AddEndpointFilter<BegunFilter>().WithTags("Positions"));
        KillSwitchEndpoints.Map(api.MapGroup("").AddEndpointFilter<BegunFilter>().WithTags("Risk"));
        TieOutEndpoints.Map(api.MapGroup("").AddEndpointFilter<BegunFilter>().WithTags("Positions"));
        StatementEndpoints.Map(api.MapGroup("").WithTags("Positions"));
        HistoryEndpoints.Map(api.MapGroup("/history").WithTags("History"));
        SessionEndpoints.Map(api.MapGroup("").WithTags("Session"));
        UserEndpoints.Map(api.MapGroup("/users").WithTags("Users"));
        ApprovalEndpoints.Map(api.MapGroup("/approvals").WithTags("Orders"));
        AlertEndpoints.Map(api.MapGroup("").WithTags("Alerts"));
        AuditEndpoints.Map(api.MapGroup("/audit").WithTags("Audit"));
        Security.Tokens.TokenEndpoints.Map(api.MapGroup("").WithTags("Session"), routes);
        HealthEndpoints.Map(routes.MapGroup("").WithTags("Health").AllowAnonymous());
    }
}
