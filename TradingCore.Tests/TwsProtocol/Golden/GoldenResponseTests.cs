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
            List<(string Name, SortedDictionary<string, string> Args)> actual = [.. Decode(row).Messages.SelectMany(OfficialCallbacks.Of)];
            JsonArray expected = row["callbacks"]!.AsArray();
            if (!expected.Select(c => (string)c!["name"]!).SequenceEqual(actual.Select(a => a.Name)))
            {
                failures.Add($"{row.Describe()}\n   expected {string.Join(',', expected.Select(c => (string)c!["name"]!))}, got {string.Join(',', actual.Select(a => a.Name))}");
                continue;
            }
            for (int i = 0; i < actual.Count; i++)
            {
                SortedDictionary<string, string> args = OfficialCallbacks.Args(expected[i]!.AsObject());
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
