using System.Text.Json.Nodes;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>Rows of a golden file: frames that the official client wrote or read, with the values it was given or reported.</summary>
internal static class GoldenFile
{
    public static List<JsonObject> Rows(string name, string whatIsNotChecked)
    {
        string path = SharedFolder.File($"tws/{name}", whatIsNotChecked);
        return [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => JsonNode.Parse(line)!.AsObject())];
    }

    public static int ServerVersion(this JsonObject row) => (int)row["serverVersion"]!;

    public static byte[] Frame(this JsonObject row) => Convert.FromHexString((string)row["hex"]!);

    /// <summary>What a failure prints to find the row again.</summary>
    public static string Describe(this JsonObject row)
    {
        string fields = row["fields"] is JsonArray f ? string.Join('|', f.Select(x => (string)x!)) : "";
        return $"sv {row.ServerVersion()} {(string?)row["call"]} {(string?)row["case"]} {fields[..Math.Min(fields.Length, 160)]}";
    }
}
