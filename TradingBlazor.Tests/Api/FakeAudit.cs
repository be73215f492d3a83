using System.Collections.Concurrent;
using TradingBlazor.Security.Audit;

namespace TradingBlazor.Tests.Api;

/// <summary>Keeps what was recorded.</summary>
internal sealed class FakeAudit : IAuditLog
{
    public ConcurrentQueue<AuditEntry> Entries { get; } = new();

    public void Record(AuditEntry entry) => Entries.Enqueue(entry);

    public Task RecordAsync(AuditEntry entry, CancellationToken stop = default)
    {
        Entries.Enqueue(entry);
        return Task.CompletedTask;
    }
}
