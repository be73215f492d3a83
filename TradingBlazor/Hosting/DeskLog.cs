using TradingCore.Domain;

namespace TradingBlazor.Hosting;

internal static partial class DeskLog
{
    [LoggerMessage(EventId = 7100, Level = LogLevel.Information, Message = "The desk is open at {Url} (mode {Mode})")]
    public static partial void Open(this ILogger logger, string url, TradingMode mode);

    [LoggerMessage(EventId = 7101, Level = LogLevel.Information, Message = "The API key for requests is in {File}")]
    public static partial void ApiKeyAt(this ILogger logger, string file);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Information, Message = "{Note}")]
    public static partial void SimulatorOff(this ILogger logger, string note);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Information, Message = "{Pages} open pages are asked to wait for the next start")]
    public static partial void Draining(this ILogger logger, int pages);

    [LoggerMessage(EventId = 7104, Level = LogLevel.Warning, Message = "{Left} of {Pages} open pages did not answer; they load themselves again")]
    public static partial void NotDrained(this ILogger logger, int left, int pages);

    [LoggerMessage(EventId = 7105, Level = LogLevel.Debug, Message = "A page could not be asked to wait: {Reason}")]
    public static partial void PageNotAsked(this ILogger logger, string reason);

    [LoggerMessage(EventId = 7106, Level = LogLevel.Warning, Message = "Requests could not be rehearsed; the first orders and the first kill switch of this process will be slower")]
    public static partial void RehearsalFailed(this ILogger logger, Exception problem);

    [LoggerMessage(EventId = 7107, Level = LogLevel.Warning, Message = "{Server} does not take the log: {Cause}. What waits for it is bounded, and is lost there when this goes on; all of it is in the files of the data folder")]
    public static partial void LogServerFails(this ILogger logger, string server, string cause);
}
