using FsCheck;
using FsCheck.Xunit;
using TradingCore.Domain;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Brackets under every order of fills, cancels, changes and answers that chance finds.</summary>
public sealed class BracketRaceTests
{
    /// <summary>
    /// Whatever happens and in whatever order it is told: no exit fills more than was bought, and at rest every exit that is still open closes
    /// exactly what is left of the entry.
    /// </summary>
    [Property(MaxTest = 300)]
    public void Exits_close_exactly_what_the_entry_filled(DoNotSize<int> seed) => Run(new BracketBroker(seed.Item), seed.Item);

    /// <summary>The same when the program dies now and then, and orders fill, end and are changed while it is away.</summary>
    [Property(MaxTest = 300)]
    public void Exits_close_exactly_what_the_entry_filled_over_restarts(DoNotSize<int> seed) => Run(new BracketBroker(seed.Item, dies: true), seed.Item);

    private static void Run(BracketBroker broker, int seed)
    {
        for (int i = 0; i < 25; i++) broker.Step();
        broker.ComeToRest();

        Assert.True(broker.Rest >= 0m, $"Seed {seed}: {broker.Story}");
        Assert.All(broker.OpenExits, e => Assert.True(e.Remaining == broker.Rest, $"Seed {seed}: {e.Order.OrderRef} has {e.Remaining} left of {broker.Rest}. {broker.Story}"));
        Assert.True(broker.Rest == 0m || broker.OpenExits.Count > 0, $"Seed {seed}: {broker.Rest} without an exit. {broker.Story}");
        Assert.Equal(broker.Rest, broker.Desk.Held?.Quantity ?? 0m);
    }
}

/// <summary>
/// A broker with one bracket. It frees the exits when the entry ends, cuts them to what was filled or forgets to, takes from one what the other
/// has filled, and answers what it is sent some time later: a change that it has taken after the fills that followed, or it refuses it. Executions are
/// told again, and before or after the status that counts them.
/// </summary>
internal sealed class BracketBroker
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    private readonly Random _random;
    private readonly List<string> _story = [];
    private readonly List<Held> _all;
    private readonly Held _entry;
    private readonly List<Fill> _told = [];
    private readonly Queue<Action> _late = new();
    private int _placed;
    private int _cancelled;
    private readonly bool _dies;
    private int _executions;
    private int _runs = 1;
    private bool _isAway;

    public BracketBroker(int seed, bool dies = false)
    {
        _random = new Random(seed);
        _dies = dies;
        Desk = Desk.Ready();
        Order sent = Desk.Accepted(Desk.Buy(100m, 99m) with { Bracket = new BracketSpec(new ExitSpec { Price = 105m }, new ExitSpec { Price = 95m }) });
        _all = [.. Desk.Gateway.Placed.Select(o => new Held(o))];
        _entry = _all[0];
        _placed = _all.Count;
        Tell(_entry, BrokerOrderStatus.Submitted);
        foreach (Held exit in _all.Skip(1)) Tell(exit, BrokerOrderStatus.PreSubmitted);
        Assert.Equal(sent.OrderRef, _entry.Order.OrderRef);
    }

    public Desk Desk { get; private set; }

    public string Story => string.Join("; ", _story);

    public IReadOnlyList<Held> OpenExits => [.. _all.Skip(1).Where(e => e.IsOpen)];

    public decimal Rest => _entry.Filled - _all.Skip(1).Sum(e => e.Filled);

    // Only an exit that is not too large may trade: the broker cuts them in the same moment, or we do within the grace.
    private Held[] Trading => [.. OpenExits.Where(e => !_entry.IsOpen && e.Remaining > 0m && e.Remaining <= Rest)];

    public void Step()
    {
        if (_dies && _random.Next(8) == 0) Restart();
        switch (_random.Next(10))
        {
            case 0 or 1 when _entry.IsOpen: FillEntry(); break;
            case 2 when _entry.IsOpen: Desk.Cancel(_entry.Order); break;
            case 3 when _entry.IsOpen: Desk.Modify(_entry.Order, new OrderChange(Quantity: _entry.Quantity + 10m)); break;
            case 4: Answer(); break;
            case 5 when Trading.Length > 0: FillExit(Trading[_random.Next(Trading.Length)]); break;
            case 6 when OpenExits.Count > 0: Desk.Modify(OpenExits[0].Order, OpenExits[0].Order.Type == OrderType.Limit ? new OrderChange(LimitPrice: 104m + _random.Next(3)) : new OrderChange(StopPrice: 94m + _random.Next(3))); break;
            case 7 when _told.Count > 0: Desk.Apply(new ExecutionReceived(_told[_random.Next(_told.Count)], true) { Time = Desk.Now }); break;
            case 8: TellLate(); break;
            default: Desk.Wait(TimeSpan.FromMilliseconds(250)); break;
        }
    }

    public void ComeToRest()
    {
        // The entry ends one way or the other, as every entry does.
        if (_entry.IsOpen && _random.Next(2) == 0) Desk.Cancel(_entry.Order);
        for (int i = 0; i < 12; i++)
        {
            Answer();
            TellLate();
            if (i == 3 && _entry.IsOpen) Fill(_entry, _entry.Remaining, 99m);
            if (_dies && Desk.Core.State.RunningRound != 0) Compare();
            Desk.Wait(Grace);
        }
    }

    // What was sent last has arrived or not, and its answer is lost with the connection.
    private void Restart()
    {
        _story.Add("dies");
        _isAway = true;
        if (_random.Next(2) == 0) Answer();
        for (int n = _random.Next(3); n > 0; n--)
        {
            if (_entry.IsOpen) FillEntry();
            else if (Trading.Length > 0) FillExit(Trading[_random.Next(Trading.Length)]);
        }
        _late.Clear();
        _isAway = false;
        Desk = new Desk(Desk.Journal.Recover(), journal: Desk.Journal, run: $"{++_runs}") { Now = Desk.Now + TimeSpan.FromSeconds(1) };
        (_placed, _cancelled) = (0, 0);
        Desk.Connect();
        Compare();
        Desk.Market(100.00m, 100.02m);
        _story.Add("is back");
    }

    private void Compare()
    {
        foreach (Held held in _all.Where(h => h.IsOpen)) Tell(held, held == _entry ? BrokerOrderStatus.Submitted : BrokerOrderStatus.PreSubmitted);
        foreach (Fill fill in _told) Say(() => Desk.Apply(new ExecutionReceived(fill, true) { Time = Desk.Now }));
        Say(() => Desk.Position(Rest));
        Desk.CompleteRound();
    }

    private void Say(Action tell)
    {
        if (!_isAway) tell();
    }

    private void FillEntry() => Fill(_entry, Math.Min(_entry.Remaining, 1 + _random.Next(60)), 99m);

    private void FillExit(Held exit)
    {
        decimal quantity = Math.Min(exit.Remaining, 1 + _random.Next(60));
        Fill(exit, quantity, exit.Order.Type == OrderType.Limit ? 105m : 95m);
        foreach (Held other in OpenExits.Where(e => e != exit))
        {
            if (other.Remaining > Rest) other.Quantity = other.Filled + Rest;
            if (other.Remaining == 0m) End(other);
            else Tell(other, BrokerOrderStatus.PreSubmitted);
        }
    }

    private void Fill(Held held, decimal quantity, decimal price)
    {
        held.Filled += quantity;
        _story.Add($"{held.Order.OrderRef} fills {quantity}");
        Order known = Desk.Find(held.Order);
        if (_random.Next(2) == 0 && held.Remaining > 0m) Say(() => Desk.Status(known, BrokerOrderStatus.Submitted, held.Filled));
        Fill fill = Desk.FillOf(known, $"e{++_executions:0000}.01", quantity, price, Desk.Now);
        _told.Add(fill);
        Say(() => Desk.Apply(new ExecutionReceived(fill, false) { Time = Desk.Now }));
        if (_dies) Say(() => Desk.Position(Rest));
        if (held.Remaining == 0m)
        {
            held.IsOpen = false;
            Say(() => Desk.Status(held.Order, BrokerOrderStatus.Filled, held.Filled));
        }
        if (held == _entry && !held.IsOpen) FreeExits();
    }

    private void TellLate()
    {
        while (_late.TryDequeue(out Action? tell)) tell();
    }

    // What was sent is answered in order.
    private void Answer()
    {
        for (; _placed < Desk.Gateway.Placed.Count; _placed++) Change(Desk.Gateway.Placed[_placed]);
        for (; _cancelled < Desk.Gateway.Cancelled.Count; _cancelled++) Cancel(Desk.Gateway.Cancelled[_cancelled]);
    }

    private void Change(Order sent)
    {
        Held held = _all.Single(h => h.Order.OrderRef == sent.OrderRef);
        _story.Add($"change of {sent.OrderRef} to {sent.Quantity}");
        if (!held.IsOpen || sent.Quantity <= held.Filled)
        {
            Say(() => Desk.Error(sent, 104, "Cannot modify a filled order."));
            return;
        }
        if (held == _entry && _random.Next(4) == 0)
        {
            _story.Add($"{sent.OrderRef} refused");
            Say(() => Desk.Error(sent, 105, "Order being modified does not match original order", isWarning: true));
            return;
        }
        held.Quantity = sent.Quantity;
        held.Order = sent;
        if (held == _entry && _random.Next(2) == 0) _late.Enqueue(() => Repeat(held));
        else Tell(held, held == _entry ? BrokerOrderStatus.Submitted : BrokerOrderStatus.PreSubmitted);
    }

    private void Repeat(Held held) => Tell(held, held.IsOpen ? BrokerOrderStatus.Submitted : held.Remaining == 0m ? BrokerOrderStatus.Filled : BrokerOrderStatus.Cancelled);

    private void Cancel(Order sent)
    {
        Held held = _all.Single(h => h.Order.OrderRef == sent.OrderRef);
        _story.Add($"cancel of {sent.OrderRef}");
        if (!held.IsOpen) Say(() => Desk.Error(sent, 10148, "OrderId that needs to be cancelled cannot be cancelled, state: Filled."));
        else End(held);
    }

    private void End(Held held)
    {
        held.IsOpen = false;
        _story.Add($"{held.Order.OrderRef} ends with {held.Filled}");
        Say(() => Desk.Status(held.Order, BrokerOrderStatus.Cancelled, held.Filled));
        if (held == _entry) FreeExits();
    }

    private void FreeExits()
    {
        bool doesForget = _random.Next(3) == 0;
        foreach (Held exit in OpenExits)
        {
            if (_entry.Filled == 0m) End(exit);
            else
            {
                if (!doesForget && exit.Quantity > _entry.Filled) exit.Quantity = _entry.Filled;
                Tell(exit, exit.Order.Type == OrderType.Limit ? BrokerOrderStatus.Submitted : BrokerOrderStatus.PreSubmitted);
            }
        }
    }

    private void Tell(Held held, BrokerOrderStatus status) => Say(() => Desk.Open(held.Order, status, e => e with { Quantity = held.Quantity, LimitPrice = held.Order.LimitPrice, StopPrice = held.Order.StopPrice }));

    internal sealed class Held(Order order)
    {
        public Order Order { get; set; } = order;

        public decimal Quantity { get; set; } = order.Quantity;

        public decimal Filled { get; set; }

        public decimal Remaining => Quantity - Filled;

        public bool IsOpen { get; set; } = true;
    }
}
