using TradingCore.Domain;

namespace TradingCore.Engine.Commands;

/// <summary>A command on its way into the engine, with the promise of its answer.</summary>
/// <typeparam name="TResult">Type of the answer.</typeparam>
public abstract record EngineCommand<TResult> : EngineEvent, IEngineCommand
{
    /// <summary>Who commands.</summary>
    public required CommandContext Context { get; init; }

    /// <summary>Completed by the engine after everything the answer promises is durable.</summary>
    // The engine's loop must not run the waiter's code, so continuations run elsewhere.
    public TaskCompletionSource<TResult> Reply { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    void IEngineCommand.Fail(string reason) => Reply.TrySetException(new EngineFaultException(reason));
}

/// <summary>Send an order.</summary>
public sealed record SubmitOrder(OrderRef OrderRef, OrderSpec Spec) : EngineCommand<SubmitResult>;

/// <summary>What would risk say; with margin also reserves an order id for the broker's what-if.</summary>
/// <param name="Spec">The order.</param>
/// <param name="WithMargin">Also make the order that the broker is asked about.</param>
/// <param name="IsMeant">The order is to leave, and somebody else is asked first: what Risk denies of it is told and counted as a denied order. It never leaves by this.</param>
public sealed record PreviewOrder(OrderSpec Spec, bool WithMargin, bool IsMeant = false) : EngineCommand<(PreviewResult Result, Order? WhatIf)>;

/// <summary>Change an open order, when it still has the version that was looked at; null changes any.</summary>
public sealed record ModifyOrder(OrderRef OrderRef, OrderChange Change, long? IfVersion = null) : EngineCommand<CommandResult>;

/// <summary>Cancel an open order.</summary>
public sealed record CancelOrder(OrderRef OrderRef) : EngineCommand<CommandResult>;

/// <summary>Cancel every open order of ours; with a ticker only of that contract, with a side only of that side.</summary>
public sealed record CancelAllOrders(string? Ticker, OrderSide? Side = null) : EngineCommand<CommandResult>;

/// <summary>Close what is held of a contract, at market, with exactly the remaining size.</summary>
public sealed record ClosePosition(OrderRef OrderRef, string Ticker, string? Account) : EngineCommand<SubmitResult>;

/// <summary>Turn what is held of a contract into as much on the other side, at market and by one order; refused while orders of the contract work.</summary>
public sealed record ReversePosition(OrderRef OrderRef, string Ticker, string? Account) : EngineCommand<SubmitResult>;

/// <summary>Book a difference from the broker that a person has looked into.</summary>
/// <param name="Account">Account.</param>
/// <param name="Ticker">Contract; empty for cash.</param>
/// <param name="Currency">Currency of cash; empty for a contract.</param>
/// <param name="Cause">Why it differs.</param>
/// <param name="Note">What the person wrote; may be empty.</param>
public sealed record AcceptDifference(string Account, string Ticker, string Currency, DifferenceCause Cause, string Note) : EngineCommand<CommandResult>;

/// <summary>Add to the watchlist; answered when the gateway has resolved it or refused.</summary>
public sealed record AddToWatchlist(ContractQuery Query) : EngineCommand<CommandResult>;

/// <summary>Remove from the watchlist; refused while a position or a working order needs the data.</summary>
public sealed record RemoveFromWatchlist(string Ticker) : EngineCommand<CommandResult>;
