using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using TradingBlazor.Api;
using TradingBlazor.Security.Tokens;

namespace TradingBlazor.Security.Access;

/// <summary>Reads a key from <c>X-Api-Key</c> or <c>Authorization: Bearer</c>.</summary>
internal sealed class KeyHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKey file, KeyBook keys, TokenDesk tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private const string Bearer = "Bearer ";

    private static readonly KeyFault TokenExpired = new("tokenExpired", TokenDesk.Expired), ProviderAway = new("providerUnavailable", TokenDesk.ProviderAway);

    private KeyFault? _fault;

    /// <summary>True when the request carries a key, right or wrong.</summary>
    public static bool IsGiven(HttpRequest request) => Given(request) is not null;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Given(Request) is not { } given) return Task.FromResult(AuthenticateResult.NoResult());
        return file.IsRight(given) ? KeyTickets.Of(AccessBook.File) : ReadAsync(given);
    }

    private async Task<AuthenticateResult> ReadAsync(string given)
    {
        if (TokenDesk.IsToken(given)) return await ReadTokenAsync(given);
        (CallerAccess? access, KeyFault? fault) = await keys.FindAsync(given, Context.RequestAborted);
        if (access is not null) return await KeyTickets.Of(access);
        if (fault is not null) return Refuse(fault, given.Split('_')[1]);
        Logger.KeyRefused(Request.Method, Request.Path, "wrong");
        return AuthenticateResult.Fail("The key is wrong.");
    }

    // Who has the whole secret, or a token that was made with it, learns nothing that is not his; to others a key that ended is like one that never was.
    private AuthenticateResult Refuse(KeyFault fault, string id)
    {
        _fault = fault;
        Logger.KeyRefused(Request.Method, Request.Path, $"{fault.Words} ({id})");
        return AuthenticateResult.Fail($"The key is {fault.Words}.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => _fault is null ? RefuseAsync(Context, isGiven: true) : RefuseAsync(Context, _fault);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => ForbidAsync(Context);

    /// <summary>401 in the form of the API.</summary>
    public static Task RefuseAsync(HttpContext context, bool isGiven)
    {
        context.Response.Headers.WWWAuthenticate = "ApiKey, Bearer";
        return ProblemResult.Of(
            StatusCodes.Status401Unauthorized, "apiKeyRequired", "The API key is missing or wrong.",
            isGiven
                ? $"The key in {ApiKey.Header}, or the bearer token, is wrong, expired or revoked. One key is in the file 'api-key' of the data folder; others are made on the page /settings/keys."
                : $"The header {ApiKey.Header} is missing, and there is no session. One key is in the file 'api-key' of the data folder, whose path is printed at the start; others are made on the page /settings/keys.").ExecuteAsync(context);
    }

    private static Task RefuseAsync(HttpContext context, KeyFault fault)
    {
        if (fault == ProviderAway)
        {
            // The token may well be right: a program that was told that it is wrong would ask for one new one after the other.
            context.Response.Headers.RetryAfter = ((int)ProviderKeys.Again.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
            return ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, fault.Code, "The token cannot be verified now.", "The OpenID provider does not answer, and its keys are not known yet. Ask again with the same token; the log says what is wrong with it.").ExecuteAsync(context);
        }
        context.Response.Headers.WWWAuthenticate = "ApiKey, Bearer";
        return fault == TokenExpired
            ? ProblemResult.Of(StatusCodes.Status401Unauthorized, fault.Code, "The token has ended.", "Ask for a new one where this one came from; a token of this program is made at POST /api/v1/token with an API key.").ExecuteAsync(context)
            : ProblemResult.Of(StatusCodes.Status401Unauthorized, fault.Code, "The API key does not work any more.", $"The key, or the one that the token was made with, is {fault.Words}. Others are made on the page /settings/keys.").ExecuteAsync(context);
    }

    /// <summary>403 in the form of the API.</summary>
    public static Task ForbidAsync(HttpContext context)
    {
        Permission needed = context.GetEndpoint()?.Metadata.GetOrderedMetadata<NeedsAttribute>().Aggregate(Permission.None, (sum, n) => sum | n.Permission) ?? Permission.View;
        return ProblemResult.Of(
            StatusCodes.Status403Forbidden, "notAllowed", "This is not allowed.",
            needed == Permission.None
                ? "This route is closed for everybody: nobody decided yet who may use it."
                : $"It needs the permission {needed}, which this key or user does not have. An admin gives roles on the page /settings/users and makes keys of another scope on /settings/keys.").ExecuteAsync(context);
    }

    private async Task<AuthenticateResult> ReadTokenAsync(string given)
    {
        (ClaimsIdentity? identity, DateTimeOffset until, string fault) = await tokens.ReadAsync(given, Context.RequestAborted);
        if (identity?.FindFirst(DeskClaims.Key)?.Value is { } id && id != DeskClaims.KeyFile && await keys.FaultOfAsync(id, Context.RequestAborted) is { } ended) return Refuse(ended, id);
        if (identity is not null) return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), new AuthenticationProperties { ExpiresUtc = until }, DeskClaims.KeyScheme));
        // Whether it has ended is looked at only when its signature is right.
        if (fault == TokenDesk.Expired) _fault = TokenExpired;
        else if (fault == TokenDesk.ProviderAway) _fault = ProviderAway;
        Logger.TokenRefused(Request.Method, Request.Path, fault);
        return AuthenticateResult.Fail($"The token is {fault}.");
    }

    // An empty key is none: the page that browses the API sends one with every request of a person who is signed in and has typed no key.
    private static string? Given(HttpRequest request)
    {
        if (request.Headers.TryGetValue(ApiKey.Header, out Microsoft.Extensions.Primitives.StringValues key) && key.ToString() is { Length: > 0 } text) return text;
        string bearer = request.Headers.Authorization.ToString();
        if (bearer.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && bearer[Bearer.Length..].Trim() is { Length: > 0 } carried) return carried;
        // A web socket of a browser cannot carry headers. Nowhere else: an address is written down in many places.
        return request.Path.StartsWithSegments(Hubs.Streaming.Path) && request.Query.TryGetValue("access_token", out Microsoft.Extensions.Primitives.StringValues token) && token.ToString() is { Length: > 0 } asked ? asked : null;
    }
}
