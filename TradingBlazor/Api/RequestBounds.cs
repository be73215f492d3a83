using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace TradingBlazor.Api;

/// <summary>
/// Refuses an address or headers that are too long with a sentence. The web server would end such a request by itself, without a body that says why,
/// so it is told to read twice of what is allowed; beyond that its bare answer stays.
/// </summary>
internal static class RequestBounds
{
    /// <summary>Longest path with query, in bytes.</summary>
    public const int TargetMax = 8 * 1024;

    /// <summary>Longest name and value of all headers together, in bytes.</summary>
    public const int HeadersMax = 32 * 1024;

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
    }

    /// <summary>Middleware.</summary>
    public static Task Guard(HttpContext context, RequestDelegate next) => Problem(context) is { } problem ? problem.ExecuteAsync(context) : next(context);

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
