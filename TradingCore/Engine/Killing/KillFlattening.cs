using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.OrderFlow;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.Killing;

/// <summary>
/// Closes what is held in a scope: at a limit a little through the market, and at market when that does not fill in time. Orders pass Risk like all others;
/// what only protects against opening too much does not stop one that closes.
/// </summary>
internal sealed class KillFlattening(EngineState state, RiskContexts contexts, OrderCommands commands)
{
    /// <summary>Source of the orders made here.</summary>
    public const string Source = "kill";

    private const int DoublingsMax = 5;

    // Without these an order cannot be sent at all, or would be the wrong one. Everything else is a limit on trading more, and this trades less.
    private static readonly string[] Needed = ["R02", "R03", "R05", "R06", "R07"];

    private static readonly CommandContext Who = new(Source, "kill switch");

    /// <summary>What is held in the scope: by the broker's record where a comparison has confirmed that it differs from ours, else by ours, else what the broker alone tells.</summary>
    public IReadOnlyList<KillPosition> HeldIn(RiskScope scope)
    {
        var held = new List<KillPosition>();
        foreach (PositionEntry entry in state.Positions.Entries)
        {
            decimal quantity = entry.IsBlocked || entry.Ledger.Quantity == 0m ? entry.BrokerQuantity ?? entry.Ledger.Quantity : entry.Ledger.Quantity;
            if (scope.Kind == RiskScopeKind.Strategy) quantity = Share(quantity, entry, scope.Name);
            else if (!scope.Covers(entry.Account.Value, "", entry.Contract.Ticker)) quantity = 0m;
            if (quantity != 0m) held.Add(new KillPosition(entry.Account, entry.Contract, quantity));
        }
        return held;
    }

    /// <summary>True while an order made here works in the scope.</summary>
    public bool HasOrders(RiskScope scope) => state.Orders.Open.Any(e => IsOwn(e) && scope.Covers(e.Order.Account.Value, e.Order.Strategy, e.Order.Contract.Ticker));

    /// <summary>Sends, replaces and waits.</summary>
    /// <returns>What it waits for; empty when for nothing but fills.</returns>
    public string Drive(KillEntry kill, IReadOnlyList<KillPosition> held)
    {
        if (!state.IsVerified || !state.Session.IsConnected || state.OrderIds is not { } ids) return "The gateway is not connected and verified, so nothing can be closed yet.";
        // Another step of this event waits to become durable; the next beat is soon.
        if (state.Effects.Step is not null) return "";
        var planned = new List<PlannedOrder>();
        string waits = "";
        foreach (KillPosition position in held)
        {
            OrderEntry? working = state.Orders.Open.FirstOrDefault(e => IsOwn(e) && e.Order.Account == position.Account && e.Order.Contract.ConId == position.Contract.ConId);
            if (working is not null) waits = Follow(working, waits);
            else if (Pause(kill, position) is { Length: > 0 } pause) waits = pause;
            else if (Plan(kill, position, planned.Count) is { } order) planned.Add(order);
            else waits = WhyNot(position);
        }
        if (planned.Count > 0) Send(planned, ids, kill);
        return waits;
    }

    // The broker's position and the execution behind it do not come in the same moment. Until a comparison has said which of both books is right, only what both
    // of them hold is closed: an order for more would open the other side.
    private decimal Sure(KillPosition position)
    {
        if (state.Positions.Find(position.Account, position.Contract.ConId) is not { IsBlocked: false, BrokerQuantity: { } told } entry || told == entry.Ledger.Quantity) return position.Quantity;
        decimal ours = entry.Ledger.Quantity;
        if (Math.Sign(ours) != Math.Sign(told)) return 0m;
        return Math.Sign(position.Quantity) * Math.Min(Math.Abs(position.Quantity), Math.Min(Math.Abs(ours), Math.Abs(told)));
    }

    // A limit that does not fill in time makes room for a market order.
    private string Follow(OrderEntry working, string waits)
    {
        Order order = working.Order;
        // A cancel that was refused is repeated like every other one of the switch, not at every beat.
        bool isDue = order.State != OrderState.PendingCancel && state.Now - order.CreatedTime >= state.Options.KillMarketAfter
            && !(order.History.LastOrDefault(l => l.Kind == OrderHistory.CancelRequested)?.Time > state.Now - state.Options.KillRepeatAfter);
        if (order.Type == OrderType.Limit && isDue) commands.Cancel(working, Who);
        return waits.Length > 0 ? waits : $"{OrderText.Short(order)} works at the broker.";
    }

    // What the broker ends unfilled is sent again, each time after twice the time: a market that is halted opens again, and a broker is not sent four orders a second until it does.
    private string Pause(KillEntry kill, KillPosition position)
    {
        int count = 0;
        Order? last = null;
        foreach (Order order in state.Orders.Snapshot)
        {
            if (order.Source != Source || order.CreatedTime < kill.Since || order.Contract.ConId != position.Contract.ConId || order.Account != position.Account) continue;
            if (order.Filled > 0m || order.History.Any(l => l is { Kind: OrderHistory.CancelRequested, Source: Source })) break;
            count++;
            last ??= order;
        }
        if (last is null) return "";
        DateTimeOffset next = last.UpdatedTime + state.Options.KillRepeatAfter * (1 << Math.Min(count - 1, DoublingsMax));
        return state.Now >= next ? "" : $"The broker ended {(count == 1 ? "the order" : $"{count} orders")} to close {position.Contract.Ticker} unfilled: {last.Reason} The next one goes at {Say.Moment(next)}.";
    }

    private PlannedOrder? Plan(KillEntry kill, KillPosition position, int index)
    {
        if (Hours(position) is false) return null;
        decimal sure = Sure(position);
        if (sure == 0m) return null;
        OrderSide side = position.Quantity > 0m ? OrderSide.Sell : OrderSide.Buy;
        bool isRegular = IsRegular(position);
        bool hadLimit = state.Orders.Snapshot.Any(o => o.Source == Source && o.Contract.ConId == position.Contract.ConId && o.Account == position.Account && o.CreatedTime >= kill.Since && o.Type == OrderType.Limit);
        decimal? limit = LimitFor(position, side);
        bool isMarket = isRegular && (limit is null || hadLimit);
        if (!isMarket && limit is null) return null;
        var spec = new OrderSpec
        {
            Ticker = position.Contract.Ticker,
            Side = side,
            Quantity = Math.Abs(sure),
            Type = isMarket ? OrderType.Market : OrderType.Limit,
            LimitPrice = isMarket ? null : limit,
            OutsideRth = !isRegular,
            Account = position.Account.Value,
            // What it closes of a strategy is that strategy's: it holds so much less afterwards.
            Strategy = kill.Scope.Kind == RiskScopeKind.Strategy ? kill.Scope.Name : "",
        };
        RiskContext context = contexts.Of(spec, isClosing: true, source: Source);
        context.Gate = TradingGate.Open;
        RiskVerdict verdict = state.Risk.Evaluate(context);
        if (verdict.Failures.Any(f => Needed.Contains(f.Code))) return null;
        var reference = new OrderRef(string.Create(CultureInfo.InvariantCulture, $"{OrderRef.Prefix}k{state.Now.UtcTicks:x}-{index}"));
        return new PlannedOrder(reference, OrderRole.Single, context);
    }

    private void Send(List<PlannedOrder> planned, OrderIdAllocator ids, KillEntry kill)
    {
        foreach (PlannedOrder one in planned)
        {
            OrderId id = ids.Take(out int? reserveUpTo);
            Order order = state.Orders.Draft(
                OrderDrafts.New(state, one, id, default, Who, OrderState.PendingSubmit),
                new OrderRemark(state.Now, OrderDrafts.SubmittedKind, Source, OrderText.Of(one.Context.Spec, one.Context.Instrument)));
            // The journal comes first in the effects of this event; if it fails the order leaves all the same, and the broker's record brings it back.
            foreach (JournalEntry entry in OrderDrafts.Reservation(state, reserveUpTo)) state.Effects.Journal.Add(entry);
            if (reserveUpTo is { } upTo) ids.OnReserved(upTo);
            state.Effects.Journal.Add(new OrderWritten(order));
            OrderEntry added = state.Orders.Add(order);
            OrderDrafts.Await(state, added);
            state.Effects.Calls.Add(GatewayCall.Place(order));
            state.Log.KillCloses(kill.Scope.Kind, OrderText.Of(one.Context.Spec, one.Context.Instrument));
        }
    }

    private decimal? LimitFor(KillPosition position, OrderSide side)
    {
        Quote? quote = state.Market.Find(position.Contract.ConId);
        Instrument? instrument = state.Market.FindInstrument(position.Contract.ConId);
        if (quote is null || instrument is null || quote.IsStale(state.Now, state.RiskOptions.QuoteMaxAge)) return null;
        decimal? reference = side == OrderSide.Buy ? quote.Ask : quote.Bid;
        if (reference is not { } price) return null;
        decimal through = Math.Abs(price) * state.Options.KillLimitPercent / 100m;
        decimal wanted = side == OrderSide.Buy ? price + through : price - through;
        // Towards the market: never further through it than asked for.
        return instrument.ToOrderPrice(wanted, side);
    }

    private bool? Hours(KillPosition position) =>
        state.Market.FindInstrument(position.Contract.ConId) is { } instrument ? TradingHours.Of(instrument).IsOpen(state.Now) : null;

    private bool IsRegular(KillPosition position) =>
        state.Market.FindInstrument(position.Contract.ConId) is not { LiquidHours.Length: > 0 } instrument
        || TradingHours.Of(instrument with { TradingHours = instrument.LiquidHours }).IsOpen(state.Now) != false;

    private string WhyNot(KillPosition position) =>
        state.Market.FindInstrument(position.Contract.ConId) is null ? $"{position.Contract.Ticker} is not known yet; its data is asked for."
        : Sure(position) == 0m ? $"The broker's position in {position.Contract.Ticker} and own fills differ; it is closed when a comparison has said which is right."
        : Hours(position) is false ? $"The market of {position.Contract.Ticker} is closed; it is closed out when it opens."
        : $"There is no fresh price for {position.Contract.Ticker}.";

    // Of a strategy only what its own orders made counts, and never more than is really held.
    private decimal Share(decimal held, PositionEntry entry, string strategy)
    {
        decimal made = state.Risk.Strategies.Quantity(strategy, entry.Account, entry.Contract.ConId);
        return Math.Sign(made) != Math.Sign(held) ? 0m : Math.Sign(held) * Math.Min(Math.Abs(made), Math.Abs(held));
    }

    private static bool IsOwn(OrderEntry entry) => entry.Order.Source == Source;
}
