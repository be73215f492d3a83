using System.Text.Json;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Api;

public sealed class StatusApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_process_is_healthy_whatever_the_gateway_does()
    {
        host.View.Session = new SessionStatus { State = SessionState.WaitingToReconnect };

        (int status, _, _) = await host.SendAsync(HttpMethod.Get, "/health");

        Assert.Equal(200, status);
    }

    [Fact]
    public async Task Without_a_gateway_it_is_not_ready_and_says_what_it_waits_for()
    {
        host.View.Session = new SessionStatus { State = SessionState.WaitingToReconnect, Cause = "Connection refused.", NextStep = "next attempt in 2 s" };
        host.View.Watchlist = [Given.SpyWatched];
        host.View.Quotes = [Given.Quote(TimeSpan.FromMinutes(1))];

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/ready");

        JsonElement dependencies = body.GetProperty("dependencies");
        Assert.Equal((503, false), (status, body.GetProperty("ready").GetBoolean()));
        Assert.Equal("waitingToReconnect: Connection refused; next attempt in 2 s", dependencies.GetProperty("tws").GetProperty("reason").GetString());
        Assert.Contains("none of 1 contracts", dependencies.GetProperty("marketData").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("not open yet", dependencies.GetProperty("persistence").GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("not configured", dependencies.GetProperty("redis").GetProperty("reason").GetString());
    }

    [Fact]
    public async Task The_status_tells_mode_session_and_why_trading_is_off()
    {
        host.View.Session = new SessionStatus
        {
            Mode = TradingMode.Paper,
            State = SessionState.Reconciling,
            LastMessageTime = ApiHost.Now.AddMilliseconds(-1500),
            TradingDisabledReason = "Not verified yet.",
        };

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/status");

        Assert.Equal(("paper", "reconciling", 1500L), (body.GetProperty("mode").GetString(), body.GetProperty("session").GetProperty("state").GetString(), body.GetProperty("session").GetProperty("lastMessageAgeMs").GetInt64()));
        Assert.Equal("Not verified yet.", body.GetProperty("tradingDisabledReason").GetString());
    }

    [Fact]
    public async Task The_status_tells_what_a_person_should_do_and_what_is_missing_before_the_open()
    {
        host.View.Session = new SessionStatus
        {
            State = SessionState.ReadOnly,
            IsBrokerConnected = true,
            ClientId = 1,
            AlternateClientId = 500_001,
            DownSince = null,
            NeedsPerson = true,
            LoginHelpUrl = "http://localhost:6080",
            PlannedLoginTime = ApiHost.Now.AddDays(1),
            Probe = new GatewayProbe(ApiHost.Now, TimeSpan.FromMilliseconds(1.5), TimeSpan.FromMilliseconds(2.25), 0),
            Readiness = new ReadinessReport(ReadinessState.Blocked, "SPY", ApiHost.Now.AddMinutes(5), false, [new ReadinessItem("clientId", false, "Client id 1 is in use by another connection")]),
        };

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/status");

        JsonElement session = body.GetProperty("session"), readiness = body.GetProperty("readiness"), item = readiness.GetProperty("items")[0];
        Assert.Equal(("readOnly", 1, 500_001), (session.GetProperty("state").GetString(), session.GetProperty("clientId").GetInt32(), session.GetProperty("alternateClientId").GetInt32()));
        Assert.Equal((true, "http://localhost:6080", false), (session.GetProperty("needsPerson").GetBoolean(), session.GetProperty("loginHelpUrl").GetString(), session.GetProperty("isLoginOverdue").GetBoolean()));
        Assert.Equal((1.5, 2.25), (session.GetProperty("probe").GetProperty("roundTripMs").GetDouble(), session.GetProperty("probe").GetProperty("smoothedMs").GetDouble()));
        Assert.Equal(("blocked", "SPY"), (readiness.GetProperty("state").GetString(), readiness.GetProperty("symbol").GetString()));
        Assert.Equal(("clientId", false), (item.GetProperty("name").GetString(), item.GetProperty("ready").GetBoolean()));
    }

    [Fact]
    public async Task The_risk_limits_are_told_by_name()
    {
        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/risk/limits");

        Assert.Equal("1000", body.GetProperty("orderQuantityMax").GetRawText());
    }

    [Theory]
    [InlineData("GET", "/api/v1/nothing", 404, "notFound")]
    [InlineData("PATCH", "/api/v1/orders", 405, "methodNotAllowed")]
    public async Task What_is_not_there_is_a_problem_with_a_code_too(string method, string path, int expected, string code)
    {
        (int status, JsonElement body, _) = await host.SendAsync(new HttpMethod(method), path);

        Assert.Equal((expected, code), (status, body.GetProperty("code").GetString()));
        Assert.NotEmpty(body.GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task The_document_names_every_path_its_fields_and_the_key()
    {
        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/openapi/v1.json");

        string[] paths = [.. body.GetProperty("paths").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)];
        Assert.Equal(
            [
                "/.well-known/jwks.json", "/api/v1/accounts", "/api/v1/accounts/groups", "/api/v1/adjustments", "/api/v1/alert-channels", "/api/v1/alert-channels/{name}", "/api/v1/alert-channels/{name}/test", "/api/v1/alert-rules", "/api/v1/alert-rules/{id}", "/api/v1/alerts", "/api/v1/alerts/heartbeats",
                "/api/v1/alerts/heartbeats/{name}", "/api/v1/alerts/{id}", "/api/v1/alerts/{id}/acknowledge", "/api/v1/alerts/{id}/snooze", "/api/v1/approvals", "/api/v1/approvals/{id}", "/api/v1/approvals/{id}/approve", "/api/v1/approvals/{id}/reject", "/api/v1/approvals/{id}/withdraw", "/api/v1/audit/verify", "/api/v1/bars/{symbol}", "/api/v1/bars/{symbol}/revisions", "/api/v1/executions", "/api/v1/executions/statement", "/api/v1/history/executions", "/api/v1/history/orders", "/api/v1/instruments", "/api/v1/orders", "/api/v1/orders/preview", "/api/v1/orders/{id}", "/api/v1/outages", "/api/v1/outages/{number}", "/api/v1/pnl",
                "/api/v1/positions", "/api/v1/positions/{symbol}/close", "/api/v1/positions/{symbol}/reverse", "/api/v1/quotes", "/api/v1/quotes/{symbol}", "/api/v1/risk", "/api/v1/risk/cash-flows", "/api/v1/risk/kill-switch", "/api/v1/risk/kill-switch/rearm", "/api/v1/risk/latches/{id}/rearm", "/api/v1/risk/limits", "/api/v1/risk/limits/history", "/api/v1/risk/strategies/{name}/heartbeat", "/api/v1/session", "/api/v1/status", "/api/v1/system", "/api/v1/system/log-level", "/api/v1/system/log-levels", "/api/v1/tie-out", "/api/v1/tie-out/accept",
                "/api/v1/token", "/api/v1/users", "/api/v1/watchlist", "/api/v1/watchlist/{symbol}", "/health", "/ready",
            ],
            paths);
        Assert.Equal("X-Api-Key", body.GetProperty("components").GetProperty("securitySchemes").GetProperty("ApiKey").GetProperty("name").GetString());
        JsonElement symbol = body.GetProperty("components").GetProperty("schemas").GetProperty("OrderRequest").GetProperty("properties").GetProperty("symbol");
        Assert.Contains("Name of the contract", symbol.GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_to_browse_the_document_is_there()
    {
        using HttpResponseMessage response = await host.Http.GetAsync("/scalar", ApiHost.Stop);

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("https://", await response.Content.ReadAsStringAsync(ApiHost.Stop), StringComparison.Ordinal);
    }
}
