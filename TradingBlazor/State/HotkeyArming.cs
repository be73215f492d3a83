using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>
/// Whether a key sends an order without a question. It is off at the start and after every reload, and goes off by itself: a while after the
/// last use, when the account changes, and when trading is not possible.
/// </summary>
/// <remarks>One per circuit. Never stored: a page that comes back must not come back armed.</remarks>
public sealed class HotkeyArming(TimeProvider clock)
{
    /// <summary>How long it stays armed after the last use.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    private string _account = "";
    private DateTimeOffset _until;

    /// <summary>Raised when it is armed or disarmed.</summary>
    public event Action? Changed;

    /// <summary>True when a key sends at once.</summary>
    public bool IsArmed { get; private set; }

    /// <summary>When it goes off, UTC, unless it is used.</summary>
    public DateTimeOffset Until => _until;

    /// <summary>Why it went off, or was not armed; empty when a person switched it.</summary>
    public string Why { get; private set; } = "";

    /// <summary>Arms it for an account.</summary>
    public void Arm(string account)
    {
        _account = account;
        _until = clock.GetUtcNow() + Lasts;
        Set(true, "");
    }

    /// <summary>Disarms it.</summary>
    /// <param name="why">Why, when nobody asked for it.</param>
    public void Disarm(string why = "")
    {
        // What was not armed has not gone off.
        if (IsArmed) Set(false, why);
    }

    /// <summary>Nobody looks at the page any more: it is out of sight, or its line is lost. Disarms the keys and whatever else sends orders without a question.</summary>
    /// <param name="why">Why, a sentence.</param>
    public void LeaveAlone(string why)
    {
        LeftAlone++;
        WhyLeftAlone = why;
        Disarm(why);
    }

    /// <summary>How often the page was left alone; what was armed at an older count is to be disarmed.</summary>
    public int LeftAlone { get; private set; }

    /// <summary>Why it was left alone last, a sentence.</summary>
    public string WhyLeftAlone { get; private set; } = "";

    /// <summary>It is not armed, and why.</summary>
    public void Refuse(string why) => Set(false, why);

    /// <summary>It was used: its time begins anew.</summary>
    public void Used() => _until = clock.GetUtcNow() + Lasts;

    /// <summary>Disarms it when it must not stay armed. Called on the beat.</summary>
    public void Check(string account, SessionStatus session)
    {
        if (!IsArmed) return;
        if (clock.GetUtcNow() >= _until) Disarm($"Not used for {Lasts.TotalMinutes:0} minutes.");
        else if (account != _account) Disarm("The account was changed.");
        else if (ConnectionSummary.WhyNotTrading(session) is { Length: > 0 } why) Disarm(why);
    }

    private void Set(bool isArmed, string why)
    {
        Why = why;
        if (IsArmed == isArmed) return;
        IsArmed = isArmed;
        Changed?.Invoke();
    }
}
