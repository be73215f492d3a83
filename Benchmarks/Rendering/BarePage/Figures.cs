using System.Globalization;
using Microsoft.AspNetCore.Components.Server.Circuits;

namespace BarePage;

/// <summary>Counts the circuits that are open.</summary>
internal sealed class OpenCircuits : CircuitHandler
{
    private int _count;

    /// <summary>So many are open now.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _count);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        Interlocked.Decrement(ref _count);
        return Task.CompletedTask;
    }
}

/// <summary>What the scripts ask of both programs, under the names that the desk tells them under.</summary>
internal static class Figures
{
    /// <summary>The figures, one on a line.</summary>
    public static string Text(int circuits)
    {
        GCMemoryInfo memory = GC.GetGCMemoryInfo();
        return string.Join('\n',
            Line("tradingblazor_circuits", circuits),
            Line("dotnet_gc_heap_total_allocated_bytes_total", GC.GetTotalAllocatedBytes()),
            Line("dotnet_gc_pause_time_seconds_total", GC.GetTotalPauseDuration().TotalSeconds),
            Line("dotnet_gc_collections_total", GC.CollectionCount(0)),
            Line("dotnet_gc_last_collection_memory_committed_size_bytes", memory.TotalCommittedBytes),
            Line("dotnet_gc_last_collection_heap_size_bytes", memory.HeapSizeBytes), "");
    }

    private static string Line(string name, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} {value}");
}
