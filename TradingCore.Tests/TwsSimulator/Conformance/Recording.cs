using System.Text.Json;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Conformance;

/// <summary>What the simulated gateway really sent, from its recording: the yardstick for what a client says it received.</summary>
internal static class Recording
{
    private const int PrefixBytes = 4;

    /// <summary>Stops the gateway, so that its recording is complete, and reads what it sent to a client.</summary>
    public static async Task<IReadOnlyList<IResponse>> OfAsync(SimulatedGateway gateway, string path, int clientId)
    {
        await gateway.DisposeAsync();
        var collector = new ResponseCollector();
        var messages = new List<IResponse>();
        foreach (string line in await File.ReadAllLinesAsync(path))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            Assert.False(root.TryGetProperty("dropped", out _), "The recording has a hole.");
            if (root.GetProperty("from").GetString() != "server" || root.GetProperty("clientId").GetInt32() != clientId) continue;
            byte[] frame = Convert.FromHexString(root.GetProperty("hex").GetString()!);
            ResponseDecoder.Decode(frame.AsSpan(PrefixBytes), root.GetProperty("serverVersion").GetInt32(), collector);
            messages.AddRange(collector.Messages);
            collector.Clear();
        }
        return messages;
    }
}
