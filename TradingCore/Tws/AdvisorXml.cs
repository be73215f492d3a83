using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>Reads the XML in which TWS tells an advisor's groups and the names of accounts.</summary>
internal static class AdvisorXml
{
    /// <summary>The groups; those without a name or without accounts are left out.</summary>
    /// <exception cref="XmlException">The text is no XML.</exception>
    public static IReadOnlyList<AdvisorGroup> ReadGroups(string xml) =>
    [
        .. Parse(xml).Elements("Group")
            .Select(g => new AdvisorGroup(Text(g, "name"), Text(g, "defaultMethod"), Shares(g)))
            .Where(g => g.Name.Length > 0 && g.Shares.Count > 0),
    ];

    /// <summary>Names of accounts; an account that is its own name has none.</summary>
    /// <exception cref="XmlException">The text is no XML.</exception>
    public static IReadOnlyDictionary<AccountId, string> ReadAliases(string xml) =>
        Parse(xml).Elements("AccountAlias")
            .Select(a => (Account: Text(a, "account"), Alias: Text(a, "alias")))
            .Where(a => a.Account.Length > 0 && a.Alias.Length > 0 && a.Alias != a.Account)
            .DistinctBy(a => a.Account)
            .ToDictionary(a => new AccountId(a.Account), a => a.Alias);

    // Two forms are in use: <Account><acct>X</acct><amount>1</amount></Account> and <String>X</String>.
    private static AdvisorShare[] Shares(XElement group) =>
    [
        .. group.Descendants("Account").Select(a => new AdvisorShare(new AccountId(Text(a, "acct")), Amount(a)))
            .Concat(group.Descendants("String").Select(s => new AdvisorShare(new AccountId(s.Value.Trim()), null)))
            .Where(s => s.Account.Value.Length > 0),
    ];

    private static XElement Parse(string xml)
    {
        // The text comes from outside: no document types, no entities.
        using var reader = XmlReader.Create(new StringReader(xml), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        return XElement.Load(reader);
    }

    private static string Text(XElement element, string name) => element.Element(name)?.Value.Trim() ?? "";

    private static decimal? Amount(XElement account) =>
        decimal.TryParse(account.Element("amount")?.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal amount) ? amount : null;
}
