using TradingCore.Domain;

namespace TradingCore.Persistence.History;

/// <summary>Which part of the history is wanted. What is null is not asked for.</summary>
public sealed record HistoryFilter
{
    /// <summary>Name of the contract, exactly.</summary>
    public string? Symbol { get; init; }

    /// <summary>Earliest time, UTC, included: of an execution when the broker says it happened, of an order when it was accepted.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest time, UTC, not included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Strategy that decided; empty for orders of people.</summary>
    public string? Strategy { get; init; }

    /// <summary>Account.</summary>
    public string? Account { get; init; }

    /// <summary>Side.</summary>
    public OrderSide? Side { get; init; }

    /// <summary>States of orders; empty for all. Executions have none.</summary>
    public IReadOnlyList<OrderState> States { get; init; } = [];
}

/// <summary>A part of a long list, newest first.</summary>
/// <param name="Items">The part.</param>
/// <param name="Next">Where the next part begins; null when this is the last.</param>
public sealed record HistoryPage<T>(IReadOnlyList<T> Items, HistoryCursor? Next);

/// <summary>An execution of the history with what its order says about it.</summary>
/// <param name="Fill">The execution.</param>
/// <param name="Strategy">Strategy that decided; empty for a person, or when the order is not ours.</param>
/// <param name="Source">Source of the order; empty when it is not known.</param>
public sealed record ExecutionRecord(Fill Fill, string Strategy, string Source);
