namespace TradingCore.Domain;

/// <summary>What one unit of a currency was worth in another on a day.</summary>
/// <param name="From">Currency, ISO code.</param>
/// <param name="To">Other currency.</param>
/// <param name="Rate">Units of <paramref name="To"/> for one of <paramref name="From"/>; above 0.</param>
/// <param name="Day">Day it counts for; the newest of a day stands for it.</param>
/// <param name="Source"><c>quote</c>: middle of the pair's market; <c>broker</c>: the rate the broker converts the account with.</param>
/// <param name="Time">When it came, UTC.</param>
public sealed record ExchangeRate(string From, string To, decimal Rate, DateOnly Day, string Source, DateTimeOffset Time);
