using Microsoft.JSInterop;
using TradingBlazor.State.Preferences;

namespace TradingBlazor.State;

/// <summary>The look of the page: what the person chose, and what the page shows of it.</summary>
/// <remarks>The server writes the choice into the page before the first paint; only "as the machine" is found out by the page's own script.</remarks>
public sealed class DeskTheming : IDisposable
{
    private readonly IJSRuntime _js;
    private readonly DeskPreferences _preferences;
    private bool _isLightMachine;
    private string _browserZone = "";
    private string? _json;
    private Appearance? _look;

    /// <param name="js">The page.</param>
    /// <param name="preferences">Where the choice is kept.</param>
    public DeskTheming(IJSRuntime js, DeskPreferences preferences)
    {
        (_js, _preferences) = (js, preferences);
        preferences.Followed += OnFollowed;
    }

    /// <summary>Raised after a change.</summary>
    public event Action? Changed;

    /// <summary>The choice.</summary>
    public Appearance Look
    {
        get
        {
            // Asked with every beat, and read anew only when it was changed.
            string? json = _preferences.GetJson(Appearance.Key);
            if (_look is null || !ReferenceEquals(json, _json)) (_json, _look) = (json, Own(_preferences.Get(Appearance.Key, new Appearance()).Checked()));
            return _look;
        }
    }

    /// <summary>True when dark: the high-contrast theme is.</summary>
    public bool IsDark => Look.Theme switch { "light" => false, "system" => !_isLightMachine, _ => true };

    /// <summary>Asks the browser for what only it knows: the machine's theme and zone.</summary>
    public async Task LoadAsync()
    {
        BrowserFacts facts = await _js.InvokeAsync<BrowserFacts>("deskTheme.facts") ?? new BrowserFacts(false, "");
        bool moved = facts.IsLight != _isLightMachine && Look.Theme == "system";
        _isLightMachine = facts.IsLight;
        // Kept, so that the next first paint has the clock of the place and nothing jumps.
        bool isZone = Zones.Find(facts.Zone) is not null, isOtherZone = isZone && facts.Zone != Look.BrowserZone;
        if (isZone) _browserZone = facts.Zone;
        if (isOtherZone) _preferences.Set(Appearance.Key, Look with { BrowserZone = facts.Zone });
        else if (!moved) return;
        Changed?.Invoke();
    }

    /// <summary>Changes between dark and light.</summary>
    public Task ToggleAsync() => ChangeAsync(look => look with { Theme = IsDark ? "light" : "dark" });

    /// <summary>Changes the look and keeps it.</summary>
    public async Task ChangeAsync(Func<Appearance, Appearance> change)
    {
        Appearance look = change(Look).Checked();
        _preferences.Set(Appearance.Key, look);
        await ShowAsync(look);
    }

    private async Task ShowAsync(Appearance look)
    {
        await _js.InvokeVoidAsync("deskTheme.set", look.Theme, look.Density, look.Pair, look.IsStill);
        Changed?.Invoke();
    }

    private void OnFollowed(string key)
    {
        if (key == Appearance.Key) _ = FollowAsync();
    }

    private async Task FollowAsync()
    {
        try
        {
            await ShowAsync(Look);
        }
        catch (Exception failure) when (failure is JSDisconnectedException or OperationCanceledException or JSException)
        {
            // The page is gone.
        }
    }

    // Another window of the person may be in another place.
    private Appearance Own(Appearance look) => _browserZone.Length > 0 ? look with { BrowserZone = _browserZone } : look;

    /// <inheritdoc/>
    public void Dispose() => _preferences.Followed -= OnFollowed;

    private sealed record BrowserFacts(bool IsLight, string Zone);
}
