using System.Text.Json.Nodes;
using TradingCore.Tests.TwsProtocol.Golden;
using TwsProtocol.Inspection;

namespace TradingCore.Tests.Simulation.Inspection;

/// <summary>The command against every frame of the official client.</summary>
public sealed class GoldenDecodeTests
{
    private const string NotChecked = "what decode says about the frames of the official client";

    [Fact]
    public async Task Requests_are_shown_with_the_official_names_and_arguments_and_encode_to_the_same_bytes()
    {
        List<JsonObject> rows = [.. GoldenFile.Rows("golden-requests.jsonl", NotChecked).Where(r => r["clientError"] is null)];

        List<JsonObject> shown = await Inspect.LinesAsync(FrameSource.Client, rows.Select(r => r.ToJsonString()));

        var failures = new List<string>();
        Assert.Equal(rows.Count, shown.Count);
        foreach ((JsonObject row, JsonObject answer) in rows.Zip(shown))
        {
            if ((string?)answer["name"] != (string)row["call"]!)
            {
                failures.Add($"{row.Describe()}\n   {answer.ToJsonString()}");
                continue;
            }
            if ((string?)answer["reencoded"] != (string)row["hex"]!) failures.Add($"{row.Describe()}: encodes to {(string?)answer["reencoded"]}");
            SortedDictionary<string, string> expected = Flattened.OfJson(row["args"]);
            SortedDictionary<string, string> actual = Flattened.OfJson(answer["fields"]);
            failures.AddRange(Flattened.Differences(expected, actual)
                .Where(d => !NotOnTheWire.Holds(row, d))
                .Select(d => $"{row.Describe()}\n   {d}"));
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(rows.Count > 700, $"Only {rows.Count} rows were compared.");
    }

    [Fact]
    public async Task Responses_are_shown_with_the_official_callbacks_and_arguments()
    {
        List<JsonObject> rows = [.. GoldenFile.Rows("golden-responses.jsonl", NotChecked).Where(r => (string?)r["kind"] != "malformed")];

        List<JsonObject> shown = await Inspect.LinesAsync(FrameSource.Server, rows.Select(r => r.ToJsonString()));

        var failures = new List<string>();
        Assert.Equal(rows.Count, shown.Count);
        foreach ((JsonObject row, JsonObject answer) in rows.Zip(shown))
        {
            JsonArray expected = row["callbacks"]!.AsArray();
            List<(string Name, SortedDictionary<string, string> Args)> actual = answer["name"] is { } name ? OfficialCallbacks.Of((string)name!, answer["fields"]!.AsObject()) : [];
            if (!expected.Select(c => (string)c!["name"]!).SequenceEqual(actual.Select(a => a.Name)))
            {
                failures.Add($"{row.Describe()}\n   {answer.ToJsonString()}");
                continue;
            }
            if (string.IsNullOrEmpty((string?)answer["reencoded"])) failures.Add($"{row.Describe()}: {(string?)answer["reencodeError"]}");
            for (int i = 0; i < actual.Count; i++)
            {
                failures.AddRange(Flattened.Differences(OfficialCallbacks.Args(expected[i]!.AsObject()), actual[i].Args).Select(d => $"{row.Describe()}\n   {actual[i].Name} {d}"));
            }
        }
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(rows.Count > 250, $"Only {rows.Count} rows were compared.");
    }

    [Fact]
    public async Task Broken_frames_of_the_server_get_an_answer_each_and_the_ones_the_official_client_throws_on_an_error()
    {
        List<JsonObject> rows = [.. GoldenFile.Rows("golden-responses.jsonl", NotChecked).Where(r => (string?)r["kind"] == "malformed")];

        List<JsonObject> shown = await Inspect.LinesAsync(FrameSource.Server, rows.Select(r => r.ToJsonString()));

        Assert.Equal(rows.Count, shown.Count);
        foreach ((JsonObject row, JsonObject answer) in rows.Zip(shown))
        {
            bool isError = answer["error"] is not null && answer["offset"] is not null;
            Assert.True(isError || answer["name"] is not null, answer.ToJsonString());
            // An error message must not be lost over its spelling; the official client fails on two spellings.
            if (row["thrown"] is not null && !((string)row["case"]!).StartsWith("error message", StringComparison.Ordinal)) Assert.True(isError, $"{(string?)row["case"]}: {answer.ToJsonString()}");
        }
    }
}
