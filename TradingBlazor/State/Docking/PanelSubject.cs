using TradingBlazor.Components.Docking;
using TradingBlazor.State.Preferences;
using TradingCore.Domain;

namespace TradingBlazor.State.Docking;

/// <summary>
/// What a panel looks at that can stand on the desk more than once. The first of a kind shows the selected contract with the desk's bar size; every further one
/// keeps a bar size of its own, and a symbol of its own unless it follows the selected one. Kept per user, under the panel's id, also while the panel is closed.
/// </summary>
/// <param name="desk">The selection.</param>
/// <param name="preferences">Where it is kept.</param>
/// <param name="panel">Id of the panel.</param>
public sealed class PanelSubject(DeskState desk, DeskPreferences preferences, string panel)
{
    private readonly PanelDefinition _definition = Panels.Find(panel) ?? throw new ArgumentException($"There is no panel '{panel}'.", nameof(panel));
    private string? _json = "";
    private Kept _kept = Kept.Nothing;

    /// <summary>Id of the panel.</summary>
    public string Panel => panel;

    /// <summary>True for the first of its kind, which follows the desk in everything.</summary>
    public bool IsFirst => _definition.Number == 1;

    /// <summary>Symbol of its own; empty when it follows the selected one.</summary>
    public string Pinned => IsFirst ? "" : Read().Symbol;

    /// <summary>Ticker of the contract to show; empty while none is selected.</summary>
    public string Ticker => Pinned is { Length: > 0 } own ? own : desk.Ticker;

    /// <summary>Length of the bars to show.</summary>
    public BarSize BarSize => IsFirst ? desk.BarSize : Size(Read().Seconds);

    /// <summary>Gives the panel a symbol of its own; an empty one lets it follow the selected one.</summary>
    public void Pin(string ticker)
    {
        if (!IsFirst) Write(Read() with { Symbol = ticker });
    }

    /// <summary>Chooses the bar size.</summary>
    public void Choose(BarSize size)
    {
        if (IsFirst) desk.Choose(size);
        else Write(Read() with { Seconds = size.Seconds });
    }

    /// <summary>An id of a part of this panel: the first of a kind has the one without a number.</summary>
    public string Numbered(string id) => PanelDefinition.Numbered(id, _definition.Number);

    /// <summary>Key of a setting of this panel: the first of a kind has the one without a number.</summary>
    public string Key(string setting) => IsFirst ? setting : $"{setting}.{panel}";

    /// <summary>
    /// Sets a panel that comes to the desk for the first time so that something else is seen than in the first of its kind: a chart has larger bars by itself, any
    /// other stays with the symbol of now. What was set before stays.
    /// </summary>
    public void Begin()
    {
        if (_definition.Kind != Panels.Chart && preferences.GetJson(StoreKey) is null) Pin(desk.Ticker);
    }

    private string StoreKey => $"panel.{panel}";

    // One minute, five, an hour and a day are what traders put beside each other.
    private BarSize Usual() => _definition.Number switch { 2 => BarSize.FiveMinutes, 3 => BarSize.OneHour, _ => BarSize.OneDay };

    private BarSize Size(int seconds) => BarSize.OfCharts.Any(s => s.Seconds == seconds) ? new BarSize(seconds) : Usual();

    private Kept Read()
    {
        string? json = preferences.GetJson(StoreKey);
        if (ReferenceEquals(json, _json)) return _kept;
        _json = json;
        _kept = preferences.Get(StoreKey, Kept.Nothing) is { Symbol: not null } kept ? kept : Kept.Nothing;
        return _kept;
    }

    private void Write(Kept kept) => preferences.Set(StoreKey, kept);

    private sealed record Kept(string Symbol, int Seconds)
    {
        public static Kept Nothing { get; } = new("", 0);
    }
}
