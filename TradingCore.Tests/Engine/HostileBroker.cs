using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>
/// A broker with a truth of its own that answers in the worst way: refuses, is silent, says it twice, late or in the wrong order, repeats what is long over, and loses the connection or
/// its program at any moment. Its lists of open orders, executions and positions are true, as a broker's are.
/// </summary>
/// <param name="seed">Decides everything.</param>
/// <param name="onRunEnded">Called with what a run of the program began with, and the run, when it is over; null when nobody wants to know.</param>
internal sealed class HostileBroker(int seed, Action<RecoveredState, Desk>? onRunEnded = null)
{
    private const int StandInId = 907, OtherClientId = 55;
    private const int AnswersMax = 200, Steps = 60;
    private const string Group = "Growth";
    private static readonly AccountId[] Accounts = [Desk.Account, new("DU7654321")];
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);

    private readonly Random _random = new(seed);
    private readonly List<Held> _orders = [];
    private readonly List<Done> _done = [];
    private readonly List<(Action Read, bool IsCancel)> _unread = [];
    private readonly List<Action> _untold = [];
    private readonly List<Action> _said = [];
    private readonly List<string> _story = [];
    private readonly HashSet<OrderRef> _wantedGone = [], _unwritten = [];
    private readonly Dictionary<string, List<DateTimeOffset>> _messages = [];
    private readonly List<DateTimeOffset> _rounds = [];
    private readonly Dictionary<OrderRef, OrderId> _placedAs = [];
    private int _placed, _cancelled, _globals, _roundsSeen, _run = 1, _permIds = 40_000, _groups, _beats;
    private bool _isHonest, _isAway, _isStandIn, _isSuspended;

    // How this broker is bad, from 0 to 100.
    private readonly int _refuses = seed % 5 == 0 ? 100 : 20 * (seed / 5 % 5), _silent = seed % 7 == 0 ? 60 : 10 * (seed % 3);

    // Answers everything at once, within the same moment.
    private readonly bool _isQuick = seed % 2 == 0;

    private RecoveredState _began = RecoveredState.Empty;

    public Desk Desk { get; private set; } = Make(null, null, 1);

    public string Story => $"Seed {seed}: {string.Join("; ", _story)}";

    private bool IsConnected => !_isAway;

    private static Desk Make(RecoveredState? recovered, FakeJournal? journal, int run) => new(recovered, risk: r =>
    {
        r.PositionMax = 100_000m;
        r.OrderNotionalMax = 100_000_000m;
        r.SelfMatchDeniesNewest = false;
        r.WorkingOrdersMax = 500;
        r.ConcentrationPercentMax = 100_000m;
        r.GrossExposureMax = 1_000m;
        r.NetExposureMax = 1_000m;
        r.UsualSizeMultipleMax = 0m;
        r.MarginRatePercent = 0m;
        r.DailyLossPercentMax = 100m;
    }, journal: journal, run: $"{run}")
    { Equity = 100_000_000m, Accounts = Accounts };

    /// <summary>A life of many steps, at the end of which the broker comes to its senses.</summary>
    public void Live()
    {
        Begin();
        for (int i = 0; i < Steps; i++) Step();
        Repent(TimeSpan.FromSeconds(150));
    }

    // Connects for the first time, to a broker that is honest still.
    private void Begin()
    {
        _isHonest = true;
        Come();
        Rest(TimeSpan.FromSeconds(2));
        _isHonest = false;
    }

    // One thing happens, by the program, its user or the broker, and some time passes.
    private void Step()
    {
        int what = _random.Next(100);
        if (_isAway && what < 25) Come();
        if (what < 55 || _isAway && what < 70) Command();
        else if (what < 85) Move();
        else if (what < 93) Session();
        Pump();
        for (int i = _random.Next(1, 9); i > 0; i--) Pass();
    }

    // From now on it says and does what is true and asked of it.
    private void Repent(TimeSpan time)
    {
        _story.Add("honest");
        _isHonest = true;
        if (Desk.Journal.Failure is not null) Fail(false);
        // Who has disconnected everything arms it again, or nothing is ever known.
        if (Desk.Seen.KillSwitches.Any(k => k.Level == KillLevel.Disconnect)) Rearm();
        if (_isAway || _isStandIn) Come();
        Rest(time);
        onRunEnded?.Invoke(_began, Desk);
    }

    public void AssertDecided()
    {
        foreach (Held held in _orders)
        {
            Order? known = Desk.Core.State.Orders.Find(held.Order.OrderRef)?.Order;
            // One by hand that came and went while nobody looked is known by its executions alone.
            if (known is null && held is { IsByHand: true, IsOpen: false }) continue;
            Check(known is not null, $"{held} is not known");
            Check(known!.Filled == held.Filled, $"{held} has {known.Filled} filled here");
            Check(known.State.IsFinal() != held.IsOpen && known.State != OrderState.Queued, $"{held} is {known.State} here");
            Check(!held.IsOpen || known.Quantity == held.Quantity, $"{held} has a quantity of {known.Quantity} here");
            Check(!held.IsOpen || known.State != OrderState.Unknown, $"{held} is unknown here");
            bool isForgotten = held.IsOpen && _wantedGone.Contains(known.OrderRef) && known.History.LastOrDefault(l => l is { Kind: "cancel refused" } or { Kind: "cancel requested", Source: not "broker" })?.Kind != "cancel refused";
            Check(!isForgotten, $"the cancel of {held} was forgotten");
        }
        foreach (Order order in Desk.Core.State.Orders.Open.Select(e => e.Order).Where(o => o.State != OrderState.Queued))
            Check(_orders.Exists(h => h.IsOpen && h.Order.OrderRef == order.OrderRef), $"{order.OrderRef} is {order.State} here and not at the broker");
        // Exits close what their entry brought and not one more, or somebody was told that they do not.
        foreach (Held entry in _orders.Where(o => !o.IsOpen && o.Order.Handling.Role == OrderRole.Entry))
        {
            decimal rest = entry.Filled - Exits(entry).Sum(e => e.Filled);
            foreach (Held exit in Exits(entry).Where(e => e.IsOpen))
                Check(exit.Quantity - exit.Filled <= rest || Desk.Seen.NoticesSince(0).Any(n => n.OrderRef == exit.Order.OrderRef && n.Text.Contains("does not take", StringComparison.Ordinal)), $"{exit} can close more than the {rest} of its entry");
        }
        bool isKilled = Desk.Seen.KillSwitches.Any(k => k.Level >= KillLevel.Cancel);
        Check(!isKilled || !_orders.Exists(o => o.IsOpen && o.Order.Source != "kill"), "the kill switch left an order at the broker");
        foreach (AccountId account in Accounts)
        {
            (decimal position, decimal booked) = (PositionOf(account), Desk.Core.State.Positions.QuantityOf(account, Desk.Spy.ConId));
            Check(position == booked, $"{position} are held and {booked} booked");
        }
        foreach (Done done in _done)
            Check(Desk.Core.State.Fills.Find(new ExecId(done.Id)) is { } fill && fill.Price == done.Price, $"{done.Id} at {done.Price} is not booked so");
        Check(Desk.Core.State.Fills.Count == _done.Count, $"{_done.Count} executions are {Desk.Core.State.Fills.Count} fills here");
        Check(Desk.Core.State.IsVerified, "it is not verified");
    }

    private void Command()
    {
        OrderSide side = _random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
        decimal limit = side == OrderSide.Buy ? 99m + _random.Next(3) * 0.5m : 101m - _random.Next(3) * 0.5m;
        OrderSpec spec = Desk.Spec(side, 10 * _random.Next(1, 20), limit);
        spec = _random.Next(4) switch { 0 => spec with { Account = Accounts[1].Value }, 1 => spec with { Attributes = new OrderAttributes { FaGroup = Group } }, _ => spec with { Account = Accounts[0].Value } };
        Order? open = Pick(Desk.Core.State.Orders.Open.Select(e => e.Order).ToArray());
        switch (_random.Next(22))
        {
            case 0 or 1 or 2: Submit(spec); break;
            case 3 or 4 or 5: Submit(spec with { Bracket = Exits(spec) }); break;
            case 6: Submit(spec with { IfOffline = OfflineChoice.Queue, Bracket = Exits(spec) }); break;
            case 7: Submit(spec with { IfOffline = OfflineChoice.Queue, QueueFor = TimeSpan.FromSeconds(30) }); break;
            case 8:
                OrderAttributes group = spec.Attributes with { OcaGroup = $"g{seed}-{++_groups}", OcaType = (OcaType)_random.Next(1, 4) };
                for (int i = 0; i < 2; i++) Submit(spec with { Quantity = 10 * _random.Next(1, 20), Attributes = group, IfOffline = _random.Next(2) == 0 ? OfflineChoice.Queue : default });
                break;
            case 9 when open is { OrderId.Value: > 0 }: Submit(spec with { Attributes = spec.Attributes with { Parent = open.OrderRef } }); break;
            case 10 or 11 or 12 or 13 when open is not null: Cancel(open); break;
            case 14 or 15 when open is not null:
                var change = _random.Next(2) == 0 ? new OrderChange(Quantity: open.Filled + 10 * _random.Next(1, 20)) : new OrderChange(LimitPrice: limit);
                Say($"change {open.OrderRef} {change.Quantity}{change.LimitPrice}: {Desk.Modify(open, change).Outcome}");
                Note(open.OrderRef);
                break;
            case 16: Say($"close: {Desk.Close("SPY", Accounts[_random.Next(Accounts.Length)].Value).Outcome}"); break;
            case 20: Say($"reverse: {Desk.Reverse("SPY", Accounts[_random.Next(Accounts.Length)].Value).Outcome}"); break;
            case 21 when _random.Next(2) == 0: Fail(Desk.Journal.Failure is null); break;
            case 17 when _random.Next(3) == 0:
                Say("cancel all");
                foreach (Order each in Desk.Core.State.Orders.Open.Select(e => e.Order)) Note(each.OrderRef);
                Desk.CancelAll();
                break;
            case 18 when _random.Next(3) == 0:
                var kill = new EngageKillSwitch(RiskScope.Firm, (KillLevel)_random.Next(1, 5), "test") { Time = Desk.Now, Context = new CommandContext("user", "anna") };
                Say($"kill {kill.Level}");
                Desk.Apply(kill);
                break;
            case 19: Rearm(); break;
        }
    }

    private void Rearm()
    {
        Say("rearm");
        Desk.Apply(new RearmKillSwitch(RiskScope.Firm, "test") { Time = Desk.Now, Context = new CommandContext("user", "anna") });
        Pump();
    }

    private void Fail(bool isFailing)
    {
        Say(isFailing ? "the journal fails" : "the journal writes");
        Desk.Journal.Failure = isFailing ? "The disk is full." : null;
        if (!isFailing) _unwritten.Clear();
    }

    private static BracketSpec Exits(OrderSpec spec) => new(new ExitSpec { Offset = 5m }, new ExitSpec { Offset = 5m });

    private void Submit(OrderSpec spec)
    {
        SubmitResult result = Desk.Submit(spec);
        Say($"{result.Order?.OrderRef} {spec.Side} {spec.Quantity} at {spec.LimitPrice}{(spec.Bracket is null ? "" : " bracket")}{(spec.IfOffline == default ? "" : " queue")} {spec.Attributes.OcaGroup}{spec.Attributes.Parent}: {result.Outcome}{(result.Order is null ? result.Message : "")}");
    }

    private void Cancel(Order order)
    {
        CommandOutcome outcome = Desk.Cancel(order).Outcome;
        Say($"cancel {order.OrderRef}: {outcome}");
        Note(order.OrderRef);
        if (outcome == CommandOutcome.Accepted) _wantedGone.Add(order.OrderRef);
        if (Desk.Journal.Failure is not null) _unwritten.Add(order.OrderRef);
    }

    // What the broker does by itself.
    private void Move()
    {
        switch (_random.Next(7))
        {
            case 0 or 1 when Pick(_orders.Where(CanFill).ToArray()) is { } order: Fill(order, 10 * _random.Next(1, 15)); break;
            case 2 when Pick(_orders.Where(o => o.IsOpen).ToArray()) is { } order: End(order, "the exchange"); break;
            case 3 when _said.Count > 0 && IsConnected:
                Say("an old message");
                _said[_random.Next(_said.Count)]();
                break;
            case 4 when Pick(_orders) is { } order && IsConnected: Describe(order); break;
            case 5 when Pick(_done) is { } done: Correct(done); break;
            case 6: Hand(); break;
        }
    }

    private void Session()
    {
        switch (_random.Next(4))
        {
            case 0: Go(); break;
            case 1 when _isAway || _isStandIn: Come(); break;
            case 2:
                if (IsConnected) Go();
                _isStandIn = true;
                _isAway = false;
                Say("stand-in");
                StandIn(SessionState.Reconciling);
                break;
            case 3:
                Go();
                Say("restart");
                // What was told to the dead program is told to nobody.
                DateTimeOffset now = Desk.Now;
                _wantedGone.ExceptWith(_unwritten);
                if (_random.Next(2) == 0) Fail(false);
                onRunEnded?.Invoke(_began, Desk);
                _began = Desk.Journal.Recover();
                Desk = Make(_began, Desk.Journal, ++_run);
                _isSuspended = false;
                Desk.Now = now;
                (_placed, _cancelled, _globals, _roundsSeen) = (0, 0, 0, 0);
                break;
        }
    }

    private void Go()
    {
        if (_isAway) return;
        Pump();
        (_isAway, _isStandIn) = (true, false);
        Say("connection lost");
        _untold.Clear();
        Desk.Disconnect();
        // The gateway reads some of what came before, now or later.
        int lost = _random.Next(_unread.Count + 1);
        _unread.RemoveRange(_unread.Count - lost, lost);
        if (_random.Next(3) != 0) ReadAll();
    }

    private void Come()
    {
        if (_isSuspended) return;
        if (!_isAway) Go();
        // Our id is free when the gateway has let go of the dead connection.
        ReadAll();
        _untold.Clear();
        (_isAway, _isStandIn) = (false, false);
        Say("connected");
        Desk.Connect(_orders.Count == 0 ? 1 : _orders.Max(o => o.Order.OrderId.Value) + 1);
        foreach (AccountId account in Accounts)
            Desk.Apply(new AccountValuesReceived(new AccountState { Account = account, Currency = "USD", NetLiquidation = Desk.Equity, TotalCash = Desk.Equity, ExcessLiquidity = Desk.Equity, UpdatedTime = Desk.Now }) { Time = Desk.Now });
        Desk.Apply(new AdvisorReceived([new AdvisorGroup(Group, "Equal", [.. Accounts.Select(a => new AdvisorShare(a, 1m))])], null) { Time = Desk.Now });
        Market();
    }

    private void StandIn(SessionState state) =>
        Desk.Apply(new SessionChanged(Desk.Status(state) with { AlternateClientId = StandInId }) { Time = Desk.Now });

    private void Market()
    {
        if (Desk.Core.State.Market.FindInstrument(Desk.Spy.ConId) is not null) Desk.Market(100.00m, 100.02m);
    }

    private void Rest(TimeSpan time)
    {
        for (DateTimeOffset end = Desk.Now + time; Desk.Now < end;)
        {
            Pump();
            Pass();
        }
        Pump();
    }

    private void Pass()
    {
        if (IsConnected && _beats++ % 20 == 0) Market();
        Desk.Wait(Beat);
        Pump();
        if (_isSuspended) Go();
    }

    // Takes what the program sent, reads some of it and tells some of what there is to tell.
    private void Pump()
    {
        for (int i = 0; Take() || (_isHonest || _isQuick) && (_unread.Count > 0 || _untold.Count > 0); i++)
        {
            Check(i < AnswersMax, "one answer leads to the next without end");
            if (_isHonest || _isQuick)
            {
                ReadAll();
                while (IsConnected && _untold.Count > 0) TellOne(0);
                if (!IsConnected) _untold.Clear();
            }
        }
        if (_isHonest || _isQuick) return;
        for (int i = _random.Next(4); i > 0 && _unread.Count > 0; i--) ReadOne(_unread.FindIndex(m => m.IsCancel) is var cancel and >= 0 && _random.Next(4) == 0 ? cancel : 0);
        for (int i = _random.Next(6); i > 0 && _untold.Count > 0 && IsConnected; i--) TellOne(_random.Next(3) == 0 ? _random.Next(_untold.Count) : 0);
    }

    private bool Take()
    {
        bool isAny = false;
        FakeGateway gateway = Desk.Gateway;
        for (; _placed < gateway.Placed.Count; _placed++)
        {
            (Order order, bool transmit) = (gateway.Placed[_placed], gateway.Transmitted[_placed]);
            Count(order.Source == "kill" ? "closing orders of the kill switch" : order.OrderRef.Value);
            isAny = true;
            if (!IsConnected || _isStandIn)
            {
                if (_isStandIn && IsConnected) _untold.Add(() => Desk.Error(order, 0, "no order leaves under another id", isWarning: true));
                continue;
            }
            Say($"> {order.OrderRef} as {order.OrderId} {order.Quantity}");
            Check(!_placedAs.TryGetValue(order.OrderRef, out OrderId before) || before == order.OrderId || !_orders.Exists(o => o.Order.OrderRef == order.OrderRef), $"{order.OrderRef} left twice, as {before} and {order.OrderId}");
            _placedAs[order.OrderRef] = order.OrderId;
            _unread.Add((() => Take(order, transmit), false));
        }
        for (; _cancelled < gateway.Cancelled.Count; _cancelled++)
        {
            Order order = gateway.Cancelled[_cancelled];
            Count(order.OrderRef.Value);
            isAny = true;
            if (!IsConnected || _isStandIn) continue;
            Say($"> cancel {order.OrderRef}");
            _unread.Add((() => TakeCancel(order), true));
        }
        for (int globals = Desk.Trace.Count(t => t == "global cancel"); _globals < globals; _globals++)
        {
            isAny = true;
            if (!IsConnected) continue;
            _unread.Add((() =>
            {
                foreach (Held held in _orders.Where(o => o.IsOpen).ToArray()) TakeCancel(held.Order);
            }, true));
        }
        for (; _roundsSeen < gateway.Rounds.Count; _roundsSeen++)
        {
            int round = gateway.Rounds[_roundsSeen];
            isAny = true;
            _rounds.Add(Desk.Now);
            _rounds.RemoveAll(t => t <= Desk.Now - TimeSpan.FromMinutes(1));
            Check(_rounds.Count <= 100, "comparisons are asked for without end");
            if (IsConnected) _unread.Add((() => TakeRound(round), false));
        }
        bool wasSuspended = _isSuspended;
        _isSuspended = Desk.Trace.FindLast(t => t is "suspend" or "resume") == "suspend";
        if (_isSuspended && !wasSuspended) Say("disconnects itself");
        return isAny;
    }

    // A person's own commands are not what must be bounded.
    private void Note(OrderRef orderRef)
    {
        if (_messages.TryGetValue(orderRef.Value, out List<DateTimeOffset>? times) && times.Count > 0) times.RemoveAt(0);
    }

    private void Count(string what)
    {
        if (!_messages.TryGetValue(what, out List<DateTimeOffset>? times)) _messages.Add(what, times = []);
        times.Add(Desk.Now);
        times.RemoveAll(t => t <= Desk.Now - TimeSpan.FromMinutes(1));
        // The kill switch repeats every two seconds for as long as it must; nothing else comes near to that.
        Check(times.Count <= (what.Contains("kill", StringComparison.Ordinal) ? 15 : 45), $"{times.Count} messages within a minute about {what}");
    }

    private void ReadAll()
    {
        while (_unread.Count > 0) ReadOne(0);
    }

    private void ReadOne(int index)
    {
        Action read = _unread[index].Read;
        _unread.RemoveAt(index);
        read();
    }

    private void TellOne(int index)
    {
        Action tell = _untold[index];
        _untold.RemoveAt(index);
        tell();
        if (_isHonest) return;
        if (_random.Next(8) == 0) tell();
    }

    private void Tell(Action tell)
    {
        if (!_isHonest && _random.Next(100) < _silent) return;
        _untold.Add(tell);
    }

    private void Take(Order order, bool transmit)
    {
        if (_orders.Find(o => o.Order.OrderRef == order.OrderRef && o.Order.OrderId == order.OrderId) is { } known)
        {
            Change(known, order);
            return;
        }
        if (!_isHonest && _random.Next(100) < _silent / 3)
        {
            Say($"{order.OrderRef} swallowed");
            return;
        }
        if (!_isHonest && _random.Next(100) < _refuses / 5)
        {
            Say($"{order.OrderRef} rejected");
            int code = _random.Next(3) == 0 ? 103 : 201;
            Tell(() => Desk.Error(order, code, "Order rejected"));
            return;
        }
        var held = new Held(order with { PermId = new PermId(++_permIds) }) { IsTransmitted = transmit };
        _orders.Add(held);
        if (transmit)
            foreach (Held before in _orders.Where(o => !o.IsByHand && order.ParentId.Value > 0 && (o.Order.OrderId == order.ParentId || o.Order.ParentId == order.ParentId))) before.IsTransmitted = true;
        Describe(held);
    }

    private void Change(Held held, Order order)
    {
        bool isRefused = !held.IsOpen || order.Quantity <= held.Filled || (!_isHonest && _random.Next(100) < _refuses);
        Say($"{held} change to {order.Quantity} {(isRefused ? "refused" : "taken")}");
        if (isRefused)
        {
            int code = _random.Next(2) == 0 ? 201 : 104;
            Tell(() => Desk.Error(held.Order, code, "Cannot modify this order."));
            return;
        }
        held.Quantity = order.Quantity;
        held.Limit = order.LimitPrice;
        Describe(held);
    }

    private void TakeCancel(Order order)
    {
        if (_orders.Find(o => o.Order.OrderId == order.OrderId && o.Order.OrderRef == order.OrderRef) is not { } held)
        {
            Say($"cancel of {order.OrderRef} finds nothing");
            Tell(() => Desk.Error(order, 10147, "OrderId that needs to be cancelled is not found."));
            return;
        }
        if (!held.IsOpen || (!_isHonest && _random.Next(100) < _refuses))
        {
            int code = _random.Next(4) switch { 0 => 161, 1 => 10147, _ => 10148 };
            Say($"{held} cancel refused {code}");
            if (held.IsByHand) return;
            if (!_isHonest && held.IsOpen && _random.Next(4) == 0)
            {
                // Taken first, and then it works on.
                Tell(() => Status(held, BrokerOrderStatus.PendingCancel, held.Filled));
                Describe(held);
                return;
            }
            Tell(() => Desk.Error(held.Order, code, "OrderId that needs to be cancelled cannot be cancelled."));
            return;
        }
        if (!_isHonest && _random.Next(100) < _silent)
        {
            Say($"{held} cancel lost");
            return;
        }
        if (_random.Next(2) == 0) Tell(() => Status(held, BrokerOrderStatus.PendingCancel, held.Filled));
        End(held, "its cancel");
        if (!held.IsByHand && _random.Next(2) == 0) Tell(() => Desk.Error(held.Order, 202, "Order Canceled - reason:"));
    }

    private void TakeRound(int round)
    {
        if (!_isHonest && _random.Next(100) < _silent / 4)
        {
            Say($"round {round} not answered");
            return;
        }
        _untold.Add(() =>
        {
            foreach (Held held in _orders.Where(o => o.IsOpen).ToArray()) Open(held);
            Desk.Apply(new OpenOrdersEnd(round) { Time = Desk.Now });
        });
        _untold.Add(() =>
        {
            foreach (Held held in _orders.Where(o => !o.IsOpen).ToArray())
                if (_isHonest || _random.Next(4) != 0) Desk.Open(held.Order, held.Status, e => e with { PermId = held.Order.PermId, OrderRef = held.Ref, IsCompleted = true, OrderId = default, Quantity = held.Status == BrokerOrderStatus.Filled ? held.Quantity : 0m });
            Desk.Apply(new CompletedOrdersEnd(round) { Time = Desk.Now });
        });
        _untold.Add(() =>
        {
            foreach (Done done in _done) Execution(done);
            Desk.Apply(new ExecutionsEnd(round) { Time = Desk.Now });
        });
        _untold.Add(() =>
        {
            foreach (AccountId account in Accounts) Desk.Apply(new BrokerPositionReceived(account, Desk.Spy, PositionOf(account), AverageCostOf(account)) { Time = Desk.Now });
            Desk.Apply(new PositionsEnd(round) { Time = Desk.Now });
            if (_isStandIn) StandIn(SessionState.ReadOnly);
        });
    }

    private bool CanFill(Held held) => held.IsOpen && held.IsTransmitted && Fillable(held) > 0m;

    private decimal Fillable(Held held)
    {
        decimal rest = held.Quantity - held.Filled;
        if (held.Order.ParentId.Value <= 0 || _orders.Find(o => !o.IsByHand && o.Order.OrderId == held.Order.ParentId) is not { } parent) return rest;
        return held.Order.Handling.Role.IsExit() ? Math.Min(rest, parent.Filled - Exits(parent).Sum(e => e.Filled)) : parent.Filled > 0m ? rest : 0m;
    }

    private IEnumerable<Held> Exits(Held parent) => _orders.Where(o => o.Order.ParentId == parent.Order.OrderId && o.Order.Handling.Role.IsExit());

    private void Fill(Held held, decimal most)
    {
        decimal quantity = Math.Min(Fillable(held), most);
        held.Filled += quantity;
        AccountId account = held.Order.Attributes.FaGroup.Length > 0 ? Accounts[_random.Next(Accounts.Length)] : held.Order.Account;
        var done = new Done(held, _done.Count, account, quantity, Desk.Now);
        _done.Add(done);
        if (held.Filled >= held.Quantity) (held.IsOpen, held.Status) = (false, BrokerOrderStatus.Filled);
        Say($"{held} fills {quantity}");
        decimal total = held.Filled;
        BrokerOrderStatus status = held.IsOpen ? BrokerOrderStatus.Submitted : BrokerOrderStatus.Filled;
        if (_random.Next(2) == 0) Tell(() => Status(held, status, total));
        Tell(() => Execution(done));
        if (_random.Next(2) == 0) Tell(() => Status(held, status, total));
        foreach (Held other in _orders.Where(o => o != held && o.IsOpen && o.Order.Attributes.OcaGroup.Length > 0 && o.Order.Attributes.OcaGroup == held.Order.Attributes.OcaGroup).ToArray())
        {
            if (held.Order.Attributes.OcaType == OcaType.CancelWithBlock || other.Quantity - quantity <= other.Filled) End(other, "its group");
            else
            {
                other.Quantity -= quantity;
                Describe(other);
            }
        }
        if (held.Order.Handling.Role.IsExit() && _orders.Find(o => !o.IsByHand && o.Order.OrderId == held.Order.ParentId) is { } parent) Fit(parent);
        else if (!held.IsOpen) Fit(held);
    }

    // When an entry has ended, its exits can close what it filled, less what they have.
    private void Fit(Held parent)
    {
        if (parent.IsOpen) return;
        decimal rest = parent.Filled - Exits(parent).Sum(e => e.Filled);
        foreach (Held exit in Exits(parent).Where(e => e.IsOpen).ToArray())
        {
            if (rest <= 0m) End(exit, "its bracket");
            else if (exit.Quantity != exit.Filled + rest && (_isHonest || _random.Next(100) >= _silent))
            {
                exit.Quantity = exit.Filled + rest;
                Describe(exit);
            }
        }
    }

    // Somebody at TWS, or a program under another id.
    private void Hand()
    {
        if (Desk.Core.State.Market.FindInstrument(Desk.Spy.ConId) is null) return;
        bool isTws = _random.Next(2) == 0;
        PermId permId = new(++_permIds);
        OrderSide side = _random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
        var order = new Order
        {
            OrderRef = new OrderRef($"X-{permId}"),
            OrderId = isTws ? default : new OrderId(_random.Next(1, 9)),
            ClientId = isTws ? 0 : OtherClientId,
            PermId = permId,
            Account = Accounts[_random.Next(Accounts.Length)],
            Contract = Desk.Spy,
            Side = side,
            Quantity = 10 * _random.Next(1, 20),
            Type = OrderType.Limit,
            LimitPrice = side == OrderSide.Buy ? 99m : 101m,
            Source = "hand",
            CreatedTime = Desk.Now,
            State = OrderState.Working,
        };
        var held = new Held(order) { IsTransmitted = true };
        _orders.Add(held);
        Say($"{held} by hand");
        Describe(held);
    }

    // The same execution at another price, under the next revision.
    private void Correct(Done done)
    {
        Done old = done with { };
        _said.Add(() => Execution(old));
        done.Revise(100m + _random.Next(100) / 100m);
        Say($"{done.Id} corrected to {done.Price}");
        Tell(() => Execution(done));
    }

    private void End(Held held, string by)
    {
        if (!held.IsOpen) return;
        (held.IsOpen, held.Status) = (false, BrokerOrderStatus.Cancelled);
        Say($"{held} ended by {by}");
        decimal filled = held.Filled;
        Tell(() => Status(held, BrokerOrderStatus.Cancelled, filled));
        if (held.IsByHand) return;
        if (held.Filled == 0m)
            foreach (Held child in _orders.Where(o => o.Order.ParentId == held.Order.OrderId && o.IsOpen).ToArray()) End(child, "its parent");
        else Fit(held);
    }

    private void Describe(Held held)
    {
        if (_isAway) return;
        (bool isOpen, BrokerOrderStatus status, decimal quantity, decimal filled) = (held.IsOpen, held.Shown, held.Quantity, held.Filled);
        void Words()
        {
            Desk.Open(held.Order, status, e => e with { PermId = held.Order.PermId, OrderRef = held.Ref, Quantity = quantity, LimitPrice = held.Limit });
            Status(held, status, filled);
        }
        if (isOpen) _said.Add(() => Status(held, status, filled));
        Tell(Words);
    }

    private void Status(Held held, BrokerOrderStatus status, decimal filled) =>
        Desk.Apply(new OrderStatusReceived(held.Order.OrderId, held.Order.ClientId, held.Order.PermId, status, filled, held.Quantity - filled, null, "") { Time = Desk.Now });

    private void Open(Held held) => Desk.Open(held.Order, held.Shown, e => e with { PermId = held.Order.PermId, OrderRef = held.Ref, Quantity = held.Quantity, LimitPrice = held.Limit });

    private decimal PositionOf(AccountId account) => _done.Where(d => d.Account == account).Sum(d => d.Held.Order.Side == OrderSide.Buy ? d.Quantity : -d.Quantity);

    private decimal AverageCostOf(AccountId account)
    {
        (decimal held, decimal average) = (0m, 0m);
        foreach (Done done in _done.Where(d => d.Account == account))
        {
            decimal signed = done.Held.Order.Side == OrderSide.Buy ? done.Quantity : -done.Quantity;
            if (held * signed >= 0m) average = (average * Math.Abs(held) + done.Price * done.Quantity) / (Math.Abs(held) + done.Quantity);
            else if (Math.Abs(signed) > Math.Abs(held)) average = done.Price;
            held += signed;
        }
        return held == 0m ? 0m : average;
    }

    private void Execution(Done done)
    {
        Order order = done.Held.IsByHand ? done.Held.Order with { OrderRef = default } : done.Held.Order;
        Desk.Apply(new ExecutionReceived(Desk.FillOf(order with { Account = done.Account }, done.Id, done.Quantity, done.Price, done.Time), false) { Time = Desk.Now });
    }

    private void Say(string what) => _story.Add($"{(Desk.Now - Desk.Start).TotalSeconds:0.00} {what}");

    private void Check(bool isTrue, string what)
    {
        if (isTrue) return;
        IEnumerable<string> histories = Desk.Core.State.Orders.Recent.Where(e => what.Contains(e.Order.OrderRef.Value + " ", StringComparison.Ordinal)).Select(e => $"{e.Order.OrderRef}: {string.Join(", ", e.Order.History.Select(l => $"{(l.Time - Desk.Start).TotalSeconds:0.00} {l.Kind} {l.State} by {l.Source} {l.Text}"))}");
        Assert.Fail($"{what}. {string.Join("; ", histories)}. {Story}");
    }

    private T? Pick<T>(IReadOnlyList<T> list) where T : class => list.Count == 0 ? null : list[_random.Next(list.Count)];

    private sealed class Held(Order order)
    {
        public Order Order => order;

        public decimal Quantity { get; set; } = order.Quantity;

        public decimal? Limit { get; set; } = order.LimitPrice;

        public decimal Filled { get; set; }

        public bool IsOpen { get; set; } = true;

        public bool IsTransmitted { get; set; }

        public bool IsByHand => order.Source == "hand";

        // What the broker has in the field orderRef.
        public OrderRef Ref => IsByHand ? default : order.OrderRef;

        public BrokerOrderStatus Status { get; set; } = BrokerOrderStatus.Submitted;

        public BrokerOrderStatus Shown => IsOpen && (!IsTransmitted || (order.ParentId.Value > 0 && Filled == 0m)) ? BrokerOrderStatus.PreSubmitted : Status;

        public override string ToString() => $"{order.OrderRef} ({(IsOpen ? "open" : Status)}, {Filled} of {Quantity})";
    }

    private sealed record Done(Held Held, int Number, AccountId Account, decimal Quantity, DateTimeOffset Time)
    {
        public int Revision { get; private set; } = 1;

        public decimal Price { get; private set; } = 100m;

        public string Id => $"h{Number:0000}.{Revision:00}";

        public void Revise(decimal price) => (Revision, Price) = (Revision + 1, price);
    }
}
