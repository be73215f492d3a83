using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Tests.Shared;

namespace Benchmarks.Latency;

/// <summary>A strategy at its simplest, in front of the engine's inbox: a tick with the trigger's size is answered by a limit order, which passes all of Risk.</summary>
internal sealed class StrategyInbox(TradingEngine engine, Stages stages) : WatchedInbox(engine.Inbox)
{
    private static readonly CommandContext Strategy = new("strategy", "stub");
    private readonly TaskCompletionSource<string> _denied = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _ticks;
    private int _orders;

    /// <summary>Ticks that came by.</summary>
    public long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Answers to the orders.</summary>
    public List<Task<SubmitResult>> Answers { get; } = new(10_000);

    /// <summary>Tells the engine every second that the strategy lives, as risk asks of every strategy.</summary>
    public async Task BeatAsync(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            do
            {
                await engine.RiskCommands.BeatAsync("stub", "stub", isDrifting: false, Strategy, stop);
            }
            while (await beat.WaitForNextTickAsync(stop));
        }
        catch (OperationCanceledException)
        {
            // The run is over.
        }
    }

    /// <summary>The next line of the gateway's side, or the end of the run as soon as an order is not accepted.</summary>
    /// <exception cref="OrderDeniedException">One was not; the message is the engine's.</exception>
    public async Task<string> HearUnlessDeniedAsync(GatewayProcess gateway)
    {
        Task<string> line = gateway.HearAsync();
        if (await Task.WhenAny(line, _denied.Task) == line) return await line;
        throw new OrderDeniedException(await _denied.Task);
    }

    protected override void Look(in EngineInput input)
    {
        if (input.Event is not null) return;
        _ticks++;
        if (input.Tick is not { Field: TickField.Bid, Size: LatencyGateway.TriggerSize, Value: { } bid }) return;
        // Behind the tick in the engine's order, so Risk judges with the price that triggered. Far enough from the market to end at once.
        stages.OnDecided();
        Answers.Add(SubmitAsync(new OrderSpec
        {
            Ticker = LatencyGateway.Symbol,
            Side = OrderSide.Buy,
            Quantity = LimitsUnderTest.QuantityOf(_orders++),
            Type = OrderType.Limit,
            LimitPrice = decimal.Floor(bid * 0.98m),
            Tif = TimeInForce.Ioc,
            Strategy = "stub",
        }));
    }

    private async Task<SubmitResult> SubmitAsync(OrderSpec spec)
    {
        SubmitResult answer = await engine.Commands.SubmitAsync(spec, Strategy);
        if (answer.Outcome != SubmitOutcome.Accepted) _denied.TrySetResult($"{answer.Outcome}: {answer.Message}");
        return answer;
    }
}
