using Serilog;
using Serilog.Core;
using Serilog.Events;

namespace TradingBlazor.Hosting;

/// <summary>What one area of the program logs now.</summary>
/// <param name="Area">Namespace, or <see cref="LogLevels.Default"/> for everything that has no level of its own.</param>
/// <param name="Level">The least level that is logged.</param>
/// <param name="Configured">What the settings say.</param>
/// <param name="Until">When it goes back to that by itself, UTC; null when it stays.</param>
/// <param name="IsChanged">True while somebody has changed this area itself, and not one that it lies in.</param>
internal sealed record LogLevelNow(string Area, LogEventLevel Level, LogEventLevel Configured, DateTimeOffset? Until, bool IsChanged = false);

/// <summary>Levels of the log that can be changed while the program runs. A change holds until the next start, or for some minutes. Any thread.</summary>
internal sealed class LogLevels
{
    /// <summary>Name of the level of everything that has none of its own.</summary>
    public const string Default = "default";

    private const string Section = "Serilog:MinimumLevel";

    // What a person may want to see more of; the settings add theirs.
    private static readonly string[] KnownAreas =
    [
        "TradingCore", "TradingCore.Alerts", "TradingCore.Engine", "TradingCore.Hosting", "TradingCore.Persistence", "TradingCore.Tws", "TradingBlazor", "TradingBlazor.Api", "TradingBlazor.Security", "TwsSimulator",
        "Microsoft", "Microsoft.AspNetCore", "Microsoft.EntityFrameworkCore", "System",
    ];

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Area> _areas = new(StringComparer.OrdinalIgnoreCase);
    private readonly TimeProvider _clock;

    /// <summary>Takes the levels of the settings.</summary>
    /// <exception cref="TradingCore.Hosting.StartException">A level is none.</exception>
    public LogLevels(IConfiguration configuration, TimeProvider clock)
    {
        _clock = clock;
        _areas[Default] = new Area(Default) { Own = Parse($"{Section}:Default", configuration[$"{Section}:Default"] ?? configuration[Section]) ?? LogEventLevel.Information };
        foreach (string area in KnownAreas) _areas[area] = new Area(area);
        foreach (IConfigurationSection level in configuration.GetSection($"{Section}:Override").GetChildren())
            _areas[level.Key] = new Area(level.Key) { Own = Parse(level.Path, level.Value) };
        foreach (Area area in _areas.Values) area.ConfiguredOwn = area.Own;
        Apply_NeedsLock();
        foreach (Area area in _areas.Values) area.Configured = area.Switch.MinimumLevel;
    }

    /// <summary>Names of the areas.</summary>
    public IReadOnlyList<string> Areas => [.. _areas.Keys.OrderBy(a => a != Default).ThenBy(a => a, StringComparer.Ordinal)];

    /// <summary>Puts a logger under these levels.</summary>
    public LoggerConfiguration Govern(LoggerConfiguration logging)
    {
        logging.MinimumLevel.ControlledBy(_areas[Default].Switch);
        foreach (Area area in _areas.Values)
            if (area.Name != Default) logging.MinimumLevel.Override(area.Name, area.Switch);
        return logging;
    }

    /// <summary>How it stands.</summary>
    public IReadOnlyList<LogLevelNow> Read()
    {
        lock (_gate) return [.. Areas.Select(a => _areas[a]).Select(a => new LogLevelNow(a.Name, a.Switch.MinimumLevel, a.Configured, a.Until, a.Own != a.ConfiguredOwn))];
    }

    /// <summary>Finds one; null when there is none of that name.</summary>
    public LogLevelNow? Find(string area) => Read().FirstOrDefault(a => a.Area.Equals(area, StringComparison.OrdinalIgnoreCase));

    /// <summary>Changes the level of an area, and of those below it that have none of their own.</summary>
    /// <param name="name">One of <see cref="Areas"/>.</param>
    /// <param name="level">The least level from now on; null for what the settings say.</param>
    /// <param name="time">After which it goes back to what the settings say; null when it stays until the next start.</param>
    public void Set(string name, LogEventLevel? level, TimeSpan? time)
    {
        lock (_gate)
        {
            Area area = _areas[name];
            area.Return?.Dispose();
            area.Return = null;
            area.Until = null;
            area.Own = level ?? area.ConfiguredOwn;
            if (level is not null && time is { } span)
            {
                DateTimeOffset until = _clock.GetUtcNow() + span;
                area.Until = until;
                area.Return = _clock.CreateTimer(_ => Return(area, until), null, span, Timeout.InfiniteTimeSpan);
            }
            Apply_NeedsLock();
        }
    }

    private void Return(Area area, DateTimeOffset until)
    {
        lock (_gate)
        {
            // A later change holds, also when this timer had begun to fire before it.
            if (area.Until == until) Set(area.Name, null, null);
        }
    }

    private void Apply_NeedsLock()
    {
        foreach (Area area in _areas.Values) area.Switch.MinimumLevel = LevelOf(area.Name);
    }

    private LogEventLevel LevelOf(string name)
    {
        for (string? at = name; at is not null; at = at.LastIndexOf('.') is > 0 and var dot ? at[..dot] : null)
            if (_areas.TryGetValue(at, out Area? area) && area.Own is { } own) return own;
        return _areas[Default].Own ?? LogEventLevel.Information;
    }

    private static LogEventLevel? Parse(string key, string? text)
    {
        if (text is null) return null;
        return Enum.TryParse(text, ignoreCase: true, out LogEventLevel level) && !char.IsAsciiDigit(text[0])
            ? level
            : throw new TradingCore.Hosting.StartException($"{key} is '{text}'. Expected one of {string.Join(", ", Enum.GetNames<LogEventLevel>())}.");
    }

    private sealed class Area(string name)
    {
        public string Name { get; } = name;

        public LoggingLevelSwitch Switch { get; } = new();

        public LogEventLevel? Own { get; set; }

        public LogEventLevel? ConfiguredOwn { get; set; }

        public LogEventLevel Configured { get; set; }

        public DateTimeOffset? Until { get; set; }

        public ITimer? Return { get; set; }
    }
}
