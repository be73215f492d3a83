using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Api.Model;
using TradingCore.Hosting;

namespace TradingBlazor.Api;

internal static class SystemEndpoints
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/system", GetSystem).WithName("GetSystem");

    /// <summary>Memory, garbage collections, threads and the length of every queue of this process.</summary>
    private static Ok<SystemDto> GetSystem(QueueGauges gauges, ProcessStart start, TimeProvider clock)
    {
        GCMemoryInfo gc = GC.GetGCMemoryInfo();
        QueueLengths queues = gauges.Read();
        return TypedResults.Ok(new SystemDto(
            Environment.ProcessId, start.Time, clock.GetUtcNow(),
            new MemoryDto(Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false), gc.HeapSizeBytes, GC.GetTotalAllocatedBytes(), GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)),
            new ThreadsDto(ThreadPool.ThreadCount, ThreadPool.PendingWorkItemCount),
            new QueuesDto(queues.Inbox, queues.SessionEvents, queues.Sending, queues.Recorder, queues.Unflushed, queues.Unstored),
            gauges.Inputs, gauges.RecordsMissing));
    }
}
