namespace TradingCore.Persistence.Redis;

/// <summary>Whether calls are let through.</summary>
public enum BreakerState
{
    /// <summary>All are.</summary>
    Closed = 0,
    /// <summary>One is tried, the others wait for its result.</summary>
    HalfOpen,
    /// <summary>None is.</summary>
    Open,
}

/// <summary>Stops asking what does not answer: after some failures in a row nothing is asked for a while, then one call tries. Thread-safe.</summary>
public sealed class CircuitBreaker(int failuresMax, TimeSpan openFor, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private BreakerState _state;
    private int _failures;
    private long _openedAt;

    /// <summary>State now.</summary>
    public BreakerState State
    {
        get { lock (_gate) return _state; }
    }

    /// <summary>Asks to make a call; who gets true tells the result by <see cref="Succeeded"/> or <see cref="Failed"/>.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (_state == BreakerState.Closed) return true;
            if (_state == BreakerState.HalfOpen || clock.GetElapsedTime(_openedAt) < openFor) return false;
            _state = BreakerState.HalfOpen;
            return true;
        }
    }

    /// <summary>A call was answered.</summary>
    public void Succeeded()
    {
        lock (_gate) (_state, _failures) = (BreakerState.Closed, 0);
    }

    /// <summary>A call was not.</summary>
    public void Failed()
    {
        lock (_gate)
        {
            _failures++;
            if (_state == BreakerState.Closed && _failures < failuresMax) return;
            (_state, _openedAt) = (BreakerState.Open, clock.GetTimestamp());
        }
    }
}
