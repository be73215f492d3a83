using Microsoft.JSInterop;
using TradingBlazor.State.Preferences;

namespace TradingBlazor.State;

/// <summary>The look of the page: what the person chose, and what the page shows of it.</summary>
/// <remarks>The server writes the choice into the page before the first paint; only "as the machine" is found out by the page's own script.</remarks>
public sealed class DeskTheming(IJSRuntime js, DeskPreferences preferences)
{
    private bool _isLightMachine;
    private string? _json;
    private Appearance? _look;

    /// <summary>Raised after a change.</summary>
    public event Action? Changed;

    /// <summary>The choice.</summary>
    public Appearance Look
    {
        get
        {
            // Asked with every beat, and read anew only when it was changed.
            string? json = preferences.GetJson(Appearance.Key);
            if (_look is null || !ReferenceEquals(json, _json)) (_json, _look) = (json, preferences.Get(Appearance.Key, new Appearance()).Checked());
            return _look;
        }
    }

    /// <summary>True when dark: the high-contrast theme is.</summary>
    public bool IsDark => Look.Theme switch { "light" => false, "system" => !_isLightMachine, _ => true };

    /// <summary>Asks the browser for what only it knows: the machine's theme and zone.</summary>
    public async Task LoadAsync()
    {
        BrowserFacts facts = await js.InvokeAsync<BrowserFacts>("deskTheme.facts") ?? new BrowserFacts(false, "");
        bool moved = facts.IsLight != _isLightMachine && Look.Theme == "system";
        _isLightMachine = facts.IsLight;
        // Kept, so that the next first paint has the clock of the place and nothing jumps.
        if (Zones.Find(facts.Zone) is not null && facts.Zone != Look.BrowserZone) preferences.Set(Appearance.Key, Look with { BrowserZone = facts.Zone });
        else if (!moved) return;
        Changed?.Invoke();
    }

    /// <summary>Changes between dark and light.</summary>
    public Task ToggleAsync() => ChangeAsync(look => look with { Theme = IsDark ? "light" : "dark" });

    /// <summary>Changes the look and keeps it.</summary>
    public async Task ChangeAsync(Func<Appearance, Appearance> change)
    {
        Appearance look = change(Look).Checked();
        preferences.Set(Appearance.Key, look);
        await js.InvokeVoidAsync("deskTheme.set", look.Theme, look.Density, look.Pair, look.IsStill);
        Changed?.Invoke();
    }

    private sealed record BrowserFacts(bool IsLight, string Zone);
}
