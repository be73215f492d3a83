using TradingBlazor.State;
using TradingCore.Domain;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>A history that a test sets; remembers what was asked for.</summary>
public sealed class FakeTradeHistory : ITradeHistory
{
    public List<HistoryFilter> Filters { get; } = [];
    public List<ExecutionRecord> Executions { get; } = [];
    public List<Order> Orders { get; } = [];
    public string Trouble { get; set; } = "";

    public Task<HistoryPage<ExecutionRecord>> ExecutionsAsync(HistoryFilter filter, HistoryCursor? after, int limit, CancellationToken stop)
    {
        Filters.Add(filter);
        if (Trouble.Length > 0) throw new PersistenceException(Trouble);
        ExecutionRecord[] left = [.. Executions.SkipWhile(e => after is { } at && e.Fill.ExecId.Key != at.Key).Skip(after is null ? 0 : 1)];
        ExecutionRecord[] page = [.. left.Take(limit)];
        return Task.FromResult(new HistoryPage<ExecutionRecord>(page, left.Length > limit ? new HistoryCursor(page[^1].Fill.Time, page[^1].Fill.ExecId.Key) : null));
    }

    public Task<Order?> OrderAsync(OrderRef orderRef, CancellationToken stop) =>
        Trouble.Length > 0 ? throw new PersistenceException(Trouble) : Task.FromResult(Orders.FirstOrDefault(o => o.OrderRef == orderRef));
}
