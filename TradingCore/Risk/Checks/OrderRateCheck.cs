namespace TradingCore.Risk.Checks;

/// <summary>R28: orders and changes in a second and in a minute, for each strategy and for people.</summary>
public sealed class OrderRateCheck(RiskOptions options, OrderRates rates) : RiskCheck("R28", "Order rate")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        (decimal second, decimal minute) = rates.Available(context.Spec.Strategy, context.Now);
        // A token is left for each order that may leave now; an order needs a whole one.
        if (second < 1m) return Deny($"More than {options.OrdersPerSecond} orders in a second", "Wait a moment and send it again.", options.OrdersPerSecond - Math.Floor(second) + 1m, options.OrdersPerSecond);
        if (minute < 1m) return Deny($"More than {options.OrdersPerMinute} orders in a minute", "Wait a moment and send it again.", options.OrdersPerMinute - Math.Floor(minute) + 1m, options.OrdersPerMinute);
        return Pass(options.OrdersPerSecond - Math.Floor(second) + 1m, options.OrdersPerSecond);
    }
}
