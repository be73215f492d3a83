using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.MoneyFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;

namespace TradingCore.Engine.ReportFlow;

/// <summary>What the broker says about executions and commissions. Quantities and prices of fills come from here alone.</summary>
/// <param name="state">The engine's state.</param>
/// <param name="transitions">Changes orders.</param>
/// <param name="found">Told of executions that nobody had told while they happened.</param>
/// <param name="old">Keeps corrections of fills that are not here one by one.</param>
internal sealed class ExecutionReports(EngineState state, OrderTransitions transitions, Action<Fill> found, OldFills old)
{
    /// <summary>An execution: booked once, whoever tells it and however often.</summary>
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
        if (fill.IsLiquidation) state.Effects.Journal.Add(new SettingWritten(MoneyKeys.Cause + fill.ExecId.Key, MoneyKeys.Liquidation, OrderTransitions.Broker, e.Time));
        if (outcome == FillOutcome.Corrected) state.Log.FillCorrected(fill.ExecId, fill.Quantity, fill.Price);
        if (entry is not null) TakeFill(entry, fill, isNew: outcome == FillOutcome.Added);
        if (e.IsReplay) found(fill);
        Tell(fill, entry, outcome, isQuiet: e.IsFromStatement);
    }

    /// <summary>What an execution cost; it may come before it.</summary>
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
        transitions.Change(entry, entry.Order with { Commission = entry.Sum().Commission }, "");
    }

    /// <summary>Counts an execution for its order.</summary>
    /// <param name="entry">Order.</param>
    /// <param name="fill">Execution.</param>
    /// <param name="isNew">False when it corrects one that was counted.</param>
    public void TakeFill(OrderEntry entry, Fill fill, bool isNew)
    {
        entry.Take(fill);
        if (entry.IsOfLeg(fill))
        {
            if (!entry.IsBehind) entry.AheadSince = null;
            transitions.Change(entry, entry.Order with { Commission = entry.Sum().Commission }, "leg filled", OrderText.Of(fill, null, state.Market.FindInstrument(fill.Contract.ConId)));
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
        transitions.Change(entry, entry.Order with { Filled = filled, AverageFillPrice = average, Commission = commission, Handling = handling }, isNew ? "filled" : "fill corrected", text);
        // What was taken back is not on its way any more.
        if (!isNew && filled < before) state.Orders.NoteBrokerFilled(entry, Math.Max(filled, entry.BrokerFilled - (before - filled)));
        if (entry.AreLegsBehind) entry.AheadSince ??= state.Now;
        else if (!entry.IsBehind) entry.AheadSince = null;
        if (!isNew && filled < entry.Order.Quantity)
            transitions.Apply(entry, OrderEventKind.Busted, $"An execution was {(fill.Quantity == 0m ? "cancelled" : "corrected")} by the broker: {OrderText.Number(filled)} of {OrderText.Number(entry.Order.Quantity)} remain filled.");
        if (filled <= 0m) return;
        if (!entry.IsWhole || OrderTransitions.MayBeLarger(entry.Order)) transitions.Apply(entry, OrderEventKind.PartiallyFilled, "");
        else transitions.Apply(entry, OrderEventKind.FullyFilled, "");
    }

    private void CatchUp(OrderEntry entry, Fill fill)
    {
        entry.Take(fill);
        bool isBehind = entry.Sum().Filled > entry.Order.Filled || (entry.IsWhole && entry.Order.State != OrderState.Filled);
        if (isBehind) TakeFill(entry, fill, isNew: true);
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
}
