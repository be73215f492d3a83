using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R09: the value of one order in the base currency. An order made to close what is held is as large as the position and passes.</summary>
public sealed class OrderNotionalCheck() : RiskCheck("R09", "Order notional", RiskUnit.Money)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal limit = context.Limits[RiskLimit.OrderNotionalMax];
        if (context.Instrument is not { } instrument) return Deny("The value of the order cannot be estimated, because the contract is not known", "Add it to the watchlist first.", null, limit);
        decimal? price = MarketReference.ValuationPrice(context.Spec, context.Quote, MarketReference.CollarPercent(context.Limits, instrument));
        if (price is not { } p) return Deny($"The value of the order cannot be estimated, because no price of {context.Spec.Ticker} is known", "Wait for a price, or give a limit price.", null, limit);
        if (context.RateToBase is not { } rate)
            return Deny($"No rate from {instrument.Contract.Currency} to {context.BaseCurrency} is known", $"Add {context.BaseCurrency}.{instrument.Contract.Currency} or {instrument.Contract.Currency}.{context.BaseCurrency} to the watchlist.", null, limit);
        decimal notional = context.ValueOf(context.Quantity, p) * rate;
        return notional <= limit || (context.IsClosing && context.IsReduction)
            ? Pass(notional, limit)
            : Deny($"The order is worth {Say.Money(notional, context.BaseCurrency)}, over your limit of {Say.Money(limit, context.BaseCurrency)}{context.Limits.ScopeOf(RiskLimit.OrderNotionalMax).Suffix}", "Change the quantity or ask an admin to raise the limit.", notional, limit);
    }
}
