using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>A broker with a truth of its own, told in any order, for orders of several contracts and accounts: combinations, groups of accounts, groups of which one cancels the others.</summary>
/// <param name="seed">Decides everything.</param>
/// <param name="desk">The desk that is told.</param>
/// <param name="limit">Largest position of each account in each contract.</param>
internal sealed class RoughSequence(int seed, Desk desk, decimal limit)
{
    private readonly List<Held> _orders = [];
    private readonly List<Action> _untold = [];
    private readonly List<Action> _told = [];
    private readonly List<string> _story = [];
    private readonly Dictionary<(AccountId, ConId), decimal> _positions = [];
    private int _executions;
    private long _permIds = 70_000;

    public Random Random { get; } = new(seed);

    public Desk Desk => desk;

    public string Story => $"Seed {seed}: {string.Join("; ", _story)}";

    public IReadOnlyList<Held> Working => [.. _orders.Where(o => o.IsOpen)];

    /// <summary>Contracts and accounts in which something can be held.</summary>
    public required IReadOnlyList<(AccountId Account, Contract Contract)> Places { get; init; }

    /// <summary>What must hold for all contracts together after an order was accepted that does not only reduce.</summary>
    public Action<RoughSequence>? AfterAccepted { get; init; }

    public decimal PositionOf(AccountId account, ConId conId) => _positions.GetValueOrDefault((account, conId));

    /// <summary>Largest position, by the broker's truth, when everything that works there fills.</summary>
    public decimal WorstOf(AccountId account, ConId conId)
    {
        decimal position = PositionOf(account, conId), buys = 0m, sells = 0m;
        foreach (Held held in Working.Where(h => h.Accounts.Contains(account)))
        {
            foreach ((Contract contract, OrderSide side, decimal ratio) in held.Parts.Where(p => p.Contract.ConId == conId))
            {
                if (side == OrderSide.Buy) buys += (held.Quantity - held.Filled) * ratio;
                else sells += (held.Quantity - held.Filled) * ratio;
            }
        }
        return Math.Max(Math.Abs(position + buys), Math.Abs(position - sells));
    }

    /// <summary>Sends an order; what is accepted must leave every worst case inside the limit, unless it only reduces there.</summary>
    public Held? Submit(OrderSpec spec, IReadOnlyList<AccountId> accounts, params (Contract Contract, OrderSide Side, decimal Ratio)[] parts)
    {
        var reduces = parts.ToDictionary(p => p.Contract.ConId, p => accounts.All(a => IsReducing(a, p.Contract.ConId, p.Side, spec.Quantity * p.Ratio)));
        SubmitResult result = desk.Submit(spec);
        if (result.Outcome != SubmitOutcome.Accepted) return null;
        var held = new Held(result.Order! with { PermId = new PermId(++_permIds) }, accounts, parts);
        _orders.Add(held);
        _story.Add($"{held.Order.OrderRef} {spec.Side} {spec.Quantity} {spec.Ticker} {spec.Attributes.FaGroup}{spec.Attributes.OcaGroup}");
        if (Random.Next(3) != 0) Describe(held);
        foreach ((Contract contract, _, _) in parts)
        {
            foreach (AccountId account in accounts)
                Assert.True(reduces[contract.ConId] || WorstOf(account, contract.ConId) <= limit, $"The worst case in {contract.Ticker} is {WorstOf(account, contract.ConId)} with a position of {PositionOf(account, contract.ConId)}. {Story}");
        }
        if (reduces.Values.Any(r => !r)) AfterAccepted?.Invoke(this);
        return held;
    }

    public void Cancel(Held held)
    {
        if (desk.Cancel(desk.Find(held.Order)).Outcome != CommandOutcome.Accepted) return;
        End(held);
    }

    /// <summary>Ends an order with what it has filled.</summary>
    public void End(Held held)
    {
        if (!held.IsOpen) return;
        held.IsOpen = false;
        _story.Add($"{held.Order.OrderRef} ends with {held.Filled}");
        Say(() => desk.Status(held.Order, BrokerOrderStatus.Cancelled, held.Filled));
    }

    /// <summary>Fills a part of an order: every contract of it in one of its accounts.</summary>
    public void Fill(Held held, decimal most)
    {
        decimal quantity = Math.Min(held.Quantity - held.Filled, most);
        if (quantity <= 0m) return;
        AccountId account = held.Accounts[Random.Next(held.Accounts.Count)];
        string id = $"q{++_executions:0000}";
        held.Filled += quantity;
        held.IsOpen = held.Filled < held.Quantity;
        _story.Add($"{held.Order.OrderRef} fills {quantity} in {account.Value[^1]}");
        bool isCombo = held.Order.Contract.Legs is not null;
        List<Action> tell = [];
        foreach ((Contract contract, OrderSide side, decimal ratio) in held.Parts)
        {
            decimal signed = side == OrderSide.Buy ? quantity * ratio : -quantity * ratio;
            _positions[(account, contract.ConId)] = PositionOf(account, contract.ConId) + signed;
            tell.Add(Execution(held, account, isCombo ? $"{id}-{contract.ConId}.01" : $"{id}.01", contract, side, Math.Abs(signed)));
        }
        if (isCombo) tell.Add(Execution(held, account, $"{id}.01", held.Order.Contract with { ConId = new ConId(28812380) }, held.Order.Side, quantity));
        (decimal filled, bool isOpen) = (held.Filled, held.IsOpen);
        tell.Add(() => desk.Status(held.Order, isOpen ? BrokerOrderStatus.Submitted : BrokerOrderStatus.Filled, filled));
        foreach (Action one in tell.OrderBy(_ => Random.Next())) Say(one);
    }

    /// <summary>Takes from what an order can still fill, as a group does that reduces.</summary>
    public void Reduce(Held held, decimal by)
    {
        if (!held.IsOpen) return;
        held.Quantity -= Math.Min(by, held.Quantity - held.Filled);
        _story.Add($"{held.Order.OrderRef} reduced to {held.Quantity}");
        if (held.Quantity == held.Filled) End(held);
        else Say(() => Describe(held));
    }

    /// <summary>Tells one thing that is not told yet, or one again.</summary>
    public void TellOne()
    {
        if (_untold.Count > 0)
        {
            int at = Random.Next(_untold.Count);
            Action tell = _untold[at];
            _untold.RemoveAt(at);
            tell();
        }
        else if (_told.Count > 0)
        {
            _told[Random.Next(_told.Count)]();
        }
    }

    /// <summary>Tells everything, and lets the engine compare for some minutes: all must end in the broker's truth.</summary>
    public void EndInTruth()
    {
        for (int i = 0; i < 4; i++)
        {
            CompleteRound();
            desk.Wait(TimeSpan.FromSeconds(61));
        }
        CompleteRound();
        foreach ((AccountId account, Contract contract) in Places)
            Assert.True(PositionOf(account, contract.ConId) == desk.Core.State.Positions.QuantityOf(account, contract.ConId), $"{contract.Ticker} is {desk.Core.State.Positions.QuantityOf(account, contract.ConId)} and not {PositionOf(account, contract.ConId)}. {Story}");
        Assert.Empty(desk.Core.State.Orders.Owed);
        foreach (Held held in _orders)
        {
            Order known = desk.Find(held.Order);
            Assert.True(known.Filled == held.Filled, $"{known.OrderRef} has {known.Filled} of {held.Filled} filled. {Story}");
            Assert.True(known.State.IsFinal() != held.IsOpen, $"{known.OrderRef} is {known.State}, and {(held.IsOpen ? "works" : "has ended")} at the broker. {Story}");
            Assert.True(!held.IsOpen || known.Remaining == held.Quantity - held.Filled, $"{known.OrderRef} has {known.Remaining} left of {held.Quantity - held.Filled}. {Story}");
        }
        foreach ((AccountId account, Contract contract) in Places)
        {
            (decimal buys, decimal sells) = desk.Core.State.Orders.WorkingQuantities(account, contract.ConId, null);
            decimal position = PositionOf(account, contract.ConId), worst = Math.Max(Math.Abs(position + buys), Math.Abs(position - sells));
            Assert.True(worst == WorstOf(account, contract.ConId), $"The worst case in {contract.Ticker} is counted as {worst} and is {WorstOf(account, contract.ConId)}. {Story}");
        }
    }

    public void CompleteRound()
    {
        while (_untold.Count > 0) TellOne();
        foreach (Held held in Working) Describe(held);
        foreach (Action tell in _told.ToArray()) tell();
        foreach ((AccountId account, Contract contract) in Places)
            desk.Apply(new BrokerPositionReceived(account, contract, PositionOf(account, contract.ConId), 100m) { Time = desk.Now });
        // One that runs, or the next one that is asked for.
        if (desk.Core.State.RunningRound != 0) desk.CompleteRound();
    }

    public T? Pick<T>(IReadOnlyList<T> list) where T : class => list.Count == 0 ? null : list[Random.Next(list.Count)];

    private Action Execution(Held held, AccountId account, string execId, Contract contract, OrderSide side, decimal quantity)
    {
        Fill fill = Desk.FillOf(held.Order, execId, quantity, 1m, desk.Now) with { Contract = contract, Side = side, Account = account, Price = 100m };
        void Tell()
        {
            if (!_told.Contains(Tell)) _told.Add(Tell);
            desk.Apply(new ExecutionReceived(fill, false) { Time = desk.Now });
        }
        return Tell;
    }

    private void Say(Action tell)
    {
        if (Random.Next(2) == 0) tell();
        else _untold.Add(tell);
    }

    private void Describe(Held held)
    {
        BrokerOrderStatus status = held.IsOpen ? BrokerOrderStatus.Submitted : held.Filled > 0m && held.Filled == held.Quantity ? BrokerOrderStatus.Filled : BrokerOrderStatus.Cancelled;
        desk.Open(held.Order, status, e => e with { PermId = held.Order.PermId, Quantity = held.Quantity, Attributes = held.Order.Attributes });
    }

    private bool IsReducing(AccountId account, ConId conId, OrderSide side, decimal quantity)
    {
        decimal position = desk.Core.State.Positions.QuantityOf(account, conId);
        return side == OrderSide.Sell ? position > 0m && quantity <= position : position < 0m && quantity <= -position;
    }

    internal sealed class Held(Order order, IReadOnlyList<AccountId> accounts, IReadOnlyList<(Contract Contract, OrderSide Side, decimal Ratio)> parts)
    {
        public Order Order => order;

        public IReadOnlyList<AccountId> Accounts => accounts;

        public IReadOnlyList<(Contract Contract, OrderSide Side, decimal Ratio)> Parts => parts;

        public decimal Quantity { get; set; } = order.Quantity;

        public decimal Filled { get; set; }

        public bool IsOpen { get; set; } = true;
    }
}
