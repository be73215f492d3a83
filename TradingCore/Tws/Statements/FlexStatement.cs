using System.Xml;
using System.Xml.Linq;
using TradingCore.Domain;

namespace TradingCore.Tws.Statements;

/// <summary>The executions in a statement of the broker.</summary>
/// <param name="Fills">The executions, in the order of the file.</param>
/// <param name="Period">What it covers, as the file says; empty when it does not.</param>
/// <param name="LeftOut">What was not understood as an execution, a sentence for each kind, with how many.</param>
public sealed record FlexStatement(IReadOnlyList<Fill> Fills, string Period, IReadOnlyList<string> LeftOut)
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int BytesMax = 16 * 1024 * 1024;

    /// <summary>How to get such a file, for people.</summary>
    public const string HowTo = "Expected an Activity Flex Query in XML: in the Client Portal under Performance & Reports, Flex Queries, with the section Trades, its option Executions and all of its fields.";

    private const int LeftOutKindsMax = 8;

    /// <summary>Reads a statement.</summary>
    /// <param name="xml">The file; at most <see cref="BytesMax"/> bytes are read.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <exception cref="FormatException">It is no such statement; the message says what was expected.</exception>
    /// <remarks>Fields and their meaning: IBKR's reference of the Activity Flex Query, section Trades.</remarks>
    public static async Task<FlexStatement> ReadAsync(Stream xml, CancellationToken stop)
    {
        // A statement has no document type and needs nothing from elsewhere.
        var settings = new XmlReaderSettings { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = BytesMax };
        XDocument document;
        try
        {
            using var reader = XmlReader.Create(xml, settings);
            document = await XDocument.LoadAsync(reader, LoadOptions.None, stop).ConfigureAwait(false);
        }
        catch (XmlException e)
        {
            throw new FormatException($"The file cannot be read as XML: {e.Message} {HowTo}", e);
        }
        if (document.Root?.Name.LocalName != "FlexQueryResponse") throw new FormatException($"The file begins with <{document.Root?.Name.LocalName}>, not with <FlexQueryResponse>. {HowTo}");
        XElement[] trades = [.. document.Root.Descendants("Trade")];
        if (trades.Length == 0) throw new FormatException($"The file has no trades. {(document.Root.Descendants("Order").Any() ? "It has orders only. " : "")}{HowTo}");

        var fills = new List<Fill>();
        var left = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (XElement trade in trades)
        {
            // Rows that sum up others.
            if (trade.Attribute("levelOfDetail")?.Value is { Length: > 0 } level && level != "EXECUTION") continue;
            if (FlexTrade.TryRead(trade, out Fill? fill, out string why)) fills.Add(fill);
            else if (left.Count < LeftOutKindsMax || left.ContainsKey(why)) left[why] = left.GetValueOrDefault(why) + 1;
        }
        if (fills.Count == 0 && left.Count == 0) throw new FormatException($"The file has sums of trades and no executions. {HowTo}");
        XElement[] statements = [.. document.Root.Descendants("FlexStatement")];
        string period = string.Join("; ", statements.Select(s => $"{(string?)s.Attribute("accountId")} {(string?)s.Attribute("fromDate")} to {(string?)s.Attribute("toDate")}".Trim()).Where(p => p != "to").Take(LeftOutKindsMax));
        return new FlexStatement(fills, period, [.. left.Select(l => l.Value == 1 ? $"One row: {l.Key}" : $"{l.Value} rows: {l.Key}")]);
    }
}
