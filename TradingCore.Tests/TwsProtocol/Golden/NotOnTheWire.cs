using System.Text.Json.Nodes;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>
/// Arguments that the official client accepts and does not send in this call, so that no decoder can give them back. Told by call and by what the other
/// arguments hold: the same argument must be right where it travels.
/// </summary>
internal static class NotOnTheWire
{
    private static readonly HashSet<string> CallsWithIncludeExpired = ["reqContractDetails", "reqHistoricalData", "reqHeadTimestamp", "reqHistoricalTicks", "reqHistogramData"];

    /// <summary>Whether a difference is one of them.</summary>
    /// <param name="row">The golden row.</param>
    /// <param name="difference">Path of the argument, a colon, and what differs.</param>
    public static bool Holds(JsonObject row, string difference)
    {
        string path = difference[..difference.IndexOf(':', StringComparison.Ordinal)];
        string call = (string)row["call"]!;
        bool isOrder = call == "placeOrder";
        string type = (string?)row["args"]?["order"]?["orderType"] ?? "";
        bool isPegBest = type is "PEG BEST" or "PEGBEST";
        return path switch
        {
            "contract.includeexpired" => !CallsWithIncludeExpired.Contains(call),
            "contract.secidtype" or "contract.secid" => !isOrder && call != "reqContractDetails",
            "contract.issuerid" => call != "reqContractDetails",
            // The order id goes the other way: it is sent beside the order and read into it.
            "order.orderid" => difference.Contains("expected (default)", StringComparison.Ordinal),
            "order.tier.displayname" => true,
            "order.referencecontractid" or "order.ispeggedchangeamountdecrease" or "order.peggedchangeamount" or "order.referencechangeamount" or "order.referenceexchange" => type is not ("PEG BENCH" or "PEGBENCH"),
            "order.mincompetesize" or "order.competeagainstbestoffset" => !isPegBest,
            "order.midoffsetatwhole" or "order.midoffsetathalf" => type is not ("PEG MID" or "PEGMID") && !(isPegBest && row["args"]?["order"]?["competeAgainstBestOffset"]?.ToString() == "Infinity"),
            _ when path.StartsWith("contract.combolegs[", StringComparison.Ordinal) && path.EndsWith("].openclose", StringComparison.Ordinal) => !isOrder,
            _ when path.StartsWith("contract.deltaneutralcontract", StringComparison.Ordinal) => !isOrder && call != "reqMktData",
            _ => false,
        };
    }
}
