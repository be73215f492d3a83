using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R33: not the same order again within moments. Repeated commands with an idempotency key are answered before the checks.</summary>
public sealed class DuplicateCheck(RiskOptions options, RecentOrders recent) : RiskCheck("R33", "Duplicate")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = (decimal)options.DuplicateWindow.TotalSeconds;
        if (context.Replaces is not null || recent.LastSame(context) is not { } last) return Pass(null, limit);
        TimeSpan age = context.Now - last;
        return age >= options.DuplicateWindow
            ? Pass((decimal)age.TotalSeconds, limit)
            : Deny($"The same order was sent {Say.Seconds(age)} ago", $"Wait {Say.Seconds(options.DuplicateWindow)} if you mean a second one.", (decimal)age.TotalSeconds, limit);
    }
}
