using Microsoft.AspNetCore.Antiforgery;
using TradingBlazor.Api;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Security;

/// <summary>Whether a write comes from a page of this server.</summary>
internal static class PageForms
{
    /// <summary>True when it has the token of a page. A form that cannot be read has none.</summary>
    public static async Task<bool> IsOfPageAsync(this IAntiforgery antiforgery, HttpContext context)
    {
        try
        {
            return await antiforgery.IsRequestValidAsync(context);
        }
        catch (AntiforgeryValidationException)
        {
            return false;
        }
    }
}

/// <summary>A browser sends its cookie with every request, whoever made it send one. So a write with the cookie needs the token that only pages of this server can read; a key or a token, which no browser sends by itself, needs none.</summary>
internal sealed class FormFilter(IAntiforgery antiforgery) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpContext http = context.HttpContext;
        bool reads = HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method);
        if (reads || http.User.HasClaim(c => c.Type is DeskClaims.Key or DeskClaims.Token) || await antiforgery.IsOfPageAsync(http)) return await next(context);
        return ProblemResult.Of(StatusCodes.Status400BadRequest, "antiforgery", "The request did not come from a page of this server.",
            "A write with a session needs the header X-Csrf-Token with the 'csrfToken' of GET /api/v1/session. Programs use a key instead.");
    }
}
