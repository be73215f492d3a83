using TradingCore.Engine;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Journal;
using TradingCore.Persistence.Recording;
using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>How long every queue of the process is now. In a healthy process none of them grows.</summary>
/// <param name="Inbox">Inputs that wait for the engine.</param>
/// <param name="SessionEvents">Events of the session that wait to be posted to the engine.</param>
/// <param name="Sending">Messages that wait to be sent to the gateway.</param>
/// <param name="Recorder">Records that wait to be written.</param>
/// <param name="Unflushed">Appends to the journal that the disk does not have for certain.</param>
/// <param name="Unstored">Appends to the journal that are not in the history yet.</param>
public sealed record QueueLengths(int Inbox, int SessionEvents, int Sending, int Recorder, long Unflushed, long Unstored);

/// <summary>Reads the lengths of the queues; any thread may.</summary>
public sealed class QueueGauges(TradingEngine engine, FileJournal journal, HistoryWriter history, InputRecorder recorder)
{
    private TwsGateway? _gateway;

    /// <summary>Inputs applied since the start.</summary>
    public long Inputs => engine.InputCount;

    /// <summary>Records that the recorder could not take since the start.</summary>
    public long RecordsMissing => recorder.Missing;

    /// <summary>The lengths now. Read one after the other, so they are not of exactly one moment.</summary>
    public QueueLengths Read()
    {
        (int events, int sending) = Volatile.Read(ref _gateway)?.QueueLengths ?? (0, 0);
        long last = journal.LastSequence;
        return new QueueLengths(engine.InboxLength, events, sending, recorder.QueueLength, Math.Max(0, last - journal.FlushedSequence), Math.Max(0, last - history.StoredSequence));
    }

    /// <summary>What the session has counted; null before there is one.</summary>
    internal TwsStatistics? Session => Volatile.Read(ref _gateway)?.Statistics;

    /// <summary>Messages of the last second and how many there may be; zeros before there is a session.</summary>
    public (int Used, int Limit) Pacing => Volatile.Read(ref _gateway)?.Pacing ?? (0, 0);

    /// <summary>Order books that are open and how many may be; zeros before there is a session.</summary>
    internal (int Used, int Max) DepthLines => Volatile.Read(ref _gateway)?.DepthLines ?? (0, 0);

    /// <summary>Takes the next order that a message of the gateway has caused; false when there is none.</summary>
    internal bool TryTakeCaused(out CausedOrder order)
    {
        order = default;
        return Volatile.Read(ref _gateway)?.TryTakeCaused(out order) == true;
    }

    /// <summary>Names the session whose queues are read.</summary>
    internal void Attach(TwsGateway gateway) => Volatile.Write(ref _gateway, gateway);
}
