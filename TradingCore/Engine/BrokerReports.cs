using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.MoneyFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine;

/// <summary>What the broker says about orders and executions. Quantities and prices of fills come from executions alone.</summary>
/// <param name="state">The engine's state.</param>
/// <param name="ask">Asks for a comparison with the broker, because a report contradicts what is known.</param>
/// <param name="found">Told of executions that nobody had told while they happened.</param>
/// <param name="old">Keeps corrections of fills that are not here one by one.</param>
internal sealed class BrokerReports(EngineState state, Action ask, Action<Fill> found, OldFills old)
{
    private const string Broker = "broker";

    // Of orders that are described a moment later.
    private const int BindingsMax = 1_000;

    private readonly OrderTwins _twins = new(state, ask);
    private readonly Dictionary<long, (int ClientId, OrderId OrderId)> _bindings = [];

    /// <summary>Orders that are told under two order ids.</summary>
    public OrderTwins Twins => _twins;

    public void On(BrokerOrderReceived e)
    {
        if (e.ClientId == state.Session.ClientId && e.OrderId.Value > 0) state.OrderIdsOf(e.ClientId).NotBelow(e.OrderId.Value + 1);
        OrderEntry? entry = state.Orders.Find(e.OrderRef, e.PermId, e.ClientId, e.OrderId);
        if (entry is null)
        {
            entry = Adopt(e);
            if (entry is null) return;
        }
        else
        {
            TakeValues(entry, e);
        }
        if (!e.IsCompleted) _twins.OnNamed(entry, e.ClientId, e.OrderId, isDescribed: true);
        Seen(entry, e.Time);
        if (e.IsCompleted) entry.CompletedRound = state.RunningRound;
        if (e.IsCompleted && e.Status == BrokerOrderStatus.Filled) NoteBrokerFilled(entry, e.Quantity);
        bool wasFinal = entry.Order.State.IsFinal();
        decimal most = entry.WorstQuantity;
        if (e is { IsCompleted: true, Status: BrokerOrderStatus.Inactive }) Apply(entry, OrderEventKind.RejectedByBroker, e.Text);
        else ApplyStatus(entry, e.Status, e.Text);
        if (!wasFinal) NoteUncounted(entry, most, willBeTold: e.IsCompleted);
        Reopen(entry, e);
    }

    public void On(OrderStatusReceived e)
    {
        OrderEntry? entry = state.Orders.Find(new OrderRef(""), e.PermId, e.ClientId, e.OrderId);
        // The description of an order comes before its status; without it there is nothing to show and nothing to count.
        if (entry is null) return;
        if (e.PermId.Value != 0 && entry.Order.PermId.Value == 0) Change(entry, entry.Order with { PermId = e.PermId }, "");
        _twins.OnNamed(entry, e.ClientId, e.OrderId, isDescribed: false);
        // A status alone may be an echo; the list of open orders describes each.
        entry.SeenTime = e.Time;
        NoteBrokerFilled(entry, e.Filled);
        // Its size was changed by what this process did not hear: the list of completed orders says it.
        if (e.Status == BrokerOrderStatus.Filled && e.Filled > 0m && e.Filled < entry.Order.Quantity && entry.Order.State.IsWorking() && entry.Order.Attributes.CashQuantity is null) ask();
        ApplyStatus(entry, e.Status, e.WhyHeld.Length > 0 ? $"Held: {e.WhyHeld}." : "");
        if (e.Status is BrokerOrderStatus.Cancelled or BrokerOrderStatus.ApiCancelled or BrokerOrderStatus.Filled or BrokerOrderStatus.Inactive) state.Orders.NoteUncounted(entry, null);
    }

    /// <summary>An order has an id at a client from now on.</summary>
    public void On(OrderBoundReceived e)
    {
        if (e.PermId.Value == 0 || e.OrderId.Value <= 0) return;
        if (e.ClientId == state.Session.ClientId) state.OrderIdsOf(e.ClientId).NotBelow(e.OrderId.Value + 1);
        if (state.Orders.Find(new OrderRef(""), e.PermId, e.ClientId, default) is not { } entry)
        {
            // Its description may still come without the id: it was written before.
            if (_bindings.Count >= BindingsMax) _bindings.Clear();
            _bindings[e.PermId.Value] = (e.ClientId, e.OrderId);
            return;
        }
        if (entry.Order.OrderId.Value > 0) _twins.OnNamed(entry, e.ClientId, e.OrderId, isDescribed: false);
        else Change(entry, entry.Order with { OrderId = e.OrderId, ClientId = e.ClientId }, "reconciled", Bound(e.ClientId, e.OrderId));
    }

    private static string Bound(int clientId, OrderId orderId) => string.Create(CultureInfo.InvariantCulture, $"Bound to client {clientId} as order {orderId.Value}.");

    /// <summary>A message about an order is on the wire; the first one ends the first stage of its way.</summary>
    public void On(OrderOnWire e)
    {
        if (state.Orders.Find(new OrderRef(""), default, e.ClientId, e.OrderId) is not { } entry || entry.Order.Handling.WireTime is not null) return;
        Order order = entry.Order;
        // A queued order had its time before; its way to the wire begins when it was let go.
        TimeSpan way = e.Time - (order.Handling.ReleasedTime ?? order.CreatedTime);
        decimal milliseconds = Say.MillisecondsOf(way);
        state.Orders.Update(entry, order with { Handling = order.Handling with { WireTime = e.Time } }, new OrderRemark(e.Time, "sent", "engine", $"On the wire after {Say.Milliseconds(way)}."));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Log.OrderOnWire(order.OrderRef, milliseconds, order.Handling.CorrelationId);
    }

    public void On(ExecutionReceived e)
    {
        Fill reported = e.Fill with { Contract = state.Known(e.Fill.Contract) };
        OrderEntry? entry = state.Orders.Find(reported.OrderRef, reported.PermId, reported.ClientId, reported.OrderId);
        // Only our own reference is kept: a text that somebody else put there names no order of ours.
        reported = reported with { OrderRef = entry is { Order.OrderRef: { IsOurs: true } ours } ? ours : reported.OrderRef.IsOurs ? reported.OrderRef : new OrderRef("") };

        Fill? before = state.Fills.Find(reported.ExecId);
        FillOutcome outcome = state.Fills.Book(reported, out Fill fill);
        // An execution is told all day, also of an order that has ended since: it does not say that the order is open.
        if (entry is not null) entry.SeenTime = e.Time;
        if (outcome == FillOutcome.CorrectsOld)
        {
            old.Wait(e);
            return;
        }
        if (outcome == FillOutcome.Repeated)
        {
            state.Log.DuplicateExecution(reported.ExecId);
            // Booked once; but whether the order has counted it is another question: the program may have ended between the two.
            if (entry is not null) CatchUp(entry, fill);
            return;
        }
        // The position first: money moved, whatever the order table thinks of it.
        if (before is not null && (before.Account, before.Contract.ConId) != (fill.Account, fill.Contract.ConId)) state.Money.Book(before with { Quantity = 0m, Commission = 0m }, e.Time);
        state.Money.Book(fill, e.Time);
        state.Effects.Journal.Add(new FillWritten(fill));
        if (fill.IsLiquidation) state.Effects.Journal.Add(new SettingWritten(MoneyKeys.Cause + fill.ExecId.Key, MoneyKeys.Liquidation, Broker, e.Time));
        if (outcome == FillOutcome.Corrected) state.Log.FillCorrected(fill.ExecId, fill.Quantity, fill.Price);
        if (entry is not null) TakeFill(entry, fill, isNew: outcome == FillOutcome.Added);
        if (e.IsReplay) found(fill);
        Tell(fill, entry, outcome, isQuiet: e.IsFromStatement);
    }

    public void On(CommissionReceived e)
    {
        if (old.TryWait(e)) return;
        Fill? fill = state.Fills.BookCommission(e.ExecId, e.Commission, e.Currency, out bool isDropped);
        if (isDropped) state.Log.CommissionDropped(e.ExecId);
        if (fill is null) return;
        state.Money.Book(fill, e.Time);
        state.Effects.Journal.Add(new FillWritten(fill));
        if (state.Orders.Find(fill.OrderRef, fill.PermId, fill.ClientId, fill.OrderId) is not { } entry) return;
        entry.Take(fill);
        Change(entry, entry.Order with { Commission = entry.Sum().Commission }, "");
    }

    public void On(OrderErrorReceived e)
    {
        if (state.Orders.Find(new OrderRef(""), default, state.Session.ClientId, e.OrderId) is not { } entry)
        {
            state.Log.OrderErrorUnmatched(e.OrderId, e.Code, e.Text);
            return;
        }
        string text = e.Advice.Length == 0 || e.IsWarning ? $"{e.Text} (code {e.Code})" : $"{e.Text.TrimEnd('.')} (code {e.Code}). {e.Advice}";
        Order order = entry.Order;
        if (e.OrderId != order.OrderId)
        {
            // A second id of the order: what the broker says of it decides nothing about the order itself.
            Remark(entry, e.Code, text);
            ask();
            return;
        }
        if (e.Code == OrderErrors.Cancelled) OnCancelled(entry, OrderErrors.CancelReason(e.Text));
        else if (OrderErrors.IsAboutCancel(e.Code)) OnCancelError(entry, e.Code, text);
        else if (order.PendingChange is not null && order.State.IsWorking() && !OrderErrors.IsRemark(e.Code)) OnModifyRejected(entry, text);
        else if (e.IsWarning) Remark(entry, e.Code, text);
        else if (e.Code == OrderErrors.DuplicateId) OnDuplicateId(entry, text);
        else if (e.Code == OrderErrors.Rejected || !entry.IsKnownAtBroker || order.State is OrderState.PendingSubmit or OrderState.Inactive) Apply(entry, OrderEventKind.RejectedByBroker, text);
        else
        {
            // An order that works does not die of an error about something else; the broker says what is left of it.
            Remark(entry, e.Code, text);
            ask();
        }
    }

    /// <summary>No answer came: the order's state is not known until the broker is asked.</summary>
    public void Lose(OrderEntry entry, string reason)
    {
        entry.AwaitingSince = null;
        if (entry.Order.State.IsFinal()) return;
        if (entry.Order.State != OrderState.Unknown) state.Log.OrderLost(entry.Order.OrderRef, entry.Order.Handling.CorrelationId);
        Apply(entry, OrderEventKind.Lost, reason);
    }

    /// <summary>The broker does not answer the cancel of an order, and works it: it is not sent again by itself.</summary>
    public void GiveUpCancel(OrderEntry entry)
    {
        entry.IsCancelWanted = false;
        string text = $"It was sent {entry.CancelsSent} times and had no effect. The order works on; cancel it again, or in TWS.";
        state.Orders.Update(entry, entry.Order, new OrderRemark(state.Now, OrderHistory.CancelRefused, "engine", text));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Notices.Add(state.Now, NoticeSeverity.Error, "warning", $"The broker does not take the cancel of the order to {OrderText.Short(entry.Order)}: {text}", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    /// <summary>Applies an event to an order: state, history, journal, log and notice.</summary>
    public void Apply(OrderEntry entry, OrderEventKind kind, string text)
    {
        if (kind == OrderEventKind.None) return;
        OrderState before = entry.Order.State;
        if (!state.Orders.Transition(entry, kind, new OrderRemark(state.Now, NameOf(kind, before, text), SourceOf(kind), Stage(entry, kind, text))))
        {
            state.Log.UnexpectedEvent(entry.Order.OrderRef, kind, before, entry.Order.Handling.CorrelationId);
            state.Effects.Journal.Add(new OrderWritten(entry.Order));
            ask();
            return;
        }
        OrderState after = entry.Order.State;
        if (kind == OrderEventKind.CancelPending) entry.IsCancelAtBroker = true;
        if (!entry.IsAnswerDue) entry.AwaitingSince = null;
        if (after == before)
        {
            AddReason(entry, kind, text);
            return;
        }
        if (after.IsFinal() || after == OrderState.Inactive || text.Length > 0) state.Orders.Put(entry, entry.Order with { Reason = text.Length > 0 ? text : entry.Order.Reason });
        if (after.IsFinal())
        {
            entry.IsCancelWanted = false;
            state.Orders.Put(entry, entry.Order with { PendingChange = null });
        }
        // A final order that lives after all contradicts an earlier conclusion, and one that waited here one that it never came there; only the broker knows.
        if ((before.IsFinal() || before == OrderState.Queued) && after == OrderState.Unknown) ask();
        // An order that worked and is called rejected may be meant by a late word about its change.
        if (kind == OrderEventKind.RejectedByBroker && before is OrderState.PreSubmitted or OrderState.Working) ask();
        if (before.IsFinal() && !after.IsFinal()) entry.IsCancelWanted = OrderHistory.IsCancelOwed(entry.Order);
        if (kind == OrderEventKind.CancelRefused) OnCancelRefused(entry);
        state.Log.OrderChanged(entry.Order.OrderRef, after, text, entry.Order.Handling.CorrelationId);
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        TellState(entry.Order, after);
    }

    // The first word of the broker ends the second stage of the order's way: from the wire to the acknowledgement.
    private string Stage(OrderEntry entry, OrderEventKind kind, string text)
    {
        OrderHandling handling = entry.Order.Handling;
        if (handling.AckTime is not null || handling.CorrelationId.Length == 0 || kind is not (OrderEventKind.Held or OrderEventKind.Acknowledged)) return text;
        state.Orders.Put(entry, entry.Order with { Handling = handling with { AckTime = state.Now } });
        return handling.WireTime is { } wire ? $"{text} After {Say.Milliseconds(state.Now - wire)}.".TrimStart() : text;
    }

    private OrderEntry? Adopt(BrokerOrderReceived e)
    {
        bool isOurs = e.OrderRef.IsOurs && state.Orders.Find(e.OrderRef) is null;
        if (!isOurs && (e.PermId.Value == 0 || e.IsCompleted)) return null;   // nothing to know it by, or no more than history
        if (!isOurs && state.Orders.Find(e.OrderRef) is { } twin)
        {
            state.Log.OrderTwin(e.OrderRef, twin.Order.PermId, e.PermId, twin.Order.Handling.CorrelationId);
            state.Notices.Add(e.Time, NoticeSeverity.Error, "warning", $"The order to {OrderText.Short(twin.Order)} is at the broker twice. Cancel one of them.", twin.Order.Contract.Ticker, twin.Order.OrderRef);
        }
        Order order = state.Orders.Draft(
            new Order
            {
                OrderRef = isOurs ? e.OrderRef : new OrderRef($"X-{e.PermId}"),
                OrderId = e.OrderId,
                ClientId = e.ClientId,
                PermId = e.PermId,
                Account = e.Account,
                Contract = state.Known(e.Contract),
                Side = e.Side,
                Quantity = e.Quantity,
                Type = e.Type,
                LimitPrice = e.LimitPrice,
                StopPrice = e.StopPrice,
                Tif = e.Tif,
                OutsideRth = e.OutsideRth,
                ParentId = e.ParentId,
                Attributes = e.Attributes,
                Source = isOurs ? Broker : e.OrderId.Value > 0 ? string.Create(CultureInfo.InvariantCulture, $"client {e.ClientId}") : "TWS",
                CreatedTime = e.Time,
                State = OrderState.PendingSubmit,
            },
            new OrderRemark(e.Time, "reconciled", Broker, "Found at the broker."));
        // One by amount has no quantity of its own; what it may make counts all the same.
        if (order is { Quantity: 0m, Attributes.CashQuantity: { } cash })
            order = order with { Quantity = CashSize.Of(order.Side, cash, order.LimitPrice, state.Market.Find(order.Contract.ConId), order.Contract, state.Market.FindInstrument(order.Contract.ConId)?.SizeIncrement) };
        if (_bindings.Remove(order.PermId.Value, out (int ClientId, OrderId OrderId) bound) && order.OrderId.Value <= 0)
            order = state.Orders.Draft(order with { OrderId = bound.OrderId, ClientId = bound.ClientId }, new OrderRemark(e.Time, "reconciled", Broker, Bound(bound.ClientId, bound.OrderId)));
        OrderEntry entry = state.Orders.Add(order);
        state.Log.OrderAdopted(order.OrderRef, order.PermId, order.ClientId, order.Handling.CorrelationId);
        state.Effects.Journal.Add(new OrderWritten(order));
        // Executions can come before the order they belong to.
        foreach (Fill orphan in state.Fills.Where(f => BelongsTo(f, order)).ToArray())
        {
            Fill fill = orphan;
            if (isOurs && fill.OrderRef != order.OrderRef)
            {
                fill = state.Fills.Attach(fill, order.OrderRef);
                state.Effects.Journal.Add(new FillWritten(fill));
            }
            TakeFill(entry, fill, isNew: true);
        }
        return entry;
    }

    private static bool BelongsTo(Fill fill, Order order) =>
        (order.OrderRef.IsOurs && fill.OrderRef == order.OrderRef) || (fill.PermId.Value != 0 && fill.PermId == order.PermId);

    private void TakeValues(OrderEntry entry, BrokerOrderReceived e)
    {
        Order order = entry.Order;
        Order taken = order with
        {
            PermId = e.PermId.Value != 0 ? e.PermId : order.PermId,
            // One entered in TWS has none, or one below 0, until it is bound to a client.
            OrderId = order.OrderId.Value <= 0 && e.OrderId.Value != 0 ? e.OrderId : order.OrderId,
            ClientId = order.OrderId.Value <= 0 && e.OrderId.Value > 0 ? e.ClientId : order.ClientId,
        };
        // Completed orders come without their working values, but for the size of one that filled: a change, or a fill of its group, may have made it another one meanwhile.
        if (e is { IsCompleted: true, Status: BrokerOrderStatus.Filled, Quantity: > 0m } && order.Attributes.CashQuantity is null && (order.State == OrderState.Filled || !order.State.IsFinal()) && (e.Quantity != order.Quantity || order.PendingChange?.Quantity is not null))
        {
            Change(entry, taken with { Quantity = e.Quantity, PendingChange = null }, "modified", $"It had {OrderText.Number(e.Quantity)} when it filled.");
            return;
        }
        bool isChange = !e.IsCompleted && e.Quantity > 0m && Differs(order, e);
        if (isChange)
        {
            taken = taken with
            {
                Quantity = e.Quantity,
                LimitPrice = e.LimitPrice ?? order.LimitPrice,
                StopPrice = e.StopPrice ?? order.StopPrice,
                Tif = e.Tif == TimeInForce.Other ? order.Tif : e.Tif,
                Attributes = Attributes(order, e),
            };
        }
        bool isConfirmed = order.PendingChange is { } pending && !e.IsCompleted && Has(taken, pending);
        if (isConfirmed) taken = taken with { PendingChange = null };
        // A trailing stop moves with the market all the time: that is no line in the history.
        if (!e.IsCompleted && IsTrailing(order) && e.StopPrice is { } stop) taken = taken with { StopPrice = stop };
        if (isChange || isConfirmed) Change(entry, taken, "modified", isConfirmed ? OrderText.Of(order.PendingChange!, state.Market.FindInstrument(order.Contract.ConId)) : "Changed at the broker.");
        else if (taken != order) Change(entry, taken, "");
    }

    private static bool IsTrailing(Order order) => order.Type.Traits().Trail != Need.No;

    // Values that can change at the broker; conditions and the like come back in other words and stay as they were sent.
    private static OrderAttributes Attributes(Order order, BrokerOrderReceived e) => order.Attributes with
    {
        TrailAmount = e.Attributes.TrailAmount ?? order.Attributes.TrailAmount,
        TrailPercent = e.Attributes.TrailPercent ?? order.Attributes.TrailPercent,
        GoodTill = e.Attributes.GoodTill ?? order.Attributes.GoodTill,
    };

    private static bool Differs(Order order, BrokerOrderReceived e) =>
        e.Quantity != order.Quantity
        || (e.LimitPrice is { } limit && order.LimitPrice is { } && limit != order.LimitPrice)
        || (e.StopPrice is { } stop && order.StopPrice is { } && stop != order.StopPrice && !IsTrailing(order))
        || (e.Attributes.TrailAmount is { } amount && amount != order.Attributes.TrailAmount)
        || (e.Attributes.TrailPercent is { } percent && percent != order.Attributes.TrailPercent)
        || (e.Attributes.GoodTill is { } till && till != order.Attributes.GoodTill)
        || (e.Tif != TimeInForce.Other && e.Tif != order.Tif);

    private static bool Has(Order order, OrderChange change) =>
        (change.Quantity is null || change.Quantity == order.Quantity)
        && (change.LimitPrice is null || change.LimitPrice == order.LimitPrice)
        && (change.StopPrice is null || change.StopPrice == order.StopPrice)
        && (change.Tif is null || change.Tif == order.Tif);

    private void TakeFill(OrderEntry entry, Fill fill, bool isNew)
    {
        entry.Take(fill);
        if (entry.IsOfLeg(fill))
        {
            if (!entry.IsBehind) entry.AheadSince = null;
            Change(entry, entry.Order with { Commission = entry.Sum().Commission }, "leg filled", OrderText.Of(fill, null, state.Market.FindInstrument(fill.Contract.ConId)));
            return;
        }
        (decimal filled, decimal? average, decimal? commission) = entry.Sum();
        decimal before = entry.Order.Filled;
        string text = $"{(isNew ? "" : "Corrected to ")}{OrderText.Number(fill.Quantity)} at {Say.Price(fill.Price, state.Market.FindInstrument(fill.Contract.ConId))}";
        OrderHandling handling = entry.Order.Handling;
        if (handling is { FirstFillTime: null, CorrelationId.Length: > 0 })
        {
            // The third stage: from the acknowledgement to the first fill.
            if (handling.AckTime is { } ack && handling.WireTime is not null) text += $", {Say.Milliseconds(fill.ReceivedTime - ack)} after the acknowledgement";
            handling = handling with { FirstFillTime = fill.ReceivedTime };
        }
        Change(entry, entry.Order with { Filled = filled, AverageFillPrice = average, Commission = commission, Handling = handling }, isNew ? "filled" : "fill corrected", text);
        // What was taken back is not on its way any more.
        if (!isNew && filled < before) state.Orders.NoteBrokerFilled(entry, Math.Max(filled, entry.BrokerFilled - (before - filled)));
        if (entry.AreLegsBehind) entry.AheadSince ??= state.Now;
        else if (!entry.IsBehind) entry.AheadSince = null;
        if (!isNew && filled < entry.Order.Quantity)
            Apply(entry, OrderEventKind.Busted, $"An execution was {(fill.Quantity == 0m ? "cancelled" : "corrected")} by the broker: {OrderText.Number(filled)} of {OrderText.Number(entry.Order.Quantity)} remain filled.");
        if (filled <= 0m) return;
        if (!entry.IsWhole || MayBeLarger(entry.Order)) Apply(entry, OrderEventKind.PartiallyFilled, "");
        else Apply(entry, OrderEventKind.FullyFilled, "");
    }

    // A change to more that is not answered may have reached the broker before the last fill: then it works the rest.
    private static bool MayBeLarger(Order order) => order.PendingChange?.Quantity > order.Filled;

    /// <summary>Ends an order whose executions add up to its quantity: how much that is can be told after them.</summary>
    /// <param name="entry">Order.</param>
    /// <param name="isFilledThere">True when the broker calls it filled, so that no change of it can be under way.</param>
    public void Conclude(OrderEntry entry, bool isFilledThere = false)
    {
        Order order = entry.Order;
        if (order.State.IsFinal() || order.Filled <= 0m || !entry.IsWhole || (MayBeLarger(order) && !isFilledThere)) return;
        Apply(entry, OrderEventKind.FullyFilled, "");
    }

    private void ApplyStatus(OrderEntry entry, BrokerOrderStatus status, string text)
    {
        OrderEventKind kind = KindOf(status, entry);
        if (status == BrokerOrderStatus.Filled) entry.IsFilledAtBroker = true;
        Apply(entry, kind, text);
        // The cancel was refused, and the order is held as before.
        if (kind == OrderEventKind.CancelRefused && status == BrokerOrderStatus.PreSubmitted) Apply(entry, OrderEventKind.Held, "");
        Conclude(entry, status == BrokerOrderStatus.Filled);
    }

    private void Reopen(OrderEntry entry, BrokerOrderReceived e)
    {
        if (entry.Order.State != OrderState.Filled || e.IsCompleted || e.Status is not (BrokerOrderStatus.PreSubmitted or BrokerOrderStatus.Submitted) || entry.Order.Filled >= entry.Order.Quantity) return;
        Apply(entry, OrderEventKind.Enlarged, $"The broker works {OrderText.Number(entry.Order.Quantity - entry.Order.Filled)} more of it.");
        ask();
    }

    private void CatchUp(OrderEntry entry, Fill fill)
    {
        entry.Take(fill);
        bool isBehind = entry.Sum().Filled > entry.Order.Filled || (entry.IsWhole && entry.Order.State != OrderState.Filled);
        if (isBehind) TakeFill(entry, fill, isNew: true);
    }

    private void OnModifyRejected(OrderEntry entry, string text)
    {
        // The request failed, not the order: it works on with its old values.
        Change(entry, entry.Order with { PendingChange = null }, "modify rejected", text);
        if (!entry.IsAnswerDue) entry.AwaitingSince = null;
        Conclude(entry);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "rejected", $"The change of the order to {OrderText.Short(entry.Order)} was rejected; the order works on as it was. {text}", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    // A working status after the broker had the cancel.
    private void OnCancelRefused(OrderEntry entry)
    {
        entry.IsCancelWanted = entry.IsCancelAtBroker = false;
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "warning", $"The broker did not take the cancel of the order to {OrderText.Short(entry.Order)}: it works on.", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    // The message that the order is cancelled does not say how much had filled before; its status does.
    private void OnCancelled(OrderEntry entry, string text)
    {
        bool wasFinal = entry.Order.State.IsFinal();
        decimal most = entry.WorstQuantity;
        Apply(entry, OrderEventKind.CancelConfirmed, text);
        if (!wasFinal) NoteUncounted(entry, most, willBeTold: false);
    }

    private void OnCancelError(OrderEntry entry, int code, string text)
    {
        // The cancel crossed the end of the order: normal, and the order's own messages say how it ended.
        if (entry.Order.State.IsFinal()) return;
        // What nobody has heard of may still come, and must go then.
        entry.IsCancelWanted = OrderErrors.IsNotFound(code) && !entry.IsKnownAtBroker;
        Change(entry, entry.Order, OrderHistory.CancelRefused, text);
        Lose(entry, $"The broker did not take the cancel: {text}");
        ask();
    }

    private void OnDuplicateId(OrderEntry entry, string text)
    {
        // The id was used before: perhaps by this very order, sent before a crash. Whether it lives only the broker knows.
        state.OrderIdsOf(entry.Order.ClientId).NotBelow(entry.Order.OrderId.Value + OrderErrors.IdsSkipped);
        Lose(entry, text);
        ask();
    }

    private void Remark(OrderEntry entry, int code, string text)
    {
        state.Log.OrderWarning(entry.Order.OrderRef, code, text, entry.Order.Handling.CorrelationId);
        Change(entry, entry.Order with { Reason = entry.Order.State.IsFinal() ? entry.Order.Reason : text }, "warning", text);
        state.Notices.Add(state.Now, NoticeSeverity.Warning, "warning", $"About the order to {OrderText.Short(entry.Order)}: {text}", entry.Order.Contract.Ticker, entry.Order.OrderRef);
    }

    private void AddReason(OrderEntry entry, OrderEventKind kind, string text)
    {
        // The confirmation and its reason are two messages that come in either order.
        if (text.Length == 0 || entry.Order.Reason.Length > 0 || kind is not (OrderEventKind.CancelConfirmed or OrderEventKind.RejectedByBroker or OrderEventKind.HeldBack)) return;
        Change(entry, entry.Order with { Reason = text }, "");
    }

    private void Change(OrderEntry entry, Order order, string kind, string text = "")
    {
        if (kind.Length == 0 && order == entry.Order) return;
        state.Orders.Update(entry, order, new OrderRemark(state.Now, kind, Broker, text));
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
    }

    private void Seen(OrderEntry entry, DateTimeOffset time)
    {
        entry.SeenTime = time;
        if (state.RunningRound != 0) entry.SeenRound = state.RunningRound;
    }

    // What had filled before it ended may not have been told yet. In a comparison all executions are told before its end.
    private void NoteUncounted(OrderEntry entry, decimal most, bool willBeTold)
    {
        if (!entry.Order.State.IsFinal() || entry.Order.State == OrderState.Filled) return;
        state.Orders.NoteUncounted(entry, most);
        if (!willBeTold && entry.IsOwed) entry.AheadSince ??= state.Now;
    }

    private void NoteBrokerFilled(OrderEntry entry, decimal filled)
    {
        if (filled <= entry.BrokerFilled) return;
        state.Orders.NoteBrokerFilled(entry, filled);
        if (filled > entry.Order.Filled) entry.AheadSince ??= state.Now;
    }

    private void Tell(Fill fill, OrderEntry? entry, FillOutcome outcome, bool isQuiet)
    {
        bool isOurs = entry is { Order.OrderRef.IsOurs: true };
        Instrument? instrument = state.Market.FindInstrument(fill.Contract.ConId);
        string text = outcome == FillOutcome.Corrected
            ? fill.Quantity == 0m
                ? $"The broker cancelled an execution of {fill.Contract.Ticker}."
                : $"The broker corrected an execution of {fill.Contract.Ticker}: now {OrderText.Number(fill.Quantity)} at {Say.Price(fill.Price, instrument)}."
            : fill.IsLiquidation ? $"The broker liquidated: {OrderText.Of(fill, entry?.Order, instrument)} See the account's margin."
            : OrderText.Of(fill, entry?.Order, instrument) + (isOurs ? "" : " The order was not sent from here.");
        NoticeSeverity severity = fill.IsLiquidation ? NoticeSeverity.Error : outcome == FillOutcome.Corrected ? NoticeSeverity.Warning : isOurs ? NoticeSeverity.Success : NoticeSeverity.Info;
        if (!isQuiet) state.Notices.Add(state.Now, severity, "fill", text, fill.Contract.Ticker, entry?.Order.OrderRef ?? fill.OrderRef);
        state.Log.FillBooked(fill.ExecId, fill.OrderRef, text, entry?.Order.Handling.CorrelationId ?? "");
    }

    private void TellState(Order order, OrderState after)
    {
        (NoticeSeverity Severity, string Kind, string Text)? notice = after switch
        {
            OrderState.Rejected => (NoticeSeverity.Error, "rejected", $"Rejected: the order to {OrderText.Short(order)}. {order.Reason}".TrimEnd()),
            OrderState.Cancelled => (NoticeSeverity.Info, "cancelled", $"Cancelled: the order to {OrderText.Short(order)}{(order.Filled > 0m ? $", {OrderText.Number(order.Filled)} filled" : "")}. {order.Reason}".TrimEnd()),
            OrderState.Unknown => (NoticeSeverity.Warning, "warning", $"What became of the order to {OrderText.Short(order)} is not known, and the broker is being asked. {order.Reason}".TrimEnd()),
            OrderState.Inactive => (NoticeSeverity.Warning, "warning", $"Held back: the order to {OrderText.Short(order)}. {order.Reason}".TrimEnd()),
            _ => null,
        };
        if (notice is { } n) state.Notices.Add(state.Now, n.Severity, n.Kind, n.Text, order.Contract.Ticker, order.OrderRef);
    }

    private static OrderEventKind KindOf(BrokerOrderStatus status, OrderEntry entry) => status switch
    {
        BrokerOrderStatus.ApiPending or BrokerOrderStatus.PendingSubmit => OrderEventKind.Pending,
        // A working status after the broker had the cancel means that it refused it; before, it is a repeat.
        BrokerOrderStatus.PreSubmitted or BrokerOrderStatus.Submitted when entry.IsCancelAtBroker && entry.Order.State == OrderState.PendingCancel => OrderEventKind.CancelRefused,
        BrokerOrderStatus.PreSubmitted => OrderEventKind.Held,
        BrokerOrderStatus.Submitted => OrderEventKind.Acknowledged,
        BrokerOrderStatus.PendingCancel => OrderEventKind.CancelPending,
        BrokerOrderStatus.ApiCancelled or BrokerOrderStatus.Cancelled => OrderEventKind.CancelConfirmed,
        BrokerOrderStatus.Filled => OrderEventKind.ReportedFilled,
        BrokerOrderStatus.Inactive => OrderEventKind.HeldBack,
        _ => OrderEventKind.None,
    };

    private static string NameOf(OrderEventKind kind, OrderState before, string text) => kind switch
    {
        OrderEventKind.Pending or OrderEventKind.Held or OrderEventKind.Acknowledged => before == OrderState.Unknown ? "reconciled" : "acknowledged",
        OrderEventKind.HeldBack => "warning",
        OrderEventKind.CancelRequested or OrderEventKind.CancelPending => OrderHistory.CancelRequested,
        OrderEventKind.CancelRefused => OrderHistory.CancelRefused,
        OrderEventKind.CancelConfirmed => "cancelled",
        OrderEventKind.RejectedByBroker => "rejected",
        OrderEventKind.Lost => "unknown",
        OrderEventKind.NeverArrived or OrderEventKind.Gone or OrderEventKind.Enlarged => "reconciled",
        OrderEventKind.FullyFilled when text.Length > 0 => "reconciled",
        // The execution has its own line in the history.
        _ => "",
    };

    private static string SourceOf(OrderEventKind kind) => kind is OrderEventKind.Lost or OrderEventKind.NeverArrived or OrderEventKind.Gone ? "engine" : Broker;
}
