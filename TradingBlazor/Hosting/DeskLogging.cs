using System.Globalization;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;
using TradingCore.Persistence;

namespace TradingBlazor.Hosting;

/// <summary>Logs: readable on the console, JSON lines in the data folder.</summary>
internal static class DeskLogging
{
    /// <summary>Adds both.</summary>
    public static void Add(WebApplicationBuilder builder, DataFolder folder, LogOptions options) => builder.Services.AddSerilog(logging => logging
        .ReadFrom.Configuration(builder.Configuration)
        // The host reports a failed start with a stack trace; this program says it in a sentence.
        .MinimumLevel.Override("Microsoft.Extensions.Hosting.Internal.Host", LogEventLevel.Fatal)
        .Enrich.FromLogContext()
        .WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}", formatProvider: CultureInfo.InvariantCulture)
        .WriteTo.File(
            new CompactJsonFormatter(), Path.Combine(folder.Logs, "tradingblazor-.jsonl"), rollingInterval: RollingInterval.Day,
            retainedFileCountLimit: options.KeepFiles, fileSizeLimitBytes: options.FileBytesMax, rollOnFileSizeLimit: true));
}
