using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;

namespace Benchmarks.Latency;

/// <summary>A strategy at its simplest, in front of the engine's inbox: a tick with the trigger's size is answered by a limit order, which passes all of Risk.</summary>
internal sealed class StrategyInbox(TradingEngine engine, Stages stages) : IEngineInbox
{
    private static readonly CommandContext Strategy = new("strategy", "stub");
    private long _ticks;

    /// <summary>Ticks that came by.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Answers to the orders.</summary>
    public List<Task<SubmitResult>> Answers { get; } = new(10_000);

    public bool TryPost(EngineInput input)
    {
        if (!engine.Inbox.TryPost(input)) return false;
        Look(input);
        return true;
    }

    public async ValueTask PostAsync(EngineInput input, CancellationToken stop)
    {
        await engine.Inbox.PostAsync(input, stop);
        Look(input);
    }

    private void Look(in EngineInput input)
    {
        if (input.Event is not null) return;
        _ticks++;
        if (input.Tick is not { Field: TickField.Bid, Size: LatencyGateway.TriggerSize, Value: { } bid }) return;
        // Behind the tick in the engine's order, so Risk judges with the price that triggered. Far enough from the market to end at once.
        stages.OnDecided();
        Answers.Add(engine.Commands.SubmitAsync(
            new OrderSpec { Ticker = LatencyGateway.Symbol, Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = decimal.Floor(bid * 0.98m), Tif = TimeInForce.Ioc, Strategy = "stub" },
            Strategy));
    }
}
