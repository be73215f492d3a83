using System.Text.Json;

namespace TradingBlazor.Settings;

/// <summary>A file in a backup.</summary>
/// <param name="Path">Path in the data folder, with <c>/</c> between its parts.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Hash, hexadecimal.</param>
internal sealed record BackupFile(string Path, long Bytes, string Sha256);

/// <summary>What is in a backup; the last entry of the archive.</summary>
/// <param name="Format">Version of this form; 1.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Version">Version of the program that made it.</param>
/// <param name="Provider">Database of the history; with PostgreSql its tables are not in the backup.</param>
/// <param name="JournalSequence">Newest entry of the journal when it began.</param>
/// <param name="Files">All files but this one.</param>
internal sealed record BackupManifest(int Format, DateTimeOffset Time, string Version, string Provider, long JournalSequence, IReadOnlyList<BackupFile> Files)
{
    /// <summary>Newest form.</summary>
    public const int CurrentFormat = 1;

    /// <summary>Its name in the archive.</summary>
    public const string FileName = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>As JSON.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads it.</summary>
    /// <exception cref="InvalidDataException">It is none, or of a newer form; a sentence.</exception>
    public static BackupManifest Read(string json)
    {
        try
        {
            BackupManifest manifest = JsonSerializer.Deserialize<BackupManifest>(json, Json) ?? throw new InvalidDataException("The file is no backup of this program.");
            if (manifest.Format > CurrentFormat) throw new InvalidDataException($"The backup was made by a newer version of the program ({manifest.Version}). Restore it with that version.");
            return manifest.Files is null || manifest.Format < 1 ? throw new InvalidDataException("The file is no backup of this program.") : manifest;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"The list of contents cannot be read: {e.Message}", e);
        }
    }
}
