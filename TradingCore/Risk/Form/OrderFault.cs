namespace TradingCore.Risk.Form;

/// <summary>Something in an order that the broker would refuse.</summary>
/// <param name="Field">Field it is about, in the words of the interface, such as <c>limitPrice</c>.</param>
/// <param name="Finding">What is wrong, without full stop.</param>
/// <param name="Advice">What to do, one or more sentences.</param>
/// <param name="Observed">The value; null when it is no number.</param>
/// <param name="Limit">What it was held against; null when nothing.</param>
public sealed record OrderFault(string Field, string Finding, string Advice, decimal? Observed = null, decimal? Limit = null);
