using FsCheck;
using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Resting orders that give way (R34): whatever orders, changes, cancels, fills, refusals, cuts and restarts come in between, no own order meets another one at the exchange.</summary>
public sealed class RoughSelfMatchTests
{
    [Property(MaxTest = 300)]
    public void No_own_orders_ever_trade_with_each_other(DoNotSize<int> seed)
    {
        var exchange = new Exchange(seed.Item);

        for (int i = 0; i < 120; i++) exchange.Step();
        exchange.End();

        Assert.DoesNotContain(exchange.Desk.Core.State.Orders.Open, e => e.Order.State == OrderState.Queued);
    }

    /// <summary>Takes messages in the order in which they were sent, some later, and keeps what rests.</summary>
    private sealed class Exchange(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly List<Order> _resting = [];
        private readonly Dictionary<OrderRef, int> _cancels = [];
        private readonly Dictionary<OrderRef, PermId> _permIds = [];
        private readonly Queue<Action> _wire = new();
        private readonly List<string> _story = [];
        private decimal _bid = 100m;
        private int _execs, _read, _cancelled, _runs = 1;

        public Desk Desk { get; private set; } = Begin(null, Desk.Start, "1");

        public void Step()
        {
            Desk.Now += TimeSpan.FromMilliseconds(50 + _random.Next(400));
            switch (_random.Next(16))
            {
                case < 6: Submit(); break;
                case 6: Modify(); break;
                case 7: Cancel(); break;
                case 8: Move(); break;
                case 9: Fill(); break;
                case 10 when _random.Next(4) == 0: Cut(); break;
                case 11 when _random.Next(6) == 0: Restart(); break;
                case 12 when _random.Next(6) == 0: Desk.Close("SPY"); break;
                default: Desk.Wait(TimeSpan.FromMilliseconds(100 + _random.Next(3_000))); break;
            }
            Take();
            for (int n = _random.Next(4); n > 0 && _wire.TryDequeue(out Action? message); n--)
            {
                message();
                Take();
            }
        }

        public void End()
        {
            for (int i = 0; i < 40; i++)
            {
                Desk.Market(_bid, _bid + 0.02m);
                Desk.Wait(TimeSpan.FromSeconds(1));
                Take();
                while (_wire.TryDequeue(out Action? message)) message();
            }
        }

        private void Submit()
        {
            OrderSide side = _random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell;
            bool isMarket = _random.Next(6) == 0;
            OrderSpec spec = Desk.Spec(side, 1 + _random.Next(20), isMarket ? null : _bid + 0.01m * (_random.Next(9) - 4)) with
            {
                Strategy = _random.Next(3) == 0 ? "s" : "",
                IfOffline = _random.Next(3) == 0 ? OfflineChoice.Queue : OfflineChoice.Reject,
                QueueFor = TimeSpan.FromSeconds(10),
                Bracket = _random.Next(5) == 0 && !isMarket ? new BracketSpec { StopLoss = new ExitSpec { Offset = 3m } } : null,
            };
            SubmitResult result = Desk.Submit(spec);
            _story.Add($"{spec.Side} {spec.Quantity} {spec.LimitPrice} {result.Outcome} {result.Order?.OrderRef}");
        }

        private void Modify()
        {
            if (Any(o => o is { State: OrderState.Working, LimitPrice: not null } or { State: OrderState.Queued, LimitPrice: not null }) is { } order)
                _story.Add($"modify {order.OrderRef} {Desk.Modify(order, new OrderChange(LimitPrice: _bid + 0.01m * (_random.Next(9) - 4))).Outcome}");
        }

        private void Cancel()
        {
            if (Any(_ => true) is { } order) Desk.Cancel(order);
        }

        private void Move()
        {
            _bid += 0.01m * (_random.Next(5) - 2);
            if (Desk.Core.State.Session.IsConnected) Desk.Market(_bid, _bid + 0.02m);
        }

        // Somebody else meets one of them.
        private void Fill()
        {
            if (_resting.Count == 0) return;
            Order order = _resting[_random.Next(_resting.Count)];
            Execute(order, _random.Next(2) == 0 ? order.Quantity : Math.Min(order.Quantity, 1m));
        }

        private void Execute(Order order, decimal quantity)
        {
            _story.Add($"{order.OrderRef} fills {quantity}, connected {Desk.Core.State.Session.IsConnected}");
            _resting.Remove(order);
            Order rest = order with { Quantity = order.Quantity - quantity };
            if (rest.Quantity > 0m) _resting.Add(rest);
            if (Desk.Core.State.Session.IsConnected) Desk.Fill(Desk.Find(order), $"e{++_execs}.01", quantity, order.LimitPrice ?? _bid);
        }

        private void Cut()
        {
            // What was on the wire is lost with it.
            _story.Add("cut");
            _wire.Clear();
            if (Desk.Core.State.Session.IsConnected) Desk.Disconnect();
            else Back(Desk);
        }

        private void Restart()
        {
            _story.Add("restart");
            _wire.Clear();
            Desk = Begin(Desk.Journal, Desk.Now, $"{++_runs}");
            (_read, _cancelled) = (0, 0);
            _cancels.Clear();
            Back(Desk);
        }

        private void Back(Desk desk)
        {
            desk.Connect(10_000);
            foreach (Order order in _resting) desk.Open(desk.Find(order), BrokerOrderStatus.Submitted, e => e with { PermId = PermIdOf(order), LimitPrice = order.LimitPrice, Quantity = desk.Find(order).Filled + order.Quantity });
            desk.Position(desk.Core.State.Positions.QuantityOf(Desk.Account, Desk.Spy.ConId));
            desk.CompleteRound();
            desk.Market(_bid, _bid + 0.02m);
        }

        // Puts on the wire what the desk has sent since.
        private void Take()
        {
            while (_read < Desk.Gateway.Placed.Count)
            {
                Order order = Desk.Gateway.Placed[_read++];
                if (!order.Handling.Role.IsExit()) _wire.Enqueue(() => Arrive(order));
            }
            while (_cancelled < Desk.Gateway.Cancelled.Count)
            {
                Order order = Desk.Gateway.Cancelled[_cancelled++];
                _wire.Enqueue(() => TakeCancel(order));
            }
        }

        private void Arrive(Order order)
        {
            int known = _resting.FindIndex(o => o.OrderRef == order.OrderRef);
            bool isChange = order.Filled > 0m || order.PermId.Value != 0;
            if (isChange && known < 0) return;
            decimal left = known >= 0 ? _resting[known].Quantity : order.Quantity;
            Order now = order with { Quantity = left };
            decimal reach = now.LimitPrice ?? (now.Side == OrderSide.Buy ? _bid + 0.02m : _bid);
            Order? met = _resting.FirstOrDefault(o => o.OrderRef != now.OrderRef && o.Side != now.Side && (now.Side == OrderSide.Buy ? o.LimitPrice <= reach : o.LimitPrice >= reach));
            Assert.True(met is null || now.LimitPrice is null, $"{now.Side} {now.OrderRef} at {now.LimitPrice} meets {met?.Side} {met?.OrderRef} at {met?.LimitPrice}, {string.Join(" / ", Desk.Find(met ?? now).History.Select(h => $"{h.Kind} {h.State} {h.Text}"))}. Seed {seed}: {string.Join("; ", _story)}");
            _story.Add($"{now.OrderRef} arrives");
            if (known >= 0) _resting[known] = now;
            else _resting.Add(now);
            if (now.LimitPrice is null)
            {
                Execute(now, now.Quantity);
                return;
            }
            if (Desk.Core.State.Session.IsConnected) Desk.Open(order, BrokerOrderStatus.Submitted, e => e with { PermId = PermIdOf(order) });
        }

        private PermId PermIdOf(Order order)
        {
            if (!_permIds.TryGetValue(order.OrderRef, out PermId id)) _permIds.Add(order.OrderRef, id = new PermId(1_000 + _permIds.Count));
            return id;
        }

        private void TakeCancel(Order order)
        {
            int known = _resting.FindIndex(o => o.OrderRef == order.OrderRef);
            int count = _cancels[order.OrderRef] = _cancels.GetValueOrDefault(order.OrderRef) + 1;
            _story.Add($"cancel {count} of {order.OrderRef}");
            if (known < 0) return;
            Order resting = _resting[known];
            switch (_random.Next(6))
            {
                case 0: Execute(resting, resting.Quantity); break;
                case 1: Desk.Error(order, 161, "Cancel attempted when order is not in a cancellable state."); break;
                case 2: break;   // no answer
                default:
                    _resting.RemoveAt(known);
                    Desk.Status(order, BrokerOrderStatus.Cancelled, Desk.Find(order).Filled);
                    break;
            }
        }

        private Order? Any(Func<Order, bool> which)
        {
            Order[] orders = [.. Desk.Seen.Orders.Where(o => o.State.IsWorking() && !o.Handling.Role.IsExit() && which(o))];
            return orders.Length == 0 ? null : orders[_random.Next(orders.Length)];
        }

        private static Desk Begin(FakeJournal? last, DateTimeOffset now, string run)
        {
            var desk = new Desk(last?.Recover(), risk: r => { r.SelfMatchDeniesNewest = false; r.WorkingOrdersMax = 20; r.UsualSizeMultipleMax = 0m; r.OrderTradeRatioMax = 10_000m; r.RepeatsPerMinute = 10_000; r.RepeatsPerDay = 100_000; r.StrategyHeartbeatMax = TimeSpan.FromHours(1); r.LossStreakMax = 1_000; r.StrategyLossPercentMax = 100m; r.MarketHours = false; }, journal: last, run: run) { Now = now };
            if (last is not null) return desk;
            desk.Connect();
            desk.CompleteRound();
            desk.Market(100m, 100.02m);
            return desk;
        }
    }
}
