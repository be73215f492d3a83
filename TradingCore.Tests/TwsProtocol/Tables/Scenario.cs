using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>A case of a message: what its deciding fields hold, and so which of the conditional ones are there.</summary>
/// <param name="Name">Name in failures.</param>
/// <param name="ServerVersion">Negotiated version.</param>
/// <param name="HasAll">Every list holds two items and every optional block is there; otherwise none.</param>
/// <param name="SecType">Security type of the contract.</param>
/// <param name="OrderType">Type of the order.</param>
/// <param name="Exchange">Exchange of the contract.</param>
/// <param name="IsUpToMid">The offset against the best price is infinite.</param>
/// <param name="TickType">Kind of a tick-by-tick message.</param>
internal sealed partial record Scenario(
    string Name, int ServerVersion, bool HasAll, string SecType = "STK", string OrderType = "LMT", string Exchange = "SMART", bool IsUpToMid = false, int TickType = 1)
{
    private const string UpToMid = "PEG MID, or PEG BEST with competeAgainstBestOffset = Infinity";

    /// <summary>Cases that between them have every field of a request.</summary>
    public static IEnumerable<Scenario> Requests(int serverVersion)
    {
        yield return new("plain", serverVersion, HasAll: false);
        yield return new("combination, everything set", serverVersion, HasAll: true, SecType: "BAG", OrderType: "PEG BENCH");
        yield return new("stock, everything set", serverVersion, HasAll: true, OrderType: "PEGBENCH");
        yield return new("pegged to best on its venue, up to the midpoint", serverVersion, HasAll: false, OrderType: "PEG BEST", Exchange: "IBKRATS", IsUpToMid: true);
        yield return new("pegged to best", serverVersion, HasAll: false, OrderType: "PEGBEST");
        yield return new("pegged to the midpoint", serverVersion, HasAll: true, OrderType: "PEG MID", Exchange: "IBKRATS");
        yield return new("pegged to the midpoint, other spelling", serverVersion, HasAll: false, OrderType: "PEGMID");
        yield return new("lower case spellings are other types", serverVersion, HasAll: false, OrderType: "peg mid");
    }

    /// <summary>Cases that between them have every field of a server message.</summary>
    public static IEnumerable<Scenario> Responses(int serverVersion)
    {
        yield return new("plain", serverVersion, HasAll: false, TickType: 4);
        yield return new("everything", serverVersion, HasAll: true, SecType: "BAG", OrderType: "PEG BENCH", TickType: 1);
        yield return new("everything, other spelling", serverVersion, HasAll: true, OrderType: "PEGBENCH", TickType: 3);
        yield return new("fund", serverVersion, HasAll: true, SecType: "FUND", TickType: 2);
    }

    /// <summary>Whether a field with these conditions is there.</summary>
    /// <param name="conditions">The cell of the table.</param>
    public bool Meets(string conditions) => conditions.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).All(MeetsOne);

    public override string ToString() => $"sv {ServerVersion}, {Name}";

    private bool MeetsOne(string condition)
    {
        if (VersionBelow().Match(condition) is { Success: true } below) return ServerVersion < Number(below, 1);
        if (VersionFrom().Match(condition) is { Success: true } from) return ServerVersion >= Number(from, 1);
        if (VersionBetween().Match(condition) is { Success: true } between) return ServerVersion >= Number(between, 1) && ServerVersion < Number(between, 2);
        // The items of a list are asked for when there are items.
        if (condition.StartsWith("per ", StringComparison.Ordinal)) return true;
        return condition switch
        {
            "BAG" => SecType.Equals("BAG", StringComparison.OrdinalIgnoreCase),
            "IBKRATS" => Exchange == "IBKRATS",
            "PEG BENCH" or "if orderType is PEG BENCH or PEGBENCH" => OrderType is "PEG BENCH" or "PEGBENCH",
            "PEG BEST" => OrderType is "PEG BEST" or "PEGBEST",
            UpToMid => OrderType is "PEG MID" or "PEGMID" || (OrderType is "PEG BEST" or "PEGBEST" && IsUpToMid),
            "delta neutral contract set" or "if deltaNeutralContractPresent = 1" => HasAll,
            "deltaNeutralOrderType set" or "if deltaNeutralOrderType not empty" => HasAll,
            "scalePriceIncrement > 0 and not unset" or "if scalePriceIncrement > 0" => HasAll,
            "hedgeType set" or "if hedgeType not empty" => HasAll,
            "algoStrategy set" or "if algoStrategy not empty" => HasAll,
            "conditions set" or "if conditionsCount > 0" or "conditionsCount times" => HasAll,
            _ => throw new InvalidOperationException($"The condition '{condition}' of a table is not known to this test."),
        };
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^sv < ?(\d+)$")]
    private static partial Regex VersionBelow();

    [GeneratedRegex(@"^sv >= ?(\d+)$")]
    private static partial Regex VersionFrom();

    [GeneratedRegex(@"^(\d+) <= sv < (\d+)$")]
    private static partial Regex VersionBetween();
}
