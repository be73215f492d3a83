using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Hubs;

/// <summary>Who is connected, with how many streams. Thread-safe.</summary>
internal sealed class StreamConnections(StreamOptions options)
{
    private readonly ConcurrentDictionary<string, StreamConnection> _connections = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Connections.</summary>
    public int Count => _connections.Count;

    /// <summary>Open streams of all.</summary>
    public int Streams => _connections.Values.Sum(c => c.Streams);

    /// <summary>All of them.</summary>
    public ICollection<StreamConnection> All => _connections.Values;

    /// <summary>Raised when the number has changed.</summary>
    public event Action? Changed;

    /// <summary>Lets a client in.</summary>
    /// <returns>Why not, as code and sentence; empty when it is in.</returns>
    public string Add(StreamConnection connection)
    {
        lock (_gate)
        {
            if (_connections.Count >= options.ConnectionsMax) return $"tooManyConnections: {options.ConnectionsMax} clients are connected, more are not served. Try again later.";
            if (_connections.Values.Count(c => c.CallerId == connection.CallerId) >= options.ConnectionsPerCaller)
                return $"tooManyConnections: {connection.Who} has {options.ConnectionsPerCaller} connections already. Use several streams over one connection.";
            _connections[connection.Id] = connection;
        }
        Changed?.Invoke();
        return "";
    }

    /// <summary>A client has gone.</summary>
    public void Remove(string id)
    {
        if (_connections.TryRemove(id, out _)) Changed?.Invoke();
    }

    /// <summary>The client of a connection; null when it has gone.</summary>
    public StreamConnection? Find(string id) => _connections.GetValueOrDefault(id);
}

/// <summary>A connected client.</summary>
/// <param name="Context">The connection.</param>
/// <param name="User">Who it claims to be; what it may do is looked up.</param>
/// <param name="CallerId">Whose connections count together.</param>
/// <param name="Who">As the log names it.</param>
internal sealed record StreamConnection(HubCallerContext Context, ClaimsPrincipal User, string CallerId, string Who)
{
    private readonly ConcurrentDictionary<EventReading, bool> _readings = new();
    private readonly ConcurrentDictionary<string, bool> _faults = new(StringComparer.Ordinal);
    private int _streams;
    private int _giving;
    private long _since;

    /// <summary>Id of the connection.</summary>
    public string Id { get; } = Context.ConnectionId;

    /// <summary>Open streams.</summary>
    public int Streams => Volatile.Read(ref _streams);

    /// <summary>Streams of events, which must keep up.</summary>
    public ICollection<EventReading> Readings => _readings.Keys;

    /// <summary>Counts a stream; false when there are too many.</summary>
    public bool TryOpen(int max)
    {
        if (Interlocked.Increment(ref _streams) <= max) return true;
        Interlocked.Decrement(ref _streams);
        return false;
    }

    /// <summary>True when it was cut off for being too slow.</summary>
    public bool IsCutOff { get; set; }

    /// <summary>Since when it has taken nothing of what waits for it, as a time stamp of the clock; null while nothing waits.</summary>
    public long? Standing => Volatile.Read(ref _giving) > 0 ? Volatile.Read(ref _since) : null;

    /// <summary>An item waits to be taken.</summary>
    public void Giving(long now)
    {
        if (Interlocked.Increment(ref _giving) == 1) Volatile.Write(ref _since, now);
    }

    /// <summary>It was taken.</summary>
    public void Taken(long now)
    {
        Volatile.Write(ref _since, now);
        Interlocked.Decrement(ref _giving);
    }

    /// <summary>A stream has ended.</summary>
    public void Close() => Interlocked.Decrement(ref _streams);

    /// <summary>True when a fault comes for the first time on this connection.</summary>
    /// <param name="code">Its code; there are few.</param>
    public bool IsFirst(string code) => _faults.TryAdd(code, true);

    /// <summary>Watches over how far a stream of events is behind.</summary>
    public void Watch(EventReading reading) => _readings[reading] = true;

    /// <summary>It has ended.</summary>
    public void Unwatch(EventReading reading) => _readings.TryRemove(reading, out _);

    /// <summary>Id of the caller of a connection.</summary>
    public static string CallerOf(CallerAccess access) => $"{access.Kind} {access.Id}";
}

/// <summary>How far one client has read a topic of events.</summary>
internal sealed class EventReading(EventTopic topic, long from)
{
    private long _read = from;
    private DateTimeOffset? _overSince;

    /// <summary>The newest event that was given to the connection.</summary>
    public long Read { get => Volatile.Read(ref _read); set => Volatile.Write(ref _read, value); }

    /// <summary>Events that wait.</summary>
    public long Behind => topic.Sequence - Read;

    /// <summary>True when it is to be ended: the stream ends by itself when it can write once more.</summary>
    public bool IsTooSlow { get; private set; }

    /// <summary>Judges how it keeps up; called about once a second.</summary>
    /// <returns>How many times the patience it is over the backlog; 0 while it keeps up.</returns>
    public int Judge(DateTimeOffset now, StreamOptions options)
    {
        if (Behind <= options.BacklogMax)
        {
            _overSince = null;
            return 0;
        }
        _overSince ??= now;
        int times = (int)((now - _overSince.Value) / options.SlowClientPatience);
        if (times >= 1) IsTooSlow = true;
        return times;
    }
}
