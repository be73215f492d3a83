using System.Net;
using Microsoft.Extensions.Logging;

namespace TwsSimulator.Gateway;

/// <summary>Log messages of the simulator, event ids 10000 to 10099.</summary>
internal static partial class SimulatorLog
{
    [LoggerMessage(EventId = 10000, Level = LogLevel.Information, Message = "Simulated gateway listens on {EndPoint}, {Instruments} instruments")]
    public static partial void Listening(this ILogger logger, IPEndPoint endPoint, int instruments);

    [LoggerMessage(EventId = 10001, Level = LogLevel.Information, Message = "API client {ClientId} connected, server version {ServerVersion}")]
    public static partial void ClientStarted(this ILogger logger, int clientId, int serverVersion);

    [LoggerMessage(EventId = 10002, Level = LogLevel.Information, Message = "API client {ClientId} is gone: {Reason}")]
    public static partial void ClientGone(this ILogger logger, int clientId, string reason);

    [LoggerMessage(EventId = 10003, Level = LogLevel.Warning, Message = "API client {ClientId} is {Messages} messages behind and was disconnected")]
    public static partial void ClientTooSlow(this ILogger logger, int clientId, int messages);

    [LoggerMessage(EventId = 10004, Level = LogLevel.Warning, Message = "A message for API client {ClientId} could not be encoded: {Reason}")]
    public static partial void EncodeFailed(this ILogger logger, int clientId, string reason);

    [LoggerMessage(EventId = 10005, Level = LogLevel.Warning, Message = "API client {ClientId} sent a request that could not be read: {Reason}")]
    public static partial void RequestUnreadable(this ILogger logger, int clientId, string reason);

    [LoggerMessage(EventId = 10006, Level = LogLevel.Error, Message = "The simulated gateway failed and stops")]
    public static partial void LoopFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 10007, Level = LogLevel.Warning, Message = "{Count} stored orders, fills or positions are of instruments that are not offered any more and were left out")]
    public static partial void StoredWithoutInstrument(this ILogger logger, int count);

    [LoggerMessage(EventId = 10008, Level = LogLevel.Information, Message = "Replay started at {Time:O}")]
    public static partial void ReplayStarted(this ILogger logger, DateTimeOffset time);

    [LoggerMessage(EventId = 10009, Level = LogLevel.Information, Message = "Replay is complete at {Time:O}")]
    public static partial void ReplayDone(this ILogger logger, DateTimeOffset time);

    [LoggerMessage(EventId = 10010, Level = LogLevel.Debug, Message = "Request {Name} of API client {ClientId}")]
    public static partial void Request(this ILogger logger, string name, int clientId);

    [LoggerMessage(EventId = 10011, Level = LogLevel.Error, Message = "Request {Name} of API client {ClientId} failed")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string name, int clientId);

    [LoggerMessage(EventId = 10012, Level = LogLevel.Warning, Message = "The recording {Path} cannot be written and ends: {Reason}")]
    public static partial void CaptureFailed(this ILogger logger, string path, string reason);

    [LoggerMessage(EventId = 10013, Level = LogLevel.Information, Message = "Fault {Kind} begins")]
    public static partial void FaultStarted(this ILogger logger, string kind);

    [LoggerMessage(EventId = 10014, Level = LogLevel.Information, Message = "Fault {Kind} is over")]
    public static partial void FaultEnded(this ILogger logger, string kind);

    [LoggerMessage(EventId = 10015, Level = LogLevel.Debug, Message = "An admin request ended early: {Reason}")]
    public static partial void AdminRequestEnded(this ILogger logger, string reason);

    [LoggerMessage(EventId = 10016, Level = LogLevel.Warning, Message = "Fault script {Name} ended early: {Reason}")]
    public static partial void FaultScriptFailed(this ILogger logger, string name, string reason);

    [LoggerMessage(EventId = 10017, Level = LogLevel.Warning, Message = "The account of the simulated gateway cannot be stored; it goes on in memory until the disk takes it")]
    public static partial void StorageBehind(this ILogger logger);

    [LoggerMessage(EventId = 10018, Level = LogLevel.Information, Message = "The account of the simulated gateway is stored again")]
    public static partial void StorageCaughtUp(this ILogger logger);
}
