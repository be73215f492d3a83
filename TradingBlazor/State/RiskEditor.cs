using System.Collections.Immutable;
using TradingCore.Risk.Limits;

namespace TradingBlazor.State;

/// <summary>What somebody types while limits of a scope are changed, and the change that it makes.</summary>
public sealed class RiskEditor
{
    private readonly RiskLimitSet _before;
    private readonly RiskLimitBook _book;

    /// <summary>Begins with what the scope sets now.</summary>
    public RiskEditor(RiskLimitBook book, RiskScope scope)
    {
        ArgumentNullException.ThrowIfNull(book);
        _book = book;
        Scope = scope;
        _before = book[scope];
        foreach (RiskLimitInfo info in Limits) Texts[info.Limit] = Text(info);
        foreach (RiskList list in Lists) Names[list] = string.Join(", ", KnownNames(list));
    }

    /// <summary>Whose limits.</summary>
    public RiskScope Scope { get; }

    /// <summary>Version that was looked at.</summary>
    public int Version => _book.Version;

    /// <summary>Typed values.</summary>
    public Dictionary<RiskLimit, string> Texts { get; } = [];

    /// <summary>Typed lists, with commas between.</summary>
    public Dictionary<RiskList, string> Names { get; } = [];

    /// <summary>Limits that the scope can have.</summary>
    public IEnumerable<RiskLimitInfo> Limits => RiskLimits.All.Where(i => Scope.Kind == RiskScopeKind.Firm || !i.FirmOnly);

    /// <summary>Lists that the scope can have.</summary>
    public IEnumerable<RiskList> Lists => Scope.Kind == RiskScopeKind.Firm ? Enum.GetValues<RiskList>() : [RiskList.RestrictedSymbols, RiskList.AllowedSymbols];

    /// <summary>The change that was typed.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="faults">Gets what is wrong, by limit.</param>
    public RiskLimitEdit Edit(string reason, IDictionary<RiskLimit, string> faults)
    {
        ArgumentNullException.ThrowIfNull(faults);
        var values = new Dictionary<RiskLimit, decimal?>();
        foreach (RiskLimitInfo info in Limits)
        {
            string text = Texts[info.Limit].Trim();
            if (text == Text(info)) continue;
            if (text.Length == 0) values[info.Limit] = null;
            else if (!RiskWords.TryRead(info, text, out decimal number)) faults[info.Limit] = info.Unit == RiskUnit.Switch ? $"'{text}' is neither on nor off." : $"'{text}' is not a number. Expected {RiskWords.Hint(info)}.";
            else if (RiskLimits.FaultOf(info, number) is { Length: > 0 } fault) faults[info.Limit] = fault;
            else values[info.Limit] = number;
        }
        var lists = new Dictionary<RiskList, IReadOnlyList<string>?>();
        foreach (RiskList list in Lists)
        {
            string[] typed = [.. Names[list].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
            if (typed.SequenceEqual(KnownNames(list), StringComparer.OrdinalIgnoreCase)) continue;
            lists[list] = typed.Length == 0 && Scope.Kind != RiskScopeKind.Firm ? null : typed;
        }
        return new RiskLimitEdit(Scope, Version, reason, values, lists);
    }

    /// <summary>Old and new of what an edit changes.</summary>
    public ImmutableArray<RiskLimitDifference> Differences(RiskLimitEdit edit) => _book.Draft(edit, "", default).Differences;

    // The firm always has a value: its own or that of the settings.
    private decimal? Known(RiskLimit limit) => Scope.Kind == RiskScopeKind.Firm ? _book.Firm(limit) : _before.Values.TryGetValue(limit, out decimal value) ? value : null;

    private IReadOnlyList<string> KnownNames(RiskList list) => Scope.Kind == RiskScopeKind.Firm ? _book.Firm(list) : _before.Lists.TryGetValue(list, out ImmutableArray<string> names) ? names : [];

    private string Text(RiskLimitInfo info) => RiskWords.Field(info, Known(info.Limit));
}
