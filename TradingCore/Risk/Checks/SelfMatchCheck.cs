using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>
/// R34: the order would not trade with a working order of our own, in any account or strategy. The newer one is denied, or waits until the resting one is cancelled.
/// </summary>
public sealed class SelfMatchCheck() : RiskCheck("R34", "Self-match")
{
    private const string Waits = "It would trade with your own working orders: these are cancelled first, and it waits until that is confirmed.";

    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (!context.Limits.IsOn(RiskLimit.SelfMatch) || context.Crossing is not { } resting) return Pass();
        if (context.WaitsForCrossing) return Pass(context.Spec.LimitPrice, resting.LimitPrice, Waits);
        string its = $"your own working one to {(resting.Side == OrderSide.Buy ? "buy" : "sell")} {Say.Number(resting.Remaining)} {resting.Contract.Ticker}{(resting.LimitPrice is { } price ? $" at {Say.Price(price, context.Instrument)}" : "")}";
        string finding = IsWaiting(resting) && resting.StopPrice is { } trigger ? $"The order would trade with {its} when that triggers at {Say.Price(trigger, context.Instrument)}"
            : context.Spec.Type.HasTrigger() ? $"When it triggers, the order would trade with {its}"
            : $"The order would trade with {its}";
        return Deny(finding, context.CrossingFault.Length == 0 ? "Cancel that one first, or give a price that does not reach it." : $"{context.CrossingFault} Give a price that does not reach it, or end that one first.", context.Spec.LimitPrice, resting.LimitPrice);
    }

    /// <summary>True for an order that waits for its trigger: one that has begun to fill waits no more.</summary>
    public static bool IsWaiting(Order order)
    {
        ArgumentNullException.ThrowIfNull(order);
        return order.Type.HasTrigger() && order.Filled == 0m;
    }

    /// <summary>
    /// True when a new order would trade with a resting one. An order that waits for a trigger is not in the book, but a stop with a limit that the market has passed is. One without
    /// a limit trades at the market, so it meets only what rests there or nearer; without a known market it could meet anything.
    /// </summary>
    /// <remarks>
    /// When one of the two waits for a trigger, they meet when the other one rests where that trades in the moment in which it triggers: from its trigger price to one spread of now
    /// beyond, and not beyond its limit. What rests on the way to the trigger price has filled by then, unless the market jumps; what rests further away is met only by a size
    /// that sweeps the book. Neither is refused: that would leave a position without its stop, or a stop without orders on its other side, for a match that need not come. A trailing
    /// stop counts where it stands now.
    /// </remarks>
    public static bool WouldMatch(OrderSpec order, Order resting, Quote? quote)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(resting);
        if (order.Side == resting.Side) return false;
        bool isWaiting = IsWaiting(resting) && !HasPassed(resting, quote);
        if (order.Type.HasTrigger()) return !isWaiting && MeetsAtTrigger(order.Side, order.StopPrice, order.LimitPrice, resting.LimitPrice, quote);
        if (isWaiting) return MeetsAtTrigger(resting.Side, resting.StopPrice, resting.LimitPrice, order.LimitPrice, quote);
        decimal? reach = order.LimitPrice ?? (order.Side == OrderSide.Buy ? quote?.Ask : quote?.Bid);
        if (reach is not { } price || resting.LimitPrice is not { } other) return true;
        return order.Side == OrderSide.Buy ? price >= other : price <= other;
    }

    private static bool MeetsAtTrigger(OrderSide side, decimal? trigger, decimal? limit, decimal? other, Quote? quote)
    {
        if (trigger is not { } from || other is not { } rests) return false;
        decimal spread = quote is { Bid: { } bid, Ask: { } ask } ? Math.Max(0m, ask - bid) : 0m;
        return side == OrderSide.Sell
            ? rests <= from && rests >= from - spread && !(rests < limit)
            : rests >= from && rests <= from + spread && !(rests > limit);
    }

    // The broker does not say when a stop is triggered. Where the market is beyond trigger and limit it was, and what it has left rests at its limit.
    private static bool HasPassed(Order resting, Quote? quote)
    {
        if (resting.Type is not (OrderType.StopLimit or OrderType.TrailLimit) || resting is not { StopPrice: { } trigger, LimitPrice: { } limit }) return false;
        bool isAtExchange = resting.State == OrderState.Working;
        return resting.Side == OrderSide.Sell
            ? quote?.Bid is { } bid && bid < limit && (bid <= trigger || isAtExchange)
            : quote?.Ask is { } ask && ask > limit && (ask >= trigger || isAtExchange);
    }
}
