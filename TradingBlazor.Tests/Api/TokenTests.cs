using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;
using TradingBlazor.Security.Tokens;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Api;

/// <summary>Own tokens: in exchange for a key, for some minutes, with no more rights than the key.</summary>
public sealed class TokenTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Fact]
    public async Task A_token_does_what_its_key_may_and_ends()
    {
        (string token, int seconds) = await MakeAsync(host.Http, "read");

        HttpStatusCode read = await SendAsync(token, HttpMethod.Get, "/api/v1/orders");
        HttpStatusCode write = await SendAsync(token, HttpMethod.Delete, "/api/v1/orders");
        host.Clock.Advance(TimeSpan.FromSeconds(seconds + 60));
        HttpStatusCode late = await SendAsync(token, HttpMethod.Get, "/api/v1/orders");

        Assert.Equal((900, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized), (seconds, read, write, late));
    }

    [Fact]
    public async Task A_token_that_has_ended_is_told_so_and_one_that_only_says_so_is_not()
    {
        (string token, int seconds) = await MakeAsync(host.Http, "read");
        ECDsaSecurityKey own = await host.Services.GetRequiredService<SigningKeys>().CurrentAsync(ApiHost.Stop);
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string forged = Forge(new ECDsaSecurityKey(foreign) { KeyId = own.KeyId }, SecurityAlgorithms.EcdsaSha256);
        host.Clock.Advance(TimeSpan.FromSeconds(seconds + 60));

        Assert.Equal(("tokenExpired", "apiKeyRequired"), (await CodeAsync(token), await CodeAsync(forged)));
    }

    [Fact]
    public async Task A_revoked_key_ends_its_tokens_and_no_token_makes_another()
    {
        await using AsyncServiceScope scope = host.Services.CreateAsyncScope();
        KeyDesk desk = scope.ServiceProvider.GetRequiredService<KeyDesk>();
        (string key, _) = await desk.CreateAsync("tokens", KeyScope.Trade, 0, "", new CommandJudgement(null, "", ""), ApiHost.Stop);
        using var client = new HttpClient { BaseAddress = host.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        (string token, _) = await MakeAsync(client, "admin");

        HttpStatusCode administer = await SendAsync(token, HttpMethod.Get, "/api/v1/users");
        HttpStatusCode another = await SendAsync(token, HttpMethod.Post, "/api/v1/token");
        HttpStatusCode before = await SendAsync(token, HttpMethod.Get, "/api/v1/orders");
        await desk.RevokeAsync(key.Split('_')[1], new CommandJudgement(null, "", ""), ApiHost.Stop);
        HttpStatusCode after = await SendAsync(token, HttpMethod.Get, "/api/v1/orders");
        string? code = await CodeAsync(token);

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.OK), (administer, another, before));
        // The signature is still right; there is nobody behind it any more.
        Assert.Equal((HttpStatusCode.Unauthorized, "apiKeyRevoked"), (after, code));
    }

    [Fact]
    public async Task Keys_change_with_an_overlap_and_anybody_can_verify_tokens_by_the_public_ones()
    {
        // The least that can be set: every timer of the program runs through the time that passes.
        TimeSpan age = host.Services.GetRequiredService<SecurityOptions>().Jwt.KeyAge = TimeSpan.FromHours(1);
        // The key that tests before this one used is too old after that, however long they took: the first token here is the first of its key.
        host.Clock.Advance(age + TimeSpan.FromMinutes(1));
        (string old, _) = await MakeAsync(host.Http, "read");
        host.Clock.Advance(age - TimeSpan.FromMinutes(1));
        (string last, _) = await MakeAsync(host.Http, "read");
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        (string fresh, _) = await MakeAsync(host.Http, "read");

        using HttpResponseMessage response = await host.Stranger.GetAsync("/.well-known/jwks.json", ApiHost.Stop);
        var known = new JsonWebKeySet(await response.Content.ReadAsStringAsync(ApiHost.Stop));

        Assert.NotEqual(new JsonWebToken(last).Kid, new JsonWebToken(fresh).Kid);
        Assert.Contains(known.Keys, k => k.Kid == new JsonWebToken(fresh).Kid && k.D is null);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await SendAsync(last, HttpMethod.Get, "/api/v1/orders"), await SendAsync(fresh, HttpMethod.Get, "/api/v1/orders")));
        TokenValidationResult verified = await new JsonWebTokenHandler().ValidateTokenAsync(fresh, new TokenValidationParameters { ValidIssuer = "tradingblazor", ValidAudience = "tradingblazor", IssuerSigningKeys = known.GetSigningKeys(), ValidateLifetime = false });
        Assert.True(verified.IsValid);
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(old, HttpMethod.Get, "/api/v1/orders"));
        string file = Path.Combine(host.Folder, "signing-keys");
        Assert.DoesNotContain("Private", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, ApiHost.Stop)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("unsigned")]
    [InlineData("tampered")]
    [InlineData("unknown key")]
    [InlineData("wrong audience")]
    [InlineData("wrong issuer")]
    [InlineData("no end")]
    [InlineData("no token")]
    [InlineData("symmetric")]
    public async Task A_token_that_is_not_of_this_program_is_refused(string how)
    {
        (string good, _) = await MakeAsync(host.Http, "admin");
        string[] parts = good.Split('.');
        ECDsaSecurityKey own = await host.Services.GetRequiredService<SigningKeys>().CurrentAsync(ApiHost.Stop);
        string bad = how switch
        {
            "none" => $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{parts[1]}.",
            "unsigned" => $"{parts[0]}.{parts[1]}.",
            "tampered" => $"{parts[0]}.{Encode(Base64UrlEncoder.Decode(parts[1]).Replace("\"file\"", "\"other\"", StringComparison.Ordinal))}.{parts[2]}",
            "unknown key" => Forge(new ECDsaSecurityKey(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = own.KeyId }, SecurityAlgorithms.EcdsaSha256),
            "wrong audience" => Forge(own, SecurityAlgorithms.EcdsaSha256, audience: "another program"),
            "wrong issuer" => Forge(own, SecurityAlgorithms.EcdsaSha256, issuer: "https://evil.example"),
            "no end" => Forge(own, SecurityAlgorithms.EcdsaSha256, hasEnd: false),
            "symmetric" => Forge(new SymmetricSecurityKey(own.ECDsa.ExportSubjectPublicKeyInfo()) { KeyId = own.KeyId }, SecurityAlgorithms.HmacSha256),
            _ => "a.b.c",
        };

        Assert.Equal(HttpStatusCode.OK, await SendAsync(good, HttpMethod.Get, "/api/v1/orders"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SendAsync(bad, HttpMethod.Get, "/api/v1/orders"));
    }

    private string Forge(SecurityKey key, string algorithm, string issuer = TokenDesk.Own, string audience = TokenDesk.Own, bool hasEnd = true) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = hasEnd ? host.Clock.GetUtcNow().UtcDateTime.AddMinutes(5) : null,
            Claims = new Dictionary<string, object> { ["sub"] = "file", ["scope"] = "admin" },
            SigningCredentials = new SigningCredentials(key, algorithm),
        });

    private static string Encode(string text) => Base64UrlEncoder.Encode(text);

    private async Task<HttpStatusCode> SendAsync(string token, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        if (method == HttpMethod.Post) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using HttpResponseMessage response = await host.Stranger.SendAsync(request, ApiHost.Stop);
        return response.StatusCode;
    }

    private async Task<string?> CodeAsync(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/orders");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        using HttpResponseMessage response = await host.Stranger.SendAsync(request, ApiHost.Stop);
        return (await ApiHost.BodyAsync(response)).GetProperty("code").GetString();
    }

    internal static async Task<(string Token, int Seconds)> MakeAsync(HttpClient client, string scope)
    {
        using var content = new StringContent($$"""{"scope":"{{scope}}"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage response = await client.PostAsync("/api/v1/token", content, ApiHost.Stop);
        JsonElement body = await ApiHost.BodyAsync(response);
        Assert.True(response.IsSuccessStatusCode, body.GetRawText());
        return (body.GetProperty("accessToken").GetString()!, body.GetProperty("expiresIn").GetInt32());
    }
}

/// <summary>Tokens of an OpenID provider, which here is a small server of the test.</summary>
public sealed class ProviderTests : IAsyncLifetime
{
    private RsaSecurityKey _key = new(RSA.Create(2048)) { KeyId = "provider-1" };
    private readonly ECDsaSecurityKey _curve = new(ECDsa.Create(ECCurve.NamedCurves.nistP256)) { KeyId = "provider-ec" };
    private bool _isAway;
    private TaskCompletionSource? _hanging;
    private int _asked;
    private WebApplication? _server;
    private string _issuer = "";

    public async ValueTask InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/.well-known/openid-configuration", async () =>
        {
            Interlocked.Increment(ref _asked);
            if (_hanging is { } hanging) await hanging.Task;
            return _isAway ? Results.StatusCode(503) : Results.Json(new { issuer = _issuer, jwks_uri = $"{_issuer}/keys" });
        });
        _server.MapGet("/keys", () =>
        {
            RSAParameters p = _key.Rsa.ExportParameters(false);
            ECParameters c = _curve.ECDsa.ExportParameters(includePrivateParameters: false);
            return Results.Json(new
            {
                keys = new object[]
                {
                    new { kty = "RSA", use = "sig", alg = "RS256", kid = _key.KeyId, n = Base64UrlEncoder.Encode(p.Modulus), e = Base64UrlEncoder.Encode(p.Exponent) },
                    new { kty = "EC", use = "sig", alg = "ES256", kid = _curve.KeyId, crv = "P-256", x = Base64UrlEncoder.Encode(c.Q.X), y = Base64UrlEncoder.Encode(c.Q.Y) },
                },
            });
        });
        _server.MapGet("/astray/.well-known/openid-configuration", (HttpContext c) => { c.Response.StatusCode = 307; c.Response.Headers.Location = "//["; });
        _server.MapGet("/page/.well-known/openid-configuration", () => Results.Content("<html>Sign in</html>", "text/html"));
        _server.MapGet("/bare/.well-known/openid-configuration", () => Results.Json(new { hello = "world" }));
        await _server.StartAsync(ApiHost.Stop);
        _issuer = _server.Urls.Single();
    }

    public async ValueTask DisposeAsync()
    {
        _hanging?.TrySetResult();
        _key.Rsa.Dispose();
        _curve.ECDsa.Dispose();
        if (_server is not null) await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_providers_tokens_are_taken_by_their_scopes_and_nothing_else_is()
    {
        var options = new SecurityOptions { Jwt = { Authority = _issuer, Audience = "desk", ScopeClaim = "realm_access.roles" } };
        await using var host = new ApiHost();
        await host.InitializeAsync();
        using var desk = new TokenDesk(host.Services.GetRequiredService<SigningKeys>(), options, host.Clock, host.Services.GetRequiredService<ILogger<TokenDesk>>());
        AccessBook book = host.Services.GetRequiredService<AccessBook>();

        CallerAccess trader = await AccessAsync(Make(roles: ["tradingblazor.trade", "other"]));
        CallerAccess reader = await AccessAsync(Make(roles: ["tradingblazor.read"]));
        string[] faults =
        [
            await FaultAsync(Make(roles: ["other"])), await FaultAsync(Make(audience: "another")), await FaultAsync(Make(issuer: "https://evil.example")), await FaultAsync(Make(minutes: -5)),
            await FaultAsync(Make(key: new RsaSecurityKey(RSA.Create(2048)) { KeyId = "provider-2" })),
        ];

        Assert.Equal((CallerKind.Token, "mira", true, false), (trader.Kind, trader.Name, trader.May(Permission.Trade), trader.May(Permission.Administer)));
        Assert.Equal((true, false), (reader.May(Permission.View), reader.May(Permission.Trade)));
        Assert.All(faults, f => Assert.NotEqual("", f));
        Assert.Equal(["for another audience", "of an issuer that is not accepted", "expired", "signed with an unknown key"], faults[1..]);

        string Make(string? issuer = null, string audience = "desk", string[]? roles = null, int minutes = 5, SecurityKey? key = null) => Token(host, issuer ?? _issuer, audience, roles ?? ["tradingblazor.read"], minutes, key ?? _key);

        async Task<CallerAccess> AccessAsync(string token)
        {
            (System.Security.Claims.ClaimsIdentity? identity, _, string fault) = await desk.ReadAsync(token, ApiHost.Stop);
            Assert.Equal("", fault);
            return (await book.FindAsync(new System.Security.Claims.ClaimsPrincipal(identity!), ApiHost.Stop))!;
        }

        async Task<string> FaultAsync(string token) => (await desk.ReadAsync(token, ApiHost.Stop)).Fault;
    }

    [Fact]
    public async Task A_program_with_a_token_of_the_provider_reads_and_trades_over_REST_as_one_with_a_key_does()
    {
        await using var host = new ApiHost { Settings = [$"--Security:Jwt:Authority={_issuer}", "--Security:Jwt:Audience=desk", "--Security:Jwt:ScopeClaim=realm_access.roles"] };
        await host.InitializeAsync();
        host.Commands.Result = new CommandResult(CommandOutcome.Accepted, "");
        string trader = Token(host, _issuer, "desk", ["tradingblazor.trade"], 5, _key), reader = Token(host, _issuer, "desk", ["tradingblazor.read"], 5, _key);

        (HttpStatusCode read, _) = await SendAsync(trader, HttpMethod.Get);
        (HttpStatusCode cancelled, string answer) = await SendAsync(trader, HttpMethod.Delete);
        (HttpStatusCode refused, _) = await SendAsync(reader, HttpMethod.Delete);

        Assert.True(cancelled < HttpStatusCode.BadRequest, answer);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Forbidden), (read, refused));

        async Task<(HttpStatusCode Status, string Body)> SendAsync(string token, HttpMethod method)
        {
            using var request = new HttpRequestMessage(method, "/api/v1/orders");
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using HttpResponseMessage response = await host.Stranger.SendAsync(request, ApiHost.Stop);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(ApiHost.Stop));
        }
    }

    [Fact]
    public async Task A_provider_that_changes_its_keys_is_asked_before_the_first_token_of_the_new_one_is_refused()
    {
        await using var host = new ApiHost();
        await host.InitializeAsync();
        using var desk = Desk(host);
        string before = await FaultAsync(desk, host, _key);
        using RSA one = RSA.Create(2048), two = RSA.Create(2048);

        // Somebody invents the name of a key; the provider changes its own soon after.
        string invented = await FaultAsync(desk, host, new RsaSecurityKey(one) { KeyId = "invented" });
        (RsaSecurityKey old, _key) = (_key, new RsaSecurityKey(two) { KeyId = "provider-2" });
        host.Clock.Advance(ProviderKeys.Again);
        string first = await FaultAsync(desk, host, _key), former = await FaultAsync(desk, host, old);
        old.Rsa.Dispose();

        Assert.Equal(("", "signed with an unknown key", "", "signed with an unknown key"), (before, invented, first, former));
    }

    [Fact]
    public async Task A_provider_that_is_away_at_the_start_is_asked_again_and_one_that_goes_away_later_is_still_known()
    {
        await using var host = new ApiHost();
        await host.InitializeAsync();
        using var desk = Desk(host);

        _isAway = true;
        string away = await FaultAsync(desk, host, _key);
        _isAway = false;
        host.Clock.Advance(ProviderKeys.Again);
        string back = await FaultAsync(desk, host, _key);
        _isAway = true;
        host.Clock.Advance(TimeSpan.FromDays(1));
        string later = await FaultAsync(desk, host, _key);

        Assert.Equal(("not verifiable: the provider does not answer", "", ""), (away, back, later));
    }

    [Fact]
    public async Task A_provider_that_hangs_holds_up_nobody_whose_key_is_known()
    {
        await using var host = new ApiHost();
        await host.InitializeAsync();
        using var desk = Desk(host);
        Assert.Equal("", await FaultAsync(desk, host, _key));

        _hanging = new TaskCompletionSource();
        host.Clock.Advance(TimeSpan.FromDays(1));
        int before = Volatile.Read(ref _asked);
        // The provider never answers in this time, and the clock of its patience stands still.
        string meanwhile = await FaultAsync(desk, host, _key).WaitAsync(Harness.ChildProcess.Patience, ApiHost.Stop);
        await Harness.Until.TrueAsync("the provider to be asked anew", () => Task.FromResult(Volatile.Read(ref _asked) > before), ApiHost.Stop);

        Assert.Equal("", meanwhile);
    }

    [Fact]
    public async Task The_provider_may_sign_with_either_kind_of_key_and_a_token_that_only_names_one_of_them_is_refused()
    {
        await using var host = new ApiHost();
        await host.InitializeAsync();
        using var desk = Desk(host);
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        // What everybody can read of the provider's key, taken for a secret that is shared.
        byte[] known = Encoding.UTF8.GetBytes(_key.Rsa.ExportSubjectPublicKeyInfoPem());
        string right = Token(host, _issuer, "desk", ["tradingblazor.read"], 5, _curve, SecurityAlgorithms.EcdsaSha256);
        string[] parts = Token(host, _issuer, "desk", ["tradingblazor.admin"], 5, _key).Split('.');
        string unsigned = $"{Base64UrlEncoder.Encode($$"""{"alg":"none","typ":"JWT","kid":"{{_key.KeyId}}"}""")}.{parts[1]}.";
        string[] forged =
        [
            Token(host, _issuer, "desk", ["tradingblazor.admin"], 5, new SymmetricSecurityKey(known) { KeyId = _key.KeyId }, SecurityAlgorithms.HmacSha256),
            Token(host, _issuer, "desk", ["tradingblazor.admin"], 5, new ECDsaSecurityKey(other) { KeyId = _curve.KeyId }, SecurityAlgorithms.EcdsaSha256),
            Token(host, _issuer, "desk", ["tradingblazor.admin"], 5, new ECDsaSecurityKey(other) { KeyId = _key.KeyId }, SecurityAlgorithms.EcdsaSha256),
            unsigned, $"{unsigned}{parts[2]}", $"{parts[0]}.{parts[1]}.",
        ];

        (_, _, string taken) = await desk.ReadAsync(right, ApiHost.Stop);
        Assert.Equal("", taken);
        foreach (string token in forged)
        {
            (System.Security.Claims.ClaimsIdentity? identity, _, string fault) = await desk.ReadAsync(token, ApiHost.Stop);
            Assert.Null(identity);
            Assert.NotEqual("", fault);
        }
    }

    [Fact]
    public async Task A_token_that_nobody_can_verify_now_is_not_called_wrong()
    {
        _isAway = true;
        await using var host = new ApiHost { Settings = [$"--Security:Jwt:Authority={_issuer}", "--Security:Jwt:Audience=desk", "--Security:Jwt:ScopeClaim=realm_access.roles"] };
        await host.InitializeAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/orders");
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {Token(host, _issuer, "desk", ["tradingblazor.read"], 5, _key)}");

        using HttpResponseMessage response = await host.Stranger.SendAsync(request, ApiHost.Stop);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "providerUnavailable"), (response.StatusCode, (await ApiHost.BodyAsync(response)).GetProperty("code").GetString()));
        Assert.Equal(ProviderKeys.Again, response.Headers.RetryAfter?.Delta);
    }

    [Theory]
    [InlineData("nothing", "it answered 404")]
    [InlineData("astray", "it answered 307 and sends on, but does not say where: its header Location is missing or is no address")]
    [InlineData("page", "what it answered is no configuration of an OpenID provider")]
    [InlineData("bare", "what it answered is no configuration of an OpenID provider")]
    [InlineData("elsewhere", "nothing listens there")]
    public async Task What_is_wrong_with_a_provider_is_told_in_plain_words(string where, string why)
    {
        using var keys = new ProviderKeys(where == "elsewhere" ? $"http://127.0.0.1:{Harness.Loopback.FreePort()}" : $"{_issuer}/{where}", TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

        IOException e = await Assert.ThrowsAsync<IOException>(() => keys.KnowingAsync("any", ApiHost.Stop));

        Assert.StartsWith(why, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("IDX", e.Message, StringComparison.Ordinal);
    }

    private TokenDesk Desk(ApiHost host) => new(
        host.Services.GetRequiredService<SigningKeys>(), new SecurityOptions { Jwt = { Authority = _issuer, Audience = "desk", ScopeClaim = "realm_access.roles" } }, host.Clock, host.Services.GetRequiredService<ILogger<TokenDesk>>());

    private async Task<string> FaultAsync(TokenDesk desk, ApiHost host, SecurityKey key) => (await desk.ReadAsync(Token(host, _issuer, "desk", ["tradingblazor.read"], 5, key), ApiHost.Stop)).Fault;

    private static string Token(ApiHost host, string issuer, string audience, string[] roles, int minutes, SecurityKey key, string algorithm = SecurityAlgorithms.RsaSha256) => new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
    {
        Issuer = issuer,
        Audience = audience,
        Expires = host.Clock.GetUtcNow().UtcDateTime.AddMinutes(minutes),
        Claims = new Dictionary<string, object> { ["sub"] = "u-1", ["preferred_username"] = "mira", ["realm_access"] = new Dictionary<string, object> { ["roles"] = roles } },
        SigningCredentials = new SigningCredentials(key, algorithm),
    });
}
