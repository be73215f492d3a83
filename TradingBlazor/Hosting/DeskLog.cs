using TradingCore.Domain;

namespace TradingBlazor.Hosting;

internal static partial class DeskLog
{
    [LoggerMessage(EventId = 7100, Level = LogLevel.Information, Message = "The desk is open at {Url} (mode {Mode})")]
    public static partial void Open(this ILogger logger, string url, TradingMode mode);

    [LoggerMessage(EventId = 7101, Level = LogLevel.Information, Message = "The API key for writing requests is in {File}")]
    public static partial void ApiKeyAt(this ILogger logger, string file);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Information, Message = "{Note}")]
    public static partial void SimulatorOff(this ILogger logger, string note);
}
