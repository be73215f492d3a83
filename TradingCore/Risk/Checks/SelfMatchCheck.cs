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
        return Deny($"The order would trade with your own working one to {(resting.Side == OrderSide.Buy ? "buy" : "sell")} {Say.Number(resting.Remaining)} {resting.Contract.Ticker}{(resting.LimitPrice is { } price ? $" at {Say.Price(price, context.Instrument)}" : "")}", context.CrossingFault.Length == 0 ? "Cancel that one first, or give a price that does not reach it." : $"{context.CrossingFault} Give a price that does not reach it, or end that one first.", context.Spec.LimitPrice, resting.LimitPrice);
    }

    /// <summary>
    /// True when a new order would trade with a resting one. An order that waits for a trigger is not in the book, and one that has begun to fill waits no more; one
    /// without a limit trades at the market, so it meets only what rests there or nearer. Without a known market it could meet anything.
    /// </summary>
    public static bool WouldMatch(OrderSpec order, Order resting, Quote? quote)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(resting);
        if (order.Side == resting.Side || order.Type.HasTrigger() || (resting.Type.HasTrigger() && resting.Filled == 0m)) return false;
        decimal? reach = order.LimitPrice ?? (order.Side == OrderSide.Buy ? quote?.Ask : quote?.Bid);
        if (reach is not { } price || resting.LimitPrice is not { } other) return true;
        return order.Side == OrderSide.Buy ? price >= other : price <= other;
    }
}
