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
        SingleReader = true,                       // one at a time: whoever has the turn
        FullMode = BoundedChannelFullMode.Wait,    // a dropped fill is a wrong position
        AllowSynchronousContinuations = false,
    });
    private int _urgentCount;
    private volatile bool _isClosed;

    /// <summary>Who applies what is in here; the queue alone until the engine is made.</summary>
    public EngineTurn? Turn { get; set; }

    /// <summary>Whether anything waits.</summary>
    public bool HasInputs => Volatile.Read(ref _urgentCount) > 0 || _channel.Reader.Count > 0;

    /// <summary>How much waits.</summary>
    public int Count => Volatile.Read(ref _urgentCount) + _channel.Reader.Count;

    /// <summary>Whether nothing is taken any more.</summary>
    public bool IsClosed => _isClosed;

    /// <summary>Whether nothing is taken any more and all that was has been read.</summary>
    public bool IsCompleted => _channel.Reader.Completion.IsCompleted && Volatile.Read(ref _urgentCount) == 0;

    /// <inheritdoc/>
    public bool TryAdd(EngineInput input) => _channel.Writer.TryWrite(input);

    /// <inheritdoc/>
    public void Enter() => Turn?.Enter();

    /// <inheritdoc/>
    public bool TryPost(EngineInput input)
    {
        if (!_channel.Writer.TryWrite(input)) return false;
        Turn?.Call();
        return true;
    }

    /// <inheritdoc/>
    public ValueTask PostAsync(EngineInput input, CancellationToken stop)
    {
        // When the queue is full, the input moves in as soon as one is taken out, so somebody must be at it.
        ValueTask posted = _channel.Writer.WriteAsync(input, stop);
        Turn?.Call();
        return posted;
    }

    /// <summary>Posts what must not wait behind thousands of ticks: the kill switch.</summary>
    /// <returns>False when too much of it waits already, or the engine has stopped; the caller says so.</returns>
    public bool TryPostUrgent(EngineInput input)
    {
        if (_isClosed || Interlocked.Increment(ref _urgentCount) > UrgentMax)
        {
            if (!_isClosed) Interlocked.Decrement(ref _urgentCount);
            return false;
        }
        _urgent.Enqueue(input);
        Turn?.Call();
        return true;
    }

    /// <summary>Takes the next input, urgent ones first. Called by whoever has the turn.</summary>
    public bool TryRead(out EngineInput input)
    {
        // One read of a counter on the way of every tick.
        if (Volatile.Read(ref _urgentCount) > 0 && _urgent.TryDequeue(out input))
        {
            Interlocked.Decrement(ref _urgentCount);
            return true;
        }
        return _channel.Reader.TryRead(out input);
    }

    /// <summary>Takes no more; what is in it is still read.</summary>
    public void Close()
    {
        _isClosed = true;
        _channel.Writer.TryComplete();
        Turn?.CallAlways();
    }
}
