using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using TradingBlazor.Settings;
using TradingCore.Persistence;

namespace TradingBlazor.Hosting;

/// <summary><c>TradingBlazor -- restore FILE [--Persistence:Folder=PATH]</c>: lays a backup into a data folder that no program uses. What was there is moved aside, never deleted.</summary>
internal static class RestoreCommand
{
    /// <summary>First word of the command.</summary>
    public const string Word = "restore";

    // Ids that were given out after the backup must not be given out again, whatever the gateway remembers.
    private const int OrderIdsSkipped = 10_000;

    /// <summary>Restores.</summary>
    /// <param name="args">The command line after the word.</param>
    /// <param name="output">Where it tells what was done.</param>
    /// <param name="errors">Where the reason goes when it was not.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Exit code: 0 when restored, 1 when nothing was changed, 2 when the command line is wrong.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken stop = default)
    {
        string[] settings = [.. args.Where(a => a.StartsWith("--", StringComparison.Ordinal))];
        string[] words = [.. args.Where(a => !a.StartsWith("--", StringComparison.Ordinal))];
        if (words is not [{ Length: > 0 } file] || settings.Any(s => !s.StartsWith($"--{PersistenceOptions.Section}:{nameof(PersistenceOptions.Folder)}=", StringComparison.OrdinalIgnoreCase)))
        {
            await errors.WriteLineAsync("Expected restore FILE [--Persistence:Folder=PATH].");
            return 2;
        }
        var configuration = new ConfigurationManager();
        DeskSettings.AddSources(configuration, settings);
        string path = new PersistenceOptions { Folder = configuration[$"{PersistenceOptions.Section}:{nameof(PersistenceOptions.Folder)}"] ?? "" }.ResolveFolder();
        try
        {
            if (!File.Exists(file)) throw new InvalidDataException($"There is no file '{file}'.");
            // Everything is judged before anything is touched.
            (bool isWhole, string message) = await Backups.VerifyFileAsync(file, stop);
            if (!isWhole) throw new InvalidDataException(message);
            using DataFolder folder = DataFolder.Open(path);
            await using ZipArchive zip = await ZipFile.OpenReadAsync(file, stop);
            BackupManifest manifest = BackupArchive.ReadManifest(zip);
            string aside = MoveAside(folder, manifest);
            foreach (BackupFile part in manifest.Files) await BackupArchive.ExtractAsync(zip, part, Path.Combine(folder.Root, part.Path.Replace('/', Path.DirectorySeparatorChar)), stop);
            if (!OperatingSystem.IsWindows() && Directory.Exists(folder.Keys)) File.SetUnixFileMode(folder.Keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (File.Exists(folder.Database)) SkipOrderIds(folder.Database);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Restored the backup of {manifest.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC into '{folder.Root}': {manifest.Files.Count} files."));
            if (aside.Length > 0) await output.WriteLineAsync($"What was there before is in '{aside}'.");
            if (manifest.Provider == nameof(PersistenceProvider.PostgreSql)) await output.WriteLineAsync("Its tables are in PostgreSQL and were not in the backup: restore them with pg_restore from a dump of the same time, before the program starts.");
            await output.WriteLineAsync("Start the program: before any order leaves it compares orders, executions and positions with the broker, and takes over what has happened since.");
            return 0;
        }
        catch (Exception e) when (e is InvalidDataException or PersistenceException)
        {
            await errors.WriteLineAsync($"Nothing was restored: {e.Message}");
            return 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            await errors.WriteLineAsync($"The restore stopped: {e.Message} What was in '{path}' before is in its newest folder 'replaced-…'; mend the cause and run the command again.");
            return 1;
        }
    }

    // Backups and what earlier restores moved aside stay where they are; so does what holds the folder.
    private static string MoveAside(DataFolder folder, BackupManifest manifest)
    {
        string[] stays = ["lock", "pid", "backups", "logs"];
        FileSystemInfo[] there = [.. new DirectoryInfo(folder.Root).GetFileSystemInfos().Where(f => !stays.Contains(f.Name) && !f.Name.StartsWith("replaced-", StringComparison.Ordinal))];
        // Recordings that the backup leaves out go on being kept.
        if (!manifest.Files.Any(f => f.Path.StartsWith("recordings/", StringComparison.Ordinal))) there = [.. there.Where(f => f.Name != "recordings")];
        if (there.Length == 0) return "";
        string aside = Path.Combine(folder.Root, $"replaced-{TimeProvider.System.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
        Directory.CreateDirectory(aside);
        foreach (FileSystemInfo entry in there)
        {
            string to = Path.Combine(aside, entry.Name);
            if (entry is DirectoryInfo directory) directory.MoveTo(to);
            else ((FileInfo)entry).MoveTo(to);
        }
        return aside;
    }

    private static void SkipOrderIds(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand skip = connection.CreateCommand();
        skip.CommandText = "UPDATE order_id_reservations SET up_to = up_to + $skipped";
        skip.Parameters.AddWithValue("$skipped", OrderIdsSkipped);
        skip.ExecuteNonQuery();
    }
}
