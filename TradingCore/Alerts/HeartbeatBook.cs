using System.Collections.Concurrent;

namespace TradingCore.Alerts;

/// <summary>When other programs last gave a sign of life. Any thread.</summary>
public sealed class HeartbeatBook
{
    /// <summary>Name under which the guard is known, which cancels all orders when this program stops.</summary>
    public const string Guard = "guard";

    /// <summary>Programs that are remembered: more are refused.</summary>
    public const int ProgramsMax = 200;

    /// <summary>Longest name.</summary>
    public const int NameMax = 64;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _times = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Every program that gave a sign, by name.</summary>
    public IReadOnlyList<KeyValuePair<string, DateTimeOffset>> All => [.. _times.OrderBy(t => t.Key, StringComparer.OrdinalIgnoreCase)];

    /// <summary>When it last gave a sign, UTC; null when never in this run.</summary>
    public DateTimeOffset? Find(string name) => _times.TryGetValue(name, out DateTimeOffset time) ? time : null;

    /// <summary>Takes a sign of life.</summary>
    /// <returns>Why not, a sentence; empty when it was taken.</returns>
    public string Beat(string name, DateTimeOffset time)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (!IsName(name)) return $"The name is not one. Expected 1 to {NameMax} letters, digits, '-', '_' or '.'.";
        if (!_times.ContainsKey(name) && _times.Count >= ProgramsMax) return $"There are {ProgramsMax} programs already; no further one is watched.";
        _times[name] = time;
        return "";
    }

    /// <summary>True for a name of a program or channel.</summary>
    public static bool IsName(string? name) => name is { Length: > 0 and <= NameMax } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
}
