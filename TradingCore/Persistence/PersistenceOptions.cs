using System.ComponentModel.DataAnnotations;

namespace TradingCore.Persistence;

/// <summary>Where and how orders, fills, the watchlist and settings are kept.</summary>
public sealed class PersistenceOptions
{
    /// <summary>Name of the section in the settings.</summary>
    public const string Section = "Persistence";

    /// <summary>Database of the history.</summary>
    /// <value>Sqlite.</value>
    [EnumDataType(typeof(PersistenceProvider))]
    public PersistenceProvider Provider { get; set; } = PersistenceProvider.Sqlite;

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

    /// <summary>How many days of finished orders are loaded at start. Open orders and fills are always loaded whole.</summary>
    /// <value>1 to 365. Default 7.</value>
    [Range(1, 365)]
    public int OrderDays { get; set; } = 7;

    /// <summary>The data folder as an absolute path.</summary>
    public string ResolveFolder()
    {
        if (!string.IsNullOrWhiteSpace(Folder)) return Path.GetFullPath(Folder);
        // A service account may have no profile; then the folder is put beside the program's working directory rather than into the root.
        string local = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        return Path.GetFullPath(Path.Combine(local, "TradingBlazor"));
    }
}
