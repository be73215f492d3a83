using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Security.Tokens;

/// <summary>Tokens in exchange for a key, and the keys that verify them.</summary>
internal static class TokenEndpoints
{
    private static readonly Dictionary<string, KeyScope> Scopes = Enum.GetValues<KeyScope>().ToDictionary(TokenDesk.WordOf, s => s, StringComparer.OrdinalIgnoreCase);

    public static void Map(RouteGroupBuilder group, IEndpointRouteBuilder routes)
    {
        group.MapPost("/token", MakeTokenAsync).WithName("MakeToken").Needs(Permission.View).Accepts<TokenRequest>("application/json").Produces<TokenDto>().ProducesProblem(StatusCodes.Status400BadRequest);
        routes.MapGet("/.well-known/jwks.json", GetKeysAsync).WithName("GetSigningKeys").WithTags("Session").AllowAnonymous().Produces<KeySetDto>();
    }

    /// <summary>A bearer token in exchange for the API key of the request. It holds for some minutes and may do what the key may, or less.</summary>
    private static async Task<IResult> MakeTokenAsync(HttpRequest request, Caller caller, TokenDesk desk, CancellationToken stop)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        KeyScope scope = fields.Choice("scope", Scopes) ?? KeyScope.Admin;
        if (fields.Problem() is { } wrong) return wrong;
        CallerAccess? access = await caller.FindAsync(stop);
        // A token does not beget a token: it would never end.
        bool isKey = access is { Kind: CallerKind.Key or CallerKind.KeyFile } && !request.HttpContext.User.HasClaim(c => c.Type == DeskClaims.Until);
        if (!isKey) return ProblemResult.Invalid("$", "A token is made in exchange for an API key. Send one in the header X-Api-Key.");
        (string token, TimeSpan lifetime) = await desk.MakeAsync(access!.Id, scope, stop);
        return TypedResults.Ok(new TokenDto(token, "Bearer", (int)lifetime.TotalSeconds, TokenDesk.WordOf(scope)));
    }

    /// <summary>The public keys that verify tokens of this program (RFC 7517). One more is there for a while after a change of keys.</summary>
    private static async Task<Ok<KeySetDto>> GetKeysAsync(SigningKeys keys, CancellationToken stop) =>
        TypedResults.Ok(new KeySetDto([.. (await keys.PublicAsync(stop)).Select(k => new KeyDto(k.Kty, k.Crv, k.Use, k.Alg, k.Kid, k.X, k.Y))]));
}

/// <summary>What token is wanted.</summary>
/// <param name="Scope"><c>read</c>, <c>trade</c> or <c>admin</c>: what the token is confined to; all that the key may when left out. <example>read</example></param>
internal sealed record TokenRequest(string? Scope);

/// <summary>A token.</summary>
/// <param name="AccessToken">To be sent as <c>Authorization: Bearer …</c>.</param>
/// <param name="TokenType"><c>Bearer</c>. <example>Bearer</example></param>
/// <param name="ExpiresIn">Seconds for which it holds. <example>900</example></param>
/// <param name="Scope">What it is confined to. <example>read</example></param>
internal sealed record TokenDto(string AccessToken, string TokenType, int ExpiresIn, string Scope);

/// <summary>Public keys.</summary>
/// <param name="Keys">The keys.</param>
internal sealed record KeySetDto(IReadOnlyList<KeyDto> Keys);

/// <summary>A public key (RFC 7518).</summary>
/// <param name="Kty">Kind of key. <example>EC</example></param>
/// <param name="Crv">Curve. <example>P-256</example></param>
/// <param name="Use">What for. <example>sig</example></param>
/// <param name="Alg">Algorithm. <example>ES256</example></param>
/// <param name="Kid">Name that tokens give.</param>
/// <param name="X">Coordinate.</param>
/// <param name="Y">Coordinate.</param>
internal sealed record KeyDto(string Kty, string Crv, string Use, string Alg, string Kid, string X, string Y);
