using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using TradingBlazor.Hosting;

namespace TradingBlazor.Security;

/// <summary>Headers that tell a browser what pages of this server may do.</summary>
internal sealed partial class SecurityHeaders(RequestDelegate next)
{
    // Scripts only from files of this server, none inside a page. Styles inside are allowed: the component library and the charts set them by the thousand, and a style moves no money.
    private const string Policy = "default-src 'self'; script-src 'self'{0}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self'; "
        + "manifest-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static readonly string Plain = Policy.Replace("{0}", "", StringComparison.Ordinal);

    // What programs read shows nothing and loads nothing, so it needs to allow nothing, and says it in few bytes.
    private const string Nothing = "default-src 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        if (!DeskApplication.IsApi(context.Request.Path)) return PageAsync(context);
        context.Response.OnStarting(static state => SetEverywhere(((HttpContext)state).Response.Headers, Nothing), context);
        return next(context);
    }

    private async Task PageAsync(HttpContext context)
    {
        bool isBrowser = context.Request.Path.StartsWithSegments("/scalar");
        if (!isBrowser || !HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.OnStarting(() => Set(context, Plain));
            await next(context);
            return;
        }
        // The page that browses the API comes with a script inside it from its library: that one, by its hash, and no other.
        Stream body = context.Response.Body;
        using var held = new MemoryStream();
        context.Response.Body = held;
        try
        {
            await next(context);
        }
        finally
        {
            context.Response.Body = body;
        }
        string hashes = context.Response.ContentType?.StartsWith("text/html", StringComparison.Ordinal) == true
            ? string.Concat(InlineScript().Matches(Encoding.UTF8.GetString(held.ToArray())).Select(m => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups[1].Value)))}'"))
            : "";
        await Set(context, Policy.Replace("{0}", hashes, StringComparison.Ordinal));
        held.Position = 0;
        await held.CopyToAsync(body, context.RequestAborted);
    }

    private static Task Set(HttpContext context, string policy)
    {
        IHeaderDictionary headers = context.Response.Headers;
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=(), payment=(), usb=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        return SetEverywhere(headers, policy);
    }

    private static Task SetEverywhere(IHeaderDictionary headers, string policy)
    {
        headers.ContentSecurityPolicy = policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        // Figures of an account belong into no cache; files of the program say for themselves how long they hold.
        if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }

    [GeneratedRegex(@"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex InlineScript();
}
