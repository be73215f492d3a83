using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace TradingCore.Tests.TwsProtocol.Tables;

/// <summary>Makes the fields of a message from its table alone, so that the code is compared with the description and not with itself.</summary>
internal sealed partial class TableFrame
{
    private const int Items = 2;

    private static readonly string[] FundFields =
    [
        "fundName str", "fundFamily str", "fundType str", "fundFrontLoad str", "fundBackLoad str", "fundBackLoadTimeInterval str", "fundManagementFee str",
        "fundClosed bool", "fundClosedForNewInvestors bool", "fundClosedForNewMoney bool", "fundNotifyAmount str", "fundMinimumInitialPurchase str",
        "fundSubsequentMinimumPurchase str", "fundBlueSkyStates str", "fundBlueSkyTerritories str", "fundDistributionPolicyIndicator str", "fundAssetType str",
    ];

    private readonly Scenario _scenario;
    private readonly TableTexts _texts;
    private readonly bool _isServer;
    private readonly IReadOnlyDictionary<string, MessageTable> _tables;

    private TableFrame(IReadOnlyDictionary<string, MessageTable> tables, Scenario scenario, Random random, bool isServer)
    {
        (_tables, _scenario, _isServer) = (tables, scenario, isServer);
        _texts = new TableTexts(random, isServer);
    }

    /// <summary>The fields of one message, its id first.</summary>
    public List<TableField> Fields { get; } = [];

    /// <summary>A message with random values in the fields that may hold any.</summary>
    public static List<TableField> Of(MessageTable table, IReadOnlyDictionary<string, MessageTable> tables, Scenario scenario, Random random, bool isServer)
    {
        var frame = new TableFrame(tables, scenario, random, isServer);
        frame.Fixed("message id", "int", table.Id.ToString(CultureInfo.InvariantCulture));
        if (RequestVersion().Match(table.Heading) is { Success: true } version && scenario.Meets(version.Groups["when"].Value)) frame.Fixed("version", "int", version.Groups["number"].Value);
        frame.Add(table.Rows);
        return frame.Fields;
    }

    /// <summary>The payload of fields, each with its NUL.</summary>
    public static byte[] Payload(IEnumerable<string> texts) => Encoding.Latin1.GetBytes(string.Concat(texts.Select(t => t + "\0")));

    private void Add(List<TableRow> rows)
    {
        string section = "";
        for (int i = 0; i < rows.Count; i++)
        {
            TableRow row = rows[i];
            if (row.Number.StartsWith("type ", StringComparison.Ordinal)) section = row.Number;
            if (section.Length > 0 && !section["type ".Length..].Split(", ").Contains(_scenario.TickType.ToString(CultureInfo.InvariantCulture))) continue;
            if (_tables.TryGetValue(row.Field, out MessageTable? group))
            {
                Add(group.Rows);
                continue;
            }
            if (ListOf(row) is { Length: > 0 } list)
            {
                int end = i;
                while (end + 1 < rows.Count && ListOf(rows[end + 1]) == list) end++;
                if (_scenario.HasAll && _scenario.Meets(row.When)) AddItems(rows[i..(end + 1)]);
                i = end;
                continue;
            }
            if (!_scenario.Meets(row.When)) continue;
            if (row.Type is not ("cond" or "")) Add(row);
            else if (_scenario.HasAll) AddConditions(row);
        }
    }

    private void AddItems(List<TableRow> item)
    {
        for (int n = 0; n < Items; n++)
        {
            foreach (TableRow row in item.Where(r => _scenario.Meets(r.When)))
            {
                Add(row);
                // A list within an item stands right behind its count.
                if (NestedItem().IsMatch(row.Number)) Add(row);
            }
        }
    }

    private void Add(TableRow row)
    {
        string name = Last(row.Field);
        if (_texts.Fixed(row, name, _scenario) is { } text) Fields.Add(new TableField(row, text, IsFixed: true, _isServer));
        else Fields.Add(new TableField(row, _texts.Any(row, name), IsFixed: false, _isServer));
        // What the text under the table of contracts says: pairs behind two counts, and the fields of a fund.
        if (name == "secIdCount" && _scenario.HasAll) AddPairs("secIdList", "secIdList");
        if (name == "ineligibilityCount" && _scenario.HasAll) AddPairs("ineligibilityReason.id", "ineligibilityReason.description");
        if (name == "suggestedSizeIncrement" && _scenario is { SecType: "FUND", ServerVersion: >= 179 } && Fields.Exists(f => f.Row.Field == "realExpirationDate")) AddFund();
    }

    private void AddPairs(params string[] names)
    {
        for (int n = 0; n < Items; n++)
        {
            foreach (string name in names) Add(new TableRow("", name, "str", "", null, ""));
        }
    }

    private void AddFund()
    {
        foreach (string field in FundFields)
        {
            string[] parts = field.Split(' ');
            Add(new TableRow("", parts[0], parts[1], "", null, ""));
        }
    }

    // Every kind once; the tables describe them beside the messages.
    private void AddConditions(TableRow row)
    {
        string[][] kinds =
        [
            ["1", "isMore bool", "price double", "conId int", "exchange str", "triggerMethod int"],
            ["3", "isMore bool", "time str"],
            ["4", "isMore bool", "percent int"],
            ["5", "secType str", "exchange str", "symbol str"],
            ["6", "isMore bool", "volume int", "conId int", "exchange str"],
            ["7", "isMore bool", "changePercent double", "conId int", "exchange str"],
        ];
        foreach (string[] kind in kinds)
        {
            Fixed("condition.type", "int", kind[0]);
            Fixed("condition.conjunction", "str", kind[0] == "3" ? "o" : "a");
            foreach (string field in kind[1..])
            {
                string[] parts = field.Split(' ');
                string? empty = parts[0] is "price" or "percent" or "volume" or "changePercent" ? "error" : null;
                var condition = new TableRow(row.Number, $"condition.{parts[0]}", parts[1], "", empty, "");
                Fields.Add(new TableField(condition, _texts.Any(condition, parts[0]), IsFixed: false, _isServer));
            }
        }
        int count = Fields.FindLastIndex(f => Last(f.Row.Field) is "conditions" or "conditionsCount");
        Fields[count] = Fields[count] with { Text = kinds.Length.ToString(CultureInfo.InvariantCulture) };
    }

    private void Fixed(string name, string type, string text) => Fields.Add(new TableField(new TableRow("", name, type, "", null, ""), text, IsFixed: true, _isServer));

    private static string ListOf(TableRow row)
    {
        if (row.Type is "cond" or "") return "";
        int brackets = row.Field.IndexOf("[]", StringComparison.Ordinal);
        if (brackets > 0) return row.Field[..brackets];
        if (row.Number.StartsWith('n')) return "n";
        int per = row.When.IndexOf("per ", StringComparison.Ordinal);
        return per < 0 ? "" : row.When[per..];
    }

    private static string Last(string field) => field[(field.LastIndexOf('.') + 1)..].Replace("[]", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^version (?<number>\d+)(?: if (?<when>sv < \d+))?$")]
    private static partial Regex RequestVersion();

    [GeneratedRegex(@"^n\.\d+\.1")]
    private static partial Regex NestedItem();
}
