namespace TradingCore.Positions;

/// <summary>What a position was worth when a day began.</summary>
/// <param name="Day">The day.</param>
/// <param name="Value">Value in the contract's currency; below 0 when short, 0 when nothing was held.</param>
/// <param name="Source"><c>own</c>: marked here when the day began; <c>broker</c>: from the broker's P&amp;L of the day; <c>close</c>: from the close of the day before, until the broker tells; <c>flat</c>.</param>
/// <param name="CarriedRealizedPnl">Realised P&amp;L of the day that the broker counts and own fills do not know, because it was made before the account was first met.</param>
public sealed record StartOfDay(DateOnly Day, decimal Value, string Source, decimal CarriedRealizedPnl = 0m);
