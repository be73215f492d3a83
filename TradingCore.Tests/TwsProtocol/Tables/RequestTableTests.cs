using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>Requests against the tables of the protocol: every field, its place, its type and its versions, at every server version.</summary>
public sealed class RequestTableTests
{
    private const int PrefixBytes = 4;
    private const int RandomRounds = 4;

    public static TheoryData<int> Versions => [.. Enumerable.Range(176, 25)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Frames_made_from_the_tables_decode_and_encode_to_the_same_bytes(int serverVersion)
    {
        var failures = new List<string>();

        foreach ((string name, Scenario scenario, List<TableField> fields) in Frames(serverVersion, RandomRounds))
        {
            byte[] payload = TableFrame.Payload(fields.Select(f => f.Text));
            byte[] again = MessageEncoder.Frame(RequestDecoder.Decode(payload, serverVersion), serverVersion)[PrefixBytes..];
            if (!again.AsSpan().SequenceEqual(payload)) failures.Add($"{name}, {scenario}:\n  table {TableProbe.Show(payload)}\n  code  {TableProbe.Show(again)}");
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(20)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Fields_are_read_in_the_order_of_the_tables_and_as_their_types(int serverVersion)
    {
        List<string> failures = [.. Frames(serverVersion, rounds: 1).SelectMany(f => TableProbe.Defects($"{f.Name}, {f.Scenario}", f.Fields, p => RequestDecoder.Decode(p, serverVersion)))];

        Assert.True(failures.Count == 0, $"{failures.Count} differences\n" + string.Join('\n', failures.Take(60)));
    }

    private static IEnumerable<(string Name, Scenario Scenario, List<TableField> Fields)> Frames(int serverVersion, int rounds)
    {
        Dictionary<string, MessageTable> tables = MessageTable.Requests();
        Assert.True(tables.Count > 70, $"Only {tables.Count} tables were found.");
        foreach (MessageTable table in tables.Values.Where(t => t.Id > 0 && (t.Name != "reqCurrentTimeInMillis" || serverVersion >= 197)))
        {
            foreach (Scenario scenario in Scenario.Requests(serverVersion))
            {
                // Market data requests know combinations in upper case only; orders and history in any.
                Scenario spelled = scenario.SecType == "BAG" && table.Name is "placeOrder" or "reqHistoricalData" ? scenario with { SecType = "bag" } : scenario;
                foreach (Scenario s in spelled == scenario ? new[] { scenario } : [scenario, spelled])
                {
                    for (int round = 0; round < rounds; round++) yield return (table.Name, s, TableFrame.Of(table, tables, s, new Random((serverVersion * 10_000) + (table.Id * 10) + round), isServer: false));
                }
            }
        }
    }
}
