using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>
/// Guards against sending one intent twice. A key belongs to one order as it was when the trader pressed the button: pressing again after a
/// failure whose outcome is not known uses the same key, so the engine knows the order if it had it already. A definite answer ends the intent.
/// </summary>
public sealed class SendOnce
{
    private OrderSpec? _spec;

    /// <summary>Key under which the next press sends. It stands on the button, so that the page knows it also when the server is lost with the press.</summary>
    public string Key { get; private set; } = UserCommands.NewKey();

    /// <summary>True from the press of the button to the answer.</summary>
    public bool IsInFlight { get; private set; }

    /// <summary>Begins to send; false when something is under way already.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="key">Key to send it under, when true is returned.</param>
    public bool TryBegin(OrderSpec spec, out string key)
    {
        key = "";
        if (IsInFlight) return false;
        About(spec);
        IsInFlight = true;
        _spec = spec;
        key = Key;
        return true;
    }

    /// <summary>The order that a press would send now: another one than was sent without an answer is another intent.</summary>
    public void About(OrderSpec? spec)
    {
        if (_spec is null || _spec == spec || spec is null) return;
        Key = UserCommands.NewKey();
        _spec = null;
    }

    /// <summary>The order was sent under a key before, by a page that did not hear what became of it: sent again it is the same intent.</summary>
    public void Resume(OrderSpec spec, string key) => (_spec, Key) = (spec, key);

    /// <summary>The answer is known; the next press is a new intent.</summary>
    public void Answered()
    {
        IsInFlight = false;
        Key = UserCommands.NewKey();
        _spec = null;
    }

    /// <summary>The outcome is not known; the next press of the same order is the same intent.</summary>
    public void NotAnswered() => IsInFlight = false;
}
