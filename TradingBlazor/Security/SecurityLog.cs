namespace TradingBlazor.Security;

internal static partial class SecurityLog
{
    [LoggerMessage(EventId = 8000, Level = LogLevel.Warning, Message = "{Method} {Path} was refused: the API key is {Fault}")]
    public static partial void KeyRefused(this ILogger logger, string method, string path, string fault);

    [LoggerMessage(EventId = 8001, Level = LogLevel.Warning, Message = "A request for the foreign host '{Host}' was refused")]
    public static partial void HostRefused(this ILogger logger, string host);

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, Message = "A request from the foreign origin '{Origin}' was refused")]
    public static partial void OriginRefused(this ILogger logger, string origin);
}
