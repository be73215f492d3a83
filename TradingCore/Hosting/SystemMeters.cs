using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using TradingCore.Alerts;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Views;
using TradingCore.Risk.Latches;
using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>
/// Instruments of engine and session. Whoever collects reads snapshots and counters on its own thread; nothing here runs on the trading path. Names are listed in <c>docs/metrics.md</c> and stay as they are.
/// </summary>
public sealed class SystemMeters : IHostedService, IDisposable
{
    /// <summary>Name of the engine's meter.</summary>
    public const string EngineName = "TradingCore.Engine";

    /// <summary>Name of the session's meter.</summary>
    public const string SessionName = "TradingCore.Session";

    private static readonly KeyValuePair<string, object?>[] SessionStates = [.. Enum.GetValues<SessionState>().Select(s => Tag("state", Snake(s.ToString())))];
    private static readonly OrderState[] OpenStates = [.. Enum.GetValues<OrderState>().Where(s => !s.IsFinal())];

    private readonly TradingEngine _engine;
    private readonly ITradingView _view;
    private readonly IRiskView _risk;
    private readonly QueueGauges _queues;
    private readonly PersistenceStatus _persistence;
    private readonly AlertDesk _alerts;
    private readonly TimeProvider _clock;
    private readonly Meter _ofEngine = new(EngineName);
    private readonly Meter _ofSession = new(SessionName);

    /// <summary>Makes the instruments.</summary>
    public SystemMeters(TradingEngine engine, ITradingView view, IRiskView risk, QueueGauges queues, PersistenceStatus persistence, AlertDesk alerts, TimeProvider clock)
    {
        (_engine, _view, _risk, _queues, _persistence, _alerts, _clock) = (engine, view, risk, queues, persistence, alerts, clock);
        AddEngine();
        AddTrading();
        AddSession();
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public void Dispose()
    {
        _ofEngine.Dispose();
        _ofSession.Dispose();
    }

    private void AddEngine()
    {
        _ofEngine.CreateObservableCounter("trading.engine.inputs", () => _queues.Inputs, "{input}", "Inputs applied by the engine: ticks, messages, commands.");
        _ofEngine.CreateObservableGauge("trading.engine.latency", () => _view.EngineLatency.TotalSeconds, "s", "How long the newest tick of the engine's clock waited until it was applied.");
        _ofEngine.CreateObservableGauge("trading.queue.length", Queues, "{item}", "What waits, by queue. None grows in a healthy process.");
        _ofEngine.CreateObservableCounter("trading.drops", Drops, "{item}", "What was dropped or refused because there was no room or no sense in it, by reason.");
        _ofEngine.CreateObservableCounter("trading.quote.changes", () => _engine.QuoteFlow.Changes, "{change}", "Changes of quotes.");
        _ofEngine.CreateObservableCounter("trading.quote.conflated", () => _engine.QuoteFlow.Conflated, "{change}", "Changes of quotes that nobody looked at before the next one came.");
        _ofEngine.CreateObservableGauge("trading.storage.failing", () => _persistence.Failure.Length > 0 ? 1 : 0, null, "1 while journal or history cannot be written.");
        _ofEngine.CreateObservableGauge("trading.alerts.active", Alerts, "{alert}", "Active alerts, by severity.");
    }

    private void AddTrading()
    {
        _ofEngine.CreateObservableGauge("trading.enabled", () => _view.Session.IsTradingEnabled ? 1 : 0, null, "1 while new orders may leave.");
        _ofEngine.CreateObservableGauge("trading.verified", () => _view.Session.IsVerified ? 1 : 0, null, "1 while orders, executions and positions agree with the broker.");
        _ofEngine.CreateObservableGauge("trading.orders", Orders, "{order}", "Orders that are not final, by state.");
        _ofEngine.CreateObservableCounter("trading.risk.denials", () => _engine.Denials.Read().Select(d => new Measurement<long>(d.Count, Tag("code", d.Code))), "{denial}", "Failed checks of orders and changes that Risk denied, by code.");
        _ofEngine.CreateObservableGauge("trading.risk.latches", () => _risk.Current.Latches.Count(l => l.IsTripped && l.Code != RiskLatch.KillCode), "{latch}", "Risk latches that hold, without those of kill switches.");
        _ofEngine.CreateObservableGauge("trading.kill_switches", () => _view.KillSwitches.Count, "{switch}", "Kill switches that are engaged.");
        _ofEngine.CreateObservableGauge("trading.tie_out.differences", TieOut, "{difference}", "Figures that differ from the broker's by more than the tolerance, by kind.");
        _ofEngine.CreateObservableGauge("trading.tie_out.halted", () => _view.Money.TieOut.Count(i => i.State == TieOutState.Halted), "{difference}", "Differences that stop new orders.");
        _ofEngine.CreateObservableGauge("trading.market_data.lines", Lines, "{line}", "Market data lines and order books: used, allowed, and waiting for one.");
    }

    private void AddSession()
    {
        _ofSession.CreateObservableCounter("trading.gateway.messages", Messages, "{message}", "Messages of the gateway, by direction.");
        _ofSession.CreateObservableCounter("trading.gateway.reconnects", () => Math.Max(0, (_queues.Session?.Connects ?? 0) - 1), "{session}", "Sessions that became ready after the first one.");
        _ofSession.CreateObservableGauge("trading.gateway.state", States, null, "1 for the state that the session is in.");
        _ofSession.CreateObservableGauge("trading.gateway.broker_connected", () => _view.Session.IsBrokerConnected ? 1 : 0, null, "1 while the gateway reaches the broker.");
        _ofSession.CreateObservableGauge("trading.gateway.farms_down", () => _view.Session.BrokenFarms.Count, "{farm}", "Data farms that are down.");
        _ofSession.CreateObservableGauge("trading.gateway.silence", Silence, "s", "Age of the last message; absent before the first.");
        _ofSession.CreateObservableGauge("trading.gateway.round_trip", RoundTrip, "s", "Mean round trip of a question to the gateway; absent before the first.");
        _ofSession.CreateObservableGauge("trading.gateway.pacing", Pacing, "{message}", "Messages of the last second, and how many there may be.");
    }

    private IEnumerable<Measurement<long>> Queues()
    {
        QueueLengths q = _queues.Read();
        yield return new(q.Inbox, Tag("queue", "inbox"));
        yield return new(q.SessionEvents, Tag("queue", "session_events"));
        yield return new(q.Sending, Tag("queue", "sending"));
        yield return new(q.Recorder, Tag("queue", "recorder"));
        yield return new(q.Unflushed, Tag("queue", "journal_unflushed"));
        yield return new(q.Unstored, Tag("queue", "history_unstored"));
    }

    private IEnumerable<Measurement<long>> Drops()
    {
        yield return new(_queues.RecordsMissing, Tag("reason", "recorder_full"));
        TwsStatistics s = _queues.Session ?? new TwsStatistics(0, 0, 0, 0, 0, 0, 0);
        yield return new(s.BadFrames, Tag("reason", "bad_frame"));
        yield return new(s.UnknownMessages, Tag("reason", "unknown_message"));
        yield return new(s.LateReplies, Tag("reason", "late_reply"));
        yield return new(s.RefusedSends, Tag("reason", "send_refused"));
    }

    private IEnumerable<Measurement<int>> Orders()
    {
        IReadOnlyList<Order> orders = _view.Orders;
        int[] counts = new int[Enum.GetValues<OrderState>().Length];
        foreach (Order order in orders) counts[(int)order.State]++;
        foreach (OrderState state in OpenStates) yield return new(counts[(int)state], Tag("state", Snake(state.ToString())));
    }

    private IEnumerable<Measurement<int>> Alerts()
    {
        IReadOnlyList<Alert> active = _alerts.Current.Active;
        foreach (AlertSeverity severity in Enum.GetValues<AlertSeverity>()) yield return new(active.Count(a => a.Severity == severity), Tag("severity", Snake(severity.ToString())));
    }

    private IEnumerable<Measurement<int>> TieOut()
    {
        IReadOnlyList<TieOutItem> items = _view.Money.TieOut;
        foreach (TieOutKind kind in Enum.GetValues<TieOutKind>())
            yield return new(items.Count(i => i.Kind == kind && i.State is (TieOutState.Differs or TieOutState.Halted)), Tag("kind", Snake(kind.ToString())));
    }

    private IEnumerable<Measurement<int>> Lines()
    {
        LineUsage lines = _view.Session.Lines;
        (int used, int max) = _queues.DepthLines;
        yield return new(lines.Used, Tag("kind", "quotes"), Tag("state", "used"));
        yield return new(lines.Max, Tag("kind", "quotes"), Tag("state", "allowed"));
        yield return new(lines.Waiting, Tag("kind", "quotes"), Tag("state", "waiting"));
        yield return new(used, Tag("kind", "depth"), Tag("state", "used"));
        yield return new(max, Tag("kind", "depth"), Tag("state", "allowed"));
    }

    private IEnumerable<Measurement<long>> Messages()
    {
        TwsStatistics? s = _queues.Session;
        yield return new(s?.MessagesReceived ?? 0, Tag("direction", "received"));
        yield return new(s?.MessagesSent ?? 0, Tag("direction", "sent"));
    }

    private IEnumerable<Measurement<int>> States()
    {
        SessionState now = _view.Session.State;
        for (int i = 0; i < SessionStates.Length; i++) yield return new((int)now == i ? 1 : 0, SessionStates[i]);
    }

    private IEnumerable<Measurement<double>> Silence()
    {
        if (_view.Session.LastMessageTime is { } last) yield return new(Math.Max(0, (_clock.GetUtcNow() - last).TotalSeconds));
    }

    private IEnumerable<Measurement<double>> RoundTrip()
    {
        if (_view.Session.Probe.Smoothed is { } trip) yield return new(trip.TotalSeconds);
    }

    private IEnumerable<Measurement<int>> Pacing()
    {
        (int used, int limit) = _queues.Pacing;
        yield return new(used, Tag("state", "used"));
        yield return new(limit, Tag("state", "allowed"));
    }

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    /// <summary><c>PendingSubmit</c> becomes <c>pending_submit</c>.</summary>
    private static string Snake(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetterUpper(c) ? (i > 0 ? "_" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
