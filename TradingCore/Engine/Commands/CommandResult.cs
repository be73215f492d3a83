using TradingCore.Domain;
using TradingCore.Risk;

namespace TradingCore.Engine.Commands;

/// <summary>How a command other than submit ended.</summary>
public enum CommandOutcome
{
    /// <summary>Refused; the message says why.</summary>
    Refused = 0,
    /// <summary>Accepted; what the broker makes of it shows in the order.</summary>
    Accepted,
    /// <summary>There is no such order, position or symbol.</summary>
    NotFound,
    /// <summary>Not answered: it is not known whether it was carried out. The message says what to look at.</summary>
    Unconfirmed,
    /// <summary>Not carried out, because it is not any more what the caller looked at.</summary>
    ChangedMeanwhile,
    /// <summary>Waits for a second person, see <see cref="KillResult.ApprovalId"/>; nothing was done yet.</summary>
    AwaitsSecondPerson,
}

/// <summary>Answer to a command.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Order">The order it is about; null when none.</param>
/// <param name="Verdict">Risk verdict where one was made.</param>
/// <param name="Ticker">Name under which a contract that was added is on the watchlist: another one than asked for when it was there already; empty when not known.</param>
public sealed record CommandResult(CommandOutcome Outcome, string Message, Order? Order = null, RiskVerdict Verdict = default, string Ticker = "");
