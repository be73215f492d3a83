using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting.Display;

namespace TradingBlazor.Telemetry;

/// <summary>A line of the program's log.</summary>
/// <param name="Number">Position in the log of this run; each later one is greater.</param>
/// <param name="Time">When.</param>
/// <param name="Level">How grave.</param>
/// <param name="Source">The class that wrote it, without its namespace; empty when it does not say.</param>
/// <param name="Text">What it says, with the first line of an exception.</param>
internal sealed record LogLine(long Number, DateTimeOffset Time, LogEventLevel Level, string Source, string Text);

/// <summary>The newest lines of the log, for a screen: whoever looks for what went wrong a minute ago needs no shell on the machine. Any thread.</summary>
internal sealed class LogTail : ILogEventSink
{
    /// <summary>How many are kept; the oldest go first.</summary>
    public const int Kept = 500;

    private static readonly MessageTemplateTextFormatter Words = new("{Message:lj}", CultureInfo.InvariantCulture);

    private readonly Lock _gate = new();
    private readonly Queue<(long Number, LogEvent Event)> _newest = new(Kept);
    private long _count;

    /// <summary>How many lines came so far; moves with every new one.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        lock (_gate)
        {
            if (_newest.Count == Kept) _newest.Dequeue();
            _newest.Enqueue((++_count, logEvent));
        }
    }

    /// <summary>The lines that are kept, newest first. They are put into words here, so that a line that nobody looks at costs nothing.</summary>
    /// <param name="least">Lines below it are left out.</param>
    public IReadOnlyList<LogLine> Newest(LogEventLevel least)
    {
        (long Number, LogEvent Event)[] kept;
        lock (_gate) kept = [.. _newest];
        return [.. kept.Where(e => e.Event.Level >= least).Reverse().Select(e => LineOf(e.Number, e.Event))];
    }

    private static LogLine LineOf(long number, LogEvent e)
    {
        string source = e.Properties.TryGetValue(Constants.SourceContextPropertyName, out LogEventPropertyValue? from) && from is ScalarValue { Value: string name } ? name[(name.LastIndexOf('.') + 1)..] : "";
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        Words.Format(e, message);
        string text = message.ToString();
        if (e.Exception is { } exception) text = $"{text.TrimEnd('.')}. {exception.GetType().Name}: {exception.Message.Split('\n')[0].TrimEnd()}";
        return new LogLine(number, e.Timestamp, e.Level, source, text);
    }
}
