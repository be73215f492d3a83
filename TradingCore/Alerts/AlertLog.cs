using Microsoft.Extensions.Logging;

namespace TradingCore.Alerts;

internal static partial class AlertLog
{
    [LoggerMessage(EventId = 11000, Level = LogLevel.Warning, Message = "Alert ({Severity}) of the rule '{Rule}': {Text}")]
    public static partial void AlertRaised(this ILogger logger, AlertSeverity severity, string rule, string text);

    [LoggerMessage(EventId = 11001, Level = LogLevel.Error, Message = "The alert rule {Id} ('{Rule}') cannot be judged")]
    public static partial void RuleFailed(this ILogger logger, Exception exception, string id, string rule);

    [LoggerMessage(EventId = 11002, Level = LogLevel.Error, Message = "Alerts cannot be stored; they go on in memory and are stored later: {Reason}")]
    public static partial void AlertsNotStored(this ILogger logger, string reason);

    [LoggerMessage(EventId = 11003, Level = LogLevel.Information, Message = "Alerts can be stored again")]
    public static partial void AlertsStoredAgain(this ILogger logger);

    [LoggerMessage(EventId = 11004, Level = LogLevel.Error, Message = "A look at the alert rules failed; the next follows")]
    public static partial void LookFailed(this ILogger logger, Exception exception);

    [LoggerMessage(EventId = 11005, Level = LogLevel.Warning, Message = "Channel {Channel} did not take a message: {Reason}")]
    public static partial void NotSent(this ILogger logger, string channel, string reason);

    [LoggerMessage(EventId = 11006, Level = LogLevel.Warning, Message = "The stored alert rule {Id} is left out, because this version cannot read it: {Reason}")]
    public static partial void RuleNotRead(this ILogger logger, string id, string reason);

    [LoggerMessage(EventId = 11007, Level = LogLevel.Information, Message = "{Count} alert(s) older than {Days} day(s) were deleted")]
    public static partial void AlertsTrimmed(this ILogger logger, int count, int days);
}
