using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Security;

/// <summary>What an attacker tries.</summary>
public sealed class HardeningTests(ApiHost host) : IClassFixture<ApiHost>
{
    private static readonly CommandJudgement Nobody = new(null, "", "");

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/api/v1/orders")]
    [InlineData("/health")]
    [InlineData("/scalar")]
    public async Task Every_answer_says_what_its_page_may_do_and_no_script_stands_inside_it(string path)
    {
        using HttpResponseMessage answer = await host.Http.GetAsync(path, ApiHost.Stop);

        string policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        string[] rules = policy.Split(';', StringSplitOptions.TrimEntries);
        // What is not named is what the default says.
        string scripts = rules.SingleOrDefault(r => r.StartsWith("script-src", StringComparison.Ordinal)) ?? rules.Single(r => r.StartsWith("default-src", StringComparison.Ordinal));
        if (path.StartsWith("/api", StringComparison.Ordinal)) Assert.Equal("default-src 'none'", scripts);
        Assert.DoesNotContain("unsafe", scripts, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("DENY", answer.Headers.GetValues("X-Frame-Options").Single());
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Fact]
    public async Task An_unknown_address_answers_with_a_page_that_says_so()
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);

        using HttpResponseMessage answer = await viewer.Http.GetAsync("no-such-page", ApiHost.Stop);

        Assert.Equal((HttpStatusCode.NotFound, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains("TradingBlazor", await answer.Content.ReadAsStringAsync(ApiHost.Stop), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task After_the_sign_in_nobody_is_sent_to_another_site(string target)
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);

        using HttpResponseMessage answer = await viewer.PostFormAsync($"account/sign-in?returnUrl={Uri.EscapeDataString(target)}", "sign-in", new() { ["Form.Name"] = viewer.Name, ["Form.Password"] = Person.Password }, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(new Uri(host.Address, "/"), new Uri(host.Address, answer.Headers.Location!));
    }

    [Fact]
    public async Task A_write_with_a_session_but_without_the_token_of_a_page_is_refused()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);
        int before = host.Commands.Calls.Count;

        using HttpResponseMessage answer = await trader.Http.DeleteAsync("api/v1/orders", ApiHost.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("antiforgery", (await ApiHost.BodyAsync(answer)).GetProperty("code").GetString());
        Assert.Equal(before, host.Commands.Calls.Count);
    }

    [Fact]
    public async Task A_token_of_another_session_does_not_help()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop), other = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);
        string token = (await ApiHost.BodyAsync(await other.Http.GetAsync("api/v1/session", ApiHost.Stop))).GetProperty("csrfToken").GetString()!;
        using var request = new HttpRequestMessage(HttpMethod.Delete, "api/v1/orders");
        request.Headers.Add("X-Csrf-Token", token);

        using HttpResponseMessage answer = await trader.Http.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task A_key_works_within_its_scope_until_it_expires_and_not_after_it_is_revoked()
    {
        (string text, string id) = await KeyAsync(KeyScope.Read, days: 1);
        HttpStatusCode reads = await AskAsync(HttpMethod.Get, "api/v1/orders", text), writes = await AskAsync(HttpMethod.Delete, "api/v1/orders", text);
        (string dying, _) = await KeyAsync(KeyScope.Read, days: 1);
        host.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        HttpStatusCode expired = await AskAsync(HttpMethod.Get, "api/v1/orders", dying);
        (string revoked, string revokedId) = await KeyAsync(KeyScope.Trade, days: 0);
        HttpStatusCode before = await AskAsync(HttpMethod.Get, "api/v1/orders", revoked);
        await RunAsync(d => d.RevokeAsync(revokedId, Nobody, ApiHost.Stop));
        HttpStatusCode after = await AskAsync(HttpMethod.Get, "api/v1/orders", revoked);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (reads, writes));
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.Unauthorized), (expired, before, after));
        Assert.NotEqual(id, revokedId);
    }

    [Theory]
    [InlineData("X-Api-Key", "")]
    [InlineData("Authorization", "Bearer ")]
    public async Task An_empty_key_as_the_page_that_browses_the_API_sends_it_does_not_hide_the_session(string header, string value)
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop, host.Clock);
        using HttpRequestMessage withSession = new(HttpMethod.Get, "api/v1/orders"), without = new(HttpMethod.Get, "api/v1/orders"), write = new(HttpMethod.Delete, "api/v1/orders");
        foreach (HttpRequestMessage request in new[] { withSession, without, write }) request.Headers.TryAddWithoutValidation(header, value);

        using HttpResponseMessage read = await viewer.Http.SendAsync(withSession, ApiHost.Stop), stranger = await host.Stranger.SendAsync(without, ApiHost.Stop), written = await viewer.Http.SendAsync(write, ApiHost.Stop);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (read.StatusCode, stranger.StatusCode));
        Assert.Contains(written.StatusCode, new[] { HttpStatusCode.BadRequest, HttpStatusCode.Forbidden });
    }

    [Fact]
    public async Task Who_has_the_whole_secret_of_a_key_is_told_that_it_ended_and_who_has_not_is_not()
    {
        (string expired, _) = await KeyAsync(KeyScope.Read, days: 1);
        (string revoked, string id) = await KeyAsync(KeyScope.Read, days: 0);
        await RunAsync(d => d.RevokeAsync(id, Nobody, ApiHost.Stop));
        host.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromMinutes(1));
        using Person owner = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop, host.Clock);
        CommandJudgement by = new(await Components.PeopleOfHost.AccessAsync(host, owner), "", "");
        (string orphan, _) = await RunAsync(d => d.CreateAsync("bot", KeyScope.Read, 0, "", by, ApiHost.Stop));
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<UserDesk>().SetDisabledAsync(owner.Name, true, Nobody, ApiHost.Stop);

        Assert.StartsWith("apiKeyExpired: The key, or the one that the token was made with, is expired since ", await ToldAsync(expired), StringComparison.Ordinal);
        Assert.StartsWith("apiKeyRevoked: The key, or the one that the token was made with, is revoked since ", await ToldAsync(revoked), StringComparison.Ordinal);
        Assert.StartsWith("apiKeyOwnerDisabled: ", await ToldAsync(orphan), StringComparison.Ordinal);
        Assert.StartsWith("apiKeyRequired: ", await ToldAsync(revoked[..^1] + (revoked[^1] == 'A' ? 'E' : 'A')), StringComparison.Ordinal);
        Assert.Equal(($"The key {id} is revoked already.", "There is no key 000000000000."), (await RunAsync(d => d.RevokeAsync(id, Nobody, ApiHost.Stop)), await RunAsync(d => d.RevokeAsync("000000000000", Nobody, ApiHost.Stop))));
    }

    [Fact]
    public async Task A_key_loses_at_once_what_is_taken_from_who_made_it()
    {
        using Person admin = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop, host.Clock), other = await Person.CreateAsync(host.Address, host.KeyFile, "admin", ApiHost.Stop, host.Clock);
        CommandJudgement by = new(await Components.PeopleOfHost.AccessAsync(host, admin), "", "");
        string key = "";
        await RunAsync(async d =>
        {
            (key, string refused) = await d.CreateAsync("bot", KeyScope.Admin, 1, "", by, ApiHost.Stop);
            return refused;
        });

        HttpStatusCode before = await AskAsync(HttpMethod.Get, "api/v1/audit/verify", key);
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        string fault = await scope.ServiceProvider.GetRequiredService<UserDesk>().SetRolesAsync(admin.Name, ["viewer"], Nobody, ApiHost.Stop);
        HttpStatusCode after = await AskAsync(HttpMethod.Get, "api/v1/audit/verify", key), still = await AskAsync(HttpMethod.Get, "api/v1/orders", key);

        Assert.Equal(("", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.OK), (fault, before, after, still));
    }

    [Theory]
    [InlineData("tb_")]
    [InlineData("tb_000000000000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("'; DROP TABLE api_keys; --")]
    [InlineData("")]
    public async Task A_forged_key_opens_nothing(string key) => Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(HttpMethod.Get, "api/v1/orders", key));

    [Fact]
    public async Task A_cookie_that_was_changed_in_one_letter_opens_nothing()
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);
        Cookie cookie = viewer.Cookies().Single(c => c.Name.StartsWith("desk-", StringComparison.Ordinal) && !c.Name.EndsWith("-form", StringComparison.Ordinal));
        char[] value = cookie.Value.ToCharArray();
        value[value.Length / 2] = value[value.Length / 2] == 'A' ? 'B' : 'A';
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/orders");
        request.Headers.Add("Cookie", $"{cookie.Name}={new string(value)}");

        using HttpResponseMessage answer = await host.Stranger.SendAsync(request, ApiHost.Stop);

        Assert.True(cookie.HttpOnly);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/v1/orders");
        request.Content = new StringContent($$"""{"symbol":"{{new string('A', 1_100_000)}}"}""", Encoding.UTF8, "application/json");
        request.Headers.ExpectContinue = true;

        using HttpResponseMessage answer = await host.Http.SendAsync(request, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("""{"symbol":{"a":1}}""")]
    [InlineData("""{"symbol":"SPY","quantity":1e400}""")]
    public async Task What_is_no_order_is_refused_with_a_sentence(string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");

        using HttpResponseMessage answer = await host.Http.PostAsync("api/v1/orders", content, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("/css/../appsettings.json")]
    [InlineData("/css/..%2f..%2fappsettings.json")]
    [InlineData("/js/%2e%2e/%2e%2e/api-key")]
    [InlineData("/..%5c..%5capi-key")]
    public async Task No_path_leads_out_of_the_static_files(string path)
    {
        using var socket = new System.Net.Sockets.TcpClient();
        await socket.ConnectAsync(host.Address.Host, host.Address.Port, ApiHost.Stop);
        await using Stream stream = socket.GetStream();
        string key = (await File.ReadAllTextAsync(host.KeyFile, ApiHost.Stop)).Trim();

        // By hand: a client would clean the path.
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {key}\r\nConnection: close\r\n\r\n"), ApiHost.Stop);
        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync(ApiHost.Stop);

        Assert.DoesNotContain(" 200 ", answer.Split('\n')[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Serilog", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_end_in_a_header_value_forges_no_header()
    {
        using HttpResponseMessage answer = await host.Http.GetAsync("api/v1/session?x=%0d%0aSet-Cookie:%20a=b", ApiHost.Stop);
        (_, _, HttpResponseMessage order) = await host.SendAsync(HttpMethod.Delete, "api/v1/orders", correlationId: "a b");

        Assert.False(answer.Headers.Contains("Set-Cookie"));
        Assert.DoesNotContain(' ', order.Headers.GetValues("X-Correlation-Id").Single());
    }

    [Fact]
    public async Task A_disabled_user_loses_session_and_rights_at_once()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop);
        using HttpResponseMessage before = await trader.Http.GetAsync("api/v1/session", ApiHost.Stop);

        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        string fault = await scope.ServiceProvider.GetRequiredService<UserDesk>().SetDisabledAsync(trader.Name, true, Nobody, ApiHost.Stop);
        using HttpResponseMessage after = await trader.Http.GetAsync("api/v1/session", ApiHost.Stop);

        Assert.Equal("", fault);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (before.StatusCode, after.StatusCode));
    }

    [Fact]
    public async Task A_list_of_addresses_never_locks_out_the_one_who_edits_it()
    {
        AddressBook book = host.Services.GetRequiredService<AddressBook>();
        IPAddress editor = IPAddress.Parse("203.0.113.9");

        string locked = await book.AddAsync("10.0.0.0/8", "office", editor, Nobody, ApiHost.Stop);
        string own = await book.AddAsync("203.0.113.0/24", "home", editor, Nobody, ApiHost.Stop);
        string office = await book.AddAsync("10.0.0.0/8", "office", editor, Nobody, ApiHost.Stop);
        string removed = await book.RemoveAsync("203.0.113.0/24", editor, Nobody, ApiHost.Stop);
        bool[] allowed = [await book.IsAllowedAsync(editor, ApiHost.Stop), await book.IsAllowedAsync(IPAddress.Parse("198.51.100.1"), ApiHost.Stop), await book.IsAllowedAsync(IPAddress.Loopback, ApiHost.Stop)];

        Assert.Contains("lock you out", locked, StringComparison.Ordinal);
        Assert.Equal(("", ""), (own, office));
        Assert.Contains("lock you out", removed, StringComparison.Ordinal);
        Assert.Equal([true, false, true], allowed);
    }

    [Fact]
    public void A_range_of_IPv4_addresses_in_their_IPv6_form_lets_these_in_when_they_come_as_IPv4()
    {
        Assert.True(AddressBook.TryParse("::ffff:198.51.100.0/120", out IPNetwork range));
        Assert.True(AddressBook.TryParse("::ffff:198.51.100.7", out IPNetwork one));

        Assert.Equal(("198.51.100.0/24", "198.51.100.7/32"), (range.ToString(), one.ToString()));
    }

    [Fact]
    public async Task A_page_that_is_open_is_ended_when_its_address_is_taken_off_the_list()
    {
        AddressBook book = host.Services.GetRequiredService<AddressBook>();
        const string Home = "192.0.2.0/28", Cafe = "192.0.2.128/28";
        IPAddress editor = IPAddress.Parse("192.0.2.1");
        await book.AddAsync(Home, "home", editor, Nobody, ApiHost.Stop);
        await book.AddAsync(Cafe, "café", editor, Nobody, ApiHost.Stop);
        var guard = new AddressGuard(c => Task.Delay(Timeout.Infinite, c.RequestAborted), book, NullLogger<AddressGuard>.Instance);
        using var mine = new OpenRequest(editor);
        using var theirs = new OpenRequest(IPAddress.Parse("::ffff:192.0.2.130"));
        Task stays = guard.InvokeAsync(mine.Context), goes = guard.InvokeAsync(theirs.Context);

        string fault = await book.RemoveAsync(Cafe, editor, Nobody, ApiHost.Stop);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => goes.WaitAsync(ChildProcess.Patience, ApiHost.Stop));

        Assert.Equal("", fault);
        Assert.True(theirs.IsAborted);
        Assert.False(mine.IsAborted);
        Assert.False(stays.IsCompleted);
        mine.Abort();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stays);
        await book.RemoveAsync(Home, IPAddress.Loopback, Nobody, ApiHost.Stop, isLastSeen: true);
    }

    [Fact]
    public async Task A_range_with_bits_behind_its_prefix_is_refused_and_not_widened()
    {
        AddressBook book = host.Services.GetRequiredService<AddressBook>();

        string slip = await book.AddAsync("10.1.2.3/8", "office", IPAddress.Loopback, Nobody, ApiHost.Stop);

        Assert.Contains("no bits set behind the prefix", slip, StringComparison.Ordinal);
        Assert.DoesNotContain(await book.ListAsync(ApiHost.Stop), r => r.Note == "office" && r.Network.StartsWith("10.", StringComparison.Ordinal) && r.Network != "10.0.0.0/8");
    }

    private async Task<(string Text, string Id)> KeyAsync(KeyScope scope, int days)
    {
        (string text, string fault) = await RunAsync(d => d.CreateAsync("test", scope, days, "", Nobody, ApiHost.Stop));
        Assert.Equal("", fault);
        return (text, text.Split('_')[1]);
    }

    private async Task<T> RunAsync<T>(Func<KeyDesk, Task<T>> run)
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        return await run(scope.ServiceProvider.GetRequiredService<KeyDesk>());
    }

    private async Task<string> ToldAsync(string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/v1/orders");
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        using HttpResponseMessage answer = await host.Stranger.SendAsync(request, ApiHost.Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        System.Text.Json.JsonElement problem = await ApiHost.BodyAsync(answer);
        return $"{problem.GetProperty("code").GetString()}: {problem.GetProperty("detail").GetString()}";
    }

    private async Task<HttpStatusCode> AskAsync(HttpMethod method, string path, string key)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.TryAddWithoutValidation("X-Api-Key", key);
        using HttpResponseMessage answer = await host.Stranger.SendAsync(request, ApiHost.Stop);
        return answer.StatusCode;
    }

    /// <summary>A request that goes on until it is aborted, as that of an open page does.</summary>
    private sealed class OpenRequest : IHttpRequestLifetimeFeature, IDisposable
    {
        private readonly CancellationTokenSource _aborted = new();

        public OpenRequest(IPAddress address)
        {
            RequestAborted = _aborted.Token;
            Context.Features.Set<IHttpRequestLifetimeFeature>(this);
            Context.Connection.RemoteIpAddress = address;
        }

        public DefaultHttpContext Context { get; } = new();

        public CancellationToken RequestAborted { get; set; }

        public bool IsAborted => _aborted.IsCancellationRequested;

        public void Abort() => _aborted.Cancel();

        public void Dispose() => _aborted.Dispose();
    }
}
