using System.Diagnostics.Metrics;
using Serilog.Core;
using Serilog.Events;
using TradingBlazor.Hosting;

namespace TradingBlazor.Telemetry;

/// <summary>Instruments of the web program: pages that are open, log events by level, and room on the disk. Names are listed in <c>docs/metrics.md</c> and stay as they are.</summary>
internal sealed class DeskMeter : IHostedService, IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "TradingBlazor.Desk";

    private readonly Meter _meter = new(Name);

    public DeskMeter(CircuitDrain circuits, LogCounts logs, IProcessFigures process)
    {
        _meter.CreateObservableGauge("tradingblazor.circuits", () => circuits.Circuits, "{circuit}", "Open pages, also those whose line was lost a moment ago.");
        _meter.CreateObservableCounter("tradingblazor.log.events", logs.Read, "{event}", "Events of the log, by level.");
        _meter.CreateObservableGauge("tradingblazor.disk.free", () => process.Read().DiskFree is { } free ? [new Measurement<long>(free)] : Array.Empty<Measurement<long>>(), "By", "Room on the disk of the data folder.");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}

/// <summary>Counts what is logged, by level. Any thread.</summary>
internal sealed class LogCounts : ILogEventSink
{
    private static readonly KeyValuePair<string, object?>[] Levels = [.. Enum.GetValues<LogEventLevel>().Select(l => new KeyValuePair<string, object?>("level", l.ToString().ToLowerInvariant()))];

    private readonly long[] _counts = new long[Levels.Length];

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent) => Interlocked.Increment(ref _counts[(int)logEvent.Level]);

    /// <summary>Events of a level so far.</summary>
    public long Of(LogEventLevel level) => Volatile.Read(ref _counts[(int)level]);

    /// <summary>All levels that are worth a line: debug and below are off in production.</summary>
    public IEnumerable<Measurement<long>> Read()
    {
        for (int level = (int)LogEventLevel.Information; level < Levels.Length; level++) yield return new(Volatile.Read(ref _counts[level]), Levels[level]);
    }
}
