using System.Net;
using TradingBlazor.Api;

namespace TradingBlazor.Security;

/// <summary>
/// Keeps web pages of other sites out. A browser can be made to reach this server: by a name that resolves to its address (then the host is foreign), or from a page of another site (then the origin is).
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next, SecurityOptions options, ILogger<LoopbackGuard> logger)
{
    public Task InvokeAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!IsLoopback(request.Host.Host) && !options.Hosts.Contains(request.Host.Host, StringComparer.OrdinalIgnoreCase))
        {
            logger.HostRefused(request.Host.Value ?? "");
            return ProblemResult.Of(StatusCodes.Status421MisdirectedRequest, "foreignHost", "This host is not served.",
                $"The request is for '{request.Host.Value}'. Use http://localhost:PORT on the machine itself; other names are set with Security:Hosts.").ExecuteAsync(context);
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
