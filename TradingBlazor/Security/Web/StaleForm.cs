using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Http.Features;

namespace TradingBlazor.Security;

/// <summary>
/// A form of a page whose token does not hold: the browser has lost its cookies, or somebody else has signed in in it meanwhile. Nothing is done, and the page comes again with a form that holds
/// and a sentence that says so; the framework would answer with nothing at all, which a browser shows as an error of the server.
/// </summary>
internal static class StaleForm
{
    /// <summary>What the page says.</summary>
    public const string Sentence = "Nothing was done: the page was too old, or somebody has signed in or out meanwhile. This is how it is now; send it again if you still want to.";

    private static readonly object Key = new();

    /// <summary>True when the page stands in for the answer to such a form.</summary>
    public static bool IsOf(HttpContext? context) => context?.Items.ContainsKey(Key) == true;

    /// <summary>Middleware, behind the one that judges the token.</summary>
    public static Task Guard(HttpContext context, RequestDelegate next)
    {
        bool isStale = context.Features.Get<IAntiforgeryValidationFeature>() is { IsValid: false } && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;
        if (!isStale) return next(context);
        context.Items[Key] = true;
        context.Response.StatusCode = StatusCodes.Status400BadRequest;
        // From here on it is a look at the page: nothing of the form is left that anybody could take for one.
        context.Request.Method = HttpMethods.Get;
        context.Request.Body = Stream.Null;
        context.Request.ContentType = null;
        context.Request.ContentLength = null;
        context.Features.Set<IFormFeature>(null);
        context.Features.Set<IAntiforgeryValidationFeature>(null);
        return next(context);
    }
}
