using System.Net;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Api;

/// <summary>Signing in over the real forms.</summary>
public sealed class SignInTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task The_link_in_the_data_folder_makes_one_admin_and_no_second()
    {
        string file = Path.Combine(host.Folder, "first-admin");
        await Until.TrueAsync("the link", () => Task.FromResult(File.Exists(file)), ApiHost.Stop);
        string link = (await File.ReadAllTextAsync(file, ApiHost.Stop)).Trim();
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));

        // Another process that shares the users has a link of its own, which replaces nobody else's.
        Invitations invitations = host.Services.GetRequiredService<Invitations>();
        string replaced = await invitations.CreateFirstAdminAsync("", ApiHost.Stop), other = await invitations.CreateFirstAdminAsync(replaced, ApiHost.Stop);
        Assert.False(await HoldsAsync(replaced));
        Assert.True(await HoldsAsync(other));
        Assert.True(await HoldsAsync(link));

        using Person admin = await Person.FirstAdminAsync(host.Address, host.Folder, ApiHost.Stop);
        JsonElement session = await ApiHost.BodyAsync(await admin.Http.GetAsync("api/v1/session", ApiHost.Stop));
        using HttpResponseMessage again = await admin.PostFormAsync("account/invitation", "invitation",
            new() { ["Form.Token"] = new Uri(link).Fragment[1..], ["Form.Name"] = "second", ["Form.Password"] = Person.Password, ["Form.Again"] = Person.Password }, ApiHost.Stop);

        Assert.Equal("user first", session.GetProperty("who").GetString());
        Assert.Contains("administer", session.GetProperty("permissions").EnumerateArray().Select(p => p.GetString()));
        Assert.False(File.Exists(file));
        Assert.Contains("This link does not hold", await again.Content.ReadAsStringAsync(ApiHost.Stop), StringComparison.Ordinal);
        Assert.False(await HoldsAsync(other));

        async Task<bool> HoldsAsync(string path) => await invitations.FindAsync(path[(path.LastIndexOf('#') + 1)..], ApiHost.Stop) is not null;
    }

    [Fact]
    public async Task A_page_sends_a_stranger_to_the_sign_in_and_back_to_where_he_wanted()
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var stranger = new HttpClient(handler) { BaseAddress = host.Address };

        using HttpResponseMessage answer = await stranger.GetAsync("risk", ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal("/account/sign-in?returnUrl=%2Frisk", answer.Headers.Location!.PathAndQuery);
    }

    [Fact]
    public async Task Whose_session_ended_under_an_open_page_is_told_why_he_stands_at_the_sign_in()
    {
        string ended = await host.Stranger.GetStringAsync("account/sign-in?ended=true&returnUrl=%2F", ApiHost.Stop);
        string usual = await host.Stranger.GetStringAsync("account/sign-in?returnUrl=%2F", ApiHost.Stop);

        Assert.Contains("Your session ended, and nothing can be sent from its pages any more.", ended, StringComparison.Ordinal);
        Assert.DoesNotContain("Your session ended", usual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_an_authenticator_the_password_alone_is_not_enough_and_a_code_counts_once()
    {
        using Person trader = await Person.CreateAsync(host.Address, host.KeyFile, "trader", ApiHost.Stop, host.Clock);
        await trader.AddAuthenticatorAsync(ApiHost.Stop);
        using Person again = await trader.AgainAsync(ApiHost.Stop);

        using HttpResponseMessage inside = await again.Http.GetAsync("api/v1/session", ApiHost.Stop);
        InvalidOperationException replayed = await Assert.ThrowsAsync<InvalidOperationException>(() => trader.AgainAsync(ApiHost.Stop));

        Assert.Equal(HttpStatusCode.OK, inside.StatusCode);
        Assert.Contains("was used before", replayed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_a_user_and_the_right_one_does_not_help_then()
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);
        for (int i = 0; i < 5; i++)
        {
            using HttpResponseMessage wrong = await viewer.PostFormAsync("account/sign-in", "sign-in", new() { ["Form.Name"] = viewer.Name, ["Form.Password"] = $"wrong password {i}" }, ApiHost.Stop);
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        await Assert.ThrowsAsync<InvalidOperationException>(() => viewer.AgainAsync(ApiHost.Stop));

        await using SecurityContext db = await host.Services.GetRequiredService<SecurityDatabase>().OpenAsync(ApiHost.Stop);
        // The fifth is the one that locks.
        Assert.Equal(4, await db.Audit.CountAsync(a => a.Action == "signIn.failed" && a.Subject == viewer.Name, ApiHost.Stop));
        Assert.Equal(2, await db.Audit.CountAsync(a => a.Action == "signIn.locked" && a.Subject == viewer.Name, ApiHost.Stop));
    }

    [Fact]
    public async Task A_session_that_was_ended_elsewhere_opens_nothing_any_more()
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);
        using Person elsewhere = await viewer.AgainAsync(ApiHost.Stop);

        using HttpResponseMessage ended = await viewer.PostFormAsync("account", "sessions-end", [], ApiHost.Stop);
        using HttpResponseMessage gone = await elsewhere.Http.GetAsync("api/v1/session", ApiHost.Stop);
        using HttpResponseMessage here = await viewer.Http.GetAsync("api/v1/session", ApiHost.Stop);

        Assert.Contains("All other sessions are ended", await ended.Content.ReadAsStringAsync(ApiHost.Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, gone.StatusCode);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_not_only_the_cookie()
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);
        string page = await viewer.Http.GetStringAsync("account", ApiHost.Stop);
        string cookie = string.Join("; ", viewer.Cookies().Select(c => $"{c.Name}={c.Value}"));

        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = Person.TokenOf(page) });
        using HttpResponseMessage answer = await viewer.Http.PostAsync("account/sign-out", form, ApiHost.Stop);
        using var kept = new HttpRequestMessage(HttpMethod.Get, "api/v1/session");
        kept.Headers.Add("Cookie", cookie);
        using HttpResponseMessage after = await host.Stranger.SendAsync(kept, ApiHost.Stop);

        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
    }

    [Fact]
    public async Task The_audit_log_of_all_this_is_whole()
    {
        using Person viewer = await Person.CreateAsync(host.Address, host.KeyFile, "viewer", ApiHost.Stop);

        AuditVerdict verdict = await host.Services.GetRequiredService<AuditVerifier>().VerifyAsync(ApiHost.Stop);

        Assert.True(verdict.IsWhole, verdict.Message);
        Assert.True(verdict.Entries >= 2);
    }
}
