using Microsoft.JSInterop;

namespace TradingBlazor.State;

/// <summary>Dark or light, remembered by the browser. Dark is the default.</summary>
/// <remarks>The page's own script sets the colours before the first paint; this class only follows it and toggles.</remarks>
public sealed class DeskTheming(IJSRuntime js)
{
    /// <summary>Raised after a change.</summary>
    public event Action? Changed;

    /// <summary>True when dark.</summary>
    public bool IsDark { get; private set; } = true;

    /// <summary>Reads what the browser shows.</summary>
    public async Task LoadAsync() => Take(await js.InvokeAsync<string>("deskTheme.current"));

    /// <summary>Changes to the other one.</summary>
    public async Task ToggleAsync() => Take(await js.InvokeAsync<string>("deskTheme.set", IsDark ? "light" : "dark"));

    private void Take(string theme)
    {
        bool isDark = theme != "light";
        if (isDark == IsDark) return;
        IsDark = isDark;
        Changed?.Invoke();
    }
}
