using TradingCore.Engine.Views;

namespace TradingBlazor.State.Docking;

/// <summary>A panel that can be put on the desk.</summary>
/// <param name="Id">Stable name, in stored layouts; lower case.</param>
/// <param name="Title">What its tab says.</param>
/// <param name="Icon">SVG path of MudBlazor's set.</param>
/// <param name="Component">Its component, without parameters, or with its <c>Number</c> when there can be several. It shows its own empty state.</param>
/// <param name="Purpose">What it is for, a sentence for the list of panels.</param>
/// <param name="Tools">Component with its buttons, shown beside the tabs; null for none.</param>
/// <param name="Count">Number beside its title; null for none.</param>
public sealed record PanelDefinition(string Id, string Title, string Icon, Type Component, string Purpose, Type? Tools = null, Func<ITradingView, int>? Count = null)
{
    /// <summary>How many of its kind can stand on the desk at once.</summary>
    public int Most { get; init; } = 1;

    /// <summary>Which of its kind it is, from 1.</summary>
    public int Number { get; private init; } = 1;

    /// <summary>Id of the first of its kind.</summary>
    public string Kind { get; private init; } = Id;

    /// <summary>Parameters of the component; null for none.</summary>
    public IDictionary<string, object>? Parameters { get; private init; }

    /// <summary>The id of one of a kind, or of a part of it: the first of a kind has the one without a number.</summary>
    public static string Numbered(string id, int number) => number == 1 ? id : $"{id}-{number}";

    /// <summary>All of its kind, this one first.</summary>
    public IEnumerable<PanelDefinition> Copies() => Enumerable.Range(1, Most).Select(Copy);

    private PanelDefinition Copy(int number) => number == 1 ? this : this with
    {
        Id = Numbered(Id, number),
        Title = $"{Title} {number}",
        Number = number,
        Parameters = new Dictionary<string, object> { [nameof(Number)] = number },
    };
}
