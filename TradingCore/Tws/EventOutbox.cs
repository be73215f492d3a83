using TradingCore.Engine;
using TradingCore.Engine.Ports;

namespace TradingCore.Tws;

/// <summary>
/// Events on their way into the engine. Whoever handles a message puts its events in while it holds the gateway's lock, and flushes after
/// it has let go: waiting for a full inbox holds no lock. Order is kept, nothing is allocated per tick.
/// </summary>
internal sealed class EventOutbox : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _flushing = new(1, 1);
    private List<EngineInput> _waiting = [];
    private List<EngineInput> _posting = [];
    private volatile bool _isBlocked;

    /// <summary>True while a flush waits for the engine: silence on the socket then is our doing, not the gateway's.</summary>
    public bool IsBlocked => _isBlocked;

    /// <summary>Events that wait to be flushed.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    /// <summary>Adds an event or tick. Bounded by its callers: the reader flushes after every read.</summary>
    public void Add(in EngineInput input)
    {
        lock (_gate) _waiting.Add(input);
    }

    /// <summary>Posts everything that waits, in order.</summary>
    public async ValueTask FlushAsync(IEngineInbox inbox, CancellationToken stop)
    {
        if (Count == 0) return;
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
                    if (inbox.TryPost(_posting[i])) continue;
                    _isBlocked = true;
                    await inbox.PostAsync(_posting[i], stop).ConfigureAwait(false);
                    _isBlocked = false;
                }
                _posting.Clear();
            }
        }
        finally
        {
            _isBlocked = false;
            _posting.Clear();
            _flushing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _flushing.Dispose();
}
