using TwsSimulator.Market;

namespace TwsSimulator.Accounts;

/// <summary>The accounts that a login sees: one, or several of an advisor.</summary>
internal sealed class AccountList
{
    private readonly Dictionary<string, Account> _byId;

    /// <summary>Opens the accounts.</summary>
    /// <param name="ids">Account numbers, at least one.</param>
    /// <param name="startingCash">Dollars each is opened with.</param>
    /// <param name="mark">Price of an instrument now.</param>
    public AccountList(IReadOnlyList<string> ids, decimal startingCash, Func<Instrument, decimal> mark)
    {
        All = [.. ids.Select(id => new Account(id, startingCash, mark))];
        _byId = All.ToDictionary(a => a.Id, StringComparer.Ordinal);
        Groups = new AdvisorGroups(this);
    }

    /// <summary>All accounts, in the order they were given.</summary>
    public IReadOnlyList<Account> All { get; }

    /// <summary>The first one; the only one of most logins.</summary>
    public Account First => All[0];

    /// <summary>Whether an order must name its account.</summary>
    public bool AreSeveral => All.Count > 1;

    /// <summary>Groups and aliases of an advisor.</summary>
    public AdvisorGroups Groups { get; }

    /// <summary>Account numbers with commas between, as clients are told.</summary>
    public string Names => string.Join(',', All.Select(a => a.Id));

    /// <summary>The account of a number; null when there is none.</summary>
    public Account? Find(string id) => _byId.GetValueOrDefault(id);

    /// <summary>
    /// The accounts a request means: one by its number, all by <c>All</c> or nothing, or those of an advisor's group; empty when there is none of that name.
    /// </summary>
    public IReadOnlyList<Account> Select(string name)
    {
        if (name.Length == 0 || name.Equals("All", StringComparison.OrdinalIgnoreCase))
            return All;
        if (Find(name) is { } one)
            return [one];
        return Groups.Find(name) is { } group ? [.. group.Shares.Select(s => Find(s.Account)).OfType<Account>()] : [];
    }
}
