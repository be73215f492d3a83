using System.Collections.Concurrent;

namespace TradingBlazor.Hosting;

/// <summary>
/// One logger for each name. The framework asks for one several times with every request, and Serilog makes a new one each time. Thread-safe. Levels are looked up by the logger at every line,
/// so one that is kept follows their changes.
/// </summary>
/// <param name="made">Makes them; disposed with this.</param>
internal sealed class KeptLoggers(ILoggerFactory made) : ILoggerFactory
{
    private readonly ConcurrentDictionary<string, ILogger> _loggers = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => _loggers.GetOrAdd(categoryName, static (name, from) => from.CreateLogger(name), made);

    /// <inheritdoc/>
    public void AddProvider(ILoggerProvider provider)
    {
        made.AddProvider(provider);
        _loggers.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => made.Dispose();
}
