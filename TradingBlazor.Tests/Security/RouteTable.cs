using TradingBlazor.Security.Access;

namespace TradingBlazor.Tests.Security;

/// <summary>Who may use which route. A route that is not here fails the tests: somebody must decide first.</summary>
internal static class RouteTable
{
    /// <summary>What a route needs; null when it is open to everybody.</summary>
    public static IReadOnlyDictionary<string, Permission?> Decisions { get; } = new Dictionary<string, Permission?>(StringComparer.Ordinal)
    {
        // Pages
        ["GET /"] = Permission.View,
        ["GET /orders"] = Permission.View,
        ["GET /executions"] = Permission.View,
        ["GET /positions"] = Permission.View,
        ["GET /risk"] = Permission.View,
        ["GET /system"] = Permission.View,
        ["GET /appearance"] = Permission.View,
        ["GET /error"] = null,
        ["GET /not-found"] = null,
        ["GET /account"] = Permission.View,
        ["GET /account/sign-in"] = null,
        ["GET /account/second-factor"] = null,
        ["GET /account/invitation"] = null,
        ["GET /account/refused"] = null,
        ["GET /settings"] = Permission.View,
        ["GET /settings/connection"] = Permission.Administer,
        ["GET /settings/instruments"] = Permission.Administer,
        ["GET /settings/retention"] = Permission.Administer,
        ["GET /settings/backup"] = Permission.Administer,
        ["GET /settings/backup/files/{name}"] = Permission.Administer,
        ["GET /settings/risk"] = Permission.View,
        ["GET /settings/users"] = Permission.Administer,
        ["GET /settings/keys"] = Permission.Administer,
        ["GET /settings/addresses"] = Permission.Administer,
        ["GET /settings/sessions"] = Permission.Administer,
        ["GET /settings/logs"] = Permission.Administer,
        ["GET /alerts"] = Permission.View,
        ["GET /settings/alerts"] = Permission.Administer,
        ["GET /settings/audit"] = Permission.ReadAudit,
        // Files of the page that browses the API; the page itself is not open.
        ["GET /scalar/scalar.js"] = null,
        ["GET /scalar/scalar.aspnetcore.js"] = null,
        ["GET /scalar/favicon.svg"] = null,
        // What pages post to
        ["POST /account/sign-out"] = null,
        ["POST /account/passkeys/request-options"] = null,
        ["POST /account/passkeys/creation-options"] = Permission.View,
        // REST
        ["GET /health"] = null,
        ["GET /ready"] = null,
        ["GET /metrics"] = Permission.View,
        ["GET /api/v1/system/log-levels"] = Permission.Administer,
        ["PUT /api/v1/system/log-level"] = Permission.Administer,
        ["GET /openapi/{documentName}.json"] = Permission.View,
        ["GET /.well-known/jwks.json"] = null,
        ["POST /api/v1/token"] = Permission.View,
        ["GET /hubs/stream"] = Permission.View,
        ["GET /hubs/stream/negotiate"] = Permission.View,
        ["POST /api/v1/orders"] = Permission.Trade,
        ["POST /api/v1/orders/preview"] = Permission.Trade,
        ["PUT /api/v1/orders/{id}"] = Permission.Trade,
        ["DELETE /api/v1/orders/{id}"] = Permission.Cancel,
        ["DELETE /api/v1/orders"] = Permission.Cancel,
        ["POST /api/v1/positions/{symbol}/close"] = Permission.Trade,
        ["POST /api/v1/positions/{symbol}/reverse"] = Permission.Trade,
        ["POST /api/v1/watchlist"] = Permission.Watchlist,
        ["DELETE /api/v1/watchlist/{symbol}"] = Permission.Watchlist,
        ["PUT /api/v1/risk/limits"] = Permission.ManageRisk,
        ["POST /api/v1/risk/latches/{id}/rearm"] = Permission.ManageRisk,
        ["POST /api/v1/risk/cash-flows"] = Permission.ManageRisk,
        ["POST /api/v1/risk/strategies/{name}/heartbeat"] = Permission.Trade,
        ["POST /api/v1/risk/kill-switch"] = Permission.Kill,
        ["POST /api/v1/risk/kill-switch/rearm"] = Permission.ManageRisk,
        ["POST /api/v1/tie-out/accept"] = Permission.ManageRisk,
        ["POST /api/v1/executions/statement"] = Permission.ManageRisk,
        ["POST /api/v1/alerts/{id}/acknowledge"] = Permission.Alert,
        ["POST /api/v1/alerts/{id}/snooze"] = Permission.Alert,
        ["POST /api/v1/alerts/heartbeats/{name}"] = Permission.Alert,
        ["POST /api/v1/alert-rules"] = Permission.Alert,
        ["PUT /api/v1/alert-rules/{id}"] = Permission.Alert,
        ["DELETE /api/v1/alert-rules/{id}"] = Permission.Alert,
        ["GET /api/v1/alert-channels"] = Permission.Administer,
        ["PUT /api/v1/alert-channels/{name}"] = Permission.Administer,
        ["DELETE /api/v1/alert-channels/{name}"] = Permission.Administer,
        ["POST /api/v1/alert-channels/{name}/test"] = Permission.Administer,
        ["GET /api/v1/users"] = Permission.Administer,
        ["POST /api/v1/users"] = Permission.Administer,
        ["POST /api/v1/approvals/{id}/approve"] = Permission.Approve,
        ["POST /api/v1/approvals/{id}/reject"] = Permission.Approve,
        ["POST /api/v1/approvals/{id}/withdraw"] = Permission.Cancel,
        ["GET /api/v1/audit/verify"] = Permission.ReadAudit,
    };

    /// <summary>Reading routes of the API, and what the framework maps for circuits and for browsing the API, need View unless the table says otherwise.</summary>
    public static bool NeedsView(string route) =>
        route.StartsWith("GET /api/v1/", StringComparison.Ordinal) || route.Contains(" /scalar", StringComparison.Ordinal) || route.Contains(" /_blazor", StringComparison.Ordinal) || route.Contains(" /_framework", StringComparison.Ordinal);

    /// <summary>What a route needs.</summary>
    public static bool TryFind(string route, out Permission? needed)
    {
        if (Decisions.TryGetValue(route, out needed)) return true;
        needed = Permission.View;
        return NeedsView(route);
    }
}
