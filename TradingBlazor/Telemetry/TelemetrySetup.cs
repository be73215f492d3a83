using System.Reflection;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TradingBlazor.Security.Access;
using TradingCore.Telemetry;

namespace TradingBlazor.Telemetry;

/// <summary>Collects metrics and traces and gives them to whoever asks or listens.</summary>
internal static class TelemetrySetup
{
    /// <summary>Where metrics are served.</summary>
    public const string MetricsPath = "/metrics";

    /// <summary>Meters that are exported: ours, the runtime, the web server and the pages. Whoever adds one lists its metrics in docs/metrics.md.</summary>
    private static readonly string[] Meters = ["TradingCore*", "TradingBlazor*", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections"];

    /// <summary>Adds everything that the settings ask for.</summary>
    public static void Add(IServiceCollection services, TelemetryOptions options)
    {
        services.AddSingleton(options);
        services.AddHostedService<DeskMeter>();
        bool tellsTraces = options.Otlp is { IsSet: true, Traces: true }, tellsMetrics = options.Otlp is { IsSet: true, Metrics: true };
        if (!options.Metrics && !tellsTraces && !tellsMetrics) return;
        string version = typeof(TelemetrySetup).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        OpenTelemetry.OpenTelemetryBuilder telemetry = services.AddOpenTelemetry().ConfigureResource(r => r.AddService(options.ServiceName, serviceVersion: version));
        if (options.Metrics || tellsMetrics)
            telemetry.WithMetrics(metrics =>
            {
                metrics.AddMeter(Meters);
                if (options.Metrics) metrics.AddPrometheusExporter(o => o.ScrapeResponseCacheDurationMilliseconds = 0);
                if (tellsMetrics) metrics.AddOtlpExporter(o => Set(o, options.Otlp, "v1/metrics"));
            });
        if (tellsTraces)
            telemetry.WithTracing(traces => traces
                .AddSource(OrderTraces.Name, "Microsoft.AspNetCore")
                .AddOtlpExporter(o => Set(o, options.Otlp, "v1/traces")));
    }

    /// <summary>Opens <c>/metrics</c> to whoever may look: a key with the scope to read, or a session.</summary>
    public static void Map(IEndpointRouteBuilder routes, TelemetryOptions options)
    {
        if (options.Metrics) routes.MapPrometheusScrapingEndpoint(MetricsPath).Needs(Permission.View);
    }

    private static void Set(OtlpExporterOptions exporter, OtlpOptions otlp, string path)
    {
        bool isHttp = otlp.Transport == OtlpTransport.Http;
        exporter.Protocol = isHttp ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        // With HTTP the path is the sender's matter once an address is given.
        exporter.Endpoint = isHttp ? new Uri(new Uri(otlp.Endpoint.TrimEnd('/') + "/"), path) : new Uri(otlp.Endpoint);
        exporter.Headers = otlp.ReadHeaders();
    }
}
