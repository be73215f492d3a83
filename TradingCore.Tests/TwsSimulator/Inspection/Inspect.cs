using System.Text;
using System.Text.Json.Nodes;
using TwsProtocol.Inspection;
using TwsSimulator.Inspection;

namespace TradingCore.Tests.Simulation.Inspection;

/// <summary>Runs the command in this process: lines in, lines out.</summary>
internal static class Inspect
{
    public static Task<List<JsonObject>> LinesAsync(FrameSource? from, params IEnumerable<string> lines) =>
        BytesAsync(from, Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n"))));

    public static async Task<List<JsonObject>> BytesAsync(FrameSource? from, byte[] input)
    {
        using var output = new MemoryStream();
        await DecodeCommand.RunAsync(new MemoryStream(input), output, from, TestContext.Current.CancellationToken);
        string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(output.ToArray());
        Assert.True(text.Length == 0 || text.EndsWith('\n'));
        return [.. text.Split('\n')[..^1].Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public static string Line(int serverVersion, byte[] frame) => $$"""{"serverVersion":{{serverVersion}},"hex":"{{Convert.ToHexStringLower(frame)}}"}""";
}
