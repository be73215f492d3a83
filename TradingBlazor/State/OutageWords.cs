using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Things of one kind that an outage touched and that stand alike.</summary>
/// <param name="Area">One of <see cref="OutageAreas"/>.</param>
/// <param name="Name">The kind in words.</param>
/// <param name="State">How far they are.</param>
/// <param name="Items">The things, at least one.</param>
public sealed record OutageGroup(string Area, string Name, OutageItemState State, IReadOnlyList<OutageItem> Items)
{
    private const int SubjectsNamed = 3;

    /// <summary>True when each has a line of its own to be opened: they are too many to be named at once, or not told the same.</summary>
    public bool IsMany => Items.Count > 1 && OutageWords.IsByContract(Area) && (Items.Count > SubjectsNamed || !AreAlike);

    /// <summary>What is told of all of them together.</summary>
    public string Summary => AreAlike ? OutageWords.Sentence(Items[0]) : $"{Items.Count} contracts, each as told below.";

    private bool AreAlike => Items.All(i => OutageWords.Sentence(i) == OutageWords.Sentence(Items[0]));

    /// <summary>Whom it concerns: the contract or contracts; empty when there is nothing to name.</summary>
    public string Subjects
    {
        get
        {
            string[] names = OutageWords.IsByContract(Area) || Area == OutageAreas.Executions ? [.. Items.Select(i => i.Subject).Where(s => s.Length > 0).Distinct()] : [];
            return names.Length <= SubjectsNamed ? string.Join(", ", names) : $"{string.Join(", ", names.Take(SubjectsNamed))} and {names.Length - SubjectsNamed} more";
        }
    }
}

/// <summary>Outages in words and colours.</summary>
public static class OutageWords
{
    // What costs money first.
    private static readonly (string Area, string Name)[] Order =
    [
        (OutageAreas.Orders, "Orders"), (OutageAreas.Executions, "Executions"), (OutageAreas.Positions, "Positions"), (OutageAreas.Account, "Account"), (OutageAreas.Pnl, "P&L"),
        (OutageAreas.Quotes, "Prices"), (OutageAreas.FiveSecondBars, "5 s bars"), (OutageAreas.Bars, "Bars"),
    ];

    /// <summary>The things of a report: by kind and state; many contracts that stand alike are one group, orders and fills stand alone.</summary>
    public static IReadOnlyList<OutageGroup> Groups(OutageReport report) =>
    [
        .. report.Items
            .Select((item, i) => (Item: item, Index: i, Rank: Array.FindIndex(Order, o => o.Area == item.Area)))
            .GroupBy(x => (x.Rank, x.Item.State, Alone: IsByContract(x.Item.Area) ? -1 : x.Index))
            .OrderBy(g => g.Key.Rank).ThenByDescending(g => g.Key.State == OutageItemState.Unverified).ThenBy(g => g.Key.Alone)
            .Select(g => new OutageGroup(g.First().Item.Area, g.Key.Rank < 0 ? g.First().Item.Area : Order[g.Key.Rank].Name, g.Key.State, [.. g.Select(x => x.Item)])),
    ];

    /// <summary>True for what each contract of the watchlist has.</summary>
    public static bool IsByContract(string area) => area is OutageAreas.Quotes or OutageAreas.FiveSecondBars or OutageAreas.Bars;

    /// <summary>A thing in a sentence or two: what was missed while that is all that is known, then how it was recovered.</summary>
    public static string Sentence(OutageItem item) => item switch
    {
        { Recovery.Length: 0 } => item.Missed,
        // An order or a fill is named by what was missed; of the rest the name of the kind says enough.
        { Area: OutageAreas.Orders, Subject.Length: > 0 } => $"{item.Missed.Split(':')[0]}. {item.Recovery}",
        { Area: OutageAreas.Executions, Subject.Length: > 0 } => $"{item.Missed} {item.Recovery}",
        _ => item.Recovery,
    };

    /// <summary>How an outage stands, in a word or three.</summary>
    public static string Word(OutageReport outage) => outage switch
    {
        { To: null } => "away",
        { IsComplete: false } => "recovering",
        { Unverified: > 0 } => $"{outage.Unverified} unverified",
        { Lost: > 0 } => $"recovered, {outage.Lost} lost",
        _ => "recovered",
    };

    /// <summary>Its colour, as the class <c>state-…</c>.</summary>
    public static string Tone(OutageReport outage) => outage switch
    {
        { To: null } or { Unverified: > 0 } => "bad",
        { IsComplete: false } or { Lost: > 0 } => "caution",
        _ => "good",
    };

    /// <inheritdoc cref="Tone(OutageReport)"/>
    public static string Tone(OutageItemState state) => state switch
    {
        OutageItemState.Recovered => "good",
        OutageItemState.Unverified => "bad",
        _ => "caution",
    };
}
