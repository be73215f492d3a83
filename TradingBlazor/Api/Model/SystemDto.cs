namespace TradingBlazor.Api.Model;

/// <summary>How the process is doing.</summary>
/// <param name="ProcessId">Its id.</param>
/// <param name="StartTime">When it started.</param>
/// <param name="Time">Now.</param>
/// <param name="Memory">Memory.</param>
/// <param name="Threads">Threads that work things off.</param>
/// <param name="Queues">What waits.</param>
/// <param name="Inputs">Inputs that the engine has applied since the start.</param>
/// <param name="RecordsMissing">Inputs that the recording of inputs had no room for.</param>
internal sealed record SystemDto(int ProcessId, DateTimeOffset StartTime, DateTimeOffset Time, MemoryDto Memory, ThreadsDto Threads, QueuesDto Queues, long Inputs, long RecordsMissing);

/// <summary>Memory in bytes, and collections of the garbage.</summary>
/// <param name="Resident">Held by the process.</param>
/// <param name="Managed">Objects in the heap, garbage included.</param>
/// <param name="HeapAfterCollection">Size of the heap after the last collection.</param>
/// <param name="Allocated">Allocated since the start.</param>
/// <param name="Collections0">Collections of generation 0.</param>
/// <param name="Collections1">Collections of generation 1.</param>
/// <param name="Collections2">Collections of generation 2.</param>
internal sealed record MemoryDto(long Resident, long Managed, long HeapAfterCollection, long Allocated, int Collections0, int Collections1, int Collections2);

/// <summary>The pool of threads.</summary>
/// <param name="Pool">Its threads.</param>
/// <param name="Waiting">Work that waits for one.</param>
internal sealed record ThreadsDto(int Pool, long Waiting);

/// <summary>Lengths of the queues.</summary>
/// <param name="Inbox">Inputs that wait for the engine.</param>
/// <param name="SessionEvents">Events of the session that wait to be posted to the engine.</param>
/// <param name="Sending">Messages that wait to be sent to the gateway.</param>
/// <param name="Recorder">Records that wait to be written.</param>
/// <param name="Unflushed">Appends to the journal that the disk does not have for certain.</param>
/// <param name="Unstored">Appends to the journal that are not in the history yet.</param>
internal sealed record QueuesDto(int Inbox, int SessionEvents, int Sending, int Recorder, long Unflushed, long Unstored);
