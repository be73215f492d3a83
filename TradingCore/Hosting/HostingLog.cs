using Microsoft.Extensions.Logging;

namespace TradingCore.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(EventId = 7000, Level = LogLevel.Information, Message = "Trading system started: data in '{Folder}', gateway {Host}:{Port}, mode {Mode}")]
    public static partial void TradingStarted(this ILogger logger, string folder, string host, int port, Domain.TradingMode mode);

    [LoggerMessage(EventId = 7001, Level = LogLevel.Critical, Message = "The trading system cannot start: {Reason}")]
    public static partial void StartFailed(this ILogger logger, string reason);

    [LoggerMessage(EventId = 7002, Level = LogLevel.Critical, Message = "The trading system has stopped by itself. The program ends, so that nobody trades on a state that stands still")]
    public static partial void TradingEnded(this ILogger logger, Exception? exception);

    [LoggerMessage(EventId = 7003, Level = LogLevel.Error, Message = "Stopping {Part} took longer than {Limit} and is not waited for any more")]
    public static partial void StopTooSlow(this ILogger logger, string part, TimeSpan limit);

    [LoggerMessage(EventId = 7004, Level = LogLevel.Error, Message = "Stopping {Part} failed")]
    public static partial void StopFailed(this ILogger logger, Exception exception, string part);

    [LoggerMessage(EventId = 7005, Level = LogLevel.Information, Message = "Trading system stopped; everything accepted is stored")]
    public static partial void TradingStopped(this ILogger logger);

    [LoggerMessage(EventId = 7006, Level = LogLevel.Error, Message = "Channel {Channel} could not reach a person about: {Text}")]
    public static partial void CallFailed(this ILogger logger, Exception exception, string channel, string text);

    [LoggerMessage(EventId = 7007, Level = LogLevel.Warning, Message = "{Text}")]
    public static partial void ClockSet(this ILogger logger, string text);

    [LoggerMessage(EventId = 7008, Level = LogLevel.Error, Message = "Some of what happened to orders could not be measured and is missing in metrics and traces; orders do not depend on it")]
    public static partial void OrdersNotMeasured(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 7020, Level = LogLevel.Critical, Message = "Kill switch from a {Source}: {Answer}")]
    public static partial void KillAnswered(this ILogger logger, string source, string answer);

    [LoggerMessage(EventId = 7021, Level = LogLevel.Warning, Message = "Users, preferences and history wait for the shared database: {Why}")]
    public static partial void StorageWaits(this ILogger logger, string why);
}
