using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R33: not the same order again within moments. Repeated commands with an idempotency key are answered before the checks.</summary>
public sealed class DuplicateCheck(RecentOrders recent) : RiskCheck("R33", "Duplicate", RiskUnit.Duration)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (context.SameIntent is { } open)
            return Deny($"The order to {(open.Side == OrderSide.Buy ? "buy" : "sell")} {Say.Number(open.Quantity)} {open.Contract.Ticker} of the same intent ({open.Handling.Intent}) is not final", "Wait until it is filled or its cancel is confirmed; a cancel that was only sent can still lose against a fill.");
        // Whether exits are sent twice is decided by their entry: two entries may have equal ones.
        if (context.IsFromQueue || context.LeavesAfter > 0) return Pass();
        TimeSpan window = context.Limits.Duration(RiskLimit.DuplicateWindow);
        decimal limit = context.Limits[RiskLimit.DuplicateWindow];
        if (context.Replaces is not null || recent.LastSame(context) is not { } last) return Pass(null, limit);
        TimeSpan age = context.Now - last;
        return age >= window
            ? Pass((decimal)age.TotalSeconds, limit)
            : Deny($"The same order was sent {Say.Seconds(age)} ago", $"Wait {Say.Seconds(window)} if you mean a second one.", (decimal)age.TotalSeconds, limit);
    }
}
