using TradingCore.Risk.Checks;

namespace TradingCore.Risk;

/// <summary>The one gate that every order passes. Runs every check, skips none because another failed.</summary>
public sealed class RiskGate
{
    private readonly OrderRates _rates;
    private readonly RecentOrders _recent;
    private readonly IRiskCheck[] _checks;

    /// <summary>Makes the gate with all checks.</summary>
    /// <param name="options">Limits; read at every evaluation, so that a change counts at once.</param>
    public RiskGate(RiskOptions options)
    {
        _rates = new OrderRates(options);
        _recent = new RecentOrders(options);
        _checks =
        [
            new StateGateCheck(), new SessionVerifiedCheck(), new AccountCheck(), new InstrumentCheck(), new OrderFormCheck(), new TickAndLotCheck(),
            new OrderQuantityCheck(options), new OrderNotionalCheck(options), new PriceCollarCheck(options), new StalePriceCheck(options),
            new PositionLimitCheck(options), new OrderRateCheck(options, _rates), new DuplicateCheck(options, _recent),
        ];
    }

    /// <summary>Judges an order; changes nothing.</summary>
    public RiskVerdict Evaluate(RiskContext context)
    {
        var results = new RiskCheckResult[_checks.Length];
        for (int i = 0; i < results.Length; i++) results[i] = Judge(_checks[i], context);
        return new RiskVerdict(results);
    }

    /// <summary>An order or a change that was allowed is leaving: it counts for the rate and, when new, for duplicates.</summary>
    public void OnLeaving(RiskContext context)
    {
        _rates.Take(context.Spec.Strategy, context.Now);
        if (context.Replaces is null) _recent.Add(context);
    }

    /// <summary>Estimated value of the order in the contract's currency; null when no price is known or it is too large to count.</summary>
    public static decimal? NotionalOf(RiskContext context)
    {
        if (context.Instrument is not { } instrument) return null;
        decimal? price = MarketReference.ValuationPrice(context.Spec, context.Quote, 0m);
        if (price is not { } p) return null;
        try
        {
            return Math.Abs(context.Spec.Quantity) * Math.Abs(p) * instrument.Contract.Multiplier;
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    // A typed quantity or price can be larger than money can be counted in. That is a bad order, never a fault of the engine.
    private static RiskCheckResult Judge(IRiskCheck check, RiskContext context)
    {
        try
        {
            return check.Check(context);
        }
        catch (OverflowException)
        {
            return new RiskCheckResult(check.Code, check.Name, false, null, null, $"The quantity or price of the order is too large to calculate with ({check.Code}). Give smaller ones.");
        }
    }
}
