using System.ComponentModel.DataAnnotations;
using TradingCore.Persistence.History;
using TradingCore.Persistence.Recording;

namespace TradingCore.Persistence;

/// <summary>Where and how orders, fills, the watchlist and settings are kept.</summary>
public sealed class PersistenceOptions : IValidatableObject
{
    /// <summary>Name of the section in the settings.</summary>
    public const string Section = "Persistence";

    /// <summary>Database of the history.</summary>
    /// <value>Sqlite.</value>
    [EnumDataType(typeof(PersistenceProvider))]
    public PersistenceProvider Provider { get; set; } = PersistenceProvider.Sqlite;

    /// <summary>Server, database, user and password when <see cref="Provider"/> is PostgreSql, such as <c>Host=localhost;Database=trading;Username=trading;Password=…</c>. Not read otherwise.</summary>
    /// <value>Empty by default.</value>
    public string ConnectionString { get; set; } = "";

    /// <summary>Data folder: journal, history, logs and API key. One process at a time uses it.</summary>
    /// <value>An absolute or relative path. Empty means <c>TradingBlazor</c> in the user's folder for local data.</value>
    public string Folder { get; set; } = "";

    /// <summary>Size at which a journal segment is ended and the next one begun, in bytes.</summary>
    /// <value>4,096 to 1,073,741,824. Default 8 MiB.</value>
    [Range(4_096, 1_073_741_824)]
    public int SegmentBytesMax { get; set; } = 8 * 1024 * 1024;

    /// <summary>How long a written entry may wait for the flush to the disk itself. It survives the death of the process at once, a power cut only after the flush.</summary>
    /// <value>1 ms to 10 s. Default 20 ms.</value>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10", ParseLimitsInInvariantCulture = true)]
    public TimeSpan FlushDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>How long the database may take nothing until no new order leaves. What was accepted is safe in the journal; cancels and the kill switch work on.</summary>
    /// <value>1 s to 1 day. Default 10 s.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ParseLimitsInInvariantCulture = true)]
    public TimeSpan HistoryGrace { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many days of fills are loaded at start; older ones are summed up in a checkpoint of each position. Fills of open orders are always loaded.</summary>
    /// <value>10 to 3,650: more than the days for which a broker reports executions again. Default 30.</value>
    [Range(10, 3_650)]
    public int FillDays { get; set; } = 30;

    /// <summary>How many days of finished orders are loaded at start. Open orders are always loaded whole.</summary>
    /// <value>1 to 365. Default 7.</value>
    [Range(1, 365)]
    public int OrderDays { get; set; } = 7;

    /// <summary>How many days finished orders and fills stay in the history; 0 keeps them for ever. Open orders and positions stay whatever their age.</summary>
    /// <value>0, or <see cref="FillDays"/> to 36,500. Default 0.</value>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>The recording of what enters the engine.</summary>
    public RecordingOptions Recording { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RetentionDays > 0 && RetentionDays < FillDays)
            yield return new ValidationResult($"Persistence:RetentionDays is {RetentionDays}. Expected 0 (for ever), or at least the {FillDays} days of Persistence:FillDays.", [nameof(RetentionDays)]);
        if (Provider == PersistenceProvider.PostgreSql && Fault(ConnectionString) is { } fault) yield return new ValidationResult(fault, [nameof(ConnectionString)]);
    }

    /// <summary>The data folder as an absolute path.</summary>
    public string ResolveFolder()
    {
        if (!string.IsNullOrWhiteSpace(Folder)) return Path.GetFullPath(Folder);
        // A service account may have no profile; then the folder is put beside the program's working directory rather than into the root.
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.GetFullPath(Path.Combine(local, "TradingBlazor"));
    }

    // The text itself is never repeated: it may hold a password.
    private static string? Fault(string connectionString)
    {
        const string Expected = "Expected one such as Host=localhost;Database=trading;Username=trading;Password=secret.";
        if (string.IsNullOrWhiteSpace(connectionString)) return $"Persistence:Provider is PostgreSql, but Persistence:ConnectionString is empty. {Expected}";
        try
        {
            _ = PostgresDatabase.Settings(connectionString);
            return null;
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
        {
            return $"Persistence:ConnectionString cannot be used: {e.Message.Split(" (Parameter")[0].TrimEnd('.')}. {Expected}";
        }
    }
}
