using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Risk;

namespace TradingCore.Engine;

/// <summary>
/// The commands about orders. An order or a change leaves only after Risk allowed it and its entry is in the journal; a cancel always leaves.
/// </summary>
internal sealed class OrderCommands(EngineState state, RiskContexts contexts)
{
    private const string SubmittedKind = "submitted";

    public void Submit(SubmitOrder command)
    {
        if (Repeated(command) is { } earlier)
        {
            state.Effects.Reply(command.Reply, earlier);
            return;
        }
        Judge(command, command.OrderRef, contexts.Of(command.Spec));
    }

    public void Close(ClosePosition command)
    {
        // First of all: by the time a request is repeated, the order that it led to may have closed the position.
        if (state.Keys.Find(command.Context.IdempotencyKey) is { } known && state.Orders.Find(known) is { } entry)
        {
            state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.AlreadyAccepted, entry.Order, default, "This command was accepted before."));
            return;
        }
        string refusal = FindPosition(command, out AccountId account, out Contract? contract, out decimal remaining);
        if (contract is null)
        {
            state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Denied, null, default, refusal));
            return;
        }
        var spec = new OrderSpec
        {
            Ticker = contract.Ticker,
            Side = remaining > 0m ? OrderSide.Sell : OrderSide.Buy,
            Quantity = Math.Abs(remaining),
            Type = OrderType.Market,
            Account = account.Value,
        };
        Judge(command, command.OrderRef, contexts.Of(spec, isClosing: true));
    }

    public void Preview(PreviewOrder command)
    {
        RiskContext context = contexts.Of(command.Spec);
        RiskVerdict verdict = state.Risk.Evaluate(context);
        var result = new PreviewResult(verdict, RiskGate.NotionalOf(context), null);
        // The broker is asked about an order that it could take, whatever our limits say to it.
        bool canAsk = command.WithMargin && state.IsVerified && state.OrderIds is not null && !verdict.Failures.Any(f => f.Code is "R03" or "R05" or "R06" or "R07");
        if (!canAsk)
        {
            state.Effects.Reply(command.Reply, (result, (Order?)null));
            return;
        }
        OrderIdAllocator ids = state.OrderIds!;
        OrderId id = ids.Take(out int? reserveUpTo);
        Order order = NewOrder(context, new OrderRef(""), id, command.Context);
        state.Effects.Step = new DurableStep(
            Reservation(reserveUpTo),
            () =>
            {
                if (reserveUpTo is { } upTo) ids.OnReserved(upTo);
                state.Effects.Reply(command.Reply, (result, order));
            },
            _ => state.Effects.Reply(command.Reply, (result, (Order?)null)));
    }

    public void Modify(ModifyOrder command)
    {
        OrderEntry? entry = state.Orders.Find(command.OrderRef);
        if (entry is null)
        {
            state.Effects.Reply(command.Reply, NotFound(command.OrderRef));
            return;
        }
        Order order = entry.Order;
        OrderChange change = Effective(order, command.Change);
        string refusal = WhyNotModify(entry, change);
        if (refusal.Length > 0)
        {
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, refusal, order));
            return;
        }
        Order wanted = With(order, change);
        RiskContext context = contexts.Of(SpecOf(wanted), entry);
        RiskVerdict verdict = state.Risk.Evaluate(context);
        if (!verdict.IsAllowed)
        {
            state.Log.ModifyDenied(order.OrderRef, verdict.Summary);
            state.Notices.Add(state.Now, NoticeSeverity.Warning, "denied", verdict.Summary, order.Contract.Ticker, order.OrderRef);
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, verdict.Summary, order, verdict));
            return;
        }
        var remark = new OrderRemark(state.Now, "modify requested", command.Context.Source, $"{OrderText.Of(change)} ({command.Context.Who})");
        Order pending = state.Orders.Draft(order with { PendingChange = change }, remark);
        state.Effects.Step = new DurableStep(
            [new OrderWritten(pending)],
            () =>
            {
                state.Orders.Put(entry, pending);
                state.Risk.OnLeaving(context);
                Await(entry);
                state.Effects.Calls.Add(GatewayCall.Place(With(pending, change)));
                state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, $"Change sent: {OrderText.Of(change)}.", pending, verdict));
            },
            reason => state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, $"The change cannot be made durable, so it was not sent. {reason}", order, verdict)));
    }

    public void Cancel(CancelOrder command)
    {
        OrderEntry? entry = state.Orders.Find(command.OrderRef);
        if (entry is null)
        {
            state.Effects.Reply(command.Reply, NotFound(command.OrderRef));
            return;
        }
        string refusal = WhyNotCancel(entry.Order);
        if (refusal.Length == 0) SendCancel(entry, command.Context);
        state.Effects.Reply(command.Reply, refusal.Length > 0
            ? new CommandResult(CommandOutcome.Refused, refusal, entry.Order)
            : new CommandResult(CommandOutcome.Accepted, state.Session.IsConnected ? "Cancel sent." : "The cancel goes out as soon as the gateway is back.", entry.Order));
    }

    public void CancelAll(CancelAllOrders command)
    {
        OrderEntry[] entries =
        [
            .. state.Orders.Open.Where(e =>
                WhyNotCancel(e.Order).Length == 0
                && (command.Ticker is null || string.Equals(e.Order.Contract.Ticker, command.Ticker, StringComparison.OrdinalIgnoreCase))),
        ];
        foreach (OrderEntry entry in entries) SendCancel(entry, command.Context);
        string message = entries.Length switch { 0 => "There is no open order to cancel.", 1 => "Cancel of 1 order sent.", _ => $"Cancels of {entries.Length} orders sent." };
        state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, message));
    }

    /// <summary>Sends the cancel of an order once more, because the first may not have arrived.</summary>
    public void SendCancelAgain(OrderEntry entry) => SendCancel(entry, new CommandContext("engine", "engine"));

    private SubmitResult? Repeated(SubmitOrder command)
    {
        OrderRef? known = state.Keys.Find(command.Context.IdempotencyKey) ?? (state.Orders.Find(command.OrderRef) is null ? null : command.OrderRef);
        if (known is not { } orderRef) return null;
        // The history keeps what was asked for, also when the order was changed since.
        if (state.Orders.Find(orderRef) is { } entry && entry.Order.History.FirstOrDefault(l => l.Kind == SubmittedKind)?.Text == OrderText.Of(command.Spec)
            && entry.Order.Strategy == command.Spec.Strategy && (command.Spec.Account is null || command.Spec.Account == entry.Order.Account.Value))
            return new SubmitResult(SubmitOutcome.AlreadyAccepted, entry.Order, default, "This order was accepted before.");
        return new SubmitResult(SubmitOutcome.KeyConflict, null, default, $"The key '{command.Context.IdempotencyKey}' was used before with another order (R33). Use a new key for a new order.");
    }

    private void Judge(EngineCommand<SubmitResult> command, OrderRef orderRef, RiskContext context)
    {
        RiskVerdict verdict = state.Risk.Evaluate(context);
        if (!verdict.IsAllowed)
        {
            state.Log.OrderDenied(command.Context.Source, verdict.Summary);
            state.Notices.Add(state.Now, NoticeSeverity.Warning, "denied", verdict.Summary, context.Instrument?.Contract.Ticker ?? context.Spec.Ticker);
            state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Denied, null, verdict, verdict.Summary));
            return;
        }
        if (state.OrderIds is not { } ids)
        {
            state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Denied, null, verdict, "The gateway has not told which order ids may be used. Try again in a moment."));
            return;
        }
        Send(command, context, verdict, ids, orderRef);
    }

    private void Send(EngineCommand<SubmitResult> command, RiskContext context, RiskVerdict verdict, OrderIdAllocator ids, OrderRef orderRef)
    {
        OrderId id = ids.Take(out int? reserveUpTo);
        string text = OrderText.Of(context.Spec);
        Order order = state.Orders.Draft(
            NewOrder(context, orderRef, id, command.Context) with { State = OrderState.PendingSubmit },
            new OrderRemark(state.Now, SubmittedKind, command.Context.Source, text));
        state.Effects.Step = new DurableStep(
            [.. Reservation(reserveUpTo), new OrderWritten(order)],
            () =>
            {
                if (reserveUpTo is { } upTo) ids.OnReserved(upTo);
                OrderEntry entry = state.Orders.Add(order);
                state.Keys.Add(command.Context.IdempotencyKey, orderRef);
                state.Risk.OnLeaving(context);
                Await(entry);
                state.Log.OrderAccepted(orderRef, command.Context.Source, text);
                state.Effects.Calls.Add(GatewayCall.Place(order));
                state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.Accepted, order, verdict, $"Sent: {text}."));
            },
            reason => state.Effects.Reply(command.Reply, new SubmitResult(SubmitOutcome.NotDurable, null, verdict, $"The order cannot be made durable, so it was not sent. {reason}")));
    }

    private void SendCancel(OrderEntry entry, CommandContext context)
    {
        entry.IsCancelWanted = true;
        entry.IsCancelAtBroker = false;
        entry.CancelsSent++;
        state.Orders.Update(entry, entry.Order with { State = OrderStateMachine.Next(entry.Order.State, OrderEventKind.CancelRequested) ?? entry.Order.State },
            new OrderRemark(state.Now, "cancel requested", context.Source, context.Who));
        Await(entry);
        state.Log.CancelSent(entry.Order.OrderRef);
        state.Effects.Journal.Add(new OrderWritten(entry.Order));
        state.Effects.Calls.Add(GatewayCall.Cancel(entry.Order));
    }

    private void Await(OrderEntry entry)
    {
        entry.SentTime = state.Now;
        entry.AwaitingSince = state.Now;
    }

    private string FindPosition(ClosePosition command, out AccountId account, out Contract? contract, out decimal remaining)
    {
        account = default;
        contract = null;
        remaining = 0m;
        foreach (Positions.PositionEntry entry in state.Positions.Entries)
        {
            if (!string.Equals(entry.Contract.Ticker, command.Ticker, StringComparison.OrdinalIgnoreCase) || entry.Ledger.Quantity == 0m) continue;
            if (!string.IsNullOrEmpty(command.Account) && entry.Account.Value != command.Account) continue;
            decimal held = entry.Ledger.Quantity;
            (decimal buys, decimal sells) = state.Orders.WorkingQuantities(entry.Account, entry.Contract.ConId, null);
            remaining = held > 0m ? Math.Max(0m, held - sells) : Math.Min(0m, held + buys);
            if (remaining == 0m)
                return $"Working orders close all of the {OrderText.Number(Math.Abs(held))} {entry.Contract.Ticker} already. Cancel them first, or wait for their fills.";
            account = entry.Account;
            contract = entry.Contract;
            return "";
        }
        return $"There is no position in {command.Ticker}{(string.IsNullOrEmpty(command.Account) ? "" : $" in account {command.Account}")}.";
    }

    private Order NewOrder(RiskContext context, OrderRef orderRef, OrderId id, CommandContext who) => new()
    {
        OrderRef = orderRef,
        OrderId = id,
        ClientId = state.Session.ClientId,
        Account = context.Account,
        Contract = context.Instrument!.Contract,
        Side = context.Spec.Side,
        Quantity = context.Spec.Quantity,
        Type = context.Spec.Type,
        LimitPrice = context.Spec.LimitPrice,
        StopPrice = context.Spec.StopPrice,
        Tif = context.Spec.Tif,
        OutsideRth = context.Spec.OutsideRth,
        Attributes = context.Spec.Attributes,
        Strategy = context.Spec.Strategy,
        Source = who.Source,
        IdempotencyKey = who.IdempotencyKey,
        CreatedTime = state.Now,
    };

    private JournalEntry[] Reservation(int? upTo) => upTo is { } id ? [new OrderIdsReserved(state.Session.ClientId, id)] : [];

    private string WhyNotModify(OrderEntry entry, OrderChange change)
    {
        Order order = entry.Order;
        if (order.State.IsFinal()) return $"The order is {Name(order.State)} already, so it cannot be changed.";
        if (!IsCancellable(order)) return Foreign(order);
        if (order.State is OrderState.PendingSubmit or OrderState.Unknown) return "The broker has not confirmed the order yet. Change it when it has, or cancel it.";
        if (order.State == OrderState.PendingCancel) return "A cancel of the order is under way.";
        if (order.PendingChange is not null) return "An earlier change is not confirmed yet. Wait for it, or cancel the order.";
        if (order.Type == OrderType.Other) return "This type of order cannot be changed here. Change it where it was entered.";
        return change == new OrderChange() ? "Nothing would change: the order has these values already." : "";
    }

    private string WhyNotCancel(Order order)
    {
        if (order.State.IsFinal()) return $"The order is {Name(order.State)} already, so it cannot be cancelled.";
        return IsCancellable(order) ? "" : Foreign(order);
    }

    private bool IsCancellable(Order order) => order.OrderId.Value > 0 && order.ClientId == state.Session.ClientId;

    private static string Foreign(Order order) => order.OrderId.Value > 0
        ? $"The order belongs to API client {order.ClientId}; only that client, or TWS, can change or cancel it."
        : "The order was entered in TWS and not bound to this client; change or cancel it there.";

    private static string Name(OrderState order) => order switch
    {
        OrderState.Filled => "filled",
        OrderState.Cancelled => "cancelled",
        _ => "rejected",
    };

    private static OrderChange Effective(Order order, OrderChange change) => new(
        change.Quantity == order.Quantity ? null : change.Quantity,
        change.LimitPrice == order.LimitPrice ? null : change.LimitPrice,
        change.StopPrice == order.StopPrice ? null : change.StopPrice,
        change.Tif == order.Tif ? null : change.Tif);

    private static Order With(Order order, OrderChange change) => order with
    {
        Quantity = change.Quantity ?? order.Quantity,
        LimitPrice = change.LimitPrice ?? order.LimitPrice,
        StopPrice = change.StopPrice ?? order.StopPrice,
        Tif = change.Tif ?? order.Tif,
        PendingChange = null,
    };

    private static OrderSpec SpecOf(Order order) => new()
    {
        Ticker = order.Contract.Ticker,
        Side = order.Side,
        Quantity = order.Quantity,
        Type = order.Type,
        LimitPrice = order.LimitPrice,
        StopPrice = order.StopPrice,
        Tif = order.Tif,
        OutsideRth = order.OutsideRth,
        Attributes = order.Attributes,
        Account = order.Account.Value,
        Strategy = order.Strategy,
    };

    private static CommandResult NotFound(OrderRef orderRef) => new(CommandOutcome.NotFound, $"There is no order {orderRef}.");
}
