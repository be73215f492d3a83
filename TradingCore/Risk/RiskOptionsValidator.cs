using Microsoft.Extensions.Options;

namespace TradingCore.Risk;

/// <summary>Checks the ranges of <see cref="RiskOptions"/> at the start.</summary>
[OptionsValidator]
public sealed partial class RiskOptionsValidator : IValidateOptions<RiskOptions>;
