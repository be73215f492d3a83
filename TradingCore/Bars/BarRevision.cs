using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>A closed one-minute bar changed, or a minute that was missing appeared. Longer bars change with it.</summary>
/// <param name="Ticker">Contract.</param>
/// <param name="ConId">Contract id.</param>
/// <param name="Before">The bar as it was; null when the minute had no bar.</param>
/// <param name="After">The bar as it is; its <see cref="Bar.Revision"/> counts the changes.</param>
/// <param name="Cause">
/// Why: <c>late part</c>, <c>backfill</c>, <c>compare</c> when the broker's own bar differs, or <c>bar before it changed</c> for a minute without
/// trades that follows its predecessor's close.
/// </param>
/// <param name="Time">When, local time, UTC.</param>
public sealed record BarRevision(string Ticker, ConId ConId, Bar? Before, Bar After, string Cause, DateTimeOffset Time);

/// <summary>A subscription was silent in trading hours and was started again.</summary>
/// <param name="Ticker">Contract.</param>
/// <param name="ConId">Contract id.</param>
/// <param name="LastHeardTime">When its last five-second bar came, or when the subscription started if none did, UTC.</param>
/// <param name="Attempts">How often it was started again since; 1 the first time.</param>
/// <param name="Minute">The minute that is over without its last part, UTC; null when the age of the newest bar alone told the silence.</param>
public sealed record BarSilence(string Ticker, ConId ConId, DateTimeOffset LastHeardTime, int Attempts, DateTimeOffset? Minute = null);
