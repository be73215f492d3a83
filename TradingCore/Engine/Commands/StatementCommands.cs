using TradingCore.Domain;

namespace TradingCore.Engine.Commands;

/// <summary>Book the executions that the broker's statement tells and that are not known here.</summary>
/// <param name="Fills">The executions, in any order; the commission is in them.</param>
/// <param name="IsPreview">True: say what would be booked, and book nothing.</param>
public sealed record BookStatement(IReadOnlyList<Fill> Fills, bool IsPreview) : EngineCommand<StatementResult>;

/// <summary>What became of the executions of one contract in a statement.</summary>
public enum StatementVerdict
{
    /// <summary>They do not explain what the broker tells; nothing of the contract is booked.</summary>
    LeftOut = 0,
    /// <summary>Every one of them was known here.</summary>
    Known,
    /// <summary>Those that were not known explain what the broker tells, and are booked.</summary>
    Booked,
}

/// <summary>The executions of one contract in a statement.</summary>
/// <param name="Account">Account.</param>
/// <param name="Ticker">Contract.</param>
/// <param name="Known">How many were known here.</param>
/// <param name="New">How many were not.</param>
/// <param name="Quantity">What those that were not known come to: above 0 when more was bought than sold.</param>
/// <param name="Verdict">What became of them.</param>
/// <param name="Message">Why they were left out, a sentence; empty otherwise.</param>
public sealed record StatementContract(AccountId Account, string Ticker, int Known, int New, decimal Quantity, StatementVerdict Verdict, string Message);

/// <summary>Answer to a statement.</summary>
/// <param name="Outcome">Accepted when it was looked at; what of it is booked stands with each contract.</param>
/// <param name="Message">A sentence for people.</param>
/// <param name="Contracts">What became of each contract, by account and name.</param>
public sealed record StatementResult(CommandOutcome Outcome, string Message, IReadOnlyList<StatementContract> Contracts);
