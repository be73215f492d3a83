using System.Globalization;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
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
            BackupVerdict verdict = await Backups.JudgeFileAsync(file, stop);
            if (!verdict.IsUsable) throw new InvalidDataException(verdict.Message);
            using DataFolder folder = DataFolder.Open(path);
            await using ZipArchive zip = await BackupArchive.OpenAsync(file, stop);
            BackupManifest manifest = BackupArchive.ReadManifest(zip);
            var restored = new AuditEntry("system", "backup.restored", Path.GetFileName(file)) { New = string.Create(CultureInfo.InvariantCulture, $"{manifest.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC"), Reason = verdict.AuditFault };
            string aside = await LayAsync(zip, manifest, folder, restored, stop);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Restored the backup of {manifest.Time.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC into '{folder.Root}': {manifest.Files.Count} files."));
            if (verdict.AuditFault.Length > 0) await output.WriteLineAsync($"{verdict.AuditFault} It was so in the backup already; everything else is restored. Find out who could write to the database, and keep the file of the backup as evidence.");
            if (aside.Length > 0) await output.WriteLineAsync($"What was there before is in '{aside}', and only there what was changed here after the backup: users and keys, limits, settings, alerts, and notes of orders that the broker does not tell.");
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
            await errors.WriteLineAsync($"Nothing was restored: {e.Message} What was in '{path}' is there as it was; mend the cause and run the command again.");
            return 1;
        }
    }

    // All of it is laid out beside what is there first: a disk that is full, or a file that cannot be written, then costs nothing. What is left are changes of names.
    private static async Task<string> LayAsync(ZipArchive zip, BackupManifest manifest, DataFolder folder, AuditEntry note, CancellationToken stop)
    {
        string stage = folder.Restoring;
        if (Directory.Exists(stage)) Directory.Delete(stage, recursive: true);
        Directory.CreateDirectory(stage);
        string aside = Path.Combine(folder.Root, $"replaced-{TimeProvider.System.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");
        var moved = new List<(string From, string To)>();
        try
        {
            foreach (BackupFile part in manifest.Files) await BackupArchive.ExtractAsync(zip, part, Path.Combine(stage, part.Path.Replace('/', Path.DirectorySeparatorChar)), stop);
            string keys = Path.Combine(stage, Path.GetFileName(folder.Keys)), database = Path.Combine(stage, Path.GetFileName(folder.Database));
            if (!OperatingSystem.IsWindows() && Directory.Exists(keys)) File.SetUnixFileMode(keys, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            if (File.Exists(database))
            {
                SkipOrderIds(database);
                // What was done after the backup goes out of the log with it; that this happened stays in it.
                await using SecurityContext db = SecurityDatabase.Sqlite(database).CreateContext();
                await AuditLog.AppendAsync(db, Path.Combine(stage, Path.GetFileName(folder.AuditHead)), note, TimeProvider.System.GetUtcNow(), NullLogger.Instance, stop);
            }
            MoveAside(folder, manifest, aside, moved);
            foreach (FileSystemInfo entry in new DirectoryInfo(stage).GetFileSystemInfos()) Move(entry.FullName, Path.Combine(folder.Root, entry.Name), moved);
        }
        catch
        {
            PutBack(moved, aside);
            Directory.Delete(stage, recursive: true);
            throw;
        }
        // The last step: while it is there, no program starts on what may be a half.
        Directory.Delete(stage, recursive: true);
        return Directory.Exists(aside) ? aside : "";
    }

    private static void PutBack(List<(string From, string To)> moved, string aside)
    {
        try
        {
            // Backwards, so that each name is free again when its old bearer comes back.
            foreach ((string from, string to) in Enumerable.Reverse(moved)) Move(to, from, []);
            if (Directory.Exists(aside)) Directory.Delete(aside);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PersistenceException($"{e.Message} A part of what was there lies in '{aside}': bring it back by hand before the program starts.", e);
        }
    }

    private static void Move(string from, string to, List<(string From, string To)> moved)
    {
        if (Directory.Exists(from)) Directory.Move(from, to);
        else File.Move(from, to);
        moved.Add((from, to));
    }

    // Backups and what earlier restores moved aside stay where they are; so does what holds the folder.
    private static void MoveAside(DataFolder folder, BackupManifest manifest, string aside, List<(string From, string To)> moved)
    {
        string[] stays = ["lock", "pid", "backups", "logs", Path.GetFileName(folder.Restoring)];
        FileSystemInfo[] there = [.. new DirectoryInfo(folder.Root).GetFileSystemInfos().Where(f => !stays.Contains(f.Name) && !f.Name.StartsWith("replaced-", StringComparison.Ordinal))];
        // Recordings that the backup leaves out go on being kept.
        if (!manifest.Files.Any(f => f.Path.StartsWith("recordings/", StringComparison.Ordinal))) there = [.. there.Where(f => f.Name != "recordings")];
        if (there.Length == 0) return;
        Directory.CreateDirectory(aside);
        foreach (FileSystemInfo entry in there) Move(entry.FullName, Path.Combine(aside, entry.Name), moved);
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
