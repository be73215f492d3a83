using System.Text.Json.Nodes;
using TwsProtocol.Wire;
using TwsSimulator.Inspection;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>
/// A message as the callbacks of the official client: one form becomes several calls where that client makes several, and every spelling of
/// "no value" becomes the same text, so that both sides compare.
/// </summary>
internal static class OfficialCallbacks
{
    private static readonly string[] UnsetOrderFields =
    [
        "lmtprice", "auxprice", "percentoffset", "trailstopprice", "trailingpercent", "startingprice", "stockrefprice", "delta", "stockrangelower", "stockrangeupper",
        "volatility", "deltaneutralauxprice", "basispoints", "scalepriceincrement", "scalepriceadjustvalue", "scaleprofitoffset", "cashqty", "triggerprice", "lmtpriceoffset",
        "adjustedstopprice", "adjustedstoplimitprice", "adjustedtrailingamount", "competeagainstbestoffset", "midoffsetatwhole", "midoffsetathalf", "minqty", "volatilitytype",
        "referencepricetype", "basispointstype", "scaleinitlevelsize", "scalesubslevelsize", "scalepriceadjustinterval", "scaleinitposition", "scaleinitfillqty",
        "reffuturesconid", "mintradeqty", "mincompetesize", "manualorderindicator", "duration", "posttoats", "filledquantity", "parentpermid", "usepricemgmtalgo",
    ];

    /// <summary>The callbacks of a message.</summary>
    public static List<(string Name, SortedDictionary<string, string> Args)> Of(IResponse message)
    {
        OfficialForm form = OfficialForm.Of(message);
        return Of(form.Name, form.Fields);
    }

    /// <summary>The callbacks of a message that is given by name and fields.</summary>
    public static List<(string Name, SortedDictionary<string, string> Args)> Of(string name, JsonObject fields) =>
        [.. Split(name, fields).Select(c => (c.Name, Args(new JsonObject { ["name"] = c.Name, ["args"] = c.Args.DeepClone() })))];

    /// <summary>The arguments of a callback, with what a class leaves out filled in.</summary>
    /// <param name="callback">An object with name and args.</param>
    public static SortedDictionary<string, string> Args(JsonObject callback)
    {
        JsonObject source = callback["args"]!.AsObject();
        SortedDictionary<string, string> args = Flattened.OfJson(source);
        // The official serialiser adds a class name, and misspells one of the types.
        foreach (string name in args.Keys.Where(k => k.Contains("$type", StringComparison.Ordinal) || (k.Contains("conditions[", StringComparison.Ordinal) && k.EndsWith(".type", StringComparison.Ordinal))).ToList()) args.Remove(name);
        // Recorded with the clock of the client that recorded it.
        if ((string)callback["name"]! == "error" && args.GetValueOrDefault("errortime", "").StartsWith('<')) args.Remove("errortime");
        if (Get(source, "order") is JsonObject order)
        {
            FillUnset(args, order, "order", UnsetOrderFields);
            if (Get(order, "transmit") is null) args["order.transmit"] = "true";
            if (Get(order, "exemptcode") is null) args["order.exemptcode"] = "-1";
            FillUnsetItems(args, order, "order", "ordercombolegs", "price");
        }
        if (Get(source, "orderState") is JsonObject state)
        {
            string[] margins = [.. from w in new[] { "before", "change", "after" } from m in new[] { "initmargin", "maintmargin", "equitywithloan" } select m + w + "outsiderth"];
            FillUnset(args, state, "orderstate", [.. margins, "suggestedsize"]);
            FillUnsetItems(args, state, "orderstate", "orderallocations", "position", "positiondesired", "positionafter", "desiredallocqty", "allowedallocqty");
        }
        foreach (string details in new[] { "contractdetails", "contract" })
        {
            if (Get(source, details) is JsonObject d && Get(d, "contract") is not null) FillUnset(args, d, details, "minsize", "sizeincrement", "suggestedsizeincrement");
        }
        return args;
    }

    private static IEnumerable<(string Name, JsonObject Args)> Split(string name, JsonObject fields)
    {
        switch (name)
        {
            case "tickPrice":
                yield return (name, Without(fields, "size"));
                int sizeType = global::TwsProtocol.TickType.SizeOf((int)fields["field"]!);
                if (sizeType >= 0) yield return ("tickSize", new JsonObject { ["tickerId"] = (int)fields["tickerId"]!, ["field"] = sizeType, ["size"] = fields["size"]!.DeepClone() });
                break;
            case "historicalData":
                foreach (JsonNode? bar in fields["bars"]!.AsArray()) yield return (name, new JsonObject { ["reqId"] = (int)fields["reqId"]!, ["bar"] = bar!.DeepClone() });
                if (fields.ContainsKey("start")) yield return ("historicalDataEnd", Without(fields, "bars"));
                break;
            case "scannerData":
                foreach (JsonNode? row in fields["rows"]!.AsArray())
                {
                    JsonObject args = row!.DeepClone().AsObject();
                    args["reqId"] = (int)fields["reqId"]!;
                    yield return (name, args);
                }
                yield return ("scannerDataEnd", Without(fields, "rows"));
                break;
            default: yield return (name, fields); break;
        }
    }

    private static JsonObject Without(JsonObject source, string name)
    {
        JsonObject copy = source.DeepClone().AsObject();
        copy.Remove(name);
        return copy;
    }

    private static void FillUnset(SortedDictionary<string, string> args, JsonObject source, string path, params string[] names)
    {
        foreach (string name in names.Where(n => Get(source, n) is null)) args[$"{path}.{name}"] = Flattened.Unset;
    }

    private static void FillUnsetItems(SortedDictionary<string, string> args, JsonObject source, string path, string list, params string[] names)
    {
        if (Get(source, list) is not JsonArray items) return;
        for (int i = 0; i < items.Count; i++) FillUnset(args, items[i]!.AsObject(), $"{path}.{list}[{i}]", names);
    }

    private static JsonNode? Get(JsonObject source, string name) => source.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
