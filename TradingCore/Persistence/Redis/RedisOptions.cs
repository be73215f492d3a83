using System.ComponentModel.DataAnnotations;
using StackExchange.Redis;

namespace TradingCore.Persistence.Redis;

/// <summary>What the engine does about its lease when Redis does not answer.</summary>
public enum LeaseMode
{
    /// <summary>It goes on trading: the lock of the data folder, the lock in PostgreSQL and the client id at the gateway keep a second engine out. For engines that share a data folder.</summary>
    Single = 0,
    /// <summary>New orders stop as soon as another engine could have taken the lease; cancels and the kill switch work. For engines that share nothing but Redis.</summary>
    Required,
}

/// <summary>Redis: cache of what screens show, way to further web processes, lease of the engine. Never on the trading path.</summary>
public sealed class RedisOptions : IValidatableObject
{
    /// <summary>Section of the settings.</summary>
    public const string Section = "Redis";

    /// <summary>Servers as StackExchange.Redis reads them, such as <c>localhost:6379,password=...</c>; several for a cluster, or those of Sentinel with <c>serviceName=</c>. Empty: without Redis.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>Start of every key and channel, which keeps engines of several accounts on one Redis apart. Letters, digits, dots and dashes.</summary>
    /// <value>1 to 40 characters. Default <c>tb</c>.</value>
    [RegularExpression("^[A-Za-z0-9.-]{1,40}$")]
    public string KeyPrefix { get; set; } = "tb";

    /// <summary>Secret that engine and web processes share: commands and their answers are signed with it, so that whoever can write to Redis cannot trade.</summary>
    /// <value>At least 32 characters; empty: commands are not carried.</value>
    public string CommandKey { get; set; } = "";

    /// <summary>File that holds the secret, instead of <see cref="CommandKey"/>.</summary>
    public string CommandKeyFile { get; set; } = "";

    /// <summary>What the engine does about its lease when Redis does not answer.</summary>
    public LeaseMode Lease { get; set; } = LeaseMode.Single;

    /// <summary>How long a lease lasts without being renewed; it is renewed three times in that time. A standby takes over after it.</summary>
    /// <value>1 s to 5 min. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan LeaseTime { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a forwarded command may wait for the engine. Past it the engine does not carry it out.</summary>
    /// <value>0.5 s to 1 min. Default 5 s.</value>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan CommandExpiry { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long without a word of the engine a web process shows it as away and every price as stale.</summary>
    /// <value>1 s to 1 min. Default 3 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan SilentAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>True when a Redis is named.</summary>
    public bool IsConfigured => ConnectionString.Length > 0;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FaultOfConnection() is { } fault) yield return new ValidationResult($"Redis:ConnectionString cannot be read: {fault} Expected one such as localhost:6379,password=SECRET.");
        if (CommandKey.Length is > 0 and < 32) yield return new ValidationResult($"Redis:CommandKey has {CommandKey.Length} characters. Expected at least 32, such as the output of: openssl rand -hex 32.");
        if (CommandKey.Length > 0 && CommandKeyFile.Length > 0) yield return new ValidationResult("Redis:CommandKey and Redis:CommandKeyFile are both set. Leave one out.");
    }

    // The text is never told: it may hold a password.
    private string? FaultOfConnection()
    {
        if (ConnectionString.Length == 0) return null;
        try
        {
            return ConfigurationOptions.Parse(ConnectionString).EndPoints.Count == 0 ? "it names no server." : null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            return "an option in it is not known or has a wrong value.";
        }
    }
}
