using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Positions;
using TradingCore.Risk;

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

/// <summary>Gathers what the risk checks may know about an order.</summary>
internal sealed class RiskContexts(EngineState state)
{
    private static readonly TimeSpan RateAgeMax = TimeSpan.FromHours(1);

    /// <summary>The context of a new order, or of the change of <paramref name="replaced"/>.</summary>
    /// <param name="spec">What is wanted.</param>
    /// <param name="replaced">The order that would be changed, or that leaves the queue; null for a new one.</param>
    /// <param name="isClosing">True when the engine made it to close what is held.</param>
    /// <param name="queue">What the queue wants of it.</param>
    public RiskContext Of(OrderSpec spec, OrderEntry? replaced = null, bool isClosing = false, QueueStep queue = QueueStep.None)
    {
        bool isChange = replaced is not null && queue == QueueStep.None;
        string legFault = "";
        Combo? combo = spec.Legs is { } legs ? Combos.Make(legs, state.Market, out legFault) : null;
        Instrument? instrument = spec.Legs is not null ? combo?.Instrument
            : replaced is null
            ? state.Market.FindInstrument(spec.Ticker)
            : state.Market.FindInstrument(replaced.Order.Contract.ConId) ?? state.Market.FindInstrument(spec.Ticker);
        ConId conId = instrument?.Contract.ConId ?? replaced?.Order.Contract.ConId ?? default;
        AccountId account = WorstOf(spec, conId, replaced) ?? replaced?.Order.Account ?? AccountOf(spec.Account);
        (decimal buys, decimal sells) = state.Orders.WorkingQuantities(account, conId, replaced);
        PositionEntry? position = state.Positions.Find(account, conId);
        string baseCurrency = state.Accounts.Find(account) is { Currency.Length: > 0 } known ? known.Currency : state.RiskOptions.BaseCurrency;
        string gateReason = GateReason(position, account, conId, queue) is { Length: > 0 } blocked ? blocked : isChange ? "" : UndecidedReason(account, conId, spec, position?.Ledger.Quantity ?? 0m, replaced);
        return new RiskContext
        {
            Spec = spec,
            Now = state.Now,
            Account = account,
            Accounts = state.Session.Accounts,
            Instrument = instrument,
            Quote = combo is not null ? combo.Quote : conId.IsResolved ? state.Market.Find(conId) : null,
            LegFault = legFault,
            PriceScale = combo?.GrossPrice,
            Replaces = isChange ? replaced!.Order : null,
            ReplacedRemaining = isChange ? replaced!.WorstRemaining : 0m,
            IsFromQueue = queue == QueueStep.Leaving,
            SameIntent = SameIntent(spec, account, replaced),
            ParentFault = isChange ? "" : ParentFault(spec),
            IsClosing = isClosing,
            Gate = gateReason.Length > 0 ? TradingGate.Halted : TradingGate.Open,
            GateReason = gateReason,
            IsVerified = state.IsVerified,
            Position = position?.Ledger.Quantity ?? 0m,
            WorkingBuys = buys,
            WorkingSells = sells,
            BaseCurrency = baseCurrency,
            RateToBase = instrument is null ? null : Rate(instrument.Contract.Currency, baseCurrency),
        };
    }

    // How the broker will divide an order among a group is not known before: each account might get all of it, so the worst off is judged.
    private AccountId? WorstOf(OrderSpec spec, ConId conId, OrderEntry? replaced)
    {
        if (spec.Attributes.FaGroup.Length == 0) return null;
        AccountId? worst = null;
        decimal largest = -1m;
        foreach (AdvisorShare share in state.FindGroup(spec.Attributes.FaGroup)?.Shares ?? [])
        {
            // One account of the group that must not trade stops the order for all.
            if (GateReason(state.Positions.Find(share.Account, conId), share.Account, conId, QueueStep.Entering).Length > 0) return share.Account;
            (decimal buys, decimal sells) = state.Orders.WorkingQuantities(share.Account, conId, replaced);
            decimal held = state.Positions.QuantityOf(share.Account, conId);
            decimal after = spec.Side == OrderSide.Buy
                ? Math.Max(Math.Abs(held + buys + spec.Quantity), Math.Abs(held - sells))
                : Math.Max(Math.Abs(held + buys), Math.Abs(held - sells - spec.Quantity));
            if (after <= largest) continue;
            largest = after;
            worst = share.Account;
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
        : state.Orders.Open.FirstOrDefault(e => e != except && e.Order.Account == account && e.Order.Handling.Intent == spec.Intent)?.Order;

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
            return $"The {TieOutDesk.Name(halt.Kind)}{(halt.Ticker.Length > 0 ? $" of {halt.Ticker}" : "")} does not agree with the broker: {TieOutDesk.Explain(halt)} Find out why before you trade on; cancels work.";
        return position is { IsBlocked: true, Difference: not 0m }
            ? $"The broker reports a position of {OrderText.Number(position.BrokerQuantity ?? 0m)} {position.Contract.Ticker}, own fills give {OrderText.Number(position.Ledger.Quantity)}. Find out why before you trade it; cancels work."
            : "";
    }

    // An order whose cancel was refused may have filled, and so may one that was to close the position and was not answered: nobody knows until the
    // broker has told. Another order with the same intent would double it.
    private string UndecidedReason(AccountId account, ConId conId, OrderSpec spec, decimal held, OrderEntry? queued)
    {
        if (!conId.IsResolved) return "";
        bool isClosing = spec.Side == OrderSide.Sell ? held > 0m : held < 0m;
        foreach (OrderEntry entry in state.Orders.Open)
        {
            Order order = entry.Order;
            bool isSame = order.State == OrderState.Unknown && entry != queued && order.Contract.ConId == conId && order.Account == account && order.Side == spec.Side;
            // Of one group only one fills.
            bool isOneOfGroup = spec.Attributes.OcaGroup.Length > 0 && spec.Attributes.OcaGroup == order.Attributes.OcaGroup;
            if (isSame && !isOneOfGroup && (isClosing || entry.IsCancelWanted || entry.CancelsSent > 0))
                return $"What became of the order to {OrderText.Short(order)} is not known; the broker is being asked. No other order to {(spec.Side == OrderSide.Buy ? "buy" : "sell")} {order.Contract.Ticker} until it is; cancels work.";
        }
        return "";
    }

    private decimal? Rate(string from, string to)
    {
        if (from == to) return 1m;
        if (Fresh($"{from}.{to}") is { } rate) return rate;
        return Fresh($"{to}.{from}") is { } inverse ? 1m / inverse : null;
    }

    private decimal? Fresh(string pair) =>
        state.Market.Find(pair) is { Mark: > 0m } quote && state.Now - quote.ReceivedTime <= RateAgeMax ? quote.Mark : null;
}
