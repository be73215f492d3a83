namespace TradingCore.Risk;

/// <summary>Exposures with all working orders filled, summed in the base currency.</summary>
/// <param name="Gross">Sum of the larger of both directions of each contract.</param>
/// <param name="Long">Signed sum when all purchases that work fill.</param>
/// <param name="Short">Signed sum when all sales that work fill.</param>
/// <param name="MarginInFlight">Estimated initial margin that working orders would add.</param>
/// <param name="BuysInFlight">What working purchases would cost.</param>
public readonly record struct ExposureSum(decimal Gross, decimal Long, decimal Short, decimal MarginInFlight, decimal BuysInFlight);
