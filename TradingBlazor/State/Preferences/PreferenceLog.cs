namespace TradingBlazor.State.Preferences;

internal static partial class PreferenceLog
{
    [LoggerMessage(EventId = 9201, Level = LogLevel.Warning, Message = "Preferences were not read, defaults are used: {Reason}")]
    public static partial void PreferencesNotRead(this ILogger logger, string reason);

    [LoggerMessage(EventId = 9203, Level = LogLevel.Debug, Message = "Preferences are read once the history is open; defaults are used until then")]
    public static partial void PreferencesNotReadYet(this ILogger logger);

    [LoggerMessage(EventId = 9202, Level = LogLevel.Warning, Message = "Preference {Key} was not stored: {Reason}")]
    public static partial void PreferenceNotWritten(this ILogger logger, string key, string reason);
}
