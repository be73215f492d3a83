using TradingCore.Domain;
using TradingCore.Persistence.History;

namespace TradingBlazor.State;

/// <summary>Everything that was ever traded, as the pages look it up.</summary>
public interface ITradeHistory
{
    /// <summary>Executions, newest first, a page at a time.</summary>
    /// <exception cref="TradingCore.Persistence.PersistenceException">The history cannot be read; the message says why.</exception>
    Task<HistoryPage<ExecutionRecord>> ExecutionsAsync(HistoryFilter filter, HistoryCursor? after, int limit, CancellationToken stop);

    /// <summary>One order with every event of it; null when it is not in the history.</summary>
    /// <exception cref="TradingCore.Persistence.PersistenceException">The history cannot be read; the message says why.</exception>
    Task<Order?> OrderAsync(OrderRef orderRef, CancellationToken stop);
}

/// <summary>The history of the database.</summary>
public sealed class StoredTradeHistory(HistorySearch search) : ITradeHistory
{
    /// <inheritdoc/>
    public Task<HistoryPage<ExecutionRecord>> ExecutionsAsync(HistoryFilter filter, HistoryCursor? after, int limit, CancellationToken stop) => search.ExecutionsAsync(filter, after, limit, stop);

    /// <inheritdoc/>
    public Task<Order?> OrderAsync(OrderRef orderRef, CancellationToken stop) => search.OrderAsync(orderRef, stop);
}
