using System.Globalization;
using Microsoft.AspNetCore.SignalR;
using Serilog;
using Serilog.Configuration;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting.Compact;
using Serilog.Sinks.OpenTelemetry;
using TradingBlazor.Telemetry;
using TradingCore.Alerts;
using TradingCore.Persistence;

namespace TradingBlazor.Hosting;

/// <summary>Logs: readable on the console, JSON lines in the data folder, and wherever else the settings say. Nothing waits for a server that is away.</summary>
internal static class DeskLogging
{
    // Some megabytes: enough for a server that restarts, and no more than a process can spare.
    private const int WaitingMax = 20_000;

    /// <summary>Adds everything.</summary>
    public static void Add(WebApplicationBuilder builder, DataFolder folder, DeskSettings settings)
    {
        LogOptions options = settings.Logs;
        var levels = new LogLevels(builder.Configuration, TimeProvider.System);
        var counts = new LogCounts();
        var critical = new CriticalErrors();
        var tail = new LogTail();
        builder.Services.AddSingleton(levels);
        builder.Services.AddScoped<LogLevelDesk>();
        builder.Services.AddSingleton(counts);
        builder.Services.AddSingleton(critical);
        builder.Services.AddSingleton(tail);
        // A logger of its own for each host, closed with it: the one that Serilog keeps for a whole process would be that of the host that was built last.
        builder.Services.AddSingleton<ILoggerFactory>(_ =>
        {
            var logging = new LoggerConfiguration();
            // What else the settings say of the log; levels are governed here, so that they can be changed while the program runs.
            logging.ReadFrom.Configuration(builder.Configuration);
            levels.Govern(logging)
                // The host reports a failed start with a stack trace; this program says it in a sentence.
                .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
                // What the hub tells a client of the client's own mistake: the hub logs it in a line with the caller. The framework takes it for an error of the program, with a stack trace.
                .Filter.ByExcluding(e => e.Exception is HubException && e.Properties.TryGetValue(Constants.SourceContextPropertyName, out LogEventPropertyValue? from) && from is ScalarValue { Value: string source } && source.StartsWith("Microsoft.AspNetCore.SignalR", StringComparison.Ordinal))
                .Enrich.FromLogContext()
                .WriteTo.Sink(counts)
                .WriteTo.Sink(tail)
                .WriteTo.Sink(new CriticalSink(critical))
                .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture)
                .WriteTo.File(
                    new CompactJsonFormatter(), Path.Combine(folder.Logs, "tradingblazor-.jsonl"), rollingInterval: RollingInterval.Day,
                    retainedFileCountLimit: options.KeepFiles, fileSizeLimitBytes: options.FileBytesMax, rollOnFileSizeLimit: true);
            LogServerWatch[] servers = [.. AddServers(logging, settings)];
            var loggers = new KeptLoggers(new SerilogLoggerFactory(logging.CreateLogger(), dispose: true));
            foreach (LogServerWatch server in servers) server.Begin(loggers.CreateLogger(typeof(LogServerWatch).FullName!));
            return loggers;
        });
    }

    private static IEnumerable<LogServerWatch> AddServers(LoggerConfiguration logging, DeskSettings settings)
    {
        LogOptions options = settings.Logs;
        TelemetryOptions telemetry = settings.Telemetry;
        if (options.Seq.IsSet) yield return Add($"Seq at {At(options.Seq.Url)}", (to, watch) => to.Seq(options.Seq.Url, apiKey: options.Seq.ReadKey(), queueSizeLimit: WaitingMax, messageHandler: watch.WatchHttp(), formatProvider: CultureInfo.InvariantCulture));
        if (options.Elastic.IsSet)
            yield return Add($"Elasticsearch at {At(options.Elastic.Url)}", (to, watch) => to.Sink(new ElasticSink(options.Elastic, telemetry.ServiceName, watch.Failed), new BatchingOptions { QueueLimit = WaitingMax, BufferingTimeLimit = TimeSpan.FromSeconds(1) }));
        if (telemetry.Otlp is not { IsSet: true, Logs: true } otlp) yield break;
        yield return Add($"The collector at {At(otlp.Endpoint)}", (to, watch) => to.OpenTelemetry(o =>
        {
            bool isHttp = otlp.Transport == OtlpTransport.Http;
            o.Protocol = isHttp ? OtlpProtocol.HttpProtobuf : OtlpProtocol.Grpc;
            o.LogsEndpoint = isHttp ? otlp.Endpoint.TrimEnd('/') + "/v1/logs" : otlp.Endpoint;
            o.TracesEndpoint = null;
            o.FormatProvider = CultureInfo.InvariantCulture;
            o.ResourceAttributes = new Dictionary<string, object> { ["service.name"] = telemetry.ServiceName };
            o.Headers = otlp.ReadHeaders().Split(',', StringSplitOptions.RemoveEmptyEntries).Select(h => h.Split('=', 2)).Where(h => h.Length == 2).ToDictionary(h => h[0].Trim(), h => h[1].Trim());
            o.BatchingOptions.QueueLimit = WaitingMax;
            o.HttpMessageHandler = watch.WatchHttp();
        }));

        // An address may hold a password.
        static string At(string url) => new Uri(url).Authority;

        LogServerWatch Add(string server, Action<LoggerSinkConfiguration, LogServerWatch> sink)
        {
            var watch = new LogServerWatch(server, TimeProvider.System);
            logging.WriteTo.Fallible(to => sink(to, watch), watch);
            return watch;
        }
    }
}
