using System.Text.Json;
using TradingBlazor.State.Preferences;
using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingBlazor.State.Watch;

/// <summary>A list of a person's own.</summary>
/// <param name="Name">Name, unique whatever its case.</param>
/// <param name="Items">What is on it, in its order, as <see cref="ContractQuery.ToString"/> writes it.</param>
public sealed record OwnList(string Name, IReadOnlyList<string> Items);

/// <summary>
/// The watchlists of one person. The first one shows everything that is subscribed, for everybody; own lists pick from it. Order and lists are kept
/// with the person, subscriptions with the system.
/// </summary>
/// <param name="preferences">Where they are kept.</param>
public sealed class WatchBoard(DeskPreferences preferences)
{
    /// <summary>Name of the list of everything.</summary>
    public const string All = "All";

    /// <summary>Most own lists.</summary>
    public const int ListsMax = 20;

    /// <summary>Longest name.</summary>
    public const int NameMax = 24;

    private const int ItemsMax = 500;
    /// <summary>Key of the preference.</summary>
    internal const string Key = "watchlists";


    private static readonly NamedMerge Merge = new(nameof(Stored.Lists), nameof(OwnList.Name), nameof(Stored.Active), JsonSerializer.Serialize(new Stored(All, [], [])));

    private string? _json = "";
    private Stored _stored = new(All, [], []);

    /// <summary>Own lists.</summary>
    public IReadOnlyList<OwnList> Lists => Read().Lists;

    /// <summary>Name of the list that is shown.</summary>
    public string Active => Read().Active;

    /// <summary>The own list that is shown; null for the one of everything.</summary>
    public OwnList? ActiveList => Find(Active);

    /// <summary>The stored form; another one whenever something changed.</summary>
    public string? Version => preferences.GetJson(Key);

    /// <summary>Shows a list.</summary>
    public void Show(string name) => Write(Read() with { Active = Find(name)?.Name ?? All });

    /// <summary>Makes a list and shows it.</summary>
    /// <returns>Why it is not made; empty when it is.</returns>
    public string Create(string name)
    {
        name = name.Trim();
        if (WhyNot(name, null) is { Length: > 0 } problem) return problem;
        Write(Read() with { Lists = [.. Lists, new OwnList(name, [])], Active = name });
        return "";
    }

    /// <summary>Gives the list that is shown another name.</summary>
    /// <returns>Why not; empty when done.</returns>
    public string Rename(string name)
    {
        name = name.Trim();
        if (ActiveList is not { } list) return "The list of everything keeps its name.";
        if (WhyNot(name, list) is { Length: > 0 } problem) return problem;
        Write(Read() with { Lists = [.. Lists.Select(l => l == list ? l with { Name = name } : l)], Active = name });
        return "";
    }

    /// <summary>Deletes the list that is shown; what is on it stays subscribed.</summary>
    public void Delete()
    {
        if (ActiveList is { } list) Write(Read() with { Lists = [.. Lists.Where(l => l != list)], Active = All });
    }

    /// <summary>Puts a contract at the end of the list that is shown.</summary>
    public void Add(ContractQuery query)
    {
        string item = query.ToString();
        if (ActiveList is { } list && !list.Items.Contains(item) && list.Items.Count < ItemsMax) Replace(list with { Items = [.. list.Items, item] });
    }

    /// <summary>Takes a contract off the list that is shown.</summary>
    /// <returns>False when everything is shown: there a contract goes only with its subscription.</returns>
    public bool Remove(ContractQuery query)
    {
        if (ActiveList is not { } list) return false;
        Replace(list with { Items = [.. list.Items.Where(i => i != query.ToString())] });
        return true;
    }

    /// <summary>What is shown, in the person's order; new contracts stand at the end.</summary>
    /// <param name="subscribed">Everything that is subscribed.</param>
    public IReadOnlyList<WatchlistItem> Order(IReadOnlyList<WatchlistItem> subscribed)
    {
        if (ActiveList is not { } list)
        {
            IReadOnlyList<string> order = Read().Order;
            if (order.Count == 0) return subscribed;
            Dictionary<string, int> place = order.Select((o, i) => (o, i)).DistinctBy(o => o.o).ToDictionary(o => o.o, o => o.i);
            return [.. subscribed.Select((s, i) => (Item: s, Index: i)).OrderBy(s => place.GetValueOrDefault(s.Item.Query.ToString(), order.Count + s.Index)).Select(s => s.Item)];
        }
        Dictionary<string, WatchlistItem> known = subscribed.DistinctBy(s => s.Query.ToString()).ToDictionary(s => s.Query.ToString());
        var items = new List<WatchlistItem>();
        foreach (string item in list.Items)
        {
            if (known.TryGetValue(item, out WatchlistItem? there)) items.Add(there);
            // Somebody has ended its subscription; it is asked for again when the list is opened.
            else if (ContractQuery.TryParse(item, out ContractQuery? query, out _)) items.Add(new WatchlistItem(query!.Symbol, query, null, WatchState.Resolving, ""));
        }
        return items;
    }

    /// <summary>Keeps an order.</summary>
    /// <param name="shown">All contracts of the list that is shown, in the order wanted.</param>
    public void Keep(IReadOnlyList<WatchlistItem> shown)
    {
        string[] items = [.. shown.Select(s => s.Query.ToString())];
        if (ActiveList is { } list) Replace(list with { Items = items });
        else Write(Read() with { Order = [.. items.Take(ItemsMax)] });
    }

    private OwnList? Find(string name) => Lists.FirstOrDefault(l => l.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private string WhyNot(string name, OwnList? self) =>
        name.Length is 0 or > NameMax ? $"A list needs a name of up to {NameMax} characters."
        : name.Equals(All, StringComparison.OrdinalIgnoreCase) || Lists.Any(l => l != self && l.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ? $"A list '{name}' is there already."
        : self is null && Lists.Count >= ListsMax ? $"{ListsMax} lists are there already. Delete one first."
        : "";

    private void Replace(OwnList list) => Write(Read() with { Lists = [.. Lists.Select(l => l.Name == list.Name ? list : l)] });

    private Stored Read()
    {
        string? json = preferences.GetJson(Key);
        if (ReferenceEquals(json, _json)) return _stored;
        _json = json;
        try
        {
            _stored = json is not null && JsonSerializer.Deserialize<Stored>(json) is { Lists: not null, Order: not null, Active: not null } stored ? stored : new Stored(All, [], []);
        }
        catch (JsonException)
        {
            _stored = new Stored(All, [], []);
        }
        return _stored;
    }

    private void Write(Stored stored) => preferences.SetJson(Key, JsonSerializer.Serialize(stored), Merge);

    private sealed record Stored(string Active, IReadOnlyList<OwnList> Lists, IReadOnlyList<string> Order);
}
