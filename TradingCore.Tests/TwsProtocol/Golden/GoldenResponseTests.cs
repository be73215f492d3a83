using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>Server frames and what the official client made of them.</summary>
public class GoldenResponseTests
{
    private const int FramePrefixBytes = 4;
    private const string NotChecked = "server messages against the callbacks of the official client";

    private static readonly string[] UnsetOrderFields =
    [
        "lmtprice", "auxprice", "percentoffset", "trailstopprice", "trailingpercent", "startingprice", "stockrefprice", "delta", "stockrangelower", "stockrangeupper",
        "volatility", "deltaneutralauxprice", "basispoints", "scalepriceincrement", "scalepriceadjustvalue", "scaleprofitoffset", "cashqty", "triggerprice", "lmtpriceoffset",
        "adjustedstopprice", "adjustedstoplimitprice", "adjustedtrailingamount", "competeagainstbestoffset", "midoffsetatwhole", "midoffsetathalf", "minqty", "volatilitytype",
        "referencepricetype", "basispointstype", "scaleinitlevelsize", "scalesubslevelsize", "scalepriceadjustinterval", "scaleinitposition", "scaleinitfillqty",
        "reffuturesconid", "mintradeqty", "mincompetesize", "manualorderindicator", "duration", "posttoats", "filledquantity", "parentpermid", "usepricemgmtalgo",
    ];

    // Flags that are any number, success that is any text but true, a dropped profile, a date whose zone another field overrules.
    private static readonly HashSet<(string Sent, string Written)> Rewritten =
    [
        ("100", "1"), ("1", "false"), ("Prof1", ""), ("20260320-08:30:00-US/Central", "20260320 08:30:00 US/Eastern"),
    ];

    [Fact]
    public void Server_messages_decode_to_the_values_the_official_client_reports()
    {
        var failures = new List<string>();
        int compared = 0;

        foreach (JsonObject row in Rows().Where(r => (string?)r["kind"] != "malformed"))
        {
            List<(string Name, SortedDictionary<string, string> Args)> actual = [.. Decode(row).Messages.SelectMany(CallbackNames.Of)];
            JsonArray expected = row["callbacks"]!.AsArray();
            if (!expected.Select(c => (string)c!["name"]!).SequenceEqual(actual.Select(a => a.Name)))
            {
                failures.Add($"{row.Describe()}\n   expected {string.Join(',', expected.Select(c => (string)c!["name"]!))}, got {string.Join(',', actual.Select(a => a.Name))}");
                continue;
            }
            for (int i = 0; i < actual.Count; i++)
            {
                SortedDictionary<string, string> args = Expected(expected[i]!.AsObject());
                failures.AddRange(Flattened.Differences(args, actual[i].Args).Select(d => $"{row.Describe()}\n   {actual[i].Name} {d}"));
                compared++;
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(compared > 280, $"Only {compared} callbacks were compared.");
    }

    [Fact]
    public void Server_messages_encode_to_fields_that_read_the_same()
    {
        var failures = new List<string>();

        foreach (JsonObject row in Rows().Where(r => (string?)r["kind"] != "malformed"))
        {
            IResponse message = Assert.Single(Decode(row).Messages);
            byte[] frame = MessageEncoder.Frame(message, row.ServerVersion());
            string[] sent = Fields(row.Frame());
            string[] written = Fields(frame);
            for (int i = 0; i < written.Length; i++)
            {
                string original = i < sent.Length ? sent[i] : "(none)";
                if (!IsSameField(message, original, written[i])) failures.Add($"{row.Describe()}\n   field {i}: was '{original}', written '{written[i]}'");
            }
            var again = new ResponseCollector();
            ResponseDecoder.Decode(frame.AsSpan(FramePrefixBytes), row.ServerVersion(), again);
            failures.AddRange(Flattened.Differences(Flattened.Of(message), Flattened.Of(Assert.Single(again.Messages))).Select(d => $"{row.Describe()}\n   read again: {d}"));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    private static List<JsonObject> Rows() => GoldenFile.Rows("golden-responses.jsonl", NotChecked);

    private static ResponseCollector Decode(JsonObject row)
    {
        var collector = new ResponseCollector();
        ResponseDecoder.Decode(row.Frame().AsSpan(FramePrefixBytes), row.ServerVersion(), collector);
        return collector;
    }

    private static SortedDictionary<string, string> Expected(JsonObject callback)
    {
        SortedDictionary<string, string> args = Flattened.OfJson(callback["args"]);
        foreach (string name in args.Keys.Where(k => k.Contains("$type", StringComparison.Ordinal) || (k.Contains("conditions[", StringComparison.Ordinal) && k.EndsWith(".type", StringComparison.Ordinal))).ToList()) args.Remove(name);
        if ((string)callback["name"]! == "error" && args.GetValueOrDefault("errortime", "").StartsWith('<')) args.Remove("errortime");
        if (callback["args"]!["order"] is JsonObject order)
        {
            foreach (string name in UnsetOrderFields.Where(n => !Has(order, n))) args[$"order.{name}"] = Flattened.Unset;
            if (!Has(order, "transmit")) args["order.transmit"] = "true";
            if (!Has(order, "exemptcode")) args["order.exemptcode"] = "-1";
            if (order["OrderComboLegs"] is JsonArray legs)
            {
                for (int i = 0; i < legs.Count; i++)
                {
                    if (!Has(legs[i]!.AsObject(), "price")) args[$"order.ordercombolegs[{i}].price"] = Flattened.Unset;
                }
            }
        }
        if (callback["args"]!["orderState"] is JsonObject state)
        {
            string[] margins = [.. from w in new[] { "before", "change", "after" } from m in new[] { "initmargin", "maintmargin", "equitywithloan" } select m + w + "outsidertH"];
            foreach (string name in margins.Select(m => m.ToLowerInvariant()).Append("suggestedsize").Where(n => !Has(state, n))) args[$"orderstate.{name}"] = Flattened.Unset;
            if (state["OrderAllocations"] is JsonArray allocations)
            {
                for (int i = 0; i < allocations.Count; i++)
                {
                    foreach (string name in new[] { "position", "positiondesired", "positionafter", "desiredallocqty", "allowedallocqty" })
                    {
                        if (!Has(allocations[i]!.AsObject(), name)) args[$"orderstate.orderallocations[{i}].{name}"] = Flattened.Unset;
                    }
                }
            }
        }
        foreach (string details in new[] { "contractDetails", "contract" })
        {
            if (callback["args"]![details] is not JsonObject d || !d.ContainsKey("Contract")) continue;
            foreach (string name in new[] { "minsize", "sizeincrement", "suggestedsizeincrement" }.Where(n => !Has(d, n))) args[$"{details.ToLowerInvariant()}.{name}"] = Flattened.Unset;
        }
        return args;
    }

    private static bool Has(JsonObject source, string lowerName) => source.Any(p => p.Key.Equals(lowerName, StringComparison.OrdinalIgnoreCase));

    private static string[] Fields(byte[] frame)
    {
        string text = Encoding.Latin1.GetString(frame, FramePrefixBytes, frame.Length - FramePrefixBytes);
        return text[..^1].Split('\0');
    }

    // The same text, the same number, or both "nothing". The allocation text of orders is passed over by clients and not written.
    private static bool IsSameField(IResponse message, string original, string written)
    {
        if (original == written || (IsNothing(original) && IsNothing(written))) return true;
        if (double.TryParse(original, NumberStyles.Float, CultureInfo.InvariantCulture, out double a) && double.TryParse(written, NumberStyles.Float, CultureInfo.InvariantCulture, out double b) && a.Equals(b)) return true;
        if (message is OpenOrder && original.Contains(".0/", StringComparison.Ordinal)) return written.Length == 0;
        return original.Equals(written, StringComparison.OrdinalIgnoreCase) || Rewritten.Contains((original, written));
    }

    private static bool IsNothing(string text) => text is "" or "0" or "0.0" or " " or "2147483647" or "9223372036854775807" or "1.7976931348623157E308" or "(none)";
}
