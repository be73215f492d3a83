using System.Text;
using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Api;

public sealed class RiskApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private const string Limits = "/api/v1/risk/limits";

    [Fact]
    public async Task A_change_of_limits_needs_the_version_that_was_looked_at()
    {
        host.Risk.Current = host.Risk.Current with { Limits = new RiskLimitBook(new RiskOptions()) };
        const string Change = """{"scope":"symbol","name":"SPY","reason":"Earnings","values":{"orderQuantityMax":200,"quoteMaxAge":"00:00:02","selfMatch":true}}""";

        (int without, JsonElement missing, _) = await PutAsync(Change, null);
        (int changed, JsonElement answer, string? tag) = await PutAsync(Change, "\"0\"");
        (int late, JsonElement conflict, _) = await PutAsync(Change, "\"0\"");
        (_, JsonElement body, HttpResponseMessage response) = await host.SendAsync(HttpMethod.Get, Limits);
        (_, JsonElement history, _) = await host.SendAsync(HttpMethod.Get, Limits + "/history");

        Assert.Equal((428, "versionRequired"), (without, missing.GetProperty("code").GetString()));
        Assert.Equal((200, 1, "\"1\""), (changed, answer.GetProperty("version").GetInt32(), tag));
        Assert.Equal((412, "limitsChanged", 1), (late, conflict.GetProperty("code").GetString(), conflict.GetProperty("version").GetInt32()));
        Assert.StartsWith("\"1-", response.Headers.ETag!.Tag, StringComparison.Ordinal);
        Assert.Equal(1, body.GetProperty("version").GetInt32());
        JsonElement scope = Assert.Single(body.GetProperty("scopes").EnumerateArray());
        Assert.Equal(("symbol", "SPY", "200", "00:00:02"), (scope.GetProperty("scope").GetString(), scope.GetProperty("name").GetString(), scope.GetProperty("values").GetProperty("orderQuantityMax").GetRawText(), scope.GetProperty("values").GetProperty("quoteMaxAge").GetString()));
        JsonElement change = Assert.Single(history.EnumerateArray());
        Assert.Equal(("Earnings", "api key", 3), (change.GetProperty("reason").GetString(), change.GetProperty("who").GetString(), change.GetProperty("changes").GetArrayLength()));
    }

    [Fact]
    public async Task Who_has_the_limits_already_is_not_sent_them_again_and_other_start_values_are_other_limits()
    {
        host.Risk.Current = host.Risk.Current with { Limits = new RiskLimitBook(new RiskOptions()) };
        (int first, _, string? tag) = await AskAsync("");
        (int same, _, _) = await AskAsync(tag!);
        (int changed, _, string? next) = await PutAsync("""{"scope":"symbol","name":"SPY","reason":"Earnings","values":{"orderQuantityMax":200}}""", tag);
        (int after, _, _) = await AskAsync(tag!);
        // The settings of the next start are others, and nobody has changed a limit.
        host.Risk.Current = host.Risk.Current with { Limits = new RiskLimitBook(new RiskOptions { OrderQuantityMax = 7 }) };
        (int restarted, _, _) = await AskAsync(tag!);

        Assert.Equal((200, 304, 200, 200, 200), (first, same, changed, after, restarted));
        Assert.Equal("\"1\"", next);

        async Task<(int Status, string Body, string? Tag)> AskAsync(string known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Limits);
            if (known.Length > 0) request.Headers.TryAddWithoutValidation("If-None-Match", known);
            using HttpResponseMessage response = await host.Http.SendAsync(request, ApiHost.Stop);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(ApiHost.Stop), response.Headers.ETag?.Tag);
        }
    }

    [Theory]
    [InlineData("""{"scope":"firm","reason":"x","values":{"priceCollarPercent":101}}""", "priceCollarPercent")]
    [InlineData("""{"scope":"firm","reason":"x","values":{"priceCollarPercent":"5"}}""", "priceCollarPercent")]
    [InlineData("""{"scope":"firm","reason":"x","values":{"priceColar":5}}""", "priceColar")]
    [InlineData("""{"scope":"firm","reason":"x","values":{}}""", "values")]
    [InlineData("""{"scope":"symbol","reason":"x","values":{"orderQuantityMax":5}}""", "name")]
    [InlineData("""{"scope":"symbol","name":"SPY","reason":"x","values":{"messagesPerSecond":5}}""", "messagesPerSecond")]
    [InlineData("""{"scope":"firm","reason":"x","values":{"restrictedSymbols":"SPY"}}""", "restrictedSymbols")]
    public async Task Bad_values_are_told_by_field(string json, string field)
    {
        (int status, JsonElement body, _) = await PutAsync(json, $"\"{host.Risk.Current.Limits.Version}\"");

        Assert.Equal(422, status);
        Assert.NotEmpty(body.GetProperty("errors").GetProperty(field)[0].GetString()!);
    }

    [Fact]
    public async Task A_request_without_a_reason_is_not_understood()
    {
        (int status, JsonElement body, _) = await PutAsync("""{"scope":"firm","values":{"orderQuantityMax":5}}""", "\"0\"");

        Assert.Equal((400, true), (status, body.GetProperty("errors").TryGetProperty("reason", out _)));
    }

    [Fact]
    public async Task State_latches_and_use_of_limits_are_told()
    {
        var latch = new RiskLatch { Id = "R25:account:DU1", Code = "R25", Scope = new RiskScope(RiskScopeKind.Account, "DU1"), State = TradingGate.Reducing, Reason = "The loss of the day reached its limit.", TrippedTime = ApiHost.Now };
        var account = new AccountRisk(new AccountId("DU1"), "USD", TradingGate.Reducing, 98_000m, 100_000m, 100_000m, -2_000m, [new RiskUsage("R25", "Daily loss", 2_000m, 2_000m, RiskUnit.Money)],
            [new SymbolRisk("SPY", TradingGate.Open, 100m, 50m, 0m, [new RiskUsage("R19", "Position", 150m, 2_000m, RiskUnit.Quantity)])]);
        host.Risk.Current = host.Risk.Current with { State = TradingGate.Open, Latches = [latch], Accounts = [account] };

        (_, JsonElement body, _) = await host.SendAsync(HttpMethod.Get, "/api/v1/risk");

        Assert.Equal(("open", "reducing", true), (body.GetProperty("state").GetString(), body.GetProperty("latches")[0].GetProperty("state").GetString(), body.GetProperty("latches")[0].GetProperty("isTripped").GetBoolean()));
        Assert.Equal(("1", "0.075"), (body.GetProperty("accounts")[0].GetProperty("usage")[0].GetProperty("share").GetRawText(), body.GetProperty("accounts")[0].GetProperty("symbols")[0].GetProperty("usage")[0].GetProperty("share").GetRawText()));
    }

    [Fact]
    public async Task A_latch_is_rearmed_with_a_reason_alone()
    {
        (int without, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/risk/latches/R25:account:DU1/rearm", "{}");
        (int with, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/risk/latches/R25:account:DU1/rearm", """{"reason":"Hedged"}""");

        Assert.Equal((400, 202, "Re-armed."), (without, with, body.GetProperty("message").GetString()));
        Assert.Equal(["R25:account:DU1", "Hedged"], host.Risk.Calls.TakeLast(2));
    }

    [Fact]
    public async Task Money_that_was_paid_is_recorded()
    {
        (int status, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/risk/cash-flows", """{"account":"DU1","amount":-1000.5,"reason":"Tax"}""");

        Assert.Equal(202, status);
        Assert.Equal(["DU1", -1000.5m, "Tax"], host.Risk.Calls.TakeLast(3));
    }

    [Fact]
    public async Task A_strategy_gives_a_sign_of_life_under_the_name_of_its_orders()
    {
        (int given, _, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/risk/strategies/mean-reversion/heartbeat", """{"codeHash":"9f2c41d0","isDrifting":true}""");
        (int wrong, JsonElement problem, _) = await host.SendAsync(HttpMethod.Post, "/api/v1/risk/strategies/mean%20reversion/heartbeat", "{}");

        Assert.Equal((204, 400), (given, wrong));
        Assert.Equal(["mean-reversion", "9f2c41d0", true], host.Risk.Calls.TakeLast(3));
        Assert.Contains("not the name of a strategy", problem.GetProperty("errors").GetProperty("name")[0].GetString(), StringComparison.Ordinal);
    }

    private async Task<(int Status, JsonElement Body, string? Tag)> PutAsync(string json, string? version)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, Limits) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        if (version is not null) request.Headers.TryAddWithoutValidation("If-Match", version);
        using HttpResponseMessage response = await host.Http.SendAsync(request, ApiHost.Stop);
        return ((int)response.StatusCode, await ApiHost.BodyAsync(response), response.Headers.ETag?.Tag);
    }
}
