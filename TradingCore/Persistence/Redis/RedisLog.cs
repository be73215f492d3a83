using Microsoft.Extensions.Logging;

namespace TradingCore.Persistence.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(EventId = 12000, Level = LogLevel.Warning, Message = "Redis is away: {Why} Trading goes on; screens of other processes stand still until it is back")]
    public static partial void RedisLost(this ILogger logger, string why);

    [LoggerMessage(EventId = 12001, Level = LogLevel.Information, Message = "Redis answers again")]
    public static partial void RedisBack(this ILogger logger);

    [LoggerMessage(EventId = 12002, Level = LogLevel.Information, Message = "This engine holds the lease with fencing token {Token}")]
    public static partial void LeaseTaken(this ILogger logger, long token);

    [LoggerMessage(EventId = 12003, Level = LogLevel.Warning, Message = "The lease of this engine could not be renewed in time: {Why}")]
    public static partial void LeaseDoubtful(this ILogger logger, string why);

    [LoggerMessage(EventId = 12004, Level = LogLevel.Error, Message = "Another engine ({Holder}) has the lease; this one stops")]
    public static partial void LeaseLost(this ILogger logger, string holder);

    [LoggerMessage(EventId = 12005, Level = LogLevel.Information, Message = "Standing by: {Why}")]
    public static partial void StandingBy(this ILogger logger, string why);

    [LoggerMessage(EventId = 12006, Level = LogLevel.Error, Message = "The part that carries the engine's state to Redis met a defect and begins anew")]
    public static partial void PublisherFault(this ILogger logger, Exception e);

    [LoggerMessage(EventId = 12007, Level = LogLevel.Warning, Message = "A command over Redis was refused: {Why}")]
    public static partial void CommandRefused(this ILogger logger, string why);

    [LoggerMessage(EventId = 12008, Level = LogLevel.Error, Message = "A command over Redis met a defect")]
    public static partial void CommandFault(this ILogger logger, Exception e);

    [LoggerMessage(EventId = 12009, Level = LogLevel.Information, Message = "The whole state of the engine was read from Redis: {Fields} parts, fencing token {Token}")]
    public static partial void StateRead(this ILogger logger, int fields, long token);

    [LoggerMessage(EventId = 12010, Level = LogLevel.Warning, Message = "What Redis holds cannot be read: {Why}")]
    public static partial void StateUnreadable(this ILogger logger, string why);
}
