using System.Threading.Channels;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TwsSimulator.Gateway;

/// <summary>
/// Messages on their way to one client. Everything waits in order, up to a bound; ticks of a client that is behind are
/// replaced by newer ones of the same kind instead of piling up. An answer that holds a long list weighs as much as many messages, so that a client which
/// asks and asks and never reads cannot fill the memory.
/// </summary>
internal sealed class Outbox
{
    /// <summary>Weight of the messages that may wait; a client further behind is given up.</summary>
    public const int CapacityMax = 100_000;

    /// <summary>From here on ticks are conflated, and a replay waits for the client.</summary>
    public const int BehindFrom = 4_000;

    private readonly Channel<IResponse> _queue = Channel.CreateBounded<IResponse>(new BoundedChannelOptions(CapacityMax)
    {
        SingleReader = true,
        SingleWriter = false,
        FullMode = BoundedChannelFullMode.Wait, // TryWrite then says no, and the session ends: a lost order message is worse than a lost client
        AllowSynchronousContinuations = false,
    });

    private const int ItemsPerMessage = 25;

    private readonly Lock _latestLock = new();
    private readonly Dictionary<long, IResponse> _latest = [];
    private int _waiting;
    private volatile bool _isComplete;

    /// <summary>Weight of the messages that wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether the client cannot keep up.</summary>
    public bool IsBehind => Waiting >= BehindFrom;

    /// <summary>Source of the messages for the one writer.</summary>
    public ChannelReader<IResponse> Reader => _queue.Reader;

    /// <summary>Adds a message that must arrive; false when the client is hopelessly behind.</summary>
    public bool TryAdd(IResponse message)
    {
        if (_isComplete)
            return true; // The client is being sent away; what comes now is not for it any more.
        int weight = WeightOf(message);
        if (Interlocked.Add(ref _waiting, weight) <= CapacityMax + weight && _queue.Writer.TryWrite(message))
            return true;
        Interlocked.Add(ref _waiting, -weight);
        return false;
    }

    /// <summary>How much of the bound a message takes: one, and more when it holds a long list.</summary>
    public static int WeightOf(IResponse message) => 1 + (message switch
    {
        HistoricalData m => m.Bars.Count,
        HistoricalTicks m => m.Ticks.Count,
        HistoricalTicksBidAsk m => m.Ticks.Count,
        HistoricalTicksLast m => m.Ticks.Count,
        HistoricalSchedule m => m.Sessions.Count,
        HistogramData m => m.Data.Count,
        ScannerParameters m => m.Xml.Length / ItemsPerMessage,
        WshEventData m => m.DataJson.Length / ItemsPerMessage,
        _ => 0,
    } / ItemsPerMessage);

    /// <summary>Adds a tick; a newer one of the same request and type takes its place when the client is behind.</summary>
    public bool TryAddTick(IResponse tick, int reqId, int tickType)
    {
        if (!IsBehind)
            return TryAdd(tick);
        lock (_latestLock)
        {
            _latest[((long)reqId << 16) | (long)(uint)tickType | (tick is TickSize ? 0x8000L : 0)] = tick;
        }

        return true;
    }

    /// <summary>Notes that messages of a weight have been sent.</summary>
    public void Taken(int weight) => Interlocked.Add(ref _waiting, -weight);

    /// <summary>Takes the conflated ticks; call when the queue is drained.</summary>
    public IResponse[] TakeLatest()
    {
        lock (_latestLock)
        {
            if (_latest.Count == 0)
                return [];
            IResponse[] ticks = [.. _latest.Values];
            _latest.Clear();
            return ticks;
        }
    }

    /// <summary>No more messages; what waits is still sent.</summary>
    public void Complete()
    {
        _isComplete = true;
        _queue.Writer.TryComplete();
    }
}
