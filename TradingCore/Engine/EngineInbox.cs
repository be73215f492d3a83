using System.Collections.Concurrent;
using System.Threading.Channels;
using TradingCore.Engine.Ports;

namespace TradingCore.Engine;

/// <summary>The bounded queue in front of the engine, and beside it a short one that is read first.</summary>
internal sealed class EngineInbox(int capacity) : IEngineInbox
{
    private const int UrgentMax = 1_024;

    private readonly ConcurrentQueue<EngineInput> _urgent = new();
    private readonly Channel<EngineInput> _channel = Channel.CreateBounded<EngineInput>(new BoundedChannelOptions(capacity)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,    // a dropped fill is a wrong position
        AllowSynchronousContinuations = false,     // the socket's reader must not run engine code
    });
    private int _urgentCount;

    public ChannelReader<EngineInput> Reader => _channel.Reader;

    /// <inheritdoc/>
    public bool TryPost(EngineInput input) => _channel.Writer.TryWrite(input);

    /// <inheritdoc/>
    public ValueTask PostAsync(EngineInput input, CancellationToken stop) => _channel.Writer.WriteAsync(input, stop);

    /// <summary>Posts what must not wait behind thousands of ticks: the kill switch.</summary>
    /// <returns>False when too much of it waits already; the caller says so.</returns>
    public bool TryPostUrgent(EngineInput input)
    {
        if (Interlocked.Increment(ref _urgentCount) > UrgentMax)
        {
            Interlocked.Decrement(ref _urgentCount);
            return false;
        }
        _urgent.Enqueue(input);
        // Wakes a reader that sleeps. When the queue is full, the reader is awake.
        _channel.Writer.TryWrite(WakeUp);
        return true;
    }

    /// <summary>Takes the next input, urgent ones first. Called by the engine's loop alone.</summary>
    public bool TryRead(out EngineInput input)
    {
        // One read of a counter on the way of every tick.
        if (Volatile.Read(ref _urgentCount) > 0 && _urgent.TryDequeue(out input))
        {
            Interlocked.Decrement(ref _urgentCount);
            return true;
        }
        while (_channel.Reader.TryRead(out input))
        {
            if (!IsWakeUp(input)) return true;
            if (_urgent.TryDequeue(out input))
            {
                Interlocked.Decrement(ref _urgentCount);
                return true;
            }
        }
        return false;
    }

    /// <summary>Takes no more; what is in it is still read.</summary>
    public void Close() => _channel.Writer.TryComplete();

    // The default input: a tick of no contract.
    private static EngineInput WakeUp => default;

    private static bool IsWakeUp(in EngineInput input) => input.Event is null && !input.Tick.ConId.IsResolved;
}
