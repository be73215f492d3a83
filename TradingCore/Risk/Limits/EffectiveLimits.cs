namespace TradingCore.Risk.Limits;

/// <summary>The limits that hold for one account, strategy and symbol: of each, the tightest of all scopes, and which scope that is. Immutable.</summary>
public sealed class EffectiveLimits
{
    /// <summary>The defaults of this program.</summary>
    public static readonly EffectiveLimits Defaults = Of(new RiskOptions());

    private readonly decimal[] _values;
    private readonly RiskScope[] _scopes;
    private readonly IReadOnlyList<string>[] _lists;
    private readonly IReadOnlyList<string>[] _narrowerAllowed;
    private readonly ScopedLimit[][] _each;

    internal EffectiveLimits(decimal[] values, RiskScope[] scopes, IReadOnlyList<string>[] lists, IReadOnlyList<string>[] narrowerAllowed, int version, ScopedLimit[][]? each = null)
    {
        _values = values;
        _scopes = scopes;
        _lists = lists;
        _narrowerAllowed = narrowerAllowed;
        _each = each ?? [.. values.Select((v, i) => new[] { new ScopedLimit(scopes[i], v) })];
        Version = version;
    }

    /// <summary>Version of the limits that it was made of.</summary>
    public int Version { get; }

    /// <summary>Value of a limit; durations in seconds, switches 1 or 0.</summary>
    public decimal this[RiskLimit limit] => _values[(int)limit];

    /// <summary>True when a switch is on.</summary>
    public bool IsOn(RiskLimit limit) => _values[(int)limit] != 0m;

    /// <summary>A duration.</summary>
    public TimeSpan Duration(RiskLimit limit) => TimeSpan.FromTicks((long)(_values[(int)limit] * TimeSpan.TicksPerSecond));

    /// <summary>The scope whose value holds.</summary>
    public RiskScope ScopeOf(RiskLimit limit) => _scopes[(int)limit];

    /// <summary>What each scope says of a limit, the firm first: what counts up, as a rate does, keeps to the limit of each scope within that scope.</summary>
    public ReadOnlySpan<ScopedLimit> Each(RiskLimit limit) => _each[(int)limit];

    /// <summary>True when a list names <paramref name="name"/>.</summary>
    public bool Has(RiskList list, string name) => Contains(_lists[(int)list], name);

    /// <summary>True when no list of this kind is set, or every one of them names <paramref name="name"/>.</summary>
    public bool Allows(RiskList list, string name)
    {
        IReadOnlyList<string> firm = _lists[(int)list];
        if (firm.Count > 0 && !Contains(firm, name)) return false;
        if (list != RiskList.AllowedSymbols) return true;
        foreach (IReadOnlyList<string> narrower in _narrowerAllowed)
            if (!Contains(narrower, name)) return false;
        return true;
    }

    /// <summary>The limits of options alone.</summary>
    public static EffectiveLimits Of(RiskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var scopes = new RiskScope[RiskLimits.Count];
        Array.Fill(scopes, RiskScope.Firm);
        return new EffectiveLimits(RiskLimits.ValuesOf(options), scopes, RiskLimits.ListsOf(options), [], 0);
    }

    // Names are few, and a loop over an interface by index allocates nothing.
    private static bool Contains(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
            if (string.Equals(names[i], name, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
