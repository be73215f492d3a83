using System.Diagnostics.Metrics;

namespace TradingCore.Persistence.Redis;

/// <summary>Figures about Redis, under the meter <c>TradingCore.Redis</c>.</summary>
public sealed class RedisMeter : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "TradingCore.Redis";

    private readonly Meter _meter = new(Name);
    private long _operations;
    private long _failures;
    private readonly Counter<long> _commands;
    private long _dropped;
    private long _token;
    private int _isHeld;

    internal RedisMeter(CircuitBreaker breaker)
    {
        // Observed, so that they are there from the first collection on, also while they are 0: what is missing is no figure, and nobody is told of it.
        _meter.CreateObservableCounter("tradingcore.redis.operations", () => Interlocked.Read(ref _operations), description: "Calls that Redis answered");
        _meter.CreateObservableCounter("tradingcore.redis.failures", () => Interlocked.Read(ref _failures), description: "Calls that Redis did not answer");
        _commands = _meter.CreateCounter<long>("tradingcore.redis.commands", description: "Commands that came over Redis, by what became of them");
        _meter.CreateObservableCounter("tradingcore.redis.news_dropped", () => Interlocked.Read(ref _dropped), description: "Events of orders that were not written because Redis was away too long");
        _meter.CreateObservableGauge("tradingcore.redis.breaker", () => (int)breaker.State, description: "0 closed, 1 half open, 2 open");
        _meter.CreateObservableGauge("tradingcore.redis.lease_held", () => Volatile.Read(ref _isHeld), description: "1 while this engine holds its lease");
        _meter.CreateObservableGauge("tradingcore.redis.fencing_token", () => Volatile.Read(ref _token), description: "Fencing token of the lease; 0 without one");
    }

    internal void Answered() => Interlocked.Increment(ref _operations);

    internal void Failed() => Interlocked.Increment(ref _failures);

    internal void Command(string outcome) => _commands.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Dropped(long count) => Interlocked.Add(ref _dropped, count);

    internal void Lease(bool isHeld, long token)
    {
        Volatile.Write(ref _isHeld, isHeld ? 1 : 0);
        Volatile.Write(ref _token, token);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
