using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>
/// Guards against sending one intent twice. A key belongs to one order as it was when the trader pressed the button: pressing again after a
/// failure whose outcome is not known uses the same key, so the engine knows the order if it had it already. A definite answer ends the intent.
/// </summary>
public sealed class SendOnce
{
    private OrderSpec? _spec;
    private string _key = "";

    /// <summary>True from the press of the button to the answer.</summary>
    public bool IsInFlight { get; private set; }

    /// <summary>Begins to send; false when something is under way already.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="key">Key to send it under, when true is returned.</param>
    public bool TryBegin(OrderSpec spec, out string key)
    {
        key = "";
        if (IsInFlight) return false;
        IsInFlight = true;
        if (_key.Length == 0 || _spec != spec) _key = UserCommands.NewKey();
        _spec = spec;
        key = _key;
        return true;
    }

    /// <summary>The answer is known; the next press is a new intent.</summary>
    public void Answered()
    {
        IsInFlight = false;
        _key = "";
        _spec = null;
    }

    /// <summary>The outcome is not known; the next press of the same order is the same intent.</summary>
    public void NotAnswered() => IsInFlight = false;
}
