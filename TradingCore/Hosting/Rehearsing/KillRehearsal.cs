using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>
/// Engages the kill switch on an engine of its own that nobody else knows. Without it the first switch of a process took some tens of milliseconds.
/// </summary>
internal static class KillRehearsal
{
    // So many that the compiler makes its best of what every cancel goes through: it does so from the thirtieth call on, a little later.
    private const int OrderCount = 60;

    /// <summary>Goes through it once: orders work, the switch is engaged, the cancels are written as bytes.</summary>
    /// <returns>Cancels that would have left, for tests.</returns>
    public static async Task<int> RunAsync(TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using var ports = new RehearsalPorts(clock);
        EngineProcessor engine = RehearsalDesk.Engine(ports, new TradingOptions(), new RiskOptions());
        engine.Start(new RecoveredState { Orders = [.. Enumerable.Range(1, OrderCount).Select(n => Working(n, now))] });
        var session = new SessionStatus { State = SessionState.Connecting, Since = now, ClientId = RehearsalDesk.ClientId, Accounts = [RehearsalDesk.Account] };
        engine.Process(new SessionChanged(session) { Time = now });
        engine.Process(new SessionChanged(session with { State = SessionState.Reconciling, IsBrokerConnected = true }) { Time = now });
        engine.Process(new EngageKillSwitch(RiskScope.Firm, KillLevel.Cancel, "Rehearsal") { Time = now, Context = new CommandContext("engine", "rehearsal") });
        engine.Process(new ClockTick { Time = now });
        return ports.Cancels;
    }

    private static Order Working(int number, DateTimeOffset now) => new()
    {
        OrderRef = new OrderRef($"REHEARSAL-{number}"),
        OrderId = new OrderId(number),
        ClientId = RehearsalDesk.ClientId,
        PermId = new PermId(number),
        Account = RehearsalDesk.Account,
        Contract = RehearsalDesk.Contract,
        Side = OrderSide.Buy,
        Quantity = 1m,
        Type = OrderType.Limit,
        LimitPrice = 1m,
        State = OrderState.Working,
        CreatedTime = now,
        UpdatedTime = now,
    };
}
