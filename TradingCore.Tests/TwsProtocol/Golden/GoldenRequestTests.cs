using System.Buffers;
using System.Text.Json.Nodes;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>The bytes of the official client, in both directions.</summary>
public class GoldenRequestTests
{
    private const int FramePrefixBytes = 4;
    private const string NotChecked = "requests against the frames of the official client";

    [Fact]
    public void Requests_built_from_the_recorded_arguments_have_the_bytes_of_the_official_client()
    {
        var failures = new List<string>();
        int compared = 0;

        foreach (JsonObject row in Calls())
        {
            if (row["clientError"] is not null) continue;
            byte[] frame = MessageEncoder.Frame(Request(row), row.ServerVersion());
            if (!frame.AsSpan().SequenceEqual(row.Frame())) failures.Add($"{row.Describe()}\n   got {Show(frame)}");
            compared++;
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(compared > 700, $"Only {compared} rows were compared.");
    }

    [Fact]
    public void Recorded_requests_decode_to_their_arguments_and_encode_to_the_same_bytes()
    {
        var failures = new List<string>();

        foreach (JsonObject row in Calls())
        {
            if (row["clientError"] is not null) continue;
            byte[] frame = row.Frame();
            IRequest decoded = RequestDecoder.Decode(frame.AsSpan(FramePrefixBytes), row.ServerVersion());
            if (!MessageEncoder.Frame(decoded, row.ServerVersion()).AsSpan().SequenceEqual(frame)) failures.Add($"{row.Describe()}: encodes to other bytes");
            SortedDictionary<string, string> expected = Flattened.Of(Request(row));
            SortedDictionary<string, string> actual = Flattened.Of(decoded);
            // What the arguments hold and the wire does not carry stays at its default; anything else must be equal.
            failures.AddRange(Flattened.Differences(expected, actual).Where(d => !NotOnTheWire.Holds(row, d)).Select(d => $"{row.Describe()}\n   {d}"));
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
    }

    [Fact]
    public void What_the_official_client_refuses_is_refused_with_its_code_and_id()
    {
        var failures = new List<string>();
        int refused = 0;

        foreach (JsonObject row in Calls())
        {
            if (row["clientError"] is not JsonObject error) continue;
            refused++;
            try
            {
                MessageEncoder.Frame(Request(row), row.ServerVersion());
                failures.Add($"{row.Describe()}: was not refused");
            }
            catch (TwsProtocolException e)
            {
                if (e.Code != (int)error["code"]! || e.RequestId != (int)error["id"]!) failures.Add($"{row.Describe()}: refused with {e.Code}, id {e.RequestId}: {e.Message}");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(refused > 30, $"Only {refused} rows were refused.");
    }

    [Fact]
    public void The_hello_has_the_bytes_of_the_official_client_and_reads_back()
    {
        foreach (JsonObject row in GoldenFile.Rows("golden-requests.jsonl", NotChecked).Where(r => (string?)r["call"] == "handshake"))
        {
            JsonObject args = row["args"]!.AsObject();
            (int min, int max, string options) = ((int)args["minVersion"]!, (int)args["maxVersion"]!, (string)args["connectOptions"]!);

            byte[] hello = Handshake.ClientHello(min, max, options);

            Assert.Equal(row.Frame(), hello);
            var buffer = new ReadOnlySequence<byte>(hello);
            Assert.True(Handshake.TryReadClientHello(ref buffer, out ClientHello read));
            Assert.Equal(new ClientHello(min, max, options), read);
            Assert.True(buffer.IsEmpty);
        }
    }

    private static IEnumerable<JsonObject> Calls() => GoldenFile.Rows("golden-requests.jsonl", NotChecked).Where(r => (string?)r["call"] != "handshake");

    private static IRequest Request(JsonObject row) => GoldenJson.Request((string)row["call"]!, row["args"]!.AsObject());

    private static string Show(byte[] frame) => string.Join('|', System.Text.Encoding.ASCII.GetString(frame, FramePrefixBytes, frame.Length - FramePrefixBytes).Split('\0'));
}
