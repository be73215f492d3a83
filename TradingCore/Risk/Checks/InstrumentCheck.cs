namespace TradingCore.Risk.Checks;

/// <summary>R05: the contract is known to the gateway and can be traded.</summary>
public sealed class InstrumentCheck() : RiskCheck("R05", "Instrument")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context) => context.Instrument switch
    {
        null when context.LegFault.Length > 0 => Deny(context.LegFault, "Change the legs."),
        { Contract.Legs: not null } => Pass(),
        null => Deny($"{context.Spec.Ticker} is not a contract that this system knows", "Add it to the watchlist first."),
        { Contract.ConId.IsResolved: false } => Deny($"{context.Spec.Ticker} has not been resolved by the gateway", "Wait until its price shows."),
        { IsTradable: false } => Deny($"{context.Spec.Ticker} is data only and cannot be traded", "Choose a contract that follows it, such as an ETF or a future."),
        _ => Pass(),
    };
}
