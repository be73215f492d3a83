using System.Security.Claims;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Security.Tokens;

/// <summary>Makes own tokens and reads own and foreign ones. What a token may do is looked up at every use: a revoked key ends its tokens at once.</summary>
internal sealed class TokenDesk(SigningKeys keys, SecurityOptions options, TimeProvider clock, ILogger<TokenDesk> logger) : IDisposable
{
    /// <summary>Issuer and audience of own tokens.</summary>
    public const string Own = "tradingblazor";

    /// <summary>What is told of a token whose time is over.</summary>
    public const string Expired = "expired";

    /// <summary>What is told of a token that may be right, while nobody can say so.</summary>
    public const string ProviderAway = "not verifiable: the provider does not answer";

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(30);

    // What is signed with a shared secret, or not at all, comes from nobody.
    private static readonly string[] ForeignAlgorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, SetDefaultTimesOnTokenCreation = false };

    private readonly ProviderKeys? _provider = options.Jwt.Authority.Length == 0 ? null : new ProviderKeys(options.Jwt.Authority, clock, logger);

    /// <inheritdoc/>
    public void Dispose() => _provider?.Dispose();

    /// <summary>True for what has the form of a token.</summary>
    public static bool IsToken(string text) => !text.StartsWith(KeyBook.Prefix, StringComparison.Ordinal) && text.Count(c => c == '.') == 2;

    /// <summary>A token for the bearer of a key, with the rights of the key or fewer.</summary>
    /// <param name="keyId">Public part of the key.</param>
    /// <param name="scope">What the token is confined to.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<(string Token, TimeSpan Lifetime)> MakeAsync(string keyId, KeyScope scope, CancellationToken stop)
    {
        DateTime now = clock.GetUtcNow().UtcDateTime;
        string token = _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Own,
            Audience = Own,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + options.Jwt.Lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = keyId, ["scope"] = WordOf(scope), ["jti"] = Guid.NewGuid().ToString("N") },
            SigningCredentials = new SigningCredentials(await keys.CurrentAsync(stop), SigningKeys.Algorithm),
        });
        return (token, options.Jwt.Lifetime);
    }

    /// <summary>Who bears a token.</summary>
    /// <returns>The identity and until when it holds, or why not.</returns>
    public async Task<(ClaimsIdentity? Identity, DateTimeOffset Until, string Fault)> ReadAsync(string text, CancellationToken stop)
    {
        string issuer;
        try
        {
            issuer = _handler.ReadJsonWebToken(text).Issuer;
        }
        catch (ArgumentException)
        {
            return (null, default, "not a token");
        }
        try
        {
            return issuer == Own ? await ReadOwnAsync(text, stop) : _provider is null ? (null, default, "of an issuer that is not accepted") : await ReadForeignAsync(text, _provider, stop);
        }
        catch (IOException)
        {
            return (null, default, ProviderAway);
        }
    }

    /// <summary>As a token names a scope.</summary>
    public static string WordOf(KeyScope scope) => scope switch { KeyScope.Admin => "admin", KeyScope.Trade => "trade", _ => "read" };

    private async Task<(ClaimsIdentity?, DateTimeOffset, string)> ReadOwnAsync(string text, CancellationToken stop)
    {
        TokenValidationParameters rules = Rules(Own, Own, await keys.KnowingAsync(_handler.ReadJsonWebToken(text).Kid, stop), [SigningKeys.Algorithm]);
        TokenValidationResult result = await _handler.ValidateTokenAsync(text, rules);
        if (!result.IsValid)
            return (null, default, result.Exception is SecurityTokenSignatureKeyNotFoundException && keys.Problem.Length > 0 ? $"{FaultOf(result)}, and new keys of the other processes cannot be read: {keys.Problem}" : FaultOf(result));
        var token = (JsonWebToken)result.SecurityToken;
        if (!Enum.TryParse(token.GetClaim("scope").Value, ignoreCase: true, out KeyScope scope)) return (null, default, "without a scope");
        return (Identity([new Claim(DeskClaims.Key, token.Subject)], token.Subject, scope, token), Until(token), "");
    }

    private async Task<(ClaimsIdentity?, DateTimeOffset, string)> ReadForeignAsync(string text, ProviderKeys provider, CancellationToken stop)
    {
        string kid = _handler.ReadJsonWebToken(text).Kid;
        OpenIdConnectConfiguration known = await provider.KnowingAsync(kid, stop);
        if (known.SigningKeys.All(k => k.KeyId != kid)) return (null, default, "signed with an unknown key");
        TokenValidationResult result = await _handler.ValidateTokenAsync(text, Rules(known.Issuer, options.Jwt.Audience, known.SigningKeys, ForeignAlgorithms));
        if (!result.IsValid) return (null, default, FaultOf(result));
        var token = (JsonWebToken)result.SecurityToken;
        if (string.IsNullOrEmpty(token.Subject)) return (null, default, "without a subject");
        HashSet<string> values = [.. ValuesOf(token, options.Jwt.ScopeClaim)];
        KeyScope? scope = values.Contains(options.Jwt.AdminScope) ? KeyScope.Admin : values.Contains(options.Jwt.TradeScope) ? KeyScope.Trade : values.Contains(options.Jwt.ReadScope) ? KeyScope.Read : null;
        if (scope is null) return (null, default, $"without one of the scopes of this program in its claim '{options.Jwt.ScopeClaim}'");
        string name = token.TryGetClaim(options.Jwt.NameClaim, out Claim? named) ? named.Value : token.Subject;
        return (Identity([new Claim(DeskClaims.Token, token.Subject), new Claim(ClaimTypes.NameIdentifier, token.Subject)], Plain(name), scope.Value, token), Until(token), "");
    }

    private TokenValidationParameters Rules(string issuer, string audience, IEnumerable<SecurityKey> signing, IEnumerable<string> algorithms) => new()
    {
        ValidIssuer = issuer,
        ValidAudience = audience,
        IssuerSigningKeys = signing,
        ValidAlgorithms = algorithms,
        RequireSignedTokens = true,
        // The key is the one that the token names; another one of the issuer is not tried.
        TryAllIssuerSigningKeys = false,
        RequireExpirationTime = true,
        ValidateIssuerSigningKey = true,
        LifetimeValidator = (from, until, _, _) => clock.GetUtcNow().UtcDateTime is var now && until is { } end && now < end + Skew && (from is not { } begin || now >= begin - Skew),
    };

    private static ClaimsIdentity Identity(IEnumerable<Claim> who, string name, KeyScope scope, JsonWebToken token) => new(
        [.. who, new Claim(ClaimTypes.Name, name), new Claim(DeskClaims.Scope, scope.ToString()), new Claim(DeskClaims.Until, Until(token).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture))],
        DeskClaims.KeyScheme, ClaimTypes.Name, null);

    private static DateTimeOffset Until(JsonWebToken token) => new(token.ValidTo, TimeSpan.Zero);

    /// <summary>The values of a claim: a text with blanks between, a list, or one of both inside objects.</summary>
    private static IEnumerable<string> ValuesOf(JsonWebToken token, string path)
    {
        string[] names = path.Split('.');
        if (token.Claims.Any(c => c.Type == path)) return token.Claims.Where(c => c.Type == path).SelectMany(c => c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (!token.TryGetPayloadValue(names[0], out JsonElement element)) return [];
        foreach (string name in names.Skip(1)) if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return [];
        return element.ValueKind switch
        {
            JsonValueKind.Array => element.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.String).Select(e => e.GetString()!).ToArray(),
            JsonValueKind.String => element.GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            _ => [],
        };
    }

    // It goes into logs and the audit.
    private static string Plain(string name) => new([.. name.Where(c => !char.IsControl(c)).Take(64)]);

    private string FaultOf(TokenValidationResult result) => result.Exception switch
    {
        SecurityTokenInvalidLifetimeException { Expires: null } or SecurityTokenNoExpirationException => "without an end",
        SecurityTokenInvalidLifetimeException { Expires: { } end } when clock.GetUtcNow().UtcDateTime >= end => Expired,
        SecurityTokenInvalidLifetimeException => "not valid yet",
        SecurityTokenInvalidAudienceException => "for another audience",
        SecurityTokenInvalidIssuerException => "of an issuer that is not accepted",
        SecurityTokenSignatureKeyNotFoundException => "signed with an unknown key",
        _ => "not validly signed",
    };
}
