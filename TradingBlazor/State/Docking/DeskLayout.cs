using TradingBlazor.Components.Docking;
using TradingBlazor.State.Preferences;

namespace TradingBlazor.State.Docking;

/// <summary>The layouts of the person at this page: read from the preferences, changed here, kept there.</summary>
public sealed class DeskLayout : IDisposable
{
    /// <summary>Key of the preference.</summary>
    public const string Key = "layouts";

    private static readonly NamedMerge Merge = new("layouts", "name", "current", DeskLayouts.Default(Panels.IsKnown).ToJson());

    private readonly DeskPreferences _preferences;
    private DeskLayouts? _layouts;
    private string? _set;

    /// <param name="preferences">Where they are kept.</param>
    public DeskLayout(DeskPreferences preferences)
    {
        _preferences = preferences;
        _preferences.Changed += OnPreferenceChanged;
    }

    /// <summary>Raised on the circuit's dispatcher after a change.</summary>
    public event Action? Changed;

    /// <summary>The layouts.</summary>
    public DeskLayouts Layouts => _layouts ??= DeskLayouts.Read(_preferences.GetJson(Key), Panels.IsKnown);

    /// <summary>The layout in use.</summary>
    public DockTree Tree => Layouts.Tree;

    /// <summary>Panel that fills the whole desk for now; empty for none. Not kept.</summary>
    public string Maximized { get; private set; } = "";

    /// <summary>Changes the layout in use.</summary>
    public void Apply(Func<DockTree, DockTree> change) => Set(Layouts.With(change(Tree)));

    /// <summary>Shows a panel: adds it when it is not in the layout.</summary>
    public void Show(string panel)
    {
        Maximized = "";
        if (Panels.IsKnown(panel)) Apply(t => t.Add(panel));
    }

    /// <summary>Shows one more of a kind, beside the others; nothing changes when there are as many as there can be.</summary>
    /// <param name="kind">The first of the kind.</param>
    /// <param name="desk">What is selected now.</param>
    public void ShowAnother(PanelDefinition kind, DeskState desk)
    {
        ArgumentNullException.ThrowIfNull(kind);
        if (Panels.Another(kind, Tree) is not { } panel) return;
        Maximized = "";
        new PanelSubject(desk, _preferences, panel.Id).Begin();
        Apply(t => t.AddBeside(panel.Id, [.. kind.Copies().Select(p => p.Id)]));
    }

    /// <summary>Lets a panel fill the desk, or puts it back.</summary>
    public void ToggleMaximized(string panel)
    {
        Maximized = Maximized == panel ? "" : panel;
        Changed?.Invoke();
    }

    /// <summary>Takes over changed layouts.</summary>
    public void Set(DeskLayouts layouts)
    {
        if (Maximized.Length > 0 && layouts.Tree.GroupOf(Maximized) is null) Maximized = "";
        _layouts = layouts;
        _set = layouts.ToJson();
        _preferences.SetJson(Key, _set, Merge);
        Changed?.Invoke();
    }

    private void OnPreferenceChanged(string key)
    {
        // Loaded anew, or put together with what another page has kept: forget what was read before.
        if (key.Length > 0 && (key != Key || _preferences.GetJson(Key) == _set)) return;
        _layouts = null;
        Changed?.Invoke();
    }

    /// <inheritdoc/>
    public void Dispose() => _preferences.Changed -= OnPreferenceChanged;
}
