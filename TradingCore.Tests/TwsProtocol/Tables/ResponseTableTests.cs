using System.Globalization;
using System.Text;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>Server messages against the tables of the protocol: every field, its place, its type, what empty means, and its versions, at every server version.</summary>
public sealed class ResponseTableTests
{
    private const int PrefixBytes = 4;
    private const int RandomRounds = 4;

    public static TheoryData<int> Versions => [.. Enumerable.Range(176, 25)];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Frames_made_from_the_tables_decode_and_encode_to_fields_that_mean_the_same(int serverVersion)
    {
        var failures = new List<string>();

        foreach ((string name, Scenario scenario, List<TableField> fields) in Frames(serverVersion, RandomRounds))
        {
            byte[] payload = TableFrame.Payload(fields.Select(f => f.Text));
            byte[] again = MessageEncoder.Frame(Decode(payload, serverVersion), serverVersion)[PrefixBytes..];
            string[] written = Encoding.Latin1.GetString(again)[..^1].Split('\0');
            if (written.Length != fields.Count)
            {
                failures.Add($"{name}, {scenario}: {fields.Count} fields in the table, {written.Length} written:\n  {TableProbe.Show(payload)}\n  {TableProbe.Show(again)}");
                continue;
            }
            for (int i = 0; i < written.Length; i++)
            {
                if (fields[i].Meaning(fields[i].Text) != fields[i].Meaning(written[i])) failures.Add($"{name}, {scenario}, field {i} {fields[i].Row.Field}: '{fields[i].Text}' is written as '{written[i]}'");
            }
        }

        Assert.True(failures.Count == 0, string.Join('\n', failures.Take(40)));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Fields_are_read_in_the_order_of_the_tables_and_as_their_types(int serverVersion)
    {
        List<string> failures = [.. Frames(serverVersion, rounds: 1).SelectMany(f => TableProbe.Defects($"{f.Name}, {f.Scenario}", f.Fields, p => Decode(p, serverVersion)))];

        Assert.True(failures.Count == 0, $"{failures.Count} differences\n" + string.Join('\n', failures.Take(60)));
    }

    private static IResponse Decode(ReadOnlySpan<byte> payload, int serverVersion)
    {
        var collector = new ResponseCollector();
        ResponseDecoder.Decode(payload, serverVersion, collector);
        return Assert.Single(collector.Messages);
    }

    private static IEnumerable<(string Name, Scenario Scenario, List<TableField> Fields)> Frames(int serverVersion, int rounds)
    {
        Dictionary<string, MessageTable> tables = MessageTable.Responses();
        Assert.True(tables.Count > 80, $"Only {tables.Count} tables were found.");
        foreach (MessageTable table in tables.Values)
        {
            if ((table.Id == 108 && serverVersion < 196) || (table.Id == 109 && serverVersion < 197)) continue;
            foreach (Scenario scenario in Scenario.Responses(serverVersion))
            {
                for (int round = 0; round < rounds; round++)
                    yield return ($"{table.Id.ToString(CultureInfo.InvariantCulture)} {table.Name}", scenario, TableFrame.Of(table, tables, scenario, new Random((serverVersion * 10_000) + (table.Id * 10) + round), isServer: true));
            }
        }
    }
}
