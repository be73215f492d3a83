using Microsoft.Extensions.Logging;

namespace TradingCore.Tests.Shared;

/// <summary>Keeps the properties of every log line.</summary>
internal class RecordingLog : ILogger
{
    private readonly Lock _gate = new();
    private readonly List<Dictionary<string, string>> _lines = [];

    public IReadOnlyList<IReadOnlyDictionary<string, string>> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var line = new Dictionary<string, string> { ["Event"] = eventId.Name ?? "" };
        foreach (KeyValuePair<string, object?> p in state as IReadOnlyList<KeyValuePair<string, object?>> ?? []) line[p.Key] = p.Value?.ToString() ?? "";
        lock (_gate) _lines.Add(line);
    }
}

/// <summary>The same for a part of the program that asks for a log of its own.</summary>
internal sealed class RecordingLog<T> : RecordingLog, ILogger<T>;
