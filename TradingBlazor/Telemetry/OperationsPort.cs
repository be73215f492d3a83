using System.Net;
using System.Net.Sockets;
using TradingBlazor.Api;

namespace TradingBlazor.Telemetry;

/// <summary>
/// The port for machines that watch this one: <c>/metrics</c>, <c>/health</c>, <c>/ready</c> and <c>/serving</c>, and nothing else. It is apart from the desk's own port so that neither a key nor a certificate has to be given to an
/// orchestrator, and so that no page or command can be reached through it.
/// </summary>
internal static class OperationsPort
{
    /// <summary>
    /// Whether requests are to be sent here: 200 as <c>/health</c>, but not from a standby engine. An engine that has lost its gateway, and is not ready for that, must still be reached: to cancel, by the kill switch,
    /// and for orders that wait.
    /// </summary>
    internal const string ServingPath = "/serving";

    /// <summary>Address to listen on; null when the port is not opened.</summary>
    public static string? Url(TelemetryOptions options)
    {
        if (options.Port == 0) return null;
        IPAddress address = IPAddress.Parse(options.Address);
        return $"http://{(address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address)}:{options.Port}";
    }

    /// <summary>Takes every request that came in by the port, before anything else sees it.</summary>
    public static void Use(WebApplication app, TelemetryOptions options)
    {
        if (options.Port == 0) return;
        app.MapWhen(c => c.Connection.LocalPort == options.Port, operations =>
        {
            if (options.Metrics) operations.UseOpenTelemetryPrometheusScrapingEndpoint(c => c.Request.Path == TelemetrySetup.MetricsPath);
            operations.Run(AnswerAsync);
        });
    }

    private static Task AnswerAsync(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) return Nothing(context);
        if (context.Request.Path == "/health" || context.Request.Path == ServingPath) return HealthEndpoints.AnswerHealthAsync(context);
        return context.Request.Path == "/ready" ? HealthEndpoints.AnswerReadyAsync(context) : Nothing(context);
    }

    private static Task Nothing(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }
}
