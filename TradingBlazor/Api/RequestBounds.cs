using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TradingBlazor.Api;

/// <summary>
/// Refuses an address, headers or a body that are too long with a sentence. The web server would end such a request by itself, without a body that says why,
/// so it is told to read twice of what is allowed; beyond that its bare answer stays.
/// </summary>
internal static class RequestBounds
{
    /// <summary>Longest path with query, in bytes.</summary>
    public const int TargetMax = 8 * 1024;

    /// <summary>Longest name and value of all headers together, in bytes.</summary>
    public const int HeadersMax = 32 * 1024;

    /// <summary>Largest body of what is not read as JSON, such as a form of a page or messages of a hub, in bytes. The server itself reads no more of any.</summary>
    public const int BodyMax = 1024 * 1024;

    /// <summary>Most headers.</summary>
    public const int HeaderCountMax = 100;

    // The method and the version of HTTP around the address.
    private const int LineExtra = 1024;

    /// <summary>Lets the server read what is refused here.</summary>
    public static void Set(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = (2 * TargetMax) + LineExtra;
        limits.MaxRequestHeadersTotalSize = 2 * HeadersMax;
        limits.MaxRequestHeaderCount = 2 * HeaderCountMax;
        limits.MaxRequestBodySize = BodyMax;
    }

    /// <summary>Middleware.</summary>
    public static Task Guard(HttpContext context, RequestDelegate next) => Problem(context) is { } problem ? problem.ExecuteAsync(context) : next(context);

    /// <summary>
    /// Middleware that refuses a body that is too large, also where nobody would read it, and the only place that does: what says beforehand how large it is, is not read at all. A removal is carried out whatever comes with it,
    /// because it may be a cancel.
    /// </summary>
    public static async Task GuardBody(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        bool hasOwnBound = context.GetEndpoint()?.Metadata.GetMetadata<IRequestSizeLimitMetadata>() is not null;
        if (hasOwnBound || HttpMethods.IsGet(request.Method) || HttpMethods.IsDelete(request.Method) || context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false })
        {
            await next(context);
            return;
        }
        int max = request.Path.StartsWithSegments("/api") ? JsonFields.BytesMax : BodyMax;
        bool isTooLarge = request.ContentLength is { } length ? length > max : await IsLongerAsync(request, max);
        await (isTooLarge ? TooLarge(context, max).ExecuteAsync(context) : next(context));
    }

    /// <summary>413. The connection ends with it: what is still on its way would be read as the next request, so the server closes it, and a client that was not told would send its next request into that.</summary>
    private static ProblemResult TooLarge(HttpContext context, int max)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol)) context.Response.Headers.Connection = "close";
        Lift(context);
        return ProblemResult.Of(StatusCodes.Status413PayloadTooLarge, "tooLarge", "The body is too large.", $"A request may have {max / 1024} KiB.");
    }

    // What does not say how large it is has to be read for it; whoever wants it finds it again.
    private static async Task<bool> IsLongerAsync(HttpRequest request, int max)
    {
        Lift(request.HttpContext);
        request.EnableBuffering(JsonFields.BytesMax);
        var part = new byte[4096];
        long bytes = 0;
        for (int read; bytes <= max && (read = await request.Body.ReadAsync(part, request.HttpContext.RequestAborted)) > 0;) bytes += read;
        request.Body.Position = 0;
        return bytes > max;
    }

    // The server reads on for some seconds after a refusal, so that a client that sends all before it reads gets the answer; beyond its own bound, which holds until the first byte is read, it would cut the line instead.
    private static void Lift(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = null;
    }

    private static ProblemResult? Problem(HttpContext context)
    {
        int target = context.Features.Get<IHttpRequestFeature>()?.RawTarget.Length ?? 0;
        if (target > TargetMax)
        {
            return ProblemResult.Of(StatusCodes.Status414UriTooLong, "addressTooLong", "The address is too long.",
                $"Path and query have {target} bytes; {TargetMax} are allowed. Ask for fewer things at once.");
        }
        IHeaderDictionary headers = context.Request.Headers;
        int bytes = 0;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues values) in headers)
        {
            foreach (string? value in values) bytes += name.Length + (value?.Length ?? 0);
        }
        if (bytes <= HeadersMax && headers.Count <= HeaderCountMax) return null;
        return ProblemResult.Of(StatusCodes.Status431RequestHeaderFieldsTooLarge, "headersTooLarge", "The headers are too large.",
            $"{headers.Count} headers have {bytes} bytes; {HeaderCountMax} headers with {HeadersMax} bytes are allowed. A browser with too many cookies for this address sends such a request: delete them.");
    }
}
