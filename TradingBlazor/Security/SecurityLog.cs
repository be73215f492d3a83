namespace TradingBlazor.Security;

internal static partial class SecurityLog
{
    [LoggerMessage(EventId = 8000, Level = LogLevel.Warning, Message = "{Method} {Path} was refused: the API key is {Fault}")]
    public static partial void KeyRefused(this ILogger logger, string method, string path, string fault);

    [LoggerMessage(EventId = 8001, Level = LogLevel.Warning, Message = "A request for the foreign host '{Host}' was refused")]
    public static partial void HostRefused(this ILogger logger, string host);

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, Message = "A request from the foreign origin '{Origin}' was refused")]
    public static partial void OriginRefused(this ILogger logger, string origin);

    [LoggerMessage(EventId = 8003, Level = LogLevel.Warning, Message = "Sessions and keys cannot be read, the known ones go on: {Cause}")]
    public static partial void AccessNotRead(this ILogger logger, string cause);

    [LoggerMessage(EventId = 8004, Level = LogLevel.Information, Message = "Audit: {Who} {Action} {Subject}")]
    public static partial void Audited(this ILogger logger, string who, string action, string subject);

    [LoggerMessage(EventId = 8005, Level = LogLevel.Warning, Message = "{Count} entries of the audit log wait for the database: {Cause}")]
    public static partial void AuditNotWritten(this ILogger logger, int count, string cause);

    [LoggerMessage(EventId = 8006, Level = LogLevel.Error, Message = "{Count} entries are in this log only and not in the audit log: {Cause}")]
    public static partial void AuditLost(this ILogger logger, int count, string cause);

    [LoggerMessage(EventId = 8007, Level = LogLevel.Warning, Message = "The newest hash of the audit log cannot be written to '{File}': {Cause}")]
    public static partial void AuditHeadNotWritten(this ILogger logger, string file, string cause);

    [LoggerMessage(EventId = 8008, Level = LogLevel.Error, Message = "The tables of users and keys cannot be used: {Cause} Sign-in does not work; the key file does.")]
    public static partial void SecurityTablesAway(this ILogger logger, string cause);

    [LoggerMessage(EventId = 8009, Level = LogLevel.Warning, Message = "Nobody can sign in yet: the link that makes the first admin is in '{File}'")]
    public static partial void FirstAdminLink(this ILogger logger, string file);

    [LoggerMessage(EventId = 8010, Level = LogLevel.Warning, Message = "A request from the address {Address} was refused: it is not on the list")]
    public static partial void AddressRefused(this ILogger logger, string address);

    [LoggerMessage(EventId = 8011, Level = LogLevel.Warning, Message = "{Method} {Path} was refused: the token is {Fault}")]
    public static partial void TokenRefused(this ILogger logger, string method, string path, string fault);

    [LoggerMessage(EventId = 8012, Level = LogLevel.Warning, Message = "The keys of the provider {Authority} cannot be read, its tokens are refused meanwhile: {Cause}")]
    public static partial void ProviderAway(this ILogger logger, string authority, string cause);

    [LoggerMessage(EventId = 8013, Level = LogLevel.Warning, Message = "The keys that sign tokens cannot be shared with the other processes; the known ones go on, and a token with a newer key of another process is refused meanwhile: {Cause}")]
    public static partial void SigningKeysAlone(this ILogger logger, string cause);

    [LoggerMessage(EventId = 8014, Level = LogLevel.Warning, Message = "The keys that sign tokens cannot be written to '{File}', so tokens of a new key end with this process: {Cause}")]
    public static partial void SigningKeysNotWritten(this ILogger logger, string file, string cause);

    [LoggerMessage(EventId = 8015, Level = LogLevel.Error, Message = "The end of the audit log was cut off or changed: its entry {Number} is not the one that '{File}' witnesses. That file stays as it is, and no newer end is witnessed, until it is deleted on purpose")]
    public static partial void AuditEndCut(this ILogger logger, long number, string file);

    [LoggerMessage(EventId = 8016, Level = LogLevel.Warning, Message = "The keys of the provider {Authority} cannot be read anew; tokens of the keys that are known are accepted, those of newer ones refused meanwhile: {Cause}")]
    public static partial void ProviderKeysOld(this ILogger logger, string authority, string cause);
}
