using Microsoft.Extensions.Options;

namespace TradingCore.Positions;

/// <summary>Checks the ranges of <see cref="PositionsOptions"/> at the start.</summary>
[OptionsValidator]
public sealed partial class PositionsOptionsValidator : IValidateOptions<PositionsOptions>;
