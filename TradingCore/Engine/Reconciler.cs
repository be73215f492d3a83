using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.OrderFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.ReportFlow;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>
/// Comparison with the broker in rounds: open orders, completed orders, executions, positions. A round after every gap of the connection
/// verifies the state; a round is also asked for when an order is unknown or a position differs. The broker's record wins.
/// </summary>
internal sealed class Reconciler(EngineState state, OutageDesk outages)
{
    [Flags]
    private enum Lists
    {
        None = 0,
        OpenOrders = 1,
        CompletedOrders = 2,
        Executions = 4,
        Positions = 8,
        All = 15,
    }

    private const int CancelsMax = 3;
    private const int SuccessionMax = 5;
    private static readonly TimeSpan StandInInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    // An own execution is told together with the position that it makes.
    private static readonly TimeSpan LookAfter = TimeSpan.FromSeconds(0.5);
    private const string FilledBefore = "The broker reports it filled; its executions are not available any more.";

    private int _lastRound;
    private Lists _missing;
    private DateTimeOffset _started;
    private DateTimeOffset _connected;
    private bool _isAnotherWanted;
    private int _succession;

    /// <summary>The newest complete round; 0 before the first.</summary>
    public int CompletedRound { get; private set; }

    /// <summary>When the newest round began, UTC.</summary>
    public DateTimeOffset RoundTime => _started;

    /// <summary>Books what explains a difference; set once both exist.</summary>
    public Differences Differences { get; set; } = null!;

    /// <summary>Changes orders by what a comparison shows; set once both exist.</summary>
    public OrderTransitions Transitions { get; set; } = null!;

    /// <summary>Orders that are told under two order ids; set once both exist.</summary>
    public OrderTwins Twins { get; set; } = null!;

    /// <summary>The commands, to send a cancel again; set once both exist.</summary>
    public OrderCommands Commands { get; set; } = null!;

    public void On(SessionChanged e)
    {
        SessionStatus before = state.Session, now = e.Status;
        state.Session = now;
        state.IsSessionDirty = true;
        if (now.HasCompetingSession) state.Bars.Explain("The login is used elsewhere (10197).");
        else if (now.BrokenFarms is { Count: > 0 }) state.Bars.Explain($"Farm trouble: {string.Join(", ", now.BrokenFarms)}.");
        if (now.HasCompetingSession != before.HasCompetingSession) OnCompeting(now.HasCompetingSession, e.Time);
        if (before.IsConnected && !now.IsConnected) OnLost(e.Time, now.Cause, isHandover: before.AlternateClientId is not null && now.State == SessionState.Connecting);
        if (!now.IsConnected) return;
        if (!before.IsConnected) state.Market.OnSession();
        // The session says Reconciling each time something may have been missed, also twice in a row.
        bool isNewGap = !before.IsConnected || (now.State == SessionState.Reconciling && (before.State != SessionState.Reconciling || before.Since != now.Since));
        if (!isNewGap) return;
        if (before.IsConnected) OnLost(e.Time, now.Cause);
        _connected = e.Time;
        Start();
    }

    /// <summary>Asks for a round because something must be looked into; while the connection is away, the round after it will do.</summary>
    public void Ask()
    {
        if (!state.Session.IsConnected) return;
        if (state.RunningRound != 0 || MustPause) _isAnotherWanted = true;
        else Start();
    }

    /// <summary>An order of somebody else that is not told any more has ended: how, only a comparison says.</summary>
    public void On(OpenOrdersPolled e)
    {
        foreach (OrderEntry entry in state.Orders.Open)
        {
            if (entry.Order.OrderRef.IsOurs || !(entry.SeenTime < e.Asked) || !IsTold(entry.Order.Account)) continue;
            Ask();
            return;
        }
    }

    /// <summary>Asks for a round; gives the number of the first one that begins after this.</summary>
    public int AskForRound()
    {
        Ask();
        return _isAnotherWanted || state.RunningRound == 0 ? _lastRound + 1 : _lastRound;
    }

    /// <summary>Asks for a comparison that begins after now.</summary>
    /// <returns>Its number; it counts as done when <see cref="CompletedRound"/> has reached it.</returns>
    public int AskForNew()
    {
        Ask();
        return _isAnotherWanted ? _lastRound + 1 : _lastRound;
    }

    public void On(OpenOrdersEnd e) => End(e.Round, Lists.OpenOrders);

    public void On(CompletedOrdersEnd e) => End(e.Round, Lists.CompletedOrders);

    public void On(ExecutionsEnd e) => End(e.Round, Lists.Executions);

    public void On(PositionsEnd e)
    {
        if (e.Round == state.RunningRound) state.Positions.OnRoundOfPositions(e.Round, e.Time, IsTold);
        End(e.Round, Lists.Positions);
    }

    public void On(BrokerPositionReceived e)
    {
        Contract known = state.Known(e.Contract);
        // The message does not say in which part of the currency the prices are; a contract that is resolved does.
        decimal multiplier = state.Positions.Find(e.Account, known.ConId)?.Ledger.Multiplier ?? known.Multiplier;
        PositionEntry? entry = state.Positions.OnBroker(e.Account, known, e.Quantity, multiplier == e.Contract.Multiplier ? e.AverageCost : e.AverageCost * e.Contract.Multiplier / multiplier, state.RunningRound, e.Time);
        // What could not be worked out anew without the broker's cost.
        if (entry is { WantedMultiplier: not null, Difference: 0m }) state.Money.OnResolved(known);
        state.ArePositionsDirty = true;
    }

    /// <summary>Runs the timers of orders, rounds and positions.</summary>
    public void OnClock()
    {
        if (!state.Session.IsConnected) return;
        bool isLost = false;
        // The list changes only when an order becomes final, which losing one does not do.
        for (int i = 0; i < state.Orders.Open.Count; i++) isLost |= LoseIfOverdue(state.Orders.Open[i]);
        for (int i = 0; i < state.Orders.Owed.Count; i++) isLost |= LoseIfOverdue(state.Orders.Owed[i]);
        if (isLost || (_isAnotherWanted && state.RunningRound == 0)) Ask();
        if (state.IsVerified) TieOut();
        // Orders of the own id are told to its owner alone; under another id they must be asked for.
        if (state.Session.AlternateClientId is not null && state.IsVerified && state.RunningRound == 0 && state.Now - _started >= StandInInterval) Start();
        if (state.RunningRound != 0 && state.Now - _started >= state.Options.ReconcileTimeout)
        {
            state.Log.RoundTimedOut(state.RunningRound);
            Start();
        }
    }

    private bool LoseIfOverdue(OrderEntry entry)
    {
        if (entry.AwaitingSince is { } since && state.Now - since >= state.Options.UnknownAfter)
        {
            if (entry.Order.State is OrderState.PendingSubmit or OrderState.PendingCancel) Transitions.Lose(entry, $"No answer within {state.Options.UnknownAfter.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)} s.");
            entry.AwaitingSince = null;
            return true;
        }
        if (entry.AheadSince is { } ahead && state.Now - ahead >= state.Options.UnknownAfter)
        {
            // The broker counts more than its executions that have come: they are asked for.
            entry.AheadSince = null;
            return true;
        }
        return entry.AbsentSince is { } absent && state.RunningRound == 0 && _started - absent < state.Options.UnknownAfter && state.Now - absent >= state.Options.UnknownAfter;
    }

    // What was quoted before is no price to trade on while the data goes elsewhere.
    private void OnCompeting(bool begins, DateTimeOffset time)
    {
        if (begins) state.Market.Interrupt(time);
        state.Notices.Add(time, begins ? NoticeSeverity.Error : NoticeSeverity.Info, "session", begins
            ? "No market data: the login is used elsewhere (10197). Likely TWS, IBKR Mobile or the Client Portal is open with the same user, or the paper and the live user share their data. Log out there; the data comes back by itself."
            : "Market data flows again; the competing session is over.");
    }

    private void OnLost(DateTimeOffset time, string cause, bool isHandover = false)
    {
        state.IsVerified = false;
        state.RunningRound = 0;
        _isAnotherWanted = false;
        _succession = 0;
        state.Market.Interrupt(time);
        state.Bars.Interrupt(time, Sentence(cause));
        OrderEntry[] unanswered = [.. state.Orders.Open.Where(o => o.Order.State is OrderState.PendingSubmit or OrderState.PendingCancel)];
        outages.Begin(time, Sentence(cause), unanswered);
        foreach (OrderEntry entry in unanswered) Transitions.Lose(entry, "The connection was lost before the broker answered.");
        foreach (OrderEntry entry in state.Orders.Open) entry.AbsentSince = null;
        state.Log.SessionLost(unanswered.Length, cause);
        if (isHandover) state.Notices.Add(time, NoticeSeverity.Info, "session", $"Client id {state.Session.ClientId} is free again: the session connects with it, and orders leave again when it is verified.");
        else state.Notices.Add(time, NoticeSeverity.Error, "session", cause.Length == 0 ? "Connection lost." : $"Connection lost: {cause.TrimEnd('.')}.");
    }

    private static string Sentence(string cause) => cause.Length == 0 ? "Connection lost." : $"{char.ToUpperInvariant(cause[0])}{cause[1..].TrimEnd('.')}.";

    // A broker whose lists contradict each other gives every comparison cause for the next one.
    private bool MustPause => _succession >= SuccessionMax && state.Now - _started < Pause;

    private void Start()
    {
        _succession = state.Now - _started < Pause * 2 ? _succession + 1 : 1;
        state.RunningRound = ++_lastRound;
        _missing = Lists.All;
        _started = state.Now;
        _isAnotherWanted = false;
        state.Log.RoundStarted(_lastRound);
        state.Effects.Calls.Add(GatewayCall.Reconcile(_lastRound));
        state.IsSessionDirty = true;
    }

    private void End(int round, Lists list)
    {
        // Ends of an earlier round come late after a reconnect and say nothing about this one.
        if (round == 0 || round != state.RunningRound) return;
        _missing &= ~list;
        if (_missing != Lists.None) return;

        state.RunningRound = 0;
        CompletedRound = round;
        int decided = 0;
        // One decision can be about the orders that belong to it too.
        foreach (OrderEntry entry in state.Orders.Open.ToArray())
            if (entry.Order.State.IsAtBroker()) decided += Decide(entry, round) ? 1 : 0;
        foreach (OrderEntry entry in state.Orders.Owed.ToArray()) Forgo(entry);
        MeetAccounts();
        state.Log.RoundCompleted(round, state.Orders.Open.Count, decided);
        if (!state.IsVerified) OnVerified();
        if (_isAnotherWanted && !MustPause) Start();
    }

    private void OnVerified()
    {
        state.IsVerified = true;
        state.VerifiedTime = state.Now;
        state.IsSessionDirty = true;
        state.Log.SessionVerified();
        if (SessionView.FenceReason(state) is { Length: > 0 } fence) state.Notices.Add(state.Now, NoticeSeverity.Warning, "session", fence);
        else state.Notices.Add(state.Now, NoticeSeverity.Info, "session", "Connected: orders and positions agree with the broker.");
        foreach (PositionEntry entry in state.Positions.Entries)
            if (entry.Difference != 0m) TellDifference(entry);
        outages.End(state.Now);
    }

    // All executions that the broker has were told since. What is still missing of an ended order shows, if it moved anything, in its position.
    private void Forgo(OrderEntry entry)
    {
        if (entry.AheadSince >= _started) return;
        state.Orders.NoteUncounted(entry, null);
        if (!entry.IsOwed)
        {
            entry.AheadSince = null;
            return;
        }
        bool isTold = entry.Order.Reason == FilledBefore;
        string text = $"The broker counted {OrderText.Number(entry.BrokerFilled)} filled and tells executions of {OrderText.Number(entry.Order.Filled)}; the rest of them is not available any more.";
        if (entry.Owed == 0m) text = $"The broker tells fewer executions of its legs than of the combination, {OrderText.Number(entry.Order.Filled)} of which have filled; the rest of them is not available any more.";
        entry.AheadSince = null;
        entry.ForgoLegs();
        state.Orders.NoteBrokerFilled(entry, entry.Order.Filled);
        if (isTold) return;
        state.Orders.Update(entry, entry.Order, new OrderRemark(state.Now, "warning", "engine", text));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
    }

    /// <summary>What a complete round says about an order that it did, or did not, name.</summary>
    private bool Decide(OrderEntry entry, int round)
    {
        Twins.Decide(entry, round);
        if (entry.SeenRound == round)
        {
            entry.AbsentSince = null;
            if (entry.CompletedRound == round && entry.BrokerFilled >= entry.Order.Quantity)
            {
                Transitions.Apply(entry, OrderEventKind.FullyFilled, FilledBefore);
                return true;
            }
            DecideChange(entry);
            // The order lives and a cancel was wanted: the cancel was lost on the way.
            bool isLost = entry.IsCancelWanted && state.Session.AlternateClientId is null && entry.Order.State is not OrderState.PendingCancel && OrderCommands.IsOurs(state, entry.Order);
            if (!isLost) return false;
            if (entry.CancelsSent < CancelsMax) Commands.SendCancelAgain(entry);
            else Transitions.GiveUpCancel(entry);
            return true;
        }
        if (!IsTold(entry.Order.Account))
        {
            if (entry.Order.State != OrderState.Unknown) Transitions.Lose(entry, "Its account is not of this login any more, so the broker does not tell what becomes of it. Look there; it may work on.");
            return false;
        }
        if (IsYoung(entry)) return false;

        if (entry.BrokerFilled >= entry.Order.Quantity)
            Transitions.Apply(entry, OrderEventKind.FullyFilled, FilledBefore);
        else if (entry.IsKnownAtBroker || entry.Order.Filled != 0m)
            Transitions.Apply(entry, OrderEventKind.Gone, "It is not at the broker any more.");
        else if (MayStillArrive(entry))
            return false;
        // Over a connection that lives nothing is lost: a gateway that swallows an order would get it again and again.
        else if (!(entry.SentTime >= _connected) && Commands.TakeBack(entry, e => e.SeenRound != round && !e.IsKnownAtBroker && !IsYoung(e) && !MayStillArrive(e)))
            return true;
        else
            Transitions.Apply(entry, OrderEventKind.NeverArrived, "It never reached the broker. Nothing was sent again; send it anew if it is still wanted.");
        return true;
    }

    // Of an account that the login does not have any more the broker says nothing, and that is no word about its orders and positions.
    private bool IsTold(AccountId account) => string.IsNullOrEmpty(account.Value) || state.Session.Accounts.Count == 0 || state.Session.Accounts.Contains(account);

    /// <summary>
    /// True for what says nothing by its absence: sent shortly before the round began and still being waited for, or sent after it began. A slow round can last
    /// until such an order counts as unknown; the next one, which is asked for then, decides.
    /// </summary>
    private bool IsYoung(OrderEntry entry) => entry.Order.State == OrderState.Unknown ? entry.SentTime > _started : entry.SentTime > _started - state.Options.UnknownAfter;

    /// <summary>
    /// True while an order that the broker did not name can still reach it. What was sent over this connection was read before the question; what was sent over
    /// one that is gone may lie unread at the gateway: as long as that holds our id in use, and after that as long as an answer may take.
    /// </summary>
    private bool MayStillArrive(OrderEntry entry)
    {
        if (entry.SentTime >= _connected) return false;
        if (state.Session.AlternateClientId is not null) return true;
        entry.AbsentSince ??= _started;
        return _started - entry.AbsentSince < state.Options.UnknownAfter;
    }

    private void DecideChange(OrderEntry entry)
    {
        // One of the last run has no time here: it was sent before.
        if (entry.Order.PendingChange is not { } change || entry.SentTime >= _started) return;
        // As long as the gateway holds our id in use, what was sent over the dead connection may lie there unread.
        if (state.Session.AlternateClientId is not null && !(entry.SentTime >= _connected)) return;
        state.Orders.Update(entry, entry.Order with { PendingChange = null },
            new OrderRemark(state.Now, "modify rejected", "engine", "The broker has the order with its old values."));
        // A cancel that was sent after the change is still to be answered.
        if (!entry.IsAnswerDue) entry.AwaitingSince = null;
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        Transitions.Conclude(entry);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "rejected", $"The change to {OrderText.Of(change, state.Market.FindInstrument(entry.Order.Contract.ConId))} did not reach the broker; the order works on as it was.", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    /// <summary>An account that is met for the first time may hold what no fill of ours explains: that is taken over at the broker's average cost.</summary>
    private void MeetAccounts()
    {
        foreach (AccountId account in state.Session.Accounts)
        {
            if (!state.MetAccounts.Add(account)) continue;
            state.Effects.Journal.Add(new SettingWritten(EngineState.MetAccountKey + account.Value, "yes", "engine", state.Now));
            foreach (PositionEntry entry in state.Positions.Entries)
                if (entry.Account == account && entry.Difference != 0m) TakeOver(entry);
        }
    }

    private void TakeOver(PositionEntry entry)
    {
        // It was held before the fills that are known, so it is booked before them.
        DateTimeOffset time = entry.Ledger.FirstTime is { } first && first <= state.Now ? first.AddMicroseconds(-1) : state.Now;
        var adjusted = new PositionAdjusted(entry.Account, entry.Contract, entry.Difference, entry.BrokerAverageCost ?? 0m, "Held at the broker when the account was first met.", time, AdjustmentKind.TakenOver);
        state.Money.Adjust(entry, adjusted, isTakeOver: true);
        state.Log.PositionAdopted(entry.Contract.Ticker, adjusted.Quantity, adjusted.Price);
        state.Notices.Add(state.Now, NoticeSeverity.Info, "tie-out", $"{OrderText.Number(adjusted.Quantity)} {entry.Contract.Ticker} held at the broker are taken over at {Say.Price(adjusted.Price, state.Market.FindInstrument(entry.Contract.ConId))}.", entry.Contract.Ticker);
    }

    private void TieOut()
    {
        // What explains a difference may be a position that was not there before.
        for (int i = 0; i < state.Positions.Entries.Count; i++)
        {
            PositionEntry entry = state.Positions.Entries[i];
            if (entry.Difference == 0m)
            {
                OnAgreed(entry);
                continue;
            }
            // What could not be decided may be decided by what the broker tells later: the cash comes every few minutes.
            if (entry.IsBlocked && CompletedRound > entry.CheckedRound)
            {
                entry.CheckedRound = CompletedRound;
                if (Differences.TryExplain(entry)) continue;
            }
            // Of what others trade the gateway pushes the position alone: the execution is asked for, so that it is seen within a second.
            TimeSpan differs = state.Now - entry.ChangedTime;
            if (entry.LookedDifference != entry.Difference && differs >= LookAfter && differs < state.Options.TieOutGrace && entry.Unexplained != 0m)
            {
                entry.LookedDifference = entry.Difference;
                Ask();
            }
            // The broker's position and the execution behind it do not come at the same moment.
            if (entry.IsBlocked || (differs < state.Options.TieOutGrace && !IsBeyondTrading(entry))) continue;
            if (entry.CheckedRound == 0)
            {
                TellDifference(entry);
                // One that runs and began after the change says all there is to say.
                entry.CheckedRound = state.RunningRound != 0 && _started - entry.ChangedTime >= LookAfter ? state.RunningRound : AskForRound();
            }
            else if (CompletedRound >= entry.CheckedRound)
            {
                // The lists of executions and positions are complete, and nothing of them explains it: what the contract itself explains is booked.
                if (Differences.TryExplain(entry)) continue;
                entry.IsBlocked = true;
                state.Notices.Add(state.Now, NoticeSeverity.Error, "tie-out",
                    $"The broker still reports {OrderText.Number(entry.BrokerQuantity ?? 0m)} {entry.Contract.Ticker} and own fills give {OrderText.Number(entry.Ledger.Quantity)}: no new order in it until they agree.{Differences.Advice(entry)}", entry.Contract.Ticker);
            }
        }
    }

    // Each fill changes both quantities, one after the other. Who trades on must not put off a difference that is larger than what is on its way.
    private bool IsBeyondTrading(PositionEntry entry)
    {
        if (!(state.Now - entry.DifferingSince >= state.Options.TieOutGrace)) return false;
        DateTimeOffset from = state.Now - state.Options.TieOutGrace;
        (decimal buys, decimal sells) = state.Orders.WorkingQuantities(entry.Account, entry.Contract.ConId, null);
        decimal moving = buys + sells + state.Fills.Where(f => f.Account == entry.Account && f.Contract.ConId == entry.Contract.ConId && f.ReceivedTime > from).Sum(f => f.Quantity);
        return Math.Abs(entry.Difference) > moving;
    }

    private void OnAgreed(PositionEntry entry)
    {
        entry.CheckedRound = 0;
        entry.LookedDifference = 0m;
        entry.IsBlocked = false;
        if (!entry.IsDifferenceTold) return;
        entry.DifferedTime = null;
        state.Log.PositionAgrees(entry.Contract.Ticker);
        state.Notices.Add(state.Now, NoticeSeverity.Info, "tie-out", $"The position in {entry.Contract.Ticker} agrees with the broker again.", entry.Contract.Ticker);
    }

    private void TellDifference(PositionEntry entry)
    {
        if (entry.IsDifferenceTold) return;
        entry.DifferedTime = state.Now;
        decimal broker = entry.BrokerQuantity ?? 0m;
        state.Log.PositionDiffers(entry.Contract.Ticker, entry.Ledger.Quantity, broker);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "tie-out",
            $"The broker reports {OrderText.Number(broker)} {entry.Contract.Ticker}, own fills give {OrderText.Number(entry.Ledger.Quantity)}.", entry.Contract.Ticker);
    }
}
