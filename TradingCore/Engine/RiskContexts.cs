using TradingCore.Domain;
using TradingCore.Engine.OrderFlow;
using TradingCore.Engine.RiskFlow;
using TradingCore.Orders;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Risk.Activity;
using TradingCore.Risk.Checks;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine;

/// <summary>What the offline queue wants of an order.</summary>
internal enum QueueStep
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>To take it in.</summary>
    Entering,
    /// <summary>To send it.</summary>
    Leaving,
}

/// <summary>
/// Gathers what the risk checks may know about an order. The contexts are used again: one that was given out holds until the next event
/// (<see cref="Recycle"/>). Allocates only when it meets a new account, contract or pair of currencies.
/// </summary>
internal sealed class RiskContexts(EngineState state, RiskDesk desk)
{
    // Rule 201: a fall of 10 % from the close of the day before restricts short sales.
    private const decimal ShortSaleTrigger = 0.9m;

    private readonly List<RiskContext> _pool = [];
    private int _used;

    /// <summary>A new event: the contexts of the last one are used again.</summary>
    public void Recycle() => _used = 0;

    /// <summary>The context of a new order, or of the change of <paramref name="replaced"/>.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="replaced">The order that would be changed, or that leaves the queue; null for a new one.</param>
    /// <param name="isClosing">True when the engine made it to close what is held.</param>
    /// <param name="queue">What the queue wants of it.</param>
    /// <param name="source">Who commands.</param>
    /// <param name="only">Account of a group to judge it in; null for the one that is worst off, or the order's own.</param>
    /// <param name="beside">Orders that fill together with it, the other legs of a combination: what they add counts beside it; null for none.</param>
    /// <param name="mayWait">True when it can wait until own orders that it would trade with are cancelled, should the limits want that.</param>
    public RiskContext Of(OrderSpec spec, OrderEntry? replaced = null, bool isClosing = false, QueueStep queue = QueueStep.None, string source = "", AccountId? only = null, IReadOnlyList<OrderSpec>? beside = null, bool mayWait = false)
    {
        bool isChange = replaced is not null && queue == QueueStep.None;
        string legFault = "";
        Combo? combo = spec.Legs is { } legs ? Combos.Make(legs, state.Market, out legFault) : null;
        Instrument? instrument = spec.Legs is not null ? combo?.Instrument
            : replaced is null
            ? state.Market.FindInstrument(spec.Ticker)
            : state.Market.FindInstrument(replaced.Order.Contract.ConId) ?? state.Market.FindInstrument(spec.Ticker);
        ConId conId = instrument?.Contract.ConId ?? replaced?.Order.Contract.ConId ?? default;
        AccountId account = only ?? WorstOf(spec, conId, replaced) ?? replaced?.Order.Account ?? AccountOf(spec.Account);
        string symbol = instrument?.Contract.Ticker ?? spec.Ticker;

        RiskContext c = Take(spec);
        c.Spec = spec;
        c.Now = state.Now;
        c.Today = state.Today;
        c.Source = source;
        c.Account = account;
        c.Accounts = state.Session.Accounts;
        c.Mode = state.Mode;
        c.Instrument = instrument;
        c.Quote = combo is not null ? combo.Quote : conId.IsResolved ? state.Market.Find(conId) : null;
        c.LegFault = legFault;
        c.PriceScale = combo?.GrossPrice;
        c.Replaces = isChange ? replaced!.Order : null;
        c.IsFromQueue = queue == QueueStep.Leaving;
        c.SameIntent = SameIntent(spec, account, replaced);
        // An exit in the queue waits with its entry, and leaves with it.
        c.ParentFault = isChange || replaced is { Order: { State: OrderState.Queued, Handling: var handling } } && handling.Role.IsExit() ? "" : ParentFault(spec);
        c.GroupMethod = spec.Attributes is { FaGroup: { Length: > 0 } group, FaMethod.Length: 0 } ? state.FindGroup(group)?.Method ?? "" : "";
        c.IsClosing = isClosing;
        c.LeavesAfter = 0;
        c.IsVerified = state.IsVerified;
        c.Limits = desk.LimitsFor(account, spec.Strategy, symbol);
        SetMarket(c);
        SetBook(c, conId, replaced, isChange);
        SetCrossing(c, conId, replaced, mayWait);
        SetMoney(c, conId, replaced);
        if (beside is not null) AddBeside(c, beside);
        SetActivity(c, symbol);
        SetParent(c, replaced);
        SetGate(c, conId, symbol, queue, replaced, isChange);
        return c;
    }

    /// <summary>Working orders of one side in the account and contract of an order.</summary>
    public int WorkingCount(RiskContext of, OrderSide side) =>
        of.Instrument is { } instrument && desk.Exposures.Find(of.Account, instrument.Contract.ConId) is { } own ? (side == OrderSide.Buy ? own.BuyCount : own.SellCount) : 0;

    private RiskContext Take(OrderSpec spec)
    {
        if (_used == _pool.Count) _pool.Add(new RiskContext { Spec = spec });
        return _pool[_used++];
    }

    private void SetMarket(RiskContext c)
    {
        c.Facts = desk.Facts.Of(c.Instrument);
        // An order that waits is judged by the hour in which it begins to work.
        DateTimeOffset at = c.Spec.Attributes.GoodAfter is { } after && after > state.Now ? after : state.Now;
        c.Hours = desk.Facts.Hours(c.Instrument, at);
        c.LiveBand = null;
        c.IsShortSaleRestricted = c.Instrument is { Contract: { SecurityType: SecurityType.Stock, Currency: "USD" } } && c.Quote is { Low: { } low, Close: { } close } && close > 0m && low <= close * ShortSaleTrigger;
    }

    private void SetBook(RiskContext c, ConId conId, OrderEntry? replaced, bool isChange)
    {
        Exposure? own = desk.Exposures.Find(c.Account, conId);
        decimal replacedRemaining = replaced?.WorstRemaining ?? 0m;
        c.Position = own?.Position ?? 0m;
        (c.WorkingBuys, c.WorkingSells) = WorkingIn(c.Account, conId, replaced);   // legs of combinations and exits of brackets counted as they can fill
        c.ReplacedRemaining = isChange ? replacedRemaining : 0m;
        c.WorkingCount = ((c.Spec.Side == OrderSide.Buy ? own?.BuyCount : own?.SellCount) ?? 0) - (replaced is null ? 0 : 1);
    }

    // What the broker holds more or less than own fills say, and tells no execution of yet, counts like an order that is filling.
    private (decimal Buys, decimal Sells) WorkingIn(AccountId account, ConId conId, OrderEntry? replaced)
    {
        (decimal buys, decimal sells) = state.Orders.WorkingQuantities(account, conId, replaced);
        decimal unexplained = state.Positions.Find(account, conId)?.Unexplained ?? 0m;
        return (buys + Math.Max(0m, unexplained), sells + Math.Max(0m, -unexplained));
    }

    private void SetCrossing(RiskContext c, ConId conId, OrderEntry? replaced, bool mayWait)
    {
        mayWait &= !c.Limits.IsOn(RiskLimit.SelfMatchDeniesNewest);
        c.Crossing = null;
        c.CrossingFault = "";
        for (int i = 0; i < state.Orders.Open.Count; i++)
        {
            OrderEntry entry = state.Orders.Open[i];
            if (!Crosses(c, conId, replaced, entry)) continue;
            c.Crossing ??= entry.Order;
            if (!mayWait) break;
            if (WhyNotCancelled(entry.Order) is not { Length: > 0 } fault) continue;
            c.Crossing = entry.Order;
            c.CrossingFault = fault;
            break;
        }
        c.WaitsForCrossing = mayWait && c.Crossing is not null && c.CrossingFault.Length == 0;
    }

    /// <summary>Adds the orders that an order which waits for them would trade with, each once.</summary>
    /// <param name="c">The order, judged in this event.</param>
    /// <param name="replaced">The same order when it leaves the queue; null for a new one.</param>
    /// <param name="to">Gets them.</param>
    public void AddCrossings(RiskContext c, OrderEntry? replaced, List<OrderEntry> to)
    {
        if (!c.WaitsForCrossing || !c.Limits.IsOn(RiskLimit.SelfMatch)) return;
        ConId conId = c.Instrument?.Contract.ConId ?? default;
        foreach (OrderEntry entry in state.Orders.Open)
            if (Crosses(c, conId, replaced, entry) && !to.Contains(entry)) to.Add(entry);
    }

    private bool Crosses(RiskContext c, ConId conId, OrderEntry? replaced, OrderEntry entry) =>
        entry != replaced && WouldMatch(c, conId, entry.Order) && !WaitsForParent(entry.Order) && !GivesWayLater(c, replaced, entry.Order);

    // A change that is not confirmed may have reached the exchange or not: both prices count.
    private static bool WouldMatch(RiskContext c, ConId conId, Order resting) =>
        Facing(resting, conId, c.Instrument) is { } facing
        && (SelfMatchCheck.WouldMatch(c.Spec, facing, c.Quote)
            || (resting.PendingChange is { } change && (change.LimitPrice ?? change.StopPrice) is not null && Facing(OrderDrafts.With(resting, change), conId, c.Instrument) is { } changed && SelfMatchCheck.WouldMatch(c.Spec, changed, c.Quote)));

    // Two orders in the queue: the newer one is judged against the older when it leaves, and is the one that cancels.
    private static bool GivesWayLater(RiskContext c, OrderEntry? leaving, Order other) =>
        leaving is not null && c.IsFromQueue && other.State == OrderState.Queued && !c.Limits.IsOn(RiskLimit.SelfMatchDeniesNewest) && OrderQueue.ByAge(other, leaving.Order) > 0;

    private string WhyNotCancelled(Order order) =>
        SelfMatchCheck.IsWaiting(order) ? "That one waits for its trigger, and may be what a position is protected by, so it is not cancelled for another order."
        : order.State == OrderState.Queued ? ""
        : order.Handling.Role.IsExit() ? "That one closes what its entry has filled, so it is not cancelled for another order."
        : !OrderCommands.IsOurs(state, order) ? OrderCommands.Foreign(order)
        : state.Session.AlternateClientId is not null ? "It cannot be cancelled from here: the session is read-only, because its client id is in use elsewhere."
        : "";

    // A resting order as it stands in the book of a new one; null when it is in another. A combination with all sides turned round is the same one sold, at the price with the other sign.
    private static Order? Facing(Order resting, ConId conId, Instrument? instrument)
    {
        if (conId.IsResolved) return resting.Contract.ConId == conId ? resting : null;
        if (instrument?.Contract.Legs is not { } legs || resting.Contract.Legs is not { } its) return null;
        return legs.SenseOf(its) switch
        {
            1 => resting,
            -1 => resting with { Side = resting.Side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy, LimitPrice = -resting.LimitPrice, StopPrice = -resting.StopPrice },
            _ => null,
        };
    }

    // Each leg is judged as if the others filled too: limits of the whole account hold for all of them together.
    private void AddBeside(RiskContext c, IReadOnlyList<OrderSpec> beside)
    {
        foreach (OrderSpec spec in beside)
        {
            if (spec == c.Spec || c.Others is not { } others) continue;
            if (state.Market.FindInstrument(spec.Ticker) is not { } instrument || desk.Exposures.Added(c.Account, instrument.Contract, spec.Side, spec.Quantity) is not { } added)
            {
                c.Others = null;
                c.Unvalued = spec.Ticker;
                return;
            }
            c.Others = new ExposureSum(others.Gross + added.Gross, others.Long + added.Long, others.Short + added.Short, others.MarginInFlight + added.MarginInFlight, others.BuysInFlight + added.BuysInFlight);
            if (instrument.Sector.Length > 0 && instrument.Sector == c.Instrument?.Sector) c.SectorOthers += added.Gross;
        }
    }

    // The exit of an entry that has not filled is not in the book yet.
    private bool WaitsForParent(Order order) =>
        order.Attributes.Parent is { } parent && state.Orders.Find(parent) is { Order: { Filled: 0m } waited } && waited.State.IsWorking();

    private void SetMoney(RiskContext c, ConId conId, OrderEntry? replaced)
    {
        AccountState? money = state.Accounts.Find(c.Account);
        c.BaseCurrency = state.BaseCurrencyOf(c.Account);
        c.RateToBase = c.Instrument is null ? null : desk.Rates.Rate(c.Instrument.Contract.Currency, c.BaseCurrency);
        c.Equity = money?.NetLiquidation;
        c.ExcessLiquidity = money?.ExcessLiquidity;
        c.SettledCash = money?.SettledCash ?? money?.TotalCash;
        c.MarkPrice = c.Quote?.Mark;
        c.Others = desk.Exposures.Others(c.Account, conId, out string unvalued);
        c.Unvalued = unvalued;
        c.SectorOthers = desk.Exposures.Sector(c.Account, conId, c.Instrument?.Sector ?? "");
        c.PreviewedMargin = state.Risk.Margins.PerUnit(c.Account, conId, c.Spec.Side, c.Quantity, c.Position, c.Limits.Duration(RiskLimit.MarginPreviewMaxAge), state.Now);
        // The first order of an account, or the first one after a price came, may be earlier than the clock.
        if (desk.Losses.DayPnl(c.Account) is null) desk.Losses.Update();
        AccountDay? day = desk.Losses.Find(c.Account);
        c.StartEquity = day?.StartEquity;
        c.PeakEquity = day?.PeakEquity;
        c.FlowOnItsWay = Math.Max(0m, day?.RecordedFlow ?? 0m);
        // Asked for only where it decides: it is not for every order.
        c.PaidOut = c.PeakEquity is { } peak && c.Equity + c.FlowOnItsWay <= DrawdownCheck.FloorOf(peak, c.Limits) ? state.Money.Cash.PaidOut(c.Account) : 0m;
        c.DayPnl = desk.Losses.DayPnl(c.Account);
        // Over all accounts: only what a limit asks for.
        bool isPositionLimited = c.Limits[RiskLimit.PositionTotalMax] != 0m, isGrossLimited = c.Limits[RiskLimit.GrossExposureTotalMax] != 0m;
        c.OtherAccountsWorst = isPositionLimited ? desk.Exposures.WorstElsewhere(c.Account, conId, replaced) : 0m;
        c.OtherAccountsGross = isGrossLimited ? desk.Exposures.GrossElsewhere(c.Account, conId, c.BaseCurrency, replaced) : null;
        (c.GroupBuys, c.GroupSells) = (isPositionLimited || isGrossLimited) && desk.Exposures.Find(c.Account, conId) is { } own ? (own.GroupBuys, own.GroupSells) : (0m, 0m);
        if (replaced is { Order.Attributes.FaGroup.Length: > 0 } && (c.GroupBuys != 0m || c.GroupSells != 0m))
        {
            decimal counted = state.Orders.CountedRemaining(replaced);
            if (replaced.Order.Side == OrderSide.Buy) c.GroupBuys -= counted;
            else c.GroupSells -= counted;
        }
        c.TotalDayPnl = c.Limits[RiskLimit.DailyLossTotalMax] == 0m ? null : desk.Losses.TotalDayPnl(c.BaseCurrency);
    }

    private void SetActivity(RiskContext c, string symbol)
    {
        RiskGate risk = state.Risk;
        string strategy = c.Spec.Strategy;
        bool isStrategy = strategy.Length > 0;
        c.StrategyStreak = isStrategy ? risk.Strategies.Streak(strategy) : 0;
        c.StrategyPnl = isStrategy ? risk.Strategies.DayPnl(strategy, desk.Losses.DayOf(c.Account)) : 0m;
        c.Heartbeat = isStrategy ? risk.Health.Of(strategy) : null;
        (c.RepeatsMinute, c.RepeatsDay) = isStrategy ? risk.Repeats.Of(strategy, symbol, c.Spec.Side, state.Today, state.Now) : (0, 0);
        c.RecentFillPrice = c.Instrument is null ? null : risk.Fills.Mean(c.Instrument.Contract.ConId, c.Limits.Duration(RiskLimit.FillDriftWindow), state.Now);
        c.MessagesLastSecond = risk.MessagesLastSecond(state.Now);
        (c.MessagesToday, c.FillsToday) = risk.Ratio.Of(c.Account.Value ?? "", state.Today);
        c.UsualSize = c.Source == "user" ? risk.Sizes.Median(symbol, state.Now) : null;
    }

    private void SetParent(RiskContext c, OrderEntry? replaced)
    {
        c.ParentQuantity = null;
        c.SiblingQuantity = 0m;
        c.HasProtectiveStop = c.Spec.Bracket?.StopLoss is not null || (replaced is not null && HasStop(replaced));
        if (c.Spec.Attributes.Parent is not { } parentRef || state.Orders.Find(parentRef) is not { } parent) return;
        // An order in something else that waits is no exit.
        if (parent.Order.Side == c.Spec.Side || parent.Order.Contract.ConId != c.Instrument?.Contract.ConId) return;
        c.ParentQuantity = parent.Order.Quantity;
        for (int i = 0; i < state.Orders.Open.Count; i++)
        {
            OrderEntry entry = state.Orders.Open[i];
            if (entry != replaced && entry.Order.Attributes.Parent == parentRef && entry.Order.Side == c.Spec.Side && entry.Order.Type.HasTrigger() == c.Spec.Type.HasTrigger()) c.SiblingQuantity += entry.Order.Quantity;
        }
    }

    // An order that is changed, or leaves the queue, has its exits beside it already.
    private bool HasStop(OrderEntry entry)
    {
        IReadOnlyList<OrderEntry> exits = state.Orders.ExitsOf(entry.Order.OrderRef);
        for (int i = 0; i < exits.Count; i++)
            if (exits[i].Order is { Handling.Role: OrderRole.StopLoss } stop && !stop.State.IsFinal()) return true;
        return false;
    }

    private void SetGate(RiskContext c, ConId conId, string symbol, QueueStep queue, OrderEntry? replaced, bool isChange)
    {
        AccountId account = c.Account;
        c.GateReason = GateReason(state.Positions.Find(account, conId), account, conId, queue);
        if (c.GateReason.Length == 0 && !isChange) c.GateReason = UndecidedReason(account, conId, c.Spec, c.Position, replaced);
        c.Gate = TradingGate.Halted;
        if (c.GateReason.Length > 0) return;
        c.Gate = state.Latches.StateFor(account.Value ?? "", c.Spec.Strategy, symbol, out RiskLatch? latch);
        if (latch is not null) c.GateReason = latch.Reason;
    }

    // How the broker will divide an order among a group is not known before: each account might get all of it, so the worst off is judged.
    private AccountId? WorstOf(OrderSpec spec, ConId conId, OrderEntry? replaced)
    {
        if (spec.Attributes.FaGroup.Length == 0) return null;
        AccountId? worst = null;
        decimal largest = -1m;
        decimal quantity = spec.Quantity != 0m || spec.Attributes.CashQuantity is not { } cash || state.Market.FindInstrument(conId) is not { } instrument ? spec.Quantity
            : CashSize.Of(spec.Side, cash, spec.LimitPrice, state.Market.Find(conId), instrument.Contract, instrument.SizeIncrement);
        foreach (AccountId account in state.FindGroup(spec.Attributes.FaGroup) is { } group ? EngineState.AccountsOf(group, replaced) : [])
        {
            // One account of the group that must not trade stops the order for all.
            if (GateReason(state.Positions.Find(account, conId), account, conId, QueueStep.Entering).Length > 0) return account;
            (decimal buys, decimal sells) = WorkingIn(account, conId, replaced);
            decimal held = state.Positions.QuantityOf(account, conId);
            decimal after = spec.Side == OrderSide.Buy
                ? Math.Max(Math.Abs(held + buys + quantity), Math.Abs(held - sells))
                : Math.Max(Math.Abs(held + buys), Math.Abs(held - sells - quantity));
            if (after <= largest) continue;
            largest = after;
            worst = account;
        }
        // A group that is not known has no account that could pass.
        return worst ?? new AccountId("");
    }

    private AccountId AccountOf(string? account) =>
        !string.IsNullOrEmpty(account) ? new AccountId(account)
        : state.Session.Accounts.Count > 0 ? state.Session.Accounts[0]
        : new AccountId("");

    private Order? SameIntent(OrderSpec spec, AccountId account, OrderEntry? except) =>
        spec.Intent.Length == 0 ? null
        : FindIntent(spec.Intent, account, except);

    private Order? FindIntent(string intent, AccountId account, OrderEntry? except)
    {
        for (int i = 0; i < state.Orders.Open.Count; i++)
        {
            OrderEntry entry = state.Orders.Open[i];
            if (entry != except && entry.Order.Handling.Intent == intent && state.Orders.CanFillIn(entry.Order, account)) return entry.Order;
        }
        return null;
    }

    private string ParentFault(OrderSpec spec)
    {
        if (spec.Attributes.Parent is not { } parent) return "";
        Order? order = state.Orders.Find(parent)?.Order;
        return order is null ? $"There is no order {parent} to wait for"
            : order.State == OrderState.Queued ? "The order to wait for is itself queued and not at the broker yet"
            : order.State.IsFinal() ? $"The order to wait for is {OrderText.Name(order.State)} already"
            : order.ClientId != state.Session.ClientId || order.OrderId.Value <= 0 ? "The order to wait for was not sent from here, so the broker does not tie another one to it"
            : order.Handling.Role.IsExit() ? "The order to wait for is the exit of a bracket"
            : "";
    }

    private string GateReason(PositionEntry? position, AccountId account, ConId conId, QueueStep queue)
    {
        if (state.GateReason.Length > 0) return state.GateReason;
        // What is queued leaves after the restart, and when the own client id is free.
        if (queue != QueueStep.Entering && SessionView.HoldReason(state) is { Length: > 0 } hold) return hold;
        if (state.TieOut.HaltOf(account, conId) is { } halt && halt.Kind != TieOutKind.Quantity)
            return $"The {TieOutDesk.Name(halt.Kind)}{(halt.Ticker.Length > 0 ? $" of {halt.Ticker}" : "")} does not agree with the broker: {TieOutDesk.Explain(halt)} No new order until it is settled; cancels work.{TieOutDesk.Advice(halt)}";
        if (position is { WantedMultiplier: not null })
            return $"The prices of {position.Contract.Ticker} turned out to be told in a part of {position.Contract.Currency}, and what the position cost cannot be worked out anew before the broker has told it. Wait for the next comparison, and see that quantities agree; cancels work.";
        return position is { IsBlocked: true, Difference: not 0m }
            ? $"The broker reports a position of {OrderText.Number(position.BrokerQuantity ?? 0m)} {position.Contract.Ticker}, own fills give {OrderText.Number(position.Ledger.Quantity)}. Find out why before you trade it; cancels work. Then book the difference as what it was: with 'Book' beside it, or with POST /api/v1/tie-out/accept."
            : "";
    }

    // An order whose cancel was refused may have filled, and so may one that was to close the position and was not answered: nobody knows until the
    // broker has told. Another order with the same intent would double it.
    private string UndecidedReason(AccountId account, ConId conId, OrderSpec spec, decimal held, OrderEntry? queued)
    {
        if (!conId.IsResolved) return "";
        bool isClosing = spec.Side == OrderSide.Sell ? held > 0m : held < 0m;
        for (int i = 0; i < state.Orders.Open.Count; i++)
        {
            OrderEntry entry = state.Orders.Open[i];
            Order order = entry.Order;
            bool isSame = order.State == OrderState.Unknown && entry != queued && order.Contract.ConId == conId && state.Orders.CanFillIn(order, account) && order.Side == spec.Side;
            // Of one group only one fills.
            bool isOneOfGroup = spec.Attributes.OcaGroup.Length > 0 && spec.Attributes.OcaGroup == order.Attributes.OcaGroup;
            if (isSame && !isOneOfGroup && (isClosing || entry.IsCancelWanted || entry.CancelsSent > 0))
                return $"What became of the order to {OrderText.Short(order)} is not known; the broker is being asked. No other order to {(spec.Side == OrderSide.Buy ? "buy" : "sell")} {order.Contract.Ticker} until it is; cancels work.";
        }
        return "";
    }
}
