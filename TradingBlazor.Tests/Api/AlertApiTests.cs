using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Tests.Harness;
using TradingCore.Alerts;
using TradingCore.Domain;

namespace TradingBlazor.Tests.Api;

public sealed class AlertApiTests(ApiHost host) : IClassFixture<ApiHost>
{
    private AlertDesk Desk => host.Services.GetRequiredService<AlertDesk>();

    private static string Rule(string symbol, string more = "") => $$"""{"condition":{"kind":"price","symbol":"{{symbol}}","comparison":"above","level":100},"repeats":true{{more}}}""";

    private async Task<JsonElement> MadeAsync(string json)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "api/v1/alert-rules", json);
        Assert.True(status == 201, body.GetRawText());
        return body;
    }

    private void Look(string symbol, decimal price)
    {
        Desk.Load(new StoredAlerts());
        host.View.Quotes = [.. host.View.Quotes.Where(q => q.Ticker != symbol), new Quote { Ticker = symbol, Last = price, DataType = MarketDataType.Live, ReceivedTime = host.Clock.GetUtcNow() }];
        host.Services.GetRequiredService<AlertService>().Look();
    }

    [Fact]
    public async Task A_rule_is_made_read_changed_and_removed()
    {
        JsonElement made = await MadeAsync(Rule("AAA", ""","name":"Mine","severity":"critical","cooldownSeconds":60"""));
        string path = $"api/v1/alert-rules/{made.GetProperty("id").GetString()}";

        (int changed, JsonElement body, _) = await host.SendAsync(HttpMethod.Put, path, Rule("AAA", ""","name":"Renamed","isEnabled":false"""));
        (int read, JsonElement again, _) = await host.SendAsync(HttpMethod.Get, path);
        (int removed, _, _) = await host.SendAsync(HttpMethod.Delete, path);
        (int gone, _, _) = await host.SendAsync(HttpMethod.Get, path);

        Assert.Equal(("critical", 60, 100m), (made.GetProperty("severity").GetString(), made.GetProperty("cooldownSeconds").GetInt32(), made.GetProperty("condition").GetProperty("level").GetDecimal()));
        Assert.Equal((200, 200, 204, 404), (changed, read, removed, gone));
        Assert.Equal(("Renamed", false), (body.GetProperty("name").GetString(), again.GetProperty("isEnabled").GetBoolean()));
    }

    [Fact]
    public async Task Of_two_who_change_a_rule_as_they_read_it_the_second_is_told_what_the_first_made_of_it()
    {
        JsonElement made = await MadeAsync(Rule("TWO", ""","name":"Two" """));
        string path = $"api/v1/alert-rules/{made.GetProperty("id").GetString()}";
        string tag = (await SendIfAsync(HttpMethod.Get, path, "", "")).Tag;

        (int first, _, string next) = await SendIfAsync(HttpMethod.Put, path, Rule("TWO", ""","name":"Two","severity":"critical" """), tag);
        (int second, JsonElement told, _) = await SendIfAsync(HttpMethod.Put, path, Rule("TWO", ""","name":"Other" """), tag);
        (int old, _, _) = await SendIfAsync(HttpMethod.Delete, path, "", tag);
        (_, JsonElement kept, string read) = await SendIfAsync(HttpMethod.Get, path, "", "");
        (int removed, _, _) = await SendIfAsync(HttpMethod.Delete, path, "", next);

        Assert.Equal((200, 412, 412, 204), (first, second, old, removed));
        Assert.Equal(("changedMeanwhile", "critical"), (told.GetProperty("code").GetString(), kept.GetProperty("severity").GetString()));
        Assert.StartsWith($"{next[..^1]}-", read, StringComparison.Ordinal);
        Assert.Contains("key file has changed the rule Two at ", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("It is now: TWO last at or above 100; critical; on", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_has_a_rule_already_is_not_sent_it_again_until_it_is_changed()
    {
        JsonElement made = await MadeAsync(Rule("TAG", ""","name":"Tag" """));
        string path = $"api/v1/alert-rules/{made.GetProperty("id").GetString()}";
        string tag = (await SendIfAsync(HttpMethod.Get, path, "", "")).Tag;

        HttpStatusCode same = await AskAsync();
        (int changed, _, _) = await SendIfAsync(HttpMethod.Put, path, Rule("TAG", ""","name":"Other" """), tag);
        HttpStatusCode after = await AskAsync();

        Assert.Equal((HttpStatusCode.NotModified, 200, HttpStatusCode.OK), (same, changed, after));

        async Task<HttpStatusCode> AskAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("If-None-Match", tag);
            using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Of_two_who_change_a_channel_as_they_read_it_the_second_is_told_what_the_first_made_of_it()
    {
        const string Path = "api/v1/alert-channels/two", Target = """{"kind":"webhook","target":"https://hooks.example/0123456789"}""", Off = """{"kind":"webhook","isEnabled":false}""";
        (int made, _, string tag) = await SendIfAsync(HttpMethod.Put, Path, Target, "");

        (int first, _, string next) = await SendIfAsync(HttpMethod.Put, Path, Off, tag);
        (int second, JsonElement told, _) = await SendIfAsync(HttpMethod.Put, Path, Target, tag);
        (int old, _, _) = await SendIfAsync(HttpMethod.Delete, Path, "", tag);
        (_, JsonElement channels, _) = await SendIfAsync(HttpMethod.Get, "api/v1/alert-channels", "", "");
        (int removed, _, _) = await SendIfAsync(HttpMethod.Delete, Path, "", next);
        (int gone, _, _) = await SendIfAsync(HttpMethod.Put, Path, Target, next);

        Assert.Equal((200, 200, 412, 412, 204, 412), (made, first, second, old, removed, gone));
        JsonElement kept = channels.EnumerateArray().Single(c => c.GetProperty("name").GetString() == "two");
        Assert.Equal((false, next), (kept.GetProperty("isEnabled").GetBoolean(), $"\"{kept.GetProperty("version").GetInt64()}\""));
        Assert.Contains("key file has changed the channel two at ", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("off.", told.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    private async Task<(int Status, JsonElement Body, string Tag)> SendIfAsync(HttpMethod method, string path, string json, string tag)
    {
        using var request = new HttpRequestMessage(method, path);
        if (json.Length > 0) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        if (tag.Length > 0) request.Headers.TryAddWithoutValidation("If-Match", tag);
        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);
        return ((int)answer.StatusCode, await ApiHost.BodyAsync(answer), answer.Headers.ETag?.Tag ?? "");
    }

    [Theory]
    [InlineData("""{}""", "condition")]
    [InlineData("""{"condition":{"kind":"weather"}}""", "kind")]
    [InlineData("""{"condition":{"kind":"price","symbol":"SPY"}}""", "level")]
    [InlineData("""{"condition":{"kind":"price","symbol":"SPY","level":1,"levle":2}}""", "condition.levle")]
    [InlineData("""{"condition":{"kind":"order","events":["exploded"]}}""", "events")]
    [InlineData("""{"condition":{"kind":"silence","what":"ticks","symbol":"SPY","seconds":1}}""", "seconds")]
    [InlineData("""{"condition":{"kind":"indicator","symbol":"SPY","indicator":"magic:3","level":1}}""", "indicator")]
    [InlineData("""{"condition":{"kind":"price","symbol":"SPY","level":1},"channels":["nobody"]}""", "channels")]
    public async Task A_rule_that_is_wrong_is_refused_field_by_field(string json, string field)
    {
        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, "api/v1/alert-rules", json);

        Assert.Equal(400, status);
        Assert.True(body.GetProperty("errors").TryGetProperty(field, out _), body.GetRawText());
    }

    [Fact]
    public async Task A_default_rule_is_not_removed_and_is_switched_off_only_with_a_reason()
    {
        const string Off = """{"condition":{"kind":"connection","what":"killSwitch"},"severity":"critical","repeats":true,"isEnabled":false""";

        (int removed, JsonElement why, _) = await host.SendAsync(HttpMethod.Delete, "api/v1/alert-rules/default.kill-switch");
        (int silent, JsonElement fault, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-rules/default.kill-switch", Off + "}");
        (int other, _, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-rules/default.kill-switch", Rule("SPY"));
        (int off, JsonElement rule, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-rules/default.kill-switch", Off + ""","reason":"told by the pager"}""");

        Assert.Equal((409, 400, 400, 200), (removed, silent, other, off));
        Assert.Equal(DefaultRules.CannotBeRemoved, why.GetProperty("detail").GetString());
        Assert.True(fault.GetProperty("errors").TryGetProperty("reason", out _), fault.GetRawText());
        Assert.Equal("off: told by the pager", rule.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.String, rule.GetProperty("changedTime").ValueKind);
    }

    [Fact]
    public async Task A_default_rule_that_nobody_changed_has_no_time_of_a_change()
    {
        (_, JsonElement rules, _) = await host.SendAsync(HttpMethod.Get, "api/v1/alert-rules");

        JsonElement rule = rules.EnumerateArray().Single(r => r.GetProperty("id").GetString() == "default.session");
        Assert.True(!rule.TryGetProperty("changedTime", out JsonElement changed) || changed.ValueKind == JsonValueKind.Null, rule.GetRawText());
    }

    [Fact]
    public async Task An_alert_is_listed_acknowledged_and_told_with_its_history()
    {
        await MadeAsync(Rule("WXY", ""","name":"Listed" """));
        Look("WXY", 101m);

        (_, JsonElement list, _) = await host.SendAsync(HttpMethod.Get, "api/v1/alerts?text=wxy");
        string id = list[0].GetProperty("id").GetString()!;
        (int done, JsonElement acknowledged, _) = await host.SendAsync(HttpMethod.Post, $"api/v1/alerts/{id}/acknowledge", "{}");
        (int again, _, _) = await host.SendAsync(HttpMethod.Post, $"api/v1/alerts/{id}/acknowledge", "{}");
        (_, JsonElement one, _) = await host.SendAsync(HttpMethod.Get, $"api/v1/alerts/{id}");

        Assert.Equal((1, "raised", "WXY"), (list.GetArrayLength(), list[0].GetProperty("state").GetString(), list[0].GetProperty("symbol").GetString()));
        Assert.Equal((200, 200, "acknowledged"), (done, again, acknowledged.GetProperty("state").GetString()));
        Assert.Equal(["raised", "acknowledged"], one.GetProperty("history").EnumerateArray().Select(h => h.GetProperty("kind").GetString()));
    }

    [Theory]
    [InlineData("""{"minutes":5}""", 200)]
    [InlineData("""{"until":"2026-10-05T15:30:00Z"}""", 200)]
    [InlineData("""{}""", 400)]
    [InlineData("""{"minutes":5,"until":"2026-10-05T15:30:00Z"}""", 400)]
    [InlineData("""{"until":"2020-01-01T00:00:00Z"}""", 400)]
    public async Task A_snooze_names_minutes_or_a_time_to_come(string json, int expected)
    {
        string symbol = $"S{Guid.NewGuid():N}"[..8].ToUpperInvariant();
        await MadeAsync(Rule(symbol));
        Look(symbol, 101m);
        (_, JsonElement list, _) = await host.SendAsync(HttpMethod.Get, $"api/v1/alerts?text={symbol}");

        (int status, JsonElement body, _) = await host.SendAsync(HttpMethod.Post, $"api/v1/alerts/{list[0].GetProperty("id").GetString()}/snooze", json);

        Assert.True(status == expected, body.GetRawText());
        if (expected == 200) Assert.Equal("snoozed", body.GetProperty("state").GetString());
    }

    [Fact]
    public async Task A_trader_has_own_rules_sees_own_alerts_and_makes_no_channels()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);
        string token = (await ApiHost.BodyAsync(await trader.Http.GetAsync("api/v1/session", ApiHost.Stop))).GetProperty("csrfToken").GetString()!;
        await MadeAsync(Rule("CCC"));
        Look("CCC", 101m);

        (int made, JsonElement mine) = await SendAsync(HttpMethod.Post, "api/v1/alert-rules", Rule("DDD"));
        (int forAll, _) = await SendAsync(HttpMethod.Post, "api/v1/alert-rules", Rule("DDD", ""","forAdmins":true"""));
        (_, JsonElement rules) = await SendAsync(HttpMethod.Get, "api/v1/alert-rules");
        (_, JsonElement alerts) = await SendAsync(HttpMethod.Get, "api/v1/alerts");
        (int others, _) = await SendAsync(HttpMethod.Delete, "api/v1/alert-rules/default.session");
        (int channel, _) = await SendAsync(HttpMethod.Put, "api/v1/alert-channels/hook", """{"kind":"webhook","target":"https://example.com"}""");

        Assert.Equal((201, 403, 404, 403), (made, forAll, others, channel));
        Assert.Equal([mine.GetProperty("id").GetString()], rules.EnumerateArray().Select(r => r.GetProperty("id").GetString()));
        Assert.Equal(0, alerts.GetArrayLength());

        async Task<(int, JsonElement)> SendAsync(HttpMethod method, string path, string? json = null)
        {
            using var request = new HttpRequestMessage(method, path);
            if (json is not null) request.Content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            request.Headers.Add("X-Csrf-Token", token);
            using HttpResponseMessage answer = await trader.Http.SendAsync(request, ApiHost.Stop);
            return ((int)answer.StatusCode, await ApiHost.BodyAsync(answer));
        }
    }

    [Fact]
    public async Task A_channel_is_made_tested_and_told_without_its_secret()
    {
        int port = Loopback.FreePort();

        (int made, JsonElement body, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-channels/pager", $$"""{"kind":"webhook","target":"http://127.0.0.1:{{port}}/","secret":"a secret of some length"}""");
        (int tested, JsonElement why, _) = await host.SendAsync(HttpMethod.Post, "api/v1/alert-channels/pager/test", "{}");
        (_, JsonElement list, _) = await host.SendAsync(HttpMethod.Get, "api/v1/alert-channels");
        (int removed, _, _) = await host.SendAsync(HttpMethod.Delete, "api/v1/alert-channels/pager");
        (int mail, JsonElement noServer, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-channels/mail", """{"kind":"email","target":"ann@example.com"}""");

        Assert.Equal((200, 502, 204, 400), (made, tested, removed, mail));
        Assert.True(body.GetProperty("isSigned").GetBoolean());
        Assert.Equal($"The test over pager did not arrive. Nothing listens at 127.0.0.1:{port}. Start the receiver, or correct the address.", why.GetProperty("detail").GetString());
        Assert.DoesNotContain("some length", list.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("There is no mail server", noServer.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_webhook_is_told_in_part_and_stays_when_it_is_left_out()
    {
        const string Address = "https://hooks.example.com/services/T024BE7LD/B0P5/xQ9vZ2kLm";
        (_, JsonElement made, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-channels/team", $$"""{"kind":"webhook","target":"{{Address}}"}""");
        (_, JsonElement list, _) = await host.SendAsync(HttpMethod.Get, "api/v1/alert-channels");
        (int off, JsonElement changed, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-channels/team", """{"kind":"webhook","isEnabled":false}""");
        (int copied, _, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-channels/team", """{"kind":"webhook","target":"https://hooks.example.com/…2kLm"}""");
        (int empty, JsonElement why, _) = await host.SendAsync(HttpMethod.Put, "api/v1/alert-channels/nobody", """{"kind":"webhook"}""");

        Assert.Equal("https://hooks.example.com/…2kLm", made.GetProperty("target").GetString());
        Assert.DoesNotContain("T024BE7LD", list.GetRawText() + changed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal((200, 400, 400), (off, copied, empty));
        Assert.Contains("There is no target.", why.GetRawText(), StringComparison.Ordinal);
        AlertChannel kept = host.Services.GetRequiredService<AlertDesk>().Current.Channels.Single(c => c.Name == "team");
        Assert.Equal((Address, false), (kept.Target, kept.IsEnabled));
    }

    [Fact]
    public async Task Another_program_gives_signs_of_life_by_its_name()
    {
        (int status, _, _) = await host.SendAsync(HttpMethod.Post, "api/v1/alerts/heartbeats/model-1", "{}");
        (int wrong, _, _) = await host.SendAsync(HttpMethod.Post, "api/v1/alerts/heartbeats/no%20name", "{}");
        (_, JsonElement list, _) = await host.SendAsync(HttpMethod.Get, "api/v1/alerts/heartbeats");

        Assert.Equal((204, 400), (status, wrong));
        Assert.Contains(list.EnumerateArray(), p => p.GetProperty("name").GetString() == "model-1");
    }

    [Fact]
    public async Task The_guard_is_known_by_the_question_whether_the_program_lives()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "health");
        request.Headers.Add("X-TradingBlazor-Guard", "1");
        using HttpResponseMessage answer = await host.Stranger.SendAsync(request, ApiHost.Stop);

        Assert.Equal(host.Clock.GetUtcNow(), host.Services.GetRequiredService<HeartbeatBook>().Find(HeartbeatBook.Guard));
    }

    [Fact]
    public async Task The_audit_names_the_host_of_a_webhook_and_never_what_is_secret_in_its_address()
    {
        string[] targets = ["https://hooks.example.com:8443/T1/verysecret", "https://hooks.example.com:8443/T1/othersecret", "https://hooks.example.com:8443/?token=verysecret"];
        foreach (string target in targets) await host.SendAsync(HttpMethod.Put, "api/v1/alert-channels/chat", $$"""{"kind":"webhook","target":"{{target}}"}""");

        string[] seen = [];
        await Until.TrueAsync("all changes in the audit", async () =>
        {
            await using TradingBlazor.Security.Store.SecurityContext db = await host.Services.GetRequiredService<TradingBlazor.Security.Store.SecurityDatabase>().OpenAsync(ApiHost.Stop);
            seen = [.. db.Audit.Where(a => a.Subject == "chat").OrderBy(a => a.Number).Select(a => a.New)];
            return seen.Length == targets.Length;
        }, ApiHost.Stop);

        Assert.All(seen, s => Assert.StartsWith("webhook https://hooks.example.com:8443/… (", s, StringComparison.Ordinal));
        Assert.DoesNotContain(seen, s => s.Contains("secret,", StringComparison.Ordinal) || s.Contains("T1", StringComparison.Ordinal) || s.Contains("token", StringComparison.Ordinal));
        Assert.Equal(3, seen.Distinct().Count());
    }

    [Fact]
    public async Task Changes_of_rules_and_channels_are_in_the_audit()
    {
        JsonElement made = await MadeAsync(Rule("EEE", ""","name":"Audited" """));
        await host.SendAsync(HttpMethod.Delete, $"api/v1/alert-rules/{made.GetProperty("id").GetString()}");

        var seen = new List<string>();
        await Until.TrueAsync("both changes in the audit", async () =>
        {
            await using TradingBlazor.Security.Store.SecurityContext db = await host.Services.GetRequiredService<TradingBlazor.Security.Store.SecurityDatabase>().OpenAsync(ApiHost.Stop);
            seen = [.. db.Audit.Where(a => a.Subject.StartsWith("Audited")).OrderBy(a => a.Number).Select(a => a.Action)];
            return seen.Count == 2;
        }, ApiHost.Stop);

        Assert.Equal(["alertRule.made", "alertRule.removed"], seen);
    }
}
