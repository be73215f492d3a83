using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace TwsSimulator.Accounts;

/// <summary>An account's part of a group.</summary>
/// <param name="Account">Account number.</param>
/// <param name="Amount">Contracts, ratio, percent or money, as the method says; null where it counts by itself.</param>
internal sealed record AdvisorShare(string Account, decimal? Amount);

/// <summary>A group of an advisor's accounts among which orders are divided.</summary>
/// <param name="Name">Name.</param>
/// <param name="Method">How it divides, see <see cref="Allocation"/>.</param>
/// <param name="Shares">Its accounts.</param>
internal sealed record AdvisorGroup(string Name, string Method, IReadOnlyList<AdvisorShare> Shares);

/// <summary>Groups and aliases of an advisor, as the XML that TWS exchanges.</summary>
internal sealed class AdvisorGroups(AccountList accounts)
{
    /// <summary>Data type of groups.</summary>
    public const int GroupsType = 1;

    /// <summary>Data type of aliases.</summary>
    public const int AliasesType = 3;

    private readonly Dictionary<string, AdvisorGroup> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _aliases = new(StringComparer.Ordinal);

    /// <summary>The group of a name; null when there is none.</summary>
    public AdvisorGroup? Find(string name) => _groups.GetValueOrDefault(name);

    /// <summary>Groups or aliases as XML; null for a type there is not.</summary>
    public string? ToXml(int type)
    {
        XElement? root = type switch
        {
            GroupsType => new XElement("ListOfGroups", _groups.Values.Select(g => new XElement(
                "Group",
                new XElement("name", g.Name),
                new XElement("ListOfAccts", new XAttribute("varName", "list"), g.Shares.Select(s => new XElement(
                    "Account", new XElement("acct", s.Account), s.Amount is { } amount ? new XElement("amount", amount.ToString(CultureInfo.InvariantCulture)) : null))),
                new XElement("defaultMethod", g.Method)))),
            AliasesType => new XElement("ListOfAccountAliases", accounts.All.Select(a => new XElement(
                "AccountAlias", new XElement("account", a.Id), new XElement("alias", _aliases.GetValueOrDefault(a.Id, a.Id))))),
            _ => null,
        };
        return root is null ? null : "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>Takes groups or aliases over; returns what is wrong with them, or null.</summary>
    public string? Replace(int type, string xml)
    {
        XElement root;
        try
        {
            root = XElement.Parse(xml);
        }
        catch (XmlException e)
        {
            return $"the text is no XML ({e.Message})";
        }

        return type switch
        {
            GroupsType => ReplaceGroups(root),
            AliasesType => ReplaceAliases(root),
            _ => string.Create(CultureInfo.InvariantCulture, $"there is no advisor data of type {type}; groups are 1 and aliases 3"),
        };
    }

    private string? ReplaceGroups(XElement root)
    {
        var groups = new List<AdvisorGroup>();
        foreach (XElement element in root.Elements("Group"))
        {
            string name = element.Element("name")?.Value.Trim() ?? "";
            string method = element.Element("defaultMethod")?.Value.Trim() ?? "";
            if (name.Length == 0)
                return "a group has no name";
            if (!Allocation.IsMethod(method))
                return $"the method \"{method}\" of the group {name} is not one of {string.Join(", ", Allocation.Methods)}";
            // Two forms are in use: <Account><acct>X</acct></Account> and <String>X</String>.
            var shares = element.Descendants("Account").Select(a => new AdvisorShare(a.Element("acct")?.Value.Trim() ?? "", Amount(a.Element("amount"))))
                .Concat(element.Descendants("String").Select(s => new AdvisorShare(s.Value.Trim(), null))).ToList();
            if (shares.Count == 0)
                return $"the group {name} has no accounts";
            if (shares.Find(s => accounts.Find(s.Account) is null) is { } unknown)
                return $"the account \"{unknown.Account}\" of the group {name} does not exist";
            if (Allocation.NeedsAmounts(method) && shares.Exists(s => s.Amount is null or < 0))
                return $"each account of the group {name} needs an amount of 0 or above for the method {method}";
            groups.Add(new AdvisorGroup(name, method, shares));
        }

        _groups.Clear();
        foreach (AdvisorGroup group in groups)
            _groups[group.Name] = group;
        return null;
    }

    private string? ReplaceAliases(XElement root)
    {
        var aliases = root.Elements("AccountAlias").Select(a => (Account: a.Element("account")?.Value.Trim() ?? "", Alias: a.Element("alias")?.Value.Trim() ?? "")).ToList();
        if (aliases.Find(a => accounts.Find(a.Account) is null) is { Account: { } unknown })
            return $"the account \"{unknown}\" does not exist";
        _aliases.Clear();
        foreach ((string account, string alias) in aliases)
            _aliases[account] = alias;
        return null;
    }

    private static decimal? Amount(XElement? element)
        => decimal.TryParse(element?.Value, NumberStyles.Number, CultureInfo.InvariantCulture, out decimal amount) ? amount : null;
}
