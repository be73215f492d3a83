using Microsoft.Extensions.Logging;

namespace TradingCore.Persistence;

internal static partial class PersistenceLog
{
    [LoggerMessage(EventId = 6000, Level = LogLevel.Information, Message = "Journal open: entries up to {Sequence} in {Segments} segment(s)")]
    public static partial void JournalOpened(this ILogger logger, long sequence, int segments);

    [LoggerMessage(EventId = 6001, Level = LogLevel.Warning, Message = "The journal ended in the middle of an entry, as after a power cut: {Bytes} byte(s) after entry {Sequence} of '{File}' were cut off and kept in '{Kept}'")]
    public static partial void JournalTailCut(this ILogger logger, long bytes, long sequence, string file, string kept);

    [LoggerMessage(EventId = 6002, Level = LogLevel.Error, Message = "The journal cannot be written, new orders are refused until it can: {Reason}")]
    public static partial void JournalWriteFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 6003, Level = LogLevel.Information, Message = "The journal can be written again")]
    public static partial void JournalWriteRecovered(this ILogger logger);

    [LoggerMessage(EventId = 6004, Level = LogLevel.Error, Message = "The journal cannot be flushed to the disk; a power cut now could lose its newest entries: {Reason}")]
    public static partial void JournalFlushFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 6005, Level = LogLevel.Debug, Message = "Journal segment '{File}' is in the history and was deleted")]
    public static partial void JournalSegmentDeleted(this ILogger logger, string file);

    [LoggerMessage(EventId = 6006, Level = LogLevel.Warning, Message = "The history holds entry {Stored}, the journal ends at {Last}: the journal goes on after {Stored}")]
    public static partial void JournalBehindHistory(this ILogger logger, long stored, long last);

    [LoggerMessage(EventId = 6007, Level = LogLevel.Warning, Message = "Journal segment '{File}' could not be deleted and is tried again later: {Reason}")]
    public static partial void JournalSegmentNotDeleted(this ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 6010, Level = LogLevel.Information, Message = "History open: {Orders} order(s), {Fills} fill(s), up to entry {Sequence}; {CaughtUp} entries caught up from the journal")]
    public static partial void HistoryRecovered(this ILogger logger, int orders, int fills, long sequence, long caughtUp);

    [LoggerMessage(EventId = 6011, Level = LogLevel.Error, Message = "The history cannot be written; entries are safe in the journal and are tried again in {Delay}: {Reason}")]
    public static partial void HistoryWriteFailed(this ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(EventId = 6012, Level = LogLevel.Information, Message = "The history can be written again")]
    public static partial void HistoryWriteRecovered(this ILogger logger);

    [LoggerMessage(EventId = 6013, Level = LogLevel.Information, Message = "{Orders} finished order(s) and {Fills} fill(s) older than {Days} day(s) were deleted from the history")]
    public static partial void HistoryTrimmed(this ILogger logger, int orders, int fills, int days);

    [LoggerMessage(EventId = 6014, Level = LogLevel.Warning, Message = "The history could not be tidied up and is again in {Delay}: {Reason}")]
    public static partial void HistoryMaintenanceFailed(this ILogger logger, TimeSpan delay, string reason);

    [LoggerMessage(EventId = 6020, Level = LogLevel.Warning, Message = "Inputs are not recorded for the rest of the day: {Reason}")]
    public static partial void RecordingStopped(this ILogger logger, string reason);

    [LoggerMessage(EventId = 6021, Level = LogLevel.Warning, Message = "The recording of inputs cannot be written; what is missing is marked in it: {Reason}")]
    public static partial void RecordingFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 6022, Level = LogLevel.Warning, Message = "The recording of inputs ended: {Reason}")]
    public static partial void RecordingEnded(this ILogger logger, Exception exception, string reason);

    [LoggerMessage(EventId = 6023, Level = LogLevel.Warning, Message = "The old recording '{File}' could not be deleted: {Reason}")]
    public static partial void RecordingNotDeleted(this ILogger logger, string file, string reason);

    [LoggerMessage(EventId = 6024, Level = LogLevel.Information, Message = "The recording of inputs can be written again")]
    public static partial void RecordingRecovered(this ILogger logger);

    [LoggerMessage(EventId = 6025, Level = LogLevel.Warning, Message = "The history cannot be asked for execution {ExecId} now, again in {Delay}: {Reason}")]
    public static partial void OldFillsNotRead(this ILogger logger, Domain.ExecId execId, TimeSpan delay, string reason);
}
