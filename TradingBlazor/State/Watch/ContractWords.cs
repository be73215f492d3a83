using System.Globalization;
using TradingCore.Domain;
using TradingCore.MarketData.Search;

namespace TradingBlazor.State.Watch;

/// <summary>Contracts in words.</summary>
public static class ContractWords
{
    /// <summary>Kind of product.</summary>
    public static string Kind(SecurityType type) => type switch
    {
        SecurityType.Stock => "Stock",
        SecurityType.Future => "Future",
        SecurityType.Option => "Option",
        SecurityType.FutureOption => "Future option",
        SecurityType.Forex => "Forex",
        SecurityType.Crypto => "Crypto",
        SecurityType.Index => "Index",
        SecurityType.Cfd => "CFD",
        SecurityType.Bond => "Bond",
        SecurityType.Fund => "Fund",
        SecurityType.Commodity => "Commodity",
        SecurityType.Warrant => "Warrant",
        SecurityType.Combo => "Combination",
        _ => "",
    };

    /// <summary>What tells a hit from the others: name, month, strike and right, exchange and currency.</summary>
    public static string Describe(ContractHit hit)
    {
        var parts = new List<string>(4);
        if (hit.Name.Length > 0) parts.Add(hit.Name);
        if (hit.Expiry.Length > 0) parts.Add(Date(hit.Expiry));
        if (hit.Strike is { } strike) parts.Add($"{Format.Raw(strike)} {(hit.Right == "C" ? "call" : "put")}");
        parts.Add($"{hit.Exchange} {hit.Currency}".Trim());
        return string.Join(" · ", parts.Where(p => p.Length > 0));
    }

    /// <summary>An expiry as short as it can be read: <c>Dec 18 2026</c>, or <c>Dec 2026</c> where the day is not known.</summary>
    /// <param name="expiry">Day or month as the broker writes them, 20261218 or 202612; other text is left as it is.</param>
    public static string Expiry(string expiry) =>
        DateTime.TryParseExact(expiry, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) ? day.ToString("MMM d yyyy", CultureInfo.InvariantCulture)
        : DateTime.TryParseExact(expiry, "yyyyMM", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime month) ? month.ToString("MMM yyyy", CultureInfo.InvariantCulture) : expiry;

    private static string Date(string expiry) =>
        DateTime.TryParseExact(expiry, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day) ? day.ToString("MMM d, yyyy", CultureInfo.InvariantCulture) : expiry;
}
