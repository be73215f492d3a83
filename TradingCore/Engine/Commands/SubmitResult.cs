using TradingCore.Domain;
using TradingCore.Risk;

namespace TradingCore.Engine.Commands;

/// <summary>How a submit ended.</summary>
public enum SubmitOutcome
{
    /// <summary>Not accepted; the safe default.</summary>
    Denied = 0,
    /// <summary>Accepted: the order is durable, and has come as far as <see cref="TradingOptions.AnswerWhen"/> asks.</summary>
    Accepted,
    /// <summary>The same command was accepted before; the order is that one.</summary>
    AlreadyAccepted,
    /// <summary>The idempotency key was used with another order.</summary>
    KeyConflict,
    /// <summary>The journal cannot be written, so nothing can be accepted.</summary>
    NotDurable,
    /// <summary>Accepted while the gateway is away, or while own orders that it would trade with are cancelled: durable, and waiting. It is checked anew before it leaves.</summary>
    Queued,
    /// <summary>Durable, and the connection was lost while it left: whether the broker has it is found out when it is back. Not sent again by itself.</summary>
    Unconfirmed,
    /// <summary>It was sent, and the broker rejected it.</summary>
    Rejected,
    /// <summary>Large enough to need a second person (R38): nothing was sent, the order waits for that confirmation.</summary>
    AwaitsSecondPerson,
}

/// <summary>Answer to a submit.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Order">The order when it is known from now on; null otherwise.</param>
/// <param name="Verdict">Every check with its figures.</param>
/// <param name="Message">A sentence for people.</param>
public sealed record SubmitResult(SubmitOutcome Outcome, Order? Order, RiskVerdict Verdict, string Message)
{
    /// <summary>Name of the confirmation that is waited for, with <see cref="SubmitOutcome.AwaitsSecondPerson"/>; empty otherwise.</summary>
    public string ApprovalId { get; init; } = "";
}
