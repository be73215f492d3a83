using TradingCore.Engine;
using TradingCore.Engine.Ports;

namespace TradingCore.Tws;

/// <summary>
/// Events on their way into the engine. Whoever handles a message puts its events in while it holds the gateway's lock, and flushes after
/// it has let go: waiting for a full inbox, or applying the events where that is possible, holds no lock. Order is kept, nothing is allocated per tick.
/// </summary>
internal sealed class EventOutbox : IDisposable
{
    [ThreadStatic]
    private static EventOutbox? _entered;

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private List<EngineInput> _waiting = [];
    private List<EngineInput> _posting = [];
    private int _blocked;

    /// <summary>True while a flush waits for the engine or works for it: silence on the socket then is our doing, not the gateway's.</summary>
    public bool IsBlocked => Volatile.Read(ref _blocked) > 0;

    /// <summary>Events that wait to be flushed.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>The same without the lock, perhaps of the moment before: whoever measures must not hold up the reader.</summary>
    public int RoughCount => Volatile.Read(ref _waiting).Count;

    /// <summary>Adds an event or tick. Bounded by its callers: the reader flushes after every read.</summary>
    public void Add(in EngineInput input)
    {
        lock (_gate) _waiting.Add(input);
    }

    /// <summary>True on a thread that flushes and will look again before it leaves: it needs nobody else to be woken.</summary>
    public bool IsFlushedByCaller => _entered == this;

    /// <summary>Posts everything that waits, in order, and enters the engine with it.</summary>
    public async ValueTask FlushAsync(IEngineInbox inbox, CancellationToken stop)
    {
        // What the engine makes the gateway say on this thread, such as an order being on the wire, goes in at once.
        while (Count > 0)
        {
            await PostAllAsync(inbox, stop).ConfigureAwait(false);
            Enter(inbox);
        }
    }

    private async ValueTask PostAllAsync(IEngineInbox inbox, CancellationToken stop)
    {
        await _flushing.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            while (true)
            {
                lock (_gate)
                {
                    if (_waiting.Count == 0) return;
                    (_waiting, _posting) = (_posting, _waiting);
                }
                for (int i = 0; i < _posting.Count; i++)
                {
                    if (inbox.TryAdd(_posting[i])) continue;
                    await PostBlockedAsync(inbox, _posting[i], stop).ConfigureAwait(false);
                }
                _posting.Clear();
            }
        }
        finally
        {
            _posting.Clear();
            _flushing.Release();
        }
    }

    private async ValueTask PostBlockedAsync(IEngineInbox inbox, EngineInput input, CancellationToken stop)
    {
        Interlocked.Increment(ref _blocked);
        try
        {
            await inbox.PostAsync(input, stop).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _blocked);
        }
    }

    // Holds nothing meanwhile: others may put in and post.
    private void Enter(IEngineInbox inbox)
    {
        EventOutbox? outer = _entered;
        _entered = this;
        Interlocked.Increment(ref _blocked);
        try
        {
            inbox.Enter();
        }
        finally
        {
            Interlocked.Decrement(ref _blocked);
            _entered = outer;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _flushing.Dispose();
}
