namespace TradingBlazor.Hubs;

internal static partial class StreamLog
{
    [LoggerMessage(EventId = 9400, Level = LogLevel.Warning, Message = "The hub refused {Who}: {Reason}")]
    public static partial void HubRefused(this ILogger logger, string who, string reason);

    [LoggerMessage(EventId = 9401, Level = LogLevel.Warning, Message = "A client of {Who} reads its events too slowly, {Behind} behind; its stream is ended, it gets them when it comes back")]
    public static partial void HubTooSlow(this ILogger logger, string who, long behind);

    [LoggerMessage(EventId = 9402, Level = LogLevel.Warning, Message = "A client of {Who} takes nothing any more, {Behind} events behind; it was cut off")]
    public static partial void HubCutOff(this ILogger logger, string who, long behind);

    [LoggerMessage(EventId = 9403, Level = LogLevel.Information, Message = "A client of {Who} was cut off: its session, key or token does not hold any more")]
    public static partial void HubAccessEnded(this ILogger logger, string who);

    [LoggerMessage(EventId = 9404, Level = LogLevel.Error, Message = "The streams could not be brought up to date")]
    public static partial void HubBeatFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 9405, Level = LogLevel.Warning, Message = "A call of {Who} to the hub was refused ({Code}; further ones of the connection are only counted): {Reason}")]
    public static partial void HubCallRefused(this ILogger logger, string who, string code, string reason);

    [LoggerMessage(EventId = 9406, Level = LogLevel.Error, Message = "A stream of the hub failed: {Method}")]
    public static partial void HubStreamFailed(this ILogger logger, Exception exception, string method);
}
