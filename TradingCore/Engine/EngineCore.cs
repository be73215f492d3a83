using Microsoft.Extensions.Logging;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Killing;
using TradingCore.Engine.MoneyFlow;
using TradingCore.Engine.OrderFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.ReportFlow;
using TradingCore.Engine.RiskFlow;
using TradingCore.MarketData;
using TradingCore.Positions;
using TradingCore.Risk;

namespace TradingCore.Engine;

/// <summary>
/// The one place where state changes: every input passes <see cref="Apply"/>, one after the other. It is synchronous and reads no clock,
/// random source, disk or network; what must happen outside is left in <see cref="EngineState.Effects"/>. So recorded inputs replay to
/// the same state.
/// </summary>
internal sealed class EngineCore
{
    private readonly Reconciler _reconciler;
    private readonly OrderReports _reports;
    private readonly ExecutionReports _executions;
    private readonly OrderErrorReports _errors;
    private readonly OldFills _old;
    private readonly OrderCommands _commands;
    private readonly MarketDesk _market;
    private readonly BarNotices _barNotices;
    private readonly OutageDesk _outages;
    private readonly ReadinessDesk _readiness;
    private readonly TieOutDesk _tieOut;
    private readonly Differences _differences;
    private readonly StatementDesk _statements;
    private readonly MarketDataOptions _marketDataOptions;
    private readonly RiskContexts _contexts;
    private readonly KillDesk _kill;

    public EngineCore(TradingOptions trading, RiskOptions risk, MarketDataOptions marketData, BarsOptions bars, ILogger log, PositionsOptions? positions = null)
    {
        State = new EngineState(trading, risk, marketData, bars, positions ?? new PositionsOptions(), log);
        _marketDataOptions = marketData;
        _outages = new OutageDesk(State);
        _reconciler = new Reconciler(State, _outages);
        _old = new OldFills(State);
        var transitions = new OrderTransitions(State, _reconciler.Ask);
        var twins = new OrderTwins(State, _reconciler.Ask);
        _executions = new ExecutionReports(State, transitions, _outages.OnFound, _old);
        _reports = new OrderReports(State, transitions, new OrderAdoption(State, _executions), twins, _reconciler.Ask);
        _errors = new OrderErrorReports(State, transitions, _reconciler.Ask);
        _old.Again = OnOldAgain;
        Risk = new RiskDesk(State);
        State.RiskDesk = Risk;
        _contexts = new RiskContexts(State, Risk);
        _commands = new OrderCommands(State, _contexts);
        _market = new MarketDesk(State);
        _barNotices = new BarNotices(State);
        _readiness = new ReadinessDesk(State);
        _tieOut = new TieOutDesk(State, _reconciler);
        _differences = new Differences(State);
        _statements = new StatementDesk(State, OnExecution);
        _reconciler.Differences = _differences;
        (_reconciler.Transitions, _reconciler.Twins) = (transitions, twins);
        _reconciler.Commands = _commands;
        _kill = new KillDesk(State, _commands, new KillFlattening(State, _contexts, _commands), _reconciler);
    }

    public EngineState State { get; }

    /// <summary>Keeps the way of an order warm.</summary>
    public WarmPath Warm => _commands.Warm;

    /// <summary>Limits, latches and losses.</summary>
    public RiskDesk Risk { get; }

    /// <summary>Starts from what the last run left behind.</summary>
    public void Restore(RecoveredState recovered)
    {
        State.Restore(recovered);
        _old.Restore(recovered.Settings);
        Risk.Restore(recovered);
        _kill.Restore(recovered.Settings);
        _market.Restore(recovered.Watchlist ?? _marketDataOptions.InitialQueries());
        // What was judged above is written again at the next change; the calls that the watchlist made go out with the first event.
    }

    /// <summary>Applies one input. The tick path allocates nothing of its own.</summary>
    public void Apply(in EngineInput input)
    {
        if (input.Event is null)
        {
            MarketTick tick = input.Tick;
            State.Observe(tick.ReceivedTime, isFromGateway: true);
            State.Market.Apply(in tick);
            return;
        }
        EngineEvent e = input.Event;
        _contexts.Recycle();
        State.Observe(e.Time, isFromGateway: !IsOwn(e));
        _old.Resume();
        switch (e)
        {
            case BarReceived x: State.Bars.Apply(x.ConId, x.Bar, x.Time); break;
            case ClockTick: OnClock(); break;

            case SubmitOrder x: _commands.Submit(x); break;
            case PreviewOrder x: _commands.Preview(x); break;
            case ModifyOrder x: _commands.Modify(x); break;
            case CancelOrder x: _commands.Cancel(x); break;
            case CancelAllOrders x: _commands.CancelAll(x); break;
            case ClosePosition x: _commands.Close(x); break;
            case ReversePosition x: _commands.Reverse(x); break;
            case SetRiskLimits x: Risk.On(x); break;
            case RearmLatch x: Risk.On(x); break;
            case EngageKillSwitch x: _kill.On(x); break;
            case RearmKillSwitch x: _kill.On(x); break;
            case RecordCashFlow x: Risk.On(x); break;
            case StrategyBeat x: Risk.On(x); break;
            case MarginPreviewed x: Risk.On(x); break;
            case AddToWatchlist x: _market.On(x); break;
            case RemoveFromWatchlist x: _market.On(x); break;

            case BrokerOrderReceived x: _reports.On(x); break;
            case OrderStatusReceived x: _reports.On(x); break;
            case OrderBoundReceived x: _reports.On(x); break;
            case OrderOnWire x: _reports.On(x); break;
            case ExecutionReceived x: OnExecution(x); break;
            case CommissionReceived x: OnCommission(x); break;
            case PositionPastRead x: _old.On(x); break;
            case OrderErrorReceived x: _errors.On(x); break;

            case SessionChanged x: _reconciler.On(x); break;
            case NextValidIdReceived x: State.OrderIdsOf(x.ClientId).NotBelow(x.OrderId.Value); break;
            case OpenOrdersEnd x: _reconciler.On(x); OnList(); break;
            case OpenOrdersPolled x: _reconciler.On(x); break;
            case CompletedOrdersEnd x: _reconciler.On(x); OnList(); break;
            case ExecutionsEnd x: _reconciler.On(x); OnList(); break;
            case PositionsEnd x: _reconciler.On(x); OnList(); break;
            case SessionNotice x: State.Tell(x); break;
            case LeaseChanged x: State.SetLeaseProblem(x.Problem); break;
            case HistoryChanged x: State.SetHistoryProblem(x.Problem); break;
            case GatewayNotice: break;   // the session has already drawn its conclusions into its status

            case BrokerPositionReceived x: _reconciler.On(x); break;
            case PositionPnlReceived x: State.Money.On(x); break;
            case AccountValuesReceived x: State.Money.On(x); _outages.On(x); break;
            case CurrencyCashReceived x: State.Money.On(x); break;
            case CashListEnd x: State.Money.On(x); break;
            case AdvisorReceived x: State.SetGroups(x.Groups ?? State.Groups); State.Aliases = x.Aliases ?? State.Aliases; break;
            case AcceptDifference x: _differences.Accept(x); break;
            case BookStatement x: _statements.On(x); break;

            case InstrumentResolved x: _market.On(x); break;
            case InstrumentNotResolved x: _market.On(x); break;
            case SubscriptionStarted x: _market.On(x); break;
            case SubscriptionSilent x: _market.On(x); break;
            case SubscriptionHeard x: _market.On(x); break;
            case SubscriptionFailed x: State.Market.OnSubscriptionFailed(x.ConId, x.Code, x.Reason); break;
            case HistoryReceived x: State.Bars.OnHistory(x.Request, x.Bars); break;
            case HistoryFailed x: State.Bars.OnHistoryFailed(x.Request, x.Code, x.Reason); break;

            default: throw new InvalidOperationException($"The engine knows no input of type {e.GetType().Name}.");
        }
        _commands.Settle();
        _commands.OnApplied();
    }

    /// <summary>Marks positions with the newest prices; the list stays the same when nothing changed.</summary>
    public IReadOnlyList<Position> MarkPositions() => State.Positions.Mark(State.Market.Find, State.Money.Rates, State.Now);

    /// <summary>A number over the state: equal for equal states. For comparing a replay with what ran.</summary>
    public string ComputeHash() => StateHash.Compute(State);

    private void OnClock()
    {
        State.Bars.OnClock(State.Now);
        _reconciler.OnClock();
        _kill.OnClock();
        State.Money.OnClock();
        _tieOut.OnClock();
        _commands.OnClock();
        _market.OnClock();
        _barNotices.OnClock();
        _outages.OnClock();
        _readiness.OnClock();
        Risk.OnClock();
        State.ArePositionsDirty = true;
    }

    private void OnCommission(CommissionReceived e)
    {
        Fill? before = State.Fills.Find(e.ExecId);
        _executions.On(e);
        Risk.OnCommission(e.ExecId, before);
    }

    private void OnOldAgain(EngineEvent e)
    {
        if (e is ExecutionReceived execution) OnExecution(execution);
        else if (e is CommissionReceived commission) OnCommission(commission);
    }

    private void OnExecution(ExecutionReceived e)
    {
        int known = State.Fills.Count;
        Fill? before = State.Fills.Find(e.Fill.ExecId);
        _executions.On(e);
        if (State.Fills.Find(e.Fill.ExecId) is not { } fill) return;
        if (State.Fills.Count > known) Risk.OnFill(fill);
        else if (before is not null && before.ExecId != fill.ExecId) Risk.OnCorrection(fill);
    }

    private void OnList()
    {
        if (State.RunningRound != 0 || !State.IsVerified) return;
        _market.EnsurePrices();
        Risk.Losses.Update();
    }

    private static bool IsOwn(EngineEvent e) => e is ClockTick or PositionPastRead or SessionChanged or SessionNotice or LeaseChanged or HistoryChanged or OrderOnWire or SubmitOrder or PreviewOrder or ModifyOrder or CancelOrder
        or CancelAllOrders or ClosePosition or ReversePosition or AcceptDifference or BookStatement or AddToWatchlist or RemoveFromWatchlist
        or SetRiskLimits or RearmLatch or EngageKillSwitch or RearmKillSwitch or RecordCashFlow or StrategyBeat or MarginPreviewed;
}
