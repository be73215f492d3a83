namespace TradingCore.Indicators;

/// <summary>A kind of indicator that can be calculated.</summary>
/// <param name="Name">Name in the short form, for example <c>macd</c>.</param>
/// <param name="ParameterNames">Names of its parameters; empty when it has none.</param>
/// <param name="Usual">Their usual values.</param>
public sealed record IndicatorKind(string Name, IReadOnlyList<string> ParameterNames, IReadOnlyList<double> Usual);
