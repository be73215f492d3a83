using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Access;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Hosting;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingBlazor.Tests.Security;

/// <summary>Nobody arms a kill switch again alone, and nobody arms another one than was looked at.</summary>
public sealed class RearmTests(ApiHost host) : IClassFixture<ApiHost>, IAsyncLifetime
{
    private const string Path = "api/v1/risk/kill-switch/rearm";
    private static readonly KillStatus Engaged = new() { Scope = RiskScope.Firm, Level = KillLevel.Cancel, Since = ApiHost.Now, Who = "mira", Reason = "prices look wrong" };
    private static readonly object Wish = new { scope = "firm", reason = "the feed is right again" };

    public ValueTask InitializeAsync()
    {
        host.Risk.Forget();
        host.Risk.Result = new CommandResult(CommandOutcome.Accepted, "Orders may leave again.");
        host.View.KillSwitches = [Engaged];
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        // What waits is dropped with it, so that the next test begins with none.
        host.View.KillSwitches = [];
        host.Services.GetRequiredService<Approvals>().Expire();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task It_waits_for_somebody_else_who_reads_what_was_stopped_by_whom_and_why()
    {
        using Person one = await RiskAsync(), two = await RiskAsync();

        using HttpResponseMessage answer = await one.AnswerAsync("POST", Path, Wish);
        JsonElement told = await ApiHost.BodyAsync(answer);
        string id = Confirmation.IdIn(told);
        (HttpStatusCode own, _) = await one.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });
        Assert.Empty(host.Risk.Calls);
        (HttpStatusCode confirmed, JsonElement done) = await two.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal((HttpStatusCode.Accepted, $"/api/v1/approvals/{id}", "K2"), (answer.StatusCode, answer.Headers.Location!.ToString(), told.GetProperty("killSwitch").GetProperty("level").GetString()));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (own, confirmed));
        Assert.Equal(("killSwitch", "approved", "Confirmed. Orders may leave again."), (done.GetProperty("kind").GetString(), done.GetProperty("state").GetString(), done.GetProperty("message").GetString()));
        Assert.Equal("Arming the kill switch K2 of the firm again, engaged by mira (prices look wrong): the feed is right again", done.GetProperty("order").GetString());
        Assert.Equal([RiskScope.Firm, "the feed is right again", Engaged], host.Risk.Calls);
    }

    [Fact]
    public async Task Two_wishes_are_one_and_that_of_somebody_else_names_the_one_that_waits()
    {
        using Person one = await RiskAsync(), two = await RiskAsync();

        string first = Confirmation.IdIn((await one.SendAsync("POST", Path, Wish)).Body);
        string again = Confirmation.IdIn((await one.SendAsync("POST", Path, Wish)).Body);
        (HttpStatusCode other, JsonElement why) = await two.SendAsync("POST", Path, Wish);

        Assert.Equal(first, again);
        Assert.Equal(HttpStatusCode.Conflict, other);
        Assert.Contains(first, why.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_switch_that_was_raised_meanwhile_is_not_armed_again_by_an_old_wish()
    {
        using Person one = await RiskAsync(), two = await RiskAsync();
        string id = Confirmation.IdIn((await one.SendAsync("POST", Path, Wish)).Body);

        host.View.KillSwitches = [Engaged with { Level = KillLevel.Flatten }];
        (HttpStatusCode late, _) = await two.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });
        JsonElement dropped = await one.ApprovalAsync(id);

        Assert.Equal((HttpStatusCode.Conflict, "dropped"), (late, dropped.GetProperty("state").GetString()));
        Assert.Contains("not any more the one that was looked at", dropped.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(host.Risk.Calls);
    }

    // The engine is asked with the switch that was seen: what was raised a moment ago may not be known here yet.
    [Fact]
    public async Task What_the_engine_knows_better_is_told_and_nothing_is_done()
    {
        using Person one = await RiskAsync(), two = await RiskAsync();
        string id = Confirmation.IdIn((await one.SendAsync("POST", Path, Wish)).Body);

        host.Risk.Result = new CommandResult(CommandOutcome.ChangedMeanwhile, "It is K3 now.");
        (_, JsonElement done) = await two.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

        Assert.Equal(("approved", "It is K3 now."), (done.GetProperty("state").GetString(), done.GetProperty("message").GetString()));
    }

    [Fact]
    public async Task Who_engages_it_again_takes_what_waits_with_it_and_another_switch_waits_on()
    {
        var spy = new RiskScope(RiskScopeKind.Symbol, "SPY");
        host.View.KillSwitches = [Engaged, Engaged with { Scope = spy }];
        using Person one = await RiskAsync(), two = await RiskAsync();
        string firm = Confirmation.IdIn((await one.SendAsync("POST", Path, Wish)).Body);
        string symbol = Confirmation.IdIn((await one.SendAsync("POST", Path, new { scope = "symbol:SPY", reason = "looked at" })).Body);

        await two.SendAsync("POST", "api/v1/risk/kill-switch", new { scope = "firm", level = "K1", reason = "not yet" });

        Assert.Equal("dropped", (await one.ApprovalAsync(firm)).GetProperty("state").GetString());
        Assert.Equal("waiting", (await one.ApprovalAsync(symbol)).GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_file_that_came_while_it_waited_holds_the_switch()
    {
        using Person one = await RiskAsync(), two = await RiskAsync();
        string id = Confirmation.IdIn((await one.SendAsync("POST", Path, Wish)).Body);
        string file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(host.KeyFile)!, KillFile.Name);
        await File.WriteAllTextAsync(file, "K2", ApiHost.Stop);
        try
        {
            (_, JsonElement done) = await two.SendAsync("POST", $"api/v1/approvals/{id}/approve", new { });

            Assert.Contains("holds the switch", done.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.DoesNotContain("the feed is right again", host.Risk.Calls);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task What_is_not_engaged_needs_nobody()
    {
        using Person one = await RiskAsync();

        (HttpStatusCode status, JsonElement body) = await one.SendAsync("POST", Path, new { scope = "symbol:QQQ", reason = "looked at" });

        Assert.Equal((HttpStatusCode.NotFound, "notEngaged"), (status, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task The_key_of_the_data_folder_does_without_in_the_simulator_and_waits_with_a_broker_behind_it()
    {
        using Person one = await RiskAsync();
        SessionStatus before = host.View.Session;
        try
        {
            host.View.Session = before with { Mode = TradingMode.Paper };
            HttpStatusCode broker = await KeyAsync(one);
            Assert.Empty(host.Risk.Calls);
            host.View.Session = before with { Mode = TradingMode.Simulator };
            HttpStatusCode simulator = await KeyAsync(null);

            Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (broker, simulator));
        }
        finally
        {
            host.View.Session = before;
        }
    }

    private async Task<HttpStatusCode> KeyAsync(Person? person)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Path) { Content = JsonContent.Create(Wish) };
        if (person is not null)
        {
            request.Headers.Add("X-User", person.Name);
            request.Headers.Add("X-Authenticator-Code", person.Code());
        }
        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);
        return answer.StatusCode;
    }

    private async Task<Person> RiskAsync()
    {
        Person person = await Person.CreateAsync(host.Address, host.KeyFile, "riskManager", ApiHost.Stop, host.Clock);
        await person.AddAuthenticatorAsync(ApiHost.Stop);
        return person;
    }
}
