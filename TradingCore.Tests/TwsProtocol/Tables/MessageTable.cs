using System.Globalization;
using System.Text.RegularExpressions;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>The fields of a message as the protocol's description lists them.</summary>
/// <param name="Name">Name in the heading.</param>
/// <param name="Id">Message id.</param>
/// <param name="Heading">The rest of the heading: for requests, whether a version field follows the id.</param>
/// <param name="Rows">The rows in the order of the wire.</param>
internal sealed partial record MessageTable(string Name, int Id, string Heading, List<TableRow> Rows)
{
    private const string NotChecked = "the fields of every message against the tables of the protocol";

    /// <summary>The tables of requests by id, and the two groups of contract fields by name.</summary>
    public static Dictionary<string, MessageTable> Requests() => Read("tws/requests.md", RequestHeading());

    /// <summary>The tables of server messages by id.</summary>
    public static Dictionary<string, MessageTable> Responses() => Read("tws/responses.md", ResponseHeading());

    private static Dictionary<string, MessageTable> Read(string file, Regex heading)
    {
        var tables = new Dictionary<string, MessageTable>(StringComparer.Ordinal);
        MessageTable? table = null;
        string[]? columns = null;
        foreach (string line in File.ReadLines(SharedFolder.File(file, NotChecked)))
        {
            if (heading.Match(line) is { Success: true } found)
            {
                string id = found.Groups["id"].Value;
                table = new MessageTable(found.Groups["name"].Value, id.Length == 0 ? 0 : int.Parse(id, CultureInfo.InvariantCulture), found.Groups["rest"].Value, []);
                tables.Add(id.Length == 0 ? table.Name : id, table);
                columns = null;
            }
            else if (line.StartsWith("## ", StringComparison.Ordinal))
            {
                table = null;
            }
            else if (table is not null && line.StartsWith('|'))
            {
                string[] cells = [.. line.Split('|')[1..^1].Select(c => c.Trim())];
                if (columns is null || cells.Contains("Type")) columns = cells;
                else if (!cells[0].StartsWith("---", StringComparison.Ordinal) && columns.Contains("Field") && columns.Contains("Type")) table.Rows.Add(Row(columns, cells));
            }
            else
            {
                columns = null;
            }
        }
        return tables;
    }

    private static TableRow Row(string[] columns, string[] cells)
    {
        return new TableRow(Cell("#") ?? "", Cell("Field")!, Cell("Type")!, Cell("When") ?? Cell("Gate") ?? Cell("Gate / condition") ?? "", Cell("Empty"), Cell("Meaning") ?? "");

        string? Cell(string column) => Array.IndexOf(columns, column) is var at and >= 0 ? cells[at] : null;
    }

    [GeneratedRegex(@"^#+ (?:[\d.]+ )?(?:(?<name>\w+): id (?<id>\d+), (?<rest>(?:no )?version.*)|(?<name>contract1[23]))$")]
    private static partial Regex RequestHeading();

    [GeneratedRegex(@"^### (?<id>\d+) (?<name>\w+)(?<rest>.*)$")]
    private static partial Regex ResponseHeading();
}
