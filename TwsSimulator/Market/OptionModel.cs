namespace TwsSimulator.Market;

/// <summary>What an option is worth and how that changes.</summary>
/// <param name="Price">Value of one share's worth of the option.</param>
/// <param name="Delta">Change per unit of the underlying's price.</param>
/// <param name="Gamma">Change of delta per unit of the underlying's price.</param>
/// <param name="Vega">Change per percentage point of volatility.</param>
/// <param name="Theta">Change per calendar day.</param>
internal readonly record struct OptionValue(double Price, double Delta, double Gamma, double Vega, double Theta);

/// <summary>The formula of Black, Scholes and Merton with a steady yield; early exercise has no value in it.</summary>
internal static class OptionModel
{
    /// <summary>Interest of a year.</summary>
    public const double Rate = 0.045;

    /// <summary>Dividends of a year as a share of the price.</summary>
    public const double Yield = 0.013;

    private const double YearSeconds = 365.0 * 86_400;
    private const double YearsMin = 1 / YearSeconds;
    private const double VolatilityMax = 5;

    /// <summary>Years from a moment to an expiry, both Unix seconds; at least a second.</summary>
    public static double Years(long time, long expiry) => Math.Max(YearsMin, (expiry - time) / YearSeconds);

    /// <summary>Value and greeks.</summary>
    public static OptionValue Value(bool isCall, double underlying, double strike, double years, double volatility)
    {
        double root = Math.Sqrt(years), deviation = volatility * root;
        double d1 = (Math.Log(underlying / strike) + ((Rate - Yield + (volatility * volatility / 2)) * years)) / deviation, d2 = d1 - deviation;
        double share = Math.Exp(-Yield * years), money = Math.Exp(-Rate * years), density = Math.Exp(-d1 * d1 / 2) / Math.Sqrt(2 * Math.PI);
        double side = isCall ? 1 : -1;
        double nd1 = Normal(side * d1), nd2 = Normal(side * d2);
        double decay = -(underlying * share * density * volatility / (2 * root)) + (side * ((Yield * underlying * share * nd1) - (Rate * strike * money * nd2)));
        return new OptionValue(
            Math.Max(0, side * ((underlying * share * nd1) - (strike * money * nd2))),
            side * share * nd1,
            share * density / (underlying * deviation),
            underlying * share * density * root / 100,
            decay / 365);
    }

    /// <summary>The volatility that gives a price; null when none does.</summary>
    public static double? ImpliedVolatility(bool isCall, double underlying, double strike, double years, double price)
    {
        double low = 0.001, high = VolatilityMax;
        if (!(underlying > 0) || !(price > Value(isCall, underlying, strike, years, low).Price) || price > Value(isCall, underlying, strike, years, high).Price)
            return null;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (Value(isCall, underlying, strike, years, middle).Price < price)
                low = middle;
            else
                high = middle;
        }

        return (low + high) / 2;
    }

    // Abramowitz and Stegun 26.2.17: within 7.5e-8, far below the price step.
    private static double Normal(double x)
    {
        double t = 1 / (1 + (0.2316419 * Math.Abs(x)));
        double tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI) * t * (0.319381530 + (t * (-0.356563782 + (t * (1.781477937 + (t * (-1.821255978 + (t * 1.330274429))))))));
        return x >= 0 ? 1 - tail : tail;
    }
}
