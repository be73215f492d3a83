using System.Net;
using TradingBlazor.Api;

namespace TradingBlazor.Security;

/// <summary>
/// Keeps web pages of other sites out. The server listens on loopback only, but a browser on this machine can be made to reach it: by a name
/// that resolves to 127.0.0.1 (then the host is foreign), or from a page of another site (then the origin is).
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next, ILogger<LoopbackGuard> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!IsLoopback(request.Host.Host))
        {
            logger.HostRefused(request.Host.Value ?? "");
            return ProblemResult.Of(StatusCodes.Status421MisdirectedRequest, "foreignHost", "This host is not served.",
                $"The request is for '{request.Host.Value}'. Use http://localhost:PORT: this server answers its own machine only.").ExecuteAsync(context);
        }
        string origin = request.Headers.Origin.ToString();
        bool changes = !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method);
        // A web socket is opened by GET and is not bound to one origin by the browser.
        bool isSocket = context.WebSockets.IsWebSocketRequest || request.Headers.Upgrade.Count > 0;
        if (origin.Length > 0 && (changes || isSocket) && !IsOwn(origin, request))
        {
            logger.OriginRefused(origin);
            return ProblemResult.Of(StatusCodes.Status403Forbidden, "foreignOrigin", "Requests from other sites are not taken.",
                $"The origin is '{origin}'. Programs send no Origin header; pages must come from this server.").ExecuteAsync(context);
        }
        return next(context);
    }

    /// <summary>True for <c>localhost</c> and the addresses of the own machine.</summary>
    internal static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));

    private static bool IsOwn(string origin, HttpRequest request) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? uri)
        && uri.Scheme.Equals(request.Scheme, StringComparison.OrdinalIgnoreCase)
        && uri.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase);
}
