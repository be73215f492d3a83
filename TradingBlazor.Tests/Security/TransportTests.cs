using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TradingBlazor.Hosting;
using TradingBlazor.Security;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingBlazor.Tests.Api;
using TradingBlazor.Tests.Components.Fakes;
using TradingBlazor.Tests.Harness;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Views;
using TradingCore.Hosting;
using TradingCore.Persistence.History;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Security;

/// <summary>TLS, limits of requests, and the tables on a real PostgreSQL.</summary>
public sealed class TransportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_a_certificate_of_its_own_making_https_is_served_cookies_are_secure_and_browsers_are_told_to_stay_with_it()
    {
        await using WebApplication app = await StartAsync("--urls=https://127.0.0.1:0", "--Security:DevelopmentCertificate=true", "--Security:Hosts=desk.example.com");
        (X509Certificate2? shown, HttpResponseMessage answer) = await GetAsync(app, "account/sign-in", "desk.example.com");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.True(shown!.MatchesHostname("localhost") && shown.MatchesHostname("desk.example.com"));
        Assert.Contains("max-age=31536000", answer.Headers.GetValues("Strict-Transport-Security").Single(), StringComparison.Ordinal);
        string cookie = answer.Headers.GetValues("Set-Cookie").First(c => c.Contains("-form=", StringComparison.Ordinal));
        Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        string file = Path.Combine(_folder.Path, "development-certificate.pfx");
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task A_certificate_that_was_configured_is_the_one_that_is_served()
    {
        (string certificate, string key, string thumbprint) = Pem(TimeProvider.System.GetUtcNow().AddDays(30));
        await using WebApplication app = await StartAsync("--urls=https://127.0.0.1:0", $"--Security:CertificatePath={certificate}", $"--Security:CertificateKeyPath={key}");

        (X509Certificate2? shown, HttpResponseMessage answer) = await GetAsync(app, "health", null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(thumbprint, shown!.Thumbprint);
    }

    [Fact]
    public void A_certificate_that_has_expired_or_has_no_key_stops_the_start_with_a_sentence()
    {
        (string expired, string key, _) = Pem(TimeProvider.System.GetUtcNow().AddDays(-1));
        (string whole, _, _) = Pem(TimeProvider.System.GetUtcNow().AddDays(30));

        StartException old = Assert.Throws<StartException>(() => Build("--urls=https://127.0.0.1:0", $"--Security:CertificatePath={expired}", $"--Security:CertificateKeyPath={key}"));
        StartException keyless = Assert.Throws<StartException>(() => Build("--urls=https://127.0.0.1:0", $"--Security:CertificatePath={whole}"));

        Assert.Contains("expired", old.Sentences.Single(), StringComparison.Ordinal);
        Assert.Contains("cannot be read", keyless.Sentences.Single(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://0.0.0.0:5080", "without TLS")]
    [InlineData("http://192.168.1.5:5080", "without TLS")]
    [InlineData("https://127.0.0.1:5443", "needs a certificate")]
    public void Without_TLS_only_the_own_machine_is_served_and_the_start_says_why(string url, string sentence)
    {
        StartException stopped = Assert.Throws<StartException>(() => Build($"--urls={url}"));

        Assert.Contains(stopped.Sentences, s => s.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public void Other_machines_are_served_only_under_names_that_were_set()
    {
        StartException stopped = Assert.Throws<StartException>(() => Build("--urls=https://0.0.0.0:5443", "--Security:DevelopmentCertificate=true"));

        Assert.Contains(stopped.Sentences, s => s.Contains("Security:Hosts", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Proxies_on_other_machines_are_believed_when_they_are_named_and_only_behind_a_proxy()
    {
        Assert.Contains("Security:BehindProxy", Assert.Throws<StartException>(() => Build("--Security:Proxies:0=10.1.0.0/16")).Sentences.Single(), StringComparison.Ordinal);
        Assert.Contains("'ten'", Assert.Throws<StartException>(() => Build("--Security:BehindProxy=true", "--Security:Proxies:0=ten")).Sentences.Single(), StringComparison.Ordinal);

        await using WebApplication app = Build("--urls=http://127.0.0.1:0", "--Security:BehindProxy=true", "--Security:Proxies:0=10.1.0.0/16", "--Security:Proxies:1=192.0.2.7");
        IList<IPNetwork> believed = app.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value.KnownIPNetworks;

        Assert.True(Believes("10.1.2.3") && Believes("192.0.2.7") && Believes("127.0.0.1"));
        Assert.False(Believes("10.2.0.1") || Believes("192.0.2.8"));

        bool Believes(string address) => believed.Any(n => n.Contains(IPAddress.Parse(address)));
    }

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back_others_are_not_and_cancels_always_pass()
    {
        await using WebApplication app = await StartAsync("--urls=http://127.0.0.1:0", "--Security:RequestsPerMinute=60", "--Security:StrangerRequestsPerMinute=10", "--Security:SignInsPerMinute=5");
        var address = new Uri(app.Urls.Single());
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Add(ApiKey.Header, (await File.ReadAllTextAsync(Path.Combine(_folder.Path, "api-key"), Stop)).Trim());
        using Person person = await Person.CreateAsync(address, Path.Combine(_folder.Path, "api-key"), "viewer", Stop);

        // 30 at once, one a second after that: a hundred in a row meet the limit on any machine that answers ten in a second.
        HttpResponseMessage refused = await UntilRefusedAsync(() => http.GetAsync("api/v1/orders", Stop), 200);
        HttpResponseMessage hub = await UntilRefusedAsync(() => http.PostAsync("hubs/stream/negotiate?negotiateVersion=1", null, Stop), 200);
        using HttpResponseMessage cancel = await http.DeleteAsync("api/v1/orders", Stop);
        using HttpResponseMessage other = await person.Http.GetAsync("api/v1/session", Stop);
        using var stranger = new HttpClient { BaseAddress = address };
        HttpResponseMessage strange = await UntilRefusedAsync(() => stranger.GetAsync("api/v1/orders", Stop), 100);
        // The guard and balancers ask without a key, and take a program that refuses them for one that is dead.
        using HttpResponseMessage health = await stranger.GetAsync("health", Stop), ready = await stranger.GetAsync("ready", Stop);
        HttpResponseMessage forms = await UntilRefusedAsync(() => person.Http.PostAsync("account/sign-in", new FormUrlEncodedContent([]), Stop), 50);

        foreach (HttpResponseMessage answer in (HttpResponseMessage[])[refused, hub, strange, forms])
        {
            Assert.True(int.Parse(answer.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture) >= 1);
            Assert.Equal("tooManyRequests", (await ApiHost.BodyAsync(answer)).GetProperty("code").GetString());
        }
        Assert.NotEqual(HttpStatusCode.TooManyRequests, cancel.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.NotEqual(HttpStatusCode.TooManyRequests, ready.StatusCode);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(59)]
    [InlineData(119)]
    [InlineData(600)]
    [InlineData(6_000)]
    [InlineData(10_000_000)]
    public void As_many_requests_a_minute_are_taken_in_the_long_run_as_the_setting_says(int perMinute)
    {
        TokenBucketRateLimiterOptions bucket = RequestLimits.BucketOf(perMinute);

        Assert.Equal(perMinute, bucket.TokensPerPeriod * (TimeSpan.FromMinutes(1) / bucket.ReplenishmentPeriod), 0.001 * perMinute);
    }

    [Fact]
    public async Task Who_tries_to_sign_in_too_often_with_a_browser_reads_a_page_with_the_way_back()
    {
        await using WebApplication app = await StartAsync("--urls=http://127.0.0.1:0", "--Security:SignInsPerMinute=5");
        using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        browser.DefaultRequestHeaders.Accept.ParseAdd("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8");

        HttpResponseMessage answer = await UntilRefusedAsync(() => browser.PostAsync("account/sign-in?returnUrl=%2Forders%22%3E", new FormUrlEncodedContent([]), Stop), 50);
        string page = await answer.Content.ReadAsStringAsync(Stop);

        Assert.Equal(("text/html", true), (answer.Content.Headers.ContentType?.MediaType, answer.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        Assert.Contains("Too many tries", page, StringComparison.Ordinal);
        // The script that brings the look needs what every page tells it: without, no colour is set.
        Assert.All((string[])["data-choice=", "data-density=", "data-pair=", "data-default"], name => Assert.Contains(name, page, StringComparison.Ordinal));
        Assert.Contains("href=\"/account/sign-in?returnUrl=%2Forders%22%3E\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tables_of_users_settings_and_audit_are_made_on_a_real_PostgreSQL_and_the_chain_holds_there()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Stop);
        string connection = await server.NewDatabaseAsync(Stop);
        SecurityDatabase database = SecurityDatabase.Postgres(connection);
        await using (SecurityContext db = await database.OpenAsync(Stop))
        {
            var row = new AuditRow { Number = 1, Time = WholeMicroseconds.Of(TimeProvider.System.GetUtcNow()), Who = "user mira", Action = "limits.changed", New = "a=1", PreviousHash = AuditChain.Origin };
            row.Hash = AuditChain.HashOf(row);
            db.Audit.Add(row);
            db.Settings.Add(new TradingBlazor.Security.Store.SettingRow { Key = "Tws:Port", Value = "4002", Time = row.Time });
            db.SettingChanges.Add(new SettingChangeRow { Change = "c", Time = row.Time, Who = "user mira", Key = "Tws:Port", New = "4002", Reason = "why" });
            db.Approvals.Add(new ApprovalRow { Id = "a", Words = "Buy 1 SPY", Time = row.Time, ExpiresTime = row.Time });
            db.ApiKeys.Add(new ApiKeyRow { Id = "k", Hash = "h", Name = "bot", CreatedTime = row.Time, Rights = "DU1: Trade" });
            db.Users.Add(new DeskUser { Id = "u", UserName = "mira", NormalizedUserName = "MIRA", CreatedTime = row.Time });
            await db.SaveChangesAsync(Stop);
        }
        await using SecurityContext again = await SecurityDatabase.Postgres(connection).OpenAsync(Stop);

        AuditVerdict verdict = await AuditVerifier.VerifyAsync(again, null, Stop);
        int command = await VerifyAuditCommand.RunAsync(["--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={connection}", $"--Persistence:Folder={_folder.Path}"], TextWriter.Null, TextWriter.Null, Stop);
        await again.Audit.ExecuteUpdateAsync(u => u.SetProperty(a => a.New, "a=2"), Stop);
        int broken = await VerifyAuditCommand.RunAsync(["--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={connection}", $"--Persistence:Folder={_folder.Path}"], TextWriter.Null, TextWriter.Null, Stop);

        Assert.True(verdict.IsWhole, verdict.Message);
        Assert.Equal((0, 1), (command, broken));
        Assert.Equal("DU1: Trade", (await again.ApiKeys.AsNoTracking().SingleAsync(Stop)).Rights);
        Assert.Equal(1, await again.SettingChanges.AsNoTracking().Select(c => c.Number).SingleAsync(Stop));
    }

    private WebApplication Build(params string[] args) => DeskApplication.Build([$"--Persistence:Folder={_folder.Path}", .. args], services =>
    {
        services.Remove(services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name == "TradingHostedService"));
        services.Replace(ServiceDescriptor.Singleton<ITradingView>(new FakeView()));
        services.Replace(ServiceDescriptor.Singleton<ITradingCommands>(new FakeCommands()));
        services.Replace(ServiceDescriptor.Singleton<IPreferenceStore>(new FakePreferences()));
        var risk = new FakeRisk();
        services.Replace(ServiceDescriptor.Singleton<IRiskView>(risk));
        services.Replace(ServiceDescriptor.Singleton<IRiskCommands>(risk));
        services.Replace(ServiceDescriptor.Singleton(new StorageGate(Task.CompletedTask)));
    });

    private async Task<WebApplication> StartAsync(params string[] args)
    {
        WebApplication app = Build(args);
        await DeskApplication.StartAsync(app);
        return app;
    }

    private static async Task<(X509Certificate2? Shown, HttpResponseMessage Answer)> GetAsync(WebApplication app, string path, string? host)
    {
        X509Certificate2? shown = null;
        // The certificate signs itself; which one it is, is judged by the test.
        using var handler = new SocketsHttpHandler
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                {
                    shown = X509CertificateLoader.LoadCertificate(certificate!.GetRawCertData());
                    return errors == SslPolicyErrors.None || shown.Issuer == shown.Subject;
                },
            },
        };
        using var http = new HttpClient(handler) { BaseAddress = new Uri(app.Urls.Single()) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (host is not null) request.Headers.Host = host;
        HttpResponseMessage answer = await http.SendAsync(request, Stop);
        await answer.Content.LoadIntoBufferAsync(Stop);
        return (shown, answer);
    }

    private static async Task<HttpResponseMessage> UntilRefusedAsync(Func<Task<HttpResponseMessage>> send, int most)
    {
        for (int i = 0; i < most; i++)
        {
            HttpResponseMessage answer = await send();
            if (answer.StatusCode == HttpStatusCode.TooManyRequests) return answer;
            answer.Dispose();
        }
        throw new InvalidOperationException($"{most} requests in a row were all taken.");
    }

    private (string Certificate, string Key, string Thumbprint) Pem(DateTimeOffset until)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=desk.example.com", key, HashAlgorithmName.SHA256);
        using X509Certificate2 made = request.CreateSelfSigned(until.AddDays(-60), until);
        string name = Path.Combine(_folder.Path, $"{made.Thumbprint}");
        File.WriteAllText($"{name}.crt", made.ExportCertificatePem());
        File.WriteAllText($"{name}.key", key.ExportPkcs8PrivateKeyPem());
        return ($"{name}.crt", $"{name}.key", made.Thumbprint);
    }
}
