using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using StackExchange.Redis;
using TradingBlazor.Security.Tokens;
using TradingBlazor.Tests.Api;
using TradingCore.Persistence.Redis;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Cluster;

/// <summary>Two hosts with folders of their own, whose tokens are signed with keys that they share over a real Redis.</summary>
public sealed class SharedTokenTests : IAsyncLifetime
{
    private static readonly TimeSpan Age = TimeSpan.FromHours(2);

    private readonly Harness.TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(ApiHost.Now);
    private RedisServer _redis = null!;
    private ApiHost _first = null!;
    private ApiHost _second = null!;

    private static CancellationToken Stop => ApiHost.Stop;

    public async ValueTask InitializeAsync()
    {
        _redis = await RedisServer.StartNewAsync(Stop);
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "command-key"), Mirrored.Secret, Stop);
        (_first, _second) = (Host(), Host());
        await _first.InitializeAsync();
        await _second.InitializeAsync();
    }

    [Fact]
    public async Task A_token_of_one_process_is_accepted_by_the_other_also_after_the_keys_changed_and_while_Redis_is_away()
    {
        string early = await MakeAsync(_first);
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await UseAsync(_first, early), await UseAsync(_second, early)));
        Assert.Equal(Kid(early), Kid(await MakeAsync(_second)));

        // The key is too old: one process makes another, and the other one learns it from the first token that names it.
        _clock.Advance(Age + TimeSpan.FromMinutes(1));
        string changed = await MakeAsync(_second);
        Assert.NotEqual(Kid(early), Kid(changed));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(_first, changed));
        Assert.Equal(Kid(changed), Kid(await MakeAsync(_first)));
        // Anybody verifies tokens of both with the public keys of one.
        Assert.Contains(Kid(changed), await _first.Stranger.GetStringAsync("/.well-known/jwks.json", Stop), StringComparison.Ordinal);

        // Without Redis the known keys stay good, and a key that nobody else could learn is not made yet.
        await _redis.KillAsync();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (await UseAsync(_first, changed), await UseAsync(_second, changed)));
        _clock.Advance(Age + TimeSpan.FromMinutes(5));
        string waiting = await MakeAsync(_first);
        Assert.Equal(Kid(changed), Kid(waiting));
        Assert.Equal(HttpStatusCode.OK, await UseAsync(_second, waiting));
        Assert.Contains("Redis is away", Keys(_first).Problem, StringComparison.Ordinal);

        // For ever it does not wait. The other one refuses the new key and says why, and takes it when Redis, which is empty, is back.
        _clock.Advance(TimeSpan.FromMinutes(30));
        string alone = await MakeAsync(_first);
        Assert.NotEqual(Kid(changed), Kid(alone));
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (await UseAsync(_first, alone), await UseAsync(_second, alone)));
        (_, _, string fault) = await _second.Services.GetRequiredService<TokenDesk>().ReadAsync(alone, Stop);
        Assert.Contains("signed with an unknown key, and new keys of the other processes cannot be read: Redis is away", fault, StringComparison.Ordinal);
        await _redis.StartAsync(Stop);
        await Harness.Until.TrueAsync("the token to be accepted by the other process", async () =>
        {
            _clock.Advance(TimeSpan.FromSeconds(3));
            return await UseAsync(_first, alone) == HttpStatusCode.OK && await UseAsync(_second, alone) == HttpStatusCode.OK;
        }, Stop);
        Assert.Equal("", Keys(_second).Problem);
    }

    [Fact]
    public async Task What_Redis_holds_of_the_keys_of_tokens_and_cookies_is_encrypted_and_a_stranger_puts_none_in()
    {
        string token = await MakeAsync(_first);
        _first.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("anything");
        byte[] secret = (await Keys(_first).CurrentAsync(Stop)).ECDsa.ExportPkcs8PrivateKey();
        var options = new RedisOptions { ConnectionString = _redis.ConnectionString };
        await using RedisStore store = await ReadyStore.OpenAsync(options, Stop);

        HashEntry[] signing = await store.CallAsync(db => db.HashGetAllAsync(store.Keys.SigningKeys), Stop), cookies = await store.CallAsync(db => db.HashGetAllAsync(store.Keys.DataProtection), Stop);
        // A stranger knows the format, not the secret.
        var stranger = new TradingBlazor.Cluster.SealedHash(store, store.Keys.SigningKeys, "another secret of more than thirty-two characters", "signing keys");
        var forged = SigningKey.Make(_clock.GetUtcNow());
        await stranger.WriteAsync(forged.Id, SigningKey.Write([forged]), Stop);
        _clock.Advance(TimeSpan.FromMinutes(1));
        IReadOnlyList<Microsoft.IdentityModel.Tokens.ECDsaSecurityKey> known = await Keys(_second).AllAsync(Stop);

        Assert.Equal(Kid(token), Assert.Single(signing).Name.ToString());
        Assert.NotEmpty(cookies);
        Assert.All(signing.Concat(cookies), entry =>
        {
            byte[] bytes = (byte[])entry.Value!;
            string text = Encoding.Latin1.GetString(bytes);
            Assert.Equal(-1, bytes.AsSpan().IndexOf(secret.AsSpan(secret.Length - 32)));
            Assert.DoesNotContain(Convert.ToBase64String(secret)[..24], text, StringComparison.Ordinal);
            Assert.All(new[] { "<key", "masterKey", "Private", "Created" }, word => Assert.DoesNotContain(word, text, StringComparison.Ordinal));
        });
        Assert.Equal([Kid(token)], known.Select(k => k.KeyId));
    }

    public async ValueTask DisposeAsync()
    {
        await _first.DisposeAsync();
        await _second.DisposeAsync();
        await _redis.DisposeAsync();
        _folder.Dispose();
    }

    private ApiHost Host() => new() { Clock = _clock, Settings = [$"--Redis:ConnectionString={_redis.ConnectionString}", $"--Redis:CommandKeyFile={Path.Combine(_folder.Path, "command-key")}", $"--Security:Jwt:KeyAge={Age}"] };

    private static SigningKeys Keys(ApiHost host) => host.Services.GetRequiredService<SigningKeys>();

    private static string Kid(string token) => new JsonWebToken(token).Kid;

    private static async Task<string> MakeAsync(ApiHost host) => (await TokenTests.MakeAsync(host.Http, "read")).Token;

    private static async Task<HttpStatusCode> UseAsync(ApiHost host, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/orders");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using HttpResponseMessage response = await host.Stranger.SendAsync(request, Stop);
        return response.StatusCode;
    }
}
