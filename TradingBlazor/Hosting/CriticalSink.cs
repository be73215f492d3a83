using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using TradingCore.Alerts;

namespace TradingBlazor.Hosting;

/// <summary>Makes an alert of every critical event of the log that has none of its own.</summary>
internal sealed class CriticalSink(CriticalErrors errors) : ILogEventSink
{
    // The kill switch is a rule of its own, and whoever engaged it knows.
    private static readonly int[] HaveTheirOwn = [KillEngaged, KillAnswered];
    private const int KillEngaged = 4010;
    private const int KillAnswered = 7020;
    private const int TextMax = 300;

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (logEvent.Level != LogEventLevel.Fatal || HaveTheirOwn.Contains(IdOf(logEvent))) return;
        string text = logEvent.RenderMessage(CultureInfo.InvariantCulture);
        errors.Add(logEvent.Timestamp.ToUniversalTime(), $"Critical error: {(text.Length > TextMax ? text[..TextMax] + "…" : text)}");
    }

    private static int IdOf(LogEvent e) =>
        e.Properties.TryGetValue("EventId", out LogEventPropertyValue? id) && id is StructureValue parts && parts.Properties.FirstOrDefault(p => p.Name == "Id")?.Value is ScalarValue { Value: int number } ? number : 0;
}
