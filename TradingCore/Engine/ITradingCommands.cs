using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingCore.Engine;

/// <summary>
/// Everything a person or a program can command. Pages, REST and strategies use this and nothing else: each call becomes one event
/// in the engine's order and passes the same Risk.
/// </summary>
public interface ITradingCommands
{
    /// <summary>Sends an order. When the outcome is accepted, the order survives the death of this process.</summary>
    Task<SubmitResult> SubmitAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default);

    /// <summary>Runs every check and, when <paramref name="withMargin"/>, asks the broker for margin and commission. Sends nothing.</summary>
    Task<PreviewResult> PreviewAsync(OrderSpec spec, CommandContext context, bool withMargin, CancellationToken stop = default);

    /// <summary>Runs every check of an order that is meant to leave, before somebody else is asked whether it may. Sends nothing; a denial is told and counted as that of a submitted order.</summary>
    Task<PreviewResult> JudgeAsync(OrderSpec spec, CommandContext context, CancellationToken stop = default);

    /// <summary>Changes an open order.</summary>
    Task<CommandResult> ModifyAsync(OrderRef orderRef, OrderChange change, CommandContext context, CancellationToken stop = default) => ModifyAsync(orderRef, change, context, null, stop);

    /// <summary>Changes an open order when it is still the one that was looked at.</summary>
    /// <param name="orderRef">The order.</param>
    /// <param name="change">Its new values.</param>
    /// <param name="context">Who commands.</param>
    /// <param name="ifVersion">Version that the order must have (<see cref="Order.Version"/>), judged in the engine's order of events, so that of two changes of the same version one is carried out; null changes it whatever happened meanwhile.</param>
    /// <param name="stop">Ends the wait.</param>
    Task<CommandResult> ModifyAsync(OrderRef orderRef, OrderChange change, CommandContext context, long? ifVersion, CancellationToken stop = default);

    /// <summary>Cancels an open order.</summary>
    Task<CommandResult> CancelAsync(OrderRef orderRef, CommandContext context, CancellationToken stop = default);

    /// <summary>Cancels all open orders of ours, or those of one ticker.</summary>
    Task<CommandResult> CancelAllAsync(string? ticker, CommandContext context, CancellationToken stop = default) => CancelAllAsync(ticker, null, context, stop);

    /// <summary>Cancels the open orders of ours that are of one ticker (null for every one) and of one side (null for both).</summary>
    Task<CommandResult> CancelAllAsync(string? ticker, OrderSide? side, CommandContext context, CancellationToken stop = default);

    /// <summary>Closes a position at market.</summary>
    Task<SubmitResult> ClosePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default);

    /// <summary>Turns a position around at market: one order of twice its size. Refused while orders of the contract work, because their fills would make the result another one.</summary>
    Task<SubmitResult> ReversePositionAsync(string ticker, string? account, CommandContext context, CancellationToken stop = default);

    /// <summary>Books a difference from the broker, in a position or in cash, with the cause that a person found.</summary>
    Task<CommandResult> AcceptDifferenceAsync(string account, string ticker, string currency, DifferenceCause cause, string note, CommandContext context, CancellationToken stop = default);

    /// <summary>Books executions of the broker's statement that are not known here, where they explain what the broker holds; as a preview only says what would be booked.</summary>
    Task<StatementResult> BookStatementAsync(IReadOnlyList<Fill> fills, bool isPreview, CommandContext context, CancellationToken stop = default);

    /// <summary>Adds a contract to the watchlist.</summary>
    Task<CommandResult> AddToWatchlistAsync(ContractQuery query, CommandContext context, CancellationToken stop = default);

    /// <summary>Removes a contract from the watchlist.</summary>
    Task<CommandResult> RemoveFromWatchlistAsync(string ticker, CommandContext context, CancellationToken stop = default);
}
