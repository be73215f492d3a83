using TradingCore.Domain;
using TradingCore.Risk;

namespace TradingBlazor.State;

/// <summary>How far an order that was sent from this desk is known to have come.</summary>
public enum SentState
{
    /// <summary>On its way; nothing is known.</summary>
    Sending = 0,
    /// <summary>The engine has it: the order itself tells the rest.</summary>
    Accepted,
    /// <summary>Risk said no; nothing left.</summary>
    Denied,
    /// <summary>It waits for a second person; what becomes of it is told where it waits.</summary>
    Waiting,
    /// <summary>No answer: it may have left.</summary>
    NotAnswered,
}

/// <summary>An order that was sent from this desk, from the press of the button on.</summary>
/// <param name="Key">Key of the intent; the order carries it, too.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="Time">When the button was pressed, UTC.</param>
/// <param name="State">How far it has come.</param>
/// <param name="Message">What there is to say about it; empty for nothing.</param>
/// <param name="Failures">Checks that said no; empty otherwise.</param>
public sealed record SentOrder(string Key, OrderSpec Spec, DateTimeOffset Time, SentState State, string Message, IReadOnlyList<RiskCheckResult> Failures);
