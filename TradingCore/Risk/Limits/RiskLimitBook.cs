using System.Collections.Immutable;
using System.Globalization;

namespace TradingCore.Risk.Limits;

/// <summary>All limits at one version. Immutable: a change makes a new one, and any thread may read.</summary>
/// <remarks>
/// The firm's limits are the settings of the start, with what the firm changed at run time laid over them. The other scopes only narrow: of
/// each limit the tightest holds.
/// </remarks>
public sealed class RiskLimitBook
{
    private readonly decimal[] _defaults;
    private readonly IReadOnlyList<string>[] _defaultLists;

    private RiskLimitBook(decimal[] defaults, IReadOnlyList<string>[] defaultLists, ImmutableDictionary<RiskScope, RiskLimitSet> scopes, ImmutableList<RiskLimitChange> history)
    {
        _defaults = defaults;
        _defaultLists = defaultLists;
        Scopes = scopes;
        History = history;
    }

    /// <summary>The limits of the settings, before any change.</summary>
    public RiskLimitBook(RiskOptions options)
        : this(RiskLimits.ValuesOf(options), RiskLimits.ListsOf(options), ImmutableDictionary<RiskScope, RiskLimitSet>.Empty, [])
    {
    }

    /// <summary>The book that another process has made of the same values and changes.</summary>
    internal static RiskLimitBook Of(decimal[] defaults, IReadOnlyList<string>[] defaultLists, IEnumerable<RiskLimitChange> history) =>
        history.Aggregate(new RiskLimitBook(defaults, defaultLists, ImmutableDictionary<RiskScope, RiskLimitSet>.Empty, []), (book, change) => book.With(change));

    /// <summary>What the settings say, by limit.</summary>
    internal decimal[] Defaults => _defaults;

    /// <summary>Lists that the settings say.</summary>
    internal IReadOnlyList<string>[] DefaultLists => _defaultLists;

    /// <summary>Rises by one with each change; 0 before the first.</summary>
    public int Version => History.IsEmpty ? 0 : History[^1].Version;

    /// <summary>What each scope sets; one that sets nothing is left out.</summary>
    public ImmutableDictionary<RiskScope, RiskLimitSet> Scopes { get; }

    /// <summary>Every change, oldest first.</summary>
    public ImmutableList<RiskLimitChange> History { get; }

    /// <summary>What a scope sets.</summary>
    public RiskLimitSet this[RiskScope scope] => Scopes.GetValueOrDefault(scope, RiskLimitSet.Empty);

    /// <summary>The limit of the firm: its own value, else that of the settings.</summary>
    public decimal Firm(RiskLimit limit) => this[RiskScope.Firm].Values.TryGetValue(limit, out decimal own) ? own : _defaults[(int)limit];

    /// <summary>The list of the firm: its own, else that of the settings.</summary>
    public IReadOnlyList<string> Firm(RiskList list) => this[RiskScope.Firm].Lists.TryGetValue(list, out ImmutableArray<string> own) ? own : _defaultLists[(int)list];

    /// <summary>What is wrong with a change that is wanted, by name; empty when nothing is.</summary>
    public static IReadOnlyDictionary<string, string> FaultsOf(RiskLimitEdit edit)
    {
        ArgumentNullException.ThrowIfNull(edit);
        var faults = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(edit.Reason)) faults["reason"] = "The reason is missing. Say why the limits change; it is kept.";
        if ((edit.Scope.Kind == RiskScopeKind.Firm) != (edit.Scope.Name.Length == 0)) faults["name"] = edit.Scope.Kind == RiskScopeKind.Firm ? "The firm has no name. Leave it out." : $"The name of the {edit.Scope.Kind.ToString().ToLowerInvariant()} is missing.";
        if (edit.Values.Count + edit.Lists.Count == 0) faults["values"] = "Nothing is to be changed. Give at least one limit.";
        foreach ((RiskLimit limit, decimal? value) in edit.Values)
        {
            RiskLimitInfo info = limit.Info();
            if (info.FirmOnly && edit.Scope.Kind != RiskScopeKind.Firm) faults[limit.ToString()] = $"{info.Name} is a limit of the whole connection. Change it for the firm.";
            else if (value is { } number && RiskLimits.FaultOf(info, number) is { Length: > 0 } fault) faults[limit.ToString()] = fault;
        }
        foreach (RiskList list in edit.Lists.Keys)
            if (edit.Scope.Kind != RiskScopeKind.Firm && list is not (RiskList.AllowedSymbols or RiskList.RestrictedSymbols)) faults[list.ToString()] = "This list belongs to the firm. Change it there.";
        return faults;
    }

    /// <summary>The change that an edit makes, with old and new; without differences when it changes nothing.</summary>
    public RiskLimitChange Draft(RiskLimitEdit edit, string who, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(edit);
        RiskLimitSet before = this[edit.Scope];
        RiskLimitSet after = before;
        var differences = ImmutableArray.CreateBuilder<RiskLimitDifference>();
        foreach ((RiskLimit limit, decimal? value) in edit.Values.OrderBy(v => v.Key))
        {
            decimal? old = before.Values.TryGetValue(limit, out decimal known) ? known : null;
            if (old == value) continue;
            after = after with { Values = value is { } number ? after.Values.SetItem(limit, number) : after.Values.Remove(limit) };
            bool isFirm = edit.Scope.Kind == RiskScopeKind.Firm;
            differences.Add(new RiskLimitDifference(limit.ToString(), Text(old ?? (isFirm ? _defaults[(int)limit] : null)), Text(value ?? (isFirm ? _defaults[(int)limit] : null))));
        }
        foreach ((RiskList list, IReadOnlyList<string>? names) in edit.Lists.OrderBy(v => v.Key))
        {
            string? old = before.Lists.TryGetValue(list, out ImmutableArray<string> known) ? string.Join(", ", known) : null;
            ImmutableArray<string>? wanted = names is null ? null : [.. names.Select(n => n.Trim().ToUpperInvariant()).Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal)];
            string? text = wanted is { } w ? string.Join(", ", w) : null;
            if (old == text) continue;
            after = after with { Lists = wanted is { } set ? after.Lists.SetItem(list, set) : after.Lists.Remove(list) };
            differences.Add(new RiskLimitDifference(list.ToString(), old, text));
        }
        return new RiskLimitChange(Version + 1, now, who, edit.Scope, edit.Reason.Trim(), after, differences.ToImmutable());
    }

    /// <summary>The limits after a change.</summary>
    public RiskLimitBook With(RiskLimitChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new RiskLimitBook(_defaults, _defaultLists, change.After.IsEmpty ? Scopes.Remove(change.Scope) : Scopes.SetItem(change.Scope, change.After), History.Add(change));
    }

    /// <summary>What holds for an order of these: of each limit the tightest of firm, account, strategy and symbol.</summary>
    public EffectiveLimits For(string account, string strategy, string symbol)
    {
        var values = new decimal[RiskLimits.Count];
        var scopes = new RiskScope[RiskLimits.Count];
        var each = new List<ScopedLimit>[RiskLimits.Count];
        for (int i = 0; i < values.Length; i++)
        {
            (values[i], scopes[i]) = (Firm((RiskLimit)i), RiskScope.Firm);
            each[i] = [new ScopedLimit(RiskScope.Firm, values[i])];
        }
        IReadOnlyList<string>[] lists = [.. Enum.GetValues<RiskList>().Select(Firm)];
        var narrowerAllowed = new List<IReadOnlyList<string>>();
        foreach (RiskScope scope in Scopes.Keys.Where(s => s.Kind != RiskScopeKind.Firm && s.Covers(account, strategy, symbol)).OrderBy(s => s.Kind))
        {
            RiskLimitSet set = Scopes[scope];
            foreach ((RiskLimit limit, decimal value) in set.Values)
            {
                each[(int)limit].Add(new ScopedLimit(scope, value));
                if (limit.Info().IsTighter(value, values[(int)limit])) (values[(int)limit], scopes[(int)limit]) = (value, scope);
            }
            if (set.Lists.TryGetValue(RiskList.RestrictedSymbols, out ImmutableArray<string> restricted)) lists[(int)RiskList.RestrictedSymbols] = [.. lists[(int)RiskList.RestrictedSymbols], .. restricted];
            if (set.Lists.TryGetValue(RiskList.AllowedSymbols, out ImmutableArray<string> allowed) && allowed.Length > 0) narrowerAllowed.Add(allowed);
        }
        return new EffectiveLimits(values, scopes, lists, [.. narrowerAllowed], Version, [.. each.Select(e => e.ToArray())]);
    }

    private static string? Text(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture);
}
