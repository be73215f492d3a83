using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>What the checks of exposure share. Without equity, or with a position that cannot be valued, they deny: the sum would be a guess.</summary>
/// <param name="code">Id of the check.</param>
/// <param name="name">Short name for people.</param>
public abstract class ExposureCheck(string code, string name) : RiskCheck(code, name, RiskUnit.Money)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        // Until orders and positions agree with the broker nothing leaves anyway (R02), and the figures are none.
        if (context.IsReduction || !context.IsVerified) return Pass();
        if (context.Equity is not { } equity) return Deny("The equity of the account is not known yet", "Wait until the broker has told it.");
        if (context.Instrument is not { } instrument || context.RateToBase is not { } rate || context.MarkPrice is not { } mark)
            return Deny($"The position in {context.Spec.Ticker} cannot be valued", "Wait for a price and a currency rate.");
        if (context.Others is not { } others) return Deny($"The position or order in {context.Unvalued} cannot be valued", "Add it, and its currency against the base currency, to the watchlist.");
        return Judge(context, equity, Math.Abs(mark) * instrument.Contract.Multiplier * rate, others);
    }

    /// <summary>Judges an order whose figures are known.</summary>
    /// <param name="context">The order.</param>
    /// <param name="equity">Equity, base currency.</param>
    /// <param name="unit">Value of one share or contract, base currency.</param>
    /// <param name="others">Exposure of the other contracts.</param>
    protected abstract RiskCheckResult Judge(RiskContext context, decimal equity, decimal unit, ExposureSum others);

    /// <summary>The denial. Made only when the limit is passed, so that its words cost nothing otherwise.</summary>
    protected RiskCheckResult Over(RiskContext context, decimal observed, decimal limit, RiskLimit key, string what, string words)
    {
        ArgumentNullException.ThrowIfNull(context);
        return Deny($"With this order and all working ones the {what} could reach {Say.Money(observed, context.BaseCurrency)}, over your limit of {words}, {Say.Money(limit, context.BaseCurrency)}{context.Limits.ScopeOf(key).Suffix}", "Change the quantity, cancel a working order or close a position.", observed, limit);
    }
}
