using Microsoft.Extensions.Options;

namespace TradingCore.Engine;

/// <summary>Checks the ranges of <see cref="TradingOptions"/> at the start.</summary>
[OptionsValidator]
public sealed partial class TradingOptionsValidator : IValidateOptions<TradingOptions>;
