using System.ComponentModel.DataAnnotations;

namespace TradingBlazor.Security.Tokens;

/// <summary>Bearer tokens (JWT): own ones in exchange for an API key, or those of an external OpenID provider; section <c>Security:Jwt</c>.</summary>
public sealed class JwtOptions : IValidatableObject
{
    /// <summary>How long an own token holds.</summary>
    /// <value>1 minute to 1 hour. Default 15 minutes.</value>
    [Range(typeof(TimeSpan), "00:01:00", "01:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan Lifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How old a signing key becomes before a new one takes its place. The old one is accepted for as long as tokens of it may live.</summary>
    /// <value>1 hour to 1 year. Default 7 days.</value>
    [Range(typeof(TimeSpan), "01:00:00", "366.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan KeyAge { get; set; } = TimeSpan.FromDays(7);

    /// <summary>Address of an OpenID provider whose tokens are accepted, such as <c>https://login.example.com/realms/desk</c>; its keys are read from <c>/.well-known/openid-configuration</c> below it.</summary>
    /// <value>Empty: none.</value>
    public string Authority { get; set; } = "";

    /// <summary>For whom the provider's tokens must be made out (claim <c>aud</c>).</summary>
    /// <value>Empty; required with an authority.</value>
    public string Audience { get; set; } = "";

    /// <summary>Claim of the provider's tokens that says what the bearer may do: a text with blanks between, or a list. A path into an object has points, as in <c>realm_access.roles</c>.</summary>
    /// <value>scope.</value>
    public string ScopeClaim { get; set; } = "scope";

    /// <summary>Value of that claim that means reading.</summary>
    /// <value>tradingblazor.read.</value>
    public string ReadScope { get; set; } = "tradingblazor.read";

    /// <summary>Value that means trading.</summary>
    /// <value>tradingblazor.trade.</value>
    public string TradeScope { get; set; } = "tradingblazor.trade";

    /// <summary>Value that means everything, users and keys included.</summary>
    /// <value>tradingblazor.admin.</value>
    public string AdminScope { get; set; } = "tradingblazor.admin";

    /// <summary>Claim that names the bearer in history, log and audit.</summary>
    /// <value>preferred_username; the subject where it is missing.</value>
    public string NameClaim { get; set; } = "preferred_username";

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Authority.Length == 0)
        {
            if (Audience.Length > 0) yield return new ValidationResult("Security:Jwt:Audience is set and Security:Jwt:Authority is not. Expected both or none.", [nameof(Audience)]);
            yield break;
        }
        if (!Uri.TryCreate(Authority, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https"))
            yield return new ValidationResult($"Security:Jwt:Authority is '{Authority}', which is no address. Expected one such as https://login.example.com/realms/desk.", [nameof(Authority)]);
        else if (uri.Scheme == "http" && !LoopbackGuard.IsLoopback(uri.Host))
            yield return new ValidationResult($"Security:Jwt:Authority is '{Authority}': over plain http anybody on the way could put own keys in the place of the provider's. Expected https.", [nameof(Authority)]);
        string[] scopes = [ReadScope, TradeScope, AdminScope];
        if (scopes.Any(string.IsNullOrWhiteSpace) || scopes.Distinct(StringComparer.Ordinal).Count() < scopes.Length)
            yield return new ValidationResult($"Security:Jwt:ReadScope, :TradeScope and :AdminScope are '{ReadScope}', '{TradeScope}' and '{AdminScope}'. Expected three different texts: who has one must not have another by it.", [nameof(ReadScope), nameof(TradeScope), nameof(AdminScope)]);
        if (Audience.Length == 0) yield return new ValidationResult("Security:Jwt:Authority is set and Security:Jwt:Audience is not. Without it a token that was made out for another program would be accepted.", [nameof(Audience)]);
    }
}
