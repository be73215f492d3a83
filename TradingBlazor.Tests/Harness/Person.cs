using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using TradingBlazor.Security.Accounts;

namespace TradingBlazor.Tests.Harness;

/// <summary>
/// A user of a running app, made and signed in over the same forms that a browser posts: the one place where tests sign in. The first factor and,
/// when asked for, an authenticator; a page or a client then carries the session.
/// </summary>
internal sealed partial class Person : IDisposable
{
    /// <summary>Password of every user of the tests.</summary>
    public const string Password = "correct horse battery";

    private static readonly ConcurrentDictionary<Uri, string> Apps = new();
    private static readonly ConcurrentDictionary<(Uri Address, string KeyFile, string Role), Task<Person>> People = new();

    private readonly Uri _address;
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };

    private Person(Uri address, string name, string role)
    {
        _address = address;
        Name = name;
        Role = role;
        Http = new HttpClient(_handler) { BaseAddress = address, Timeout = ChildProcess.Patience };
    }

    /// <summary>User name.</summary>
    public string Name { get; }

    /// <summary>Role.</summary>
    public string Role { get; }

    /// <summary>Key of the authenticator; empty without one.</summary>
    public string AuthenticatorKey { get; private set; } = "";

    /// <summary>A client with the session's cookie. It follows no redirect.</summary>
    public HttpClient Http { get; }

    /// <summary>Invites a user with the key of the data folder, accepts, and is signed in.</summary>
    /// <param name="address">Where the app is.</param>
    /// <param name="keyFile">The file with its key.</param>
    /// <param name="role">Role, such as <c>trader</c>.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <param name="clock">The app's clock when it is not the machine's.</param>
    public static async Task<Person> CreateAsync(Uri address, string keyFile, string role, CancellationToken stop, TimeProvider? clock = null)
    {
        var user = new Person(address, $"{role}-{Guid.NewGuid().ToString("N")[..6]}", role) { Clock = clock ?? TimeProvider.System };
        using var admin = new HttpClient { BaseAddress = address, Timeout = ChildProcess.Patience };
        admin.DefaultRequestHeaders.Add("X-Api-Key", (await File.ReadAllTextAsync(keyFile, stop)).Trim());
        using HttpResponseMessage invited = await admin.PostAsJsonAsync("api/v1/users", new { name = user.Name, roles = role }, stop);
        string body = await invited.Content.ReadAsStringAsync(stop);
        if (!invited.IsSuccessStatusCode) throw new HttpRequestException($"{(int)invited.StatusCode}: {body}");
        await user.AcceptAsync((string)JsonNode.Parse(body)!["link"]!, stop);
        return user;
    }

    /// <summary>The first admin, by the link of the data folder.</summary>
    public static async Task<Person> FirstAdminAsync(Uri address, string dataFolder, CancellationToken stop)
    {
        string file = Path.Combine(dataFolder, "first-admin");
        await Until.TrueAsync($"the link in {file}", () => Task.FromResult(File.Exists(file)), stop);
        var user = new Person(address, "first", "admin");
        await user.AcceptAsync((await File.ReadAllTextAsync(file, stop)).Trim(), stop, user.Name);
        return user;
    }

    /// <summary>Signs in anew: a second session of the same user, with the authenticator when there is one.</summary>
    public async Task<Person> AgainAsync(CancellationToken stop)
    {
        var again = new Person(_address, Name, Role) { AuthenticatorKey = AuthenticatorKey, Clock = Clock };
        using HttpResponseMessage first = await again.PostFormAsync("account/sign-in", "sign-in", new() { ["Form.Name"] = Name, ["Form.Password"] = Password }, stop);
        if (first.Headers.Location?.ToString().Contains("second-factor", StringComparison.Ordinal) == true)
        {
            using HttpResponseMessage second = await again.PostFormAsync("account/second-factor", "code", new() { ["Form.Code"] = again.Code() }, stop);
            Moved(second, await second.Content.ReadAsStringAsync(stop));
        }
        else Moved(first, await first.Content.ReadAsStringAsync(stop));
        return again;
    }

    /// <summary>Sets an authenticator up; the session then counts as strong for some minutes.</summary>
    public async Task AddAuthenticatorAsync(CancellationToken stop)
    {
        using HttpResponseMessage begun = await PostFormAsync("account", "authenticator-begin", new() { ["Form.Password"] = Password }, stop);
        string page = await begun.Content.ReadAsStringAsync(stop);
        AuthenticatorKey = KeyOnPage().Match(page) is { Success: true } found ? found.Groups[1].Value.Replace(" ", "", StringComparison.Ordinal) : throw new InvalidOperationException($"There is no key on the page: {page}");
        string after = "";
        // The oldest code that counts, so that the next ones are left; its time may be over before it is there.
        for (int tries = 0; tries < 3 && !after.Contains("recovery-codes", StringComparison.Ordinal); tries++)
        {
            using HttpResponseMessage on = await PostFormAsync("account", "authenticator-confirm", new() { ["Form.Code"] = Code(-1) }, stop);
            after = await on.Content.ReadAsStringAsync(stop);
        }
        if (!after.Contains("recovery-codes", StringComparison.Ordinal)) throw new InvalidOperationException($"The authenticator is not on: {after}");
    }

    /// <summary>The code of now; each counts once, so the next use takes the next step.</summary>
    /// <param name="stepsAside">-1 to 1: an authenticator's clock may be half a minute off.</param>
    public string Code(int stepsAside = 0) => Totp.Code(Base32.Decode(AuthenticatorKey), Totp.StepOf(Clock.GetUtcNow()) + stepsAside);

    /// <summary>The clock of the app: the machine's, unless the test's host has one of its own.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The cookies as they are now.</summary>
    public IEnumerable<System.Net.Cookie> Cookies() => _handler.CookieContainer.GetCookies(_address);

    /// <summary>Gives a browser's page the session.</summary>
    public async Task SignInAsync(BrowserPage page)
    {
        foreach (System.Net.Cookie cookie in Cookies())
            await page.Page.Context.AddCookiesAsync([new Microsoft.Playwright.Cookie { Name = cookie.Name, Value = cookie.Value, Url = _address.ToString(), HttpOnly = true, SameSite = SameSiteAttribute.Lax }]);
    }

    /// <summary>Gives a browser's page a session at a running app, whose process has told where it is. The same person for every page of one run, unless a newcomer is asked for.</summary>
    public static async Task SignInAsync(BrowserPage page, Uri address, string role, bool asNewcomer, CancellationToken stop)
    {
        string keyFile = Apps.TryGetValue(address, out string? found) ? found : throw new InvalidOperationException($"No app of the tests listens at {address}.");
        Task<Person> person = asNewcomer ? CreateAsync(address, keyFile, role, stop) : People.GetOrAdd((address, keyFile, role), key => CreateAsync(key.Address, key.KeyFile, key.Role, CancellationToken.None));
        await (await person.WaitAsync(stop)).SignInAsync(page);
    }

    /// <summary>Tells where an app listens and where its key is. A start on the same address and folder keeps its people: their sessions outlive it.</summary>
    public static void Learn(Uri address, string keyFile) => Apps[address] = keyFile;

    /// <summary>Posts a form of a page as a browser does: with the page's token.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string path, string form, Dictionary<string, string> fields, CancellationToken stop)
    {
        string page = await Http.GetStringAsync(path, stop);
        var all = new Dictionary<string, string>(fields) { ["_handler"] = form, ["__RequestVerificationToken"] = TokenOf(page) };
        using var content = new FormUrlEncodedContent(all);
        return await Http.PostAsync(path, content, stop);
    }

    /// <summary>The token of the forms on a page.</summary>
    public static string TokenOf(string page) => Token().Match(page) is { Success: true } found ? found.Groups[1].Value : throw new InvalidOperationException($"There is no form on the page: {page}");

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    private async Task AcceptAsync(string link, CancellationToken stop, string? name = null)
    {
        var uri = new Uri(link);
        var fields = new Dictionary<string, string> { ["Form.Token"] = uri.Fragment[1..], ["Form.Password"] = Password, ["Form.Again"] = Password };
        if (name is not null) fields["Form.Name"] = name;
        using HttpResponseMessage accepted = await PostFormAsync(uri.PathAndQuery.TrimStart('/'), "invitation", fields, stop);
        Moved(accepted, await accepted.Content.ReadAsStringAsync(stop));
    }

    private static void Moved(HttpResponseMessage answer, string body)
    {
        if (answer.StatusCode != HttpStatusCode.Found) throw new InvalidOperationException($"Not signed in: {(int)answer.StatusCode} {body}");
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("data-testid=\"authenticator-key\"[^>]*>([A-Z2-7 ]+)<")]
    private static partial Regex KeyOnPage();
}
