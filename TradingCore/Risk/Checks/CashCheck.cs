using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R24: a cash account pays with settled cash; any account keeps the intraday margin of its gross exposure. What only reduces passes.</summary>
/// <remarks>Intraday margin: FINRA's rule of 2026 in place of the pattern day trader's 25,000 USD; a switch, because brokers phase it in.</remarks>
public sealed class CashCheck() : RiskCheck("R24", "Cash and intraday margin", RiskUnit.Money)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        // Until orders and positions agree with the broker nothing leaves anyway (R02), and the figures are none.
        if (context.IsReduction || !context.IsVerified) return Pass();
        decimal percent = context.Limits[RiskLimit.IntradayMarginPercent];
        bool mustSettle = context.Limits.IsOn(RiskLimit.SettledCashOnly) && context.Spec.Side == OrderSide.Buy;
        if (!mustSettle && percent == 0m) return Pass();
        if (context.Instrument is not { } instrument || context.RateToBase is not { } rate || context.Others is not { } others)
            return Deny($"What the order in {context.Spec.Ticker} needs cannot be counted, because a price or currency rate is not known", "Wait for it.");
        if (mustSettle && Settled(context, instrument, rate, others) is { } denied) return denied;
        if (percent == 0m) return Pass();
        if (context.Equity is not { } equity || context.MarkPrice is not { } mark) return Deny("The equity of the account or the price of the contract is not known yet", "Wait until it is.");
        decimal needed = (others.Gross + context.WorstAfter * Math.Abs(mark) * instrument.Contract.Multiplier * rate) * percent * 0.01m;
        return needed > equity
            ? Deny($"With this order and all working ones {Say.Number(percent)} % of the gross exposure are {Say.Money(needed, context.BaseCurrency)}, over the equity of {Say.Money(equity, context.BaseCurrency)}", "Change the quantity, cancel a working order or close a position.", needed, equity)
            : Pass(needed, equity);
    }

    private RiskCheckResult? Settled(RiskContext context, Instrument instrument, decimal rate, ExposureSum others)
    {
        if (context.SettledCash is not { } cash) return Deny("The settled cash of the account is not known yet", "Wait until the broker has told it.");
        decimal? price = MarketReference.ValuationPrice(context.Spec, context.Quote, MarketReference.CollarPercent(context.Limits, instrument));
        if (price is not { } p) return Deny($"What the order costs cannot be counted, because no price of {context.Spec.Ticker} is known", "Wait for a price, or give a limit price.", null, cash);
        decimal spend = others.BuysInFlight + (context.WorkingBuys * Math.Abs(p) * instrument.Contract.Multiplier + context.ValueOf(context.Remaining, p)) * rate;
        return spend > cash
            ? Deny($"This order and all working purchases cost {Say.Money(spend, context.BaseCurrency)}, over the settled cash of {Say.Money(cash, context.BaseCurrency)}", "Change the quantity, or wait until sales have settled.", spend, cash)
            : null;
    }
}
