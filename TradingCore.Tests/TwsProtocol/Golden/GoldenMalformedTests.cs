using System.Buffers;
using System.Text.Json.Nodes;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>Broken server frames: where the official client throws, ours gives a typed error for that frame and reads on.</summary>
public class GoldenMalformedTests
{
    // Ours deliberately tolerates two things on which the official client fails: an error message must not be lost over its spelling.
    private static readonly HashSet<string> Tolerated = ["error message text is empty", "error message with a bad escape"];

    // How often the frames of the official client's stream are out of step is decided by later bytes, which these rows do not hold.
    private static readonly HashSet<string> NeedMoreBytes =
    [
        "frame cut short: length says 20 bytes, 7 sent, connection stays open",
        "frame cut short: length says 20 bytes, 7 sent, then the server closes",
        "length prefix 16777215 (the limit) with 7 bytes sent",
        "length prefix cut short (2 of 4 bytes), then the server closes",
        "server closes the connection between frames",
    ];

    private static readonly HashSet<string> EndTheConnection =
    [
        "length prefix -1 (ffffffff)", "length prefix 16777216 (one more than the limit)", "length prefix 2147483647",
    ];

    [Fact]
    public void Broken_frames_give_a_typed_error_or_the_official_result()
    {
        var failures = new List<string>();
        int rows = 0;

        foreach (JsonObject row in GoldenFile.Rows("golden-responses.jsonl", "broken server frames").Where(r => (string?)r["kind"] == "malformed"))
        {
            rows++;
            string name = (string)row["case"]!;
            string outcome = Outcome(row);
            string expected = Expected(row, name);
            if (outcome != expected) failures.Add($"{name}: expected {expected}, got {outcome}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(rows > 25, $"Only {rows} rows were compared.");
    }

    private static string Expected(JsonObject row, string name)
    {
        if (NeedMoreBytes.Contains(name)) return "waits";
        if (EndTheConnection.Contains(name)) return "BadLength";
        if (Tolerated.Contains(name)) return "error";
        string calls = string.Join(',', row["callbacks"]!.AsArray().Select(c => (string)c!["name"]!));
        if (calls == "error") return "unknown";
        string thrown = (string?)row["thrown"] ?? "";
        string kind = thrown.Contains("EndOfStream", StringComparison.Ordinal) ? "Truncated"
            : thrown.Contains("Format", StringComparison.Ordinal) ? "NotANumber"
            : thrown.Contains("Overflow", StringComparison.Ordinal) ? "OutOfRange"
            : "";
        // The zero-length frame is followed by a good one in one row; it is read normally.
        if (name.Contains("followed by a good frame", StringComparison.Ordinal)) return $"{kind},nextValidId";
        if (name == "message id -1") return "unknown";
        return kind.Length > 0 ? kind : calls;
    }

    private static string Outcome(JsonObject row)
    {
        var results = new List<string>();
        var buffer = new ReadOnlySequence<byte>(row.Frame());
        try
        {
            while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload)) results.Add(Decode(payload, row.ServerVersion()));
        }
        catch (TwsProtocolException e)
        {
            results.Add(e.Kind.ToString());
        }
        return results.Count == 0 ? "waits" : string.Join(',', results);
    }

    private static string Decode(ReadOnlySequence<byte> payload, int serverVersion)
    {
        var collector = new ResponseCollector();
        try
        {
            ResponseDecoder.Decode(payload, serverVersion, collector);
        }
        catch (TwsProtocolException e)
        {
            return e.Kind.ToString();
        }
        return collector.UnknownIds.Count > 0 ? "unknown" : string.Join(',', collector.Messages.Select(m => m.CallName));
    }
}
