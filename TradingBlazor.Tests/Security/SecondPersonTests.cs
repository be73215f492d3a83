using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Security;

/// <summary>What one person alone may not do: R38, and what needs a second factor that was given just now.</summary>
public sealed class SecondPersonTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly object Large = new { symbol = "SPY", side = "BUY", quantity = 500, type = "LMT", limitPrice = 400 };

    [Fact]
    public async Task A_large_order_waits_and_leaves_only_when_somebody_else_confirms_it()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop), other = await Person.CreateAsync(host.Address, host.KeyFile, "riskManager", ApiHost.Stop);
        host.Commands.Preview = new PreviewResult(new RiskVerdict([new RiskCheckResult("R01", "State", true, null, null, "")]), 200_000m, null);

        (HttpStatusCode sent, JsonElement waiting) = await PostAsync(trader, "api/v1/orders", Large);
        int before = host.Commands.Calls.OfType<OrderSpec>().Count();
        string id = Confirmation.IdIn(waiting);
        (HttpStatusCode own, JsonElement refused) = await PostAsync(trader, $"api/v1/approvals/{id}/approve", new { });
        (HttpStatusCode confirmed, _) = await PostAsync(other, $"api/v1/approvals/{id}/approve", new { });
        (HttpStatusCode twice, _) = await PostAsync(other, $"api/v1/approvals/{id}/approve", new { });

        Assert.True(sent == HttpStatusCode.Accepted, waiting.GetRawText());
        Assert.Contains("Waiting for a second person", waiting.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Conflict, own);
        Assert.Contains("Somebody else", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Conflict), (confirmed, twice));
        Assert.Equal(before + 1, host.Commands.Calls.OfType<OrderSpec>().Count());
        Assert.Equal(trader.Name, host.Commands.Calls.OfType<CommandContext>().Last().Who);
    }

    [Fact]
    public async Task What_risk_denies_asks_nobody_and_is_told_by_the_engine_as_a_denied_order()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);
        host.Commands.Preview = new PreviewResult(new RiskVerdict([new RiskCheckResult("R08", "Order quantity", false, 500m, 100m, "500 shares is over your order limit of 100 (R08).")]), 200_000m, null);
        int judged = host.Commands.Judged.Count;

        (HttpStatusCode status, JsonElement problem) = await PostAsync(trader, "api/v1/orders", Large);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("500 shares is over your order limit of 100 (R08).", problem.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(judged + 1, host.Commands.Judged.Count);
        Assert.DoesNotContain(trader.Name, await trader.Http.GetStringAsync("api/v1/approvals", ApiHost.Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_second_person_reads_the_whole_order()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop), other = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop);
        host.Commands.Preview = new PreviewResult(new RiskVerdict([new RiskCheckResult("R01", "State", true, null, null, "")]), 200_000m, null);

        (_, JsonElement waiting) = await PostAsync(trader, "api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 500, type = "LMT", limitPrice = 400, hidden = true, bracket = new { takeProfit = new { price = 410 }, stopLoss = new { price = 395.5 } } });
        string id = Confirmation.IdIn(waiting);
        string all = await other.Http.GetStringAsync("api/v1/approvals", ApiHost.Stop);

        Assert.Contains("Buy 500 SPY at 400.00 limit, hidden, take profit 410.00, stop loss 395.50, about 200,000", JsonDocument.Parse(all).RootElement.GetRawText(), StringComparison.Ordinal);
        await PostAsync(other, $"api/v1/approvals/{id}/reject", new { });
    }

    [Fact]
    public async Task What_nobody_confirms_in_time_never_leaves()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop), other = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop);
        host.Commands.Preview = new PreviewResult(new RiskVerdict([new RiskCheckResult("R01", "State", true, null, null, "")]), 200_000m, null);
        (_, JsonElement waiting) = await PostAsync(trader, "api/v1/orders", Large);
        string id = Confirmation.IdIn(waiting);
        int before = host.Commands.Calls.Count;

        host.Clock.Advance(TimeSpan.FromSeconds(61));
        (HttpStatusCode late, _) = await PostAsync(other, $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal(HttpStatusCode.Conflict, late);
        Assert.Equal("expired", await StateAsync(trader, id));
        Assert.Equal(before, host.Commands.Calls.Count);
    }

    [Fact]
    public async Task Arming_the_kill_switch_again_needs_a_fresh_second_factor()
    {
        using Person risk = await Person.CreateAsync(host.Address, host.KeyFile, "riskManager", ApiHost.Stop, host.Clock);
        host.Risk.Result = new CommandResult(CommandOutcome.Accepted, "");
        host.View.KillSwitches = [new KillStatus { Scope = RiskScope.Firm, Level = KillLevel.Cancel }];
        (HttpStatusCode without, _) = await PostAsync(risk, "api/v1/risk/kill-switch/rearm", new { scope = "firm", reason = "drill" });
        await risk.AddAuthenticatorAsync(ApiHost.Stop);
        (HttpStatusCode fresh, _) = await PostAsync(risk, "api/v1/risk/kill-switch/rearm", new { scope = "firm", reason = "drill" });
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        (HttpStatusCode stale, _) = await PostAsync(risk, "api/v1/risk/kill-switch/rearm", new { scope = "firm", reason = "drill" });
        (HttpStatusCode coded, _) = await PostAsync(risk, "api/v1/risk/kill-switch/rearm", new { scope = "firm", reason = "drill" }, risk.Code());

        host.View.KillSwitches = [];
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Accepted, HttpStatusCode.Conflict, HttpStatusCode.Accepted), (without, fresh, stale, coded));
    }

    [Fact]
    public async Task A_live_order_over_the_limit_needs_a_fresh_second_factor_and_a_small_one_does_not()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);
        SessionStatus before = host.View.Session;
        host.View.Session = before with { Mode = TradingMode.Live };
        try
        {
            (_, JsonElement large) = await PostAsync(trader, "api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 50, type = "LMT", limitPrice = 400 });
            int calls = host.Commands.Calls.Count;
            await PostAsync(trader, "api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 5, type = "LMT", limitPrice = 400 });

            Assert.Contains("second factor", large.GetProperty("detail").GetString(), StringComparison.Ordinal);
            Assert.True(host.Commands.Calls.Count > calls);
        }
        finally
        {
            host.View.Session = before;
        }
    }

    [Fact]
    public async Task Who_confirms_for_a_key_with_a_code_is_in_the_audit_log_and_so_is_who_tries_to()
    {
        using Person admin = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop, host.Clock), viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop, host.Clock);
        await admin.AddAuthenticatorAsync(ApiHost.Stop);
        await viewer.AddAuthenticatorAsync(ApiHost.Stop);
        string key = await BoundKey.MakeAsync(host, admin, "");
        SessionStatus before = host.View.Session;
        host.View.Session = before with { Mode = TradingMode.Live };
        try
        {
            await OrderAsync(admin.Name, "000000");
            await OrderAsync(viewer.Name, viewer.Code());
            await OrderAsync(admin.Name, admin.Code());
        }
        finally
        {
            host.View.Session = before;
        }

        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        string[] audited = [.. db.Audit.Where(a => a.Action.StartsWith("stepUp") && (a.Subject == admin.Name || a.Subject == viewer.Name)).OrderBy(a => a.Number).AsEnumerable().Select(a => $"{a.Who.Split(' ')[0]} {a.Action} {a.Subject}: {a.Reason}")];
        Assert.Equal([$"key stepUp.failed {admin.Name}: {Totp.WrongCode}", $"key stepUp.failed {viewer.Name}: {viewer.Name} may not send a live order over 10,000.", $"key stepUp {admin.Name}: send a live order over 10,000"], audited);

        async Task OrderAsync(string user, string code)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders") { Content = JsonContent.Create(new { symbol = "SPY", side = "BUY", quantity = 50, type = "LMT", limitPrice = 400 }) };
            request.Headers.Add("X-Api-Key", key);
            request.Headers.Add("X-User", user);
            request.Headers.Add("X-Authenticator-Code", code);
            using HttpResponseMessage _ = await host.Stranger.SendAsync(request, ApiHost.Stop);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> PostAsync(Person person, string path, object body, string code = "")
    {
        string token = (await ApiHost.BodyAsync(await person.Http.GetAsync("api/v1/session", ApiHost.Stop))).GetProperty("csrfToken").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-Csrf-Token", token);
        if (code.Length > 0) request.Headers.Add("X-Authenticator-Code", code);
        using HttpResponseMessage answer = await person.Http.SendAsync(request, ApiHost.Stop);
        return (answer.StatusCode, await ApiHost.BodyAsync(answer));
    }

    private static async Task<string?> StateAsync(Person person, string id) =>
        (await ApiHost.BodyAsync(await person.Http.GetAsync("api/v1/approvals", ApiHost.Stop))).EnumerateArray().Single(a => a.GetProperty("id").GetString() == id).GetProperty("state").GetString();
}
