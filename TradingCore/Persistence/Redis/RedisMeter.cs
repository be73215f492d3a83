using System.Diagnostics.Metrics;

namespace TradingCore.Persistence.Redis;

/// <summary>Figures about Redis, under the meter <c>TradingCore.Redis</c>.</summary>
public sealed class RedisMeter : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "TradingCore.Redis";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _operations;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _commands;
    private readonly Counter<long> _dropped;
    private long _token;
    private int _isHeld;

    internal RedisMeter(CircuitBreaker breaker)
    {
        _operations = _meter.CreateCounter<long>("tradingcore.redis.operations", description: "Calls that Redis answered");
        _failures = _meter.CreateCounter<long>("tradingcore.redis.failures", description: "Calls that Redis did not answer");
        _commands = _meter.CreateCounter<long>("tradingcore.redis.commands", description: "Commands that came over Redis, by what became of them");
        _dropped = _meter.CreateCounter<long>("tradingcore.redis.news_dropped", description: "Events of orders that were not written because Redis was away too long");
        _meter.CreateObservableGauge("tradingcore.redis.breaker", () => (int)breaker.State, description: "0 closed, 1 half open, 2 open");
        _meter.CreateObservableGauge("tradingcore.redis.lease_held", () => Volatile.Read(ref _isHeld), description: "1 while this engine holds its lease");
        _meter.CreateObservableGauge("tradingcore.redis.fencing_token", () => Volatile.Read(ref _token), description: "Fencing token of the lease; 0 without one");
    }

    internal void Answered() => _operations.Add(1);

    internal void Failed() => _failures.Add(1);

    internal void Command(string outcome) => _commands.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    internal void Dropped(long count) => _dropped.Add(count);

    internal void Lease(bool isHeld, long token)
    {
        Volatile.Write(ref _isHeld, isHeld ? 1 : 0);
        Volatile.Write(ref _token, token);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
