using Microsoft.Extensions.Logging;

namespace TradingCore.Persistence.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(EventId = 6800, Level = LogLevel.Warning, Message = "Redis is away: {Why} Trading goes on; screens of other processes stand still until it is back")]
    public static partial void RedisLost(this ILogger logger, string why);

    [LoggerMessage(EventId = 6801, Level = LogLevel.Information, Message = "Redis answers again")]
    public static partial void RedisBack(this ILogger logger);

    [LoggerMessage(EventId = 6802, Level = LogLevel.Information, Message = "This engine holds the lease with fencing token {Token}")]
    public static partial void LeaseTaken(this ILogger logger, long token);

    [LoggerMessage(EventId = 6803, Level = LogLevel.Warning, Message = "The lease of this engine could not be renewed in time: {Why}")]
    public static partial void LeaseDoubtful(this ILogger logger, string why);

    [LoggerMessage(EventId = 6804, Level = LogLevel.Error, Message = "Another engine ({Holder}) has the lease; this one stops")]
    public static partial void LeaseLost(this ILogger logger, string holder);

    [LoggerMessage(EventId = 6805, Level = LogLevel.Information, Message = "Standing by: {Why}")]
    public static partial void StandingBy(this ILogger logger, string why);

    [LoggerMessage(EventId = 6806, Level = LogLevel.Error, Message = "The part that carries the engine's state to Redis met a defect and begins anew")]
    public static partial void PublisherFault(this ILogger logger, Exception e);

    [LoggerMessage(EventId = 6807, Level = LogLevel.Warning, Message = "A command over Redis was refused: {Why}")]
    public static partial void CommandRefused(this ILogger logger, string why);

    [LoggerMessage(EventId = 6808, Level = LogLevel.Error, Message = "A command over Redis met a defect")]
    public static partial void CommandFault(this ILogger logger, Exception e);

    [LoggerMessage(EventId = 6809, Level = LogLevel.Information, Message = "The whole state of the engine was read from Redis: {Fields} parts, fencing token {Token}")]
    public static partial void StateRead(this ILogger logger, int fields, long token);

    [LoggerMessage(EventId = 6810, Level = LogLevel.Warning, Message = "What Redis holds cannot be read: {Why}")]
    public static partial void StateUnreadable(this ILogger logger, string why);

    [LoggerMessage(EventId = 6811, Level = LogLevel.Warning, Message = "Events of orders did not arrive: the last one has the number {Last}, and what follows does not begin there. The whole state is read anew")]
    public static partial void EventsMissed(this ILogger logger, long last);

    [LoggerMessage(EventId = 6812, Level = LogLevel.Warning, Message = "The engine that writes to Redis has an older fencing token ({Older}) than the one heard before ({Known}), which is silent: Redis has lost what it knew. The whole state is read anew")]
    public static partial void OlderEngineHeard(this ILogger logger, long older, long known);

    [LoggerMessage(EventId = 6813, Level = LogLevel.Information, Message = "Command {Command} of {Who} is sent to the engine [{CorrelationId}]")]
    public static partial void CommandSent(this ILogger logger, string command, string who, string correlationId);

    [LoggerMessage(EventId = 6814, Level = LogLevel.Information, Message = "Command {Command} was answered by the engine after {Milliseconds} ms [{CorrelationId}]")]
    public static partial void CommandAnswered(this ILogger logger, string command, long milliseconds, string correlationId);

    [LoggerMessage(EventId = 6815, Level = LogLevel.Warning, Message = "Command {Command} was not carried out: {Why} [{CorrelationId}]")]
    public static partial void CommandNotCarriedOut(this ILogger logger, string command, string why, string correlationId);

    [LoggerMessage(EventId = 6816, Level = LogLevel.Warning, Message = "It is not known whether command {Command} was carried out: {Why} [{CorrelationId}]")]
    public static partial void CommandOutcomeUnknown(this ILogger logger, string command, string why, string correlationId);
}
