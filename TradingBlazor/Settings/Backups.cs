using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Settings;

/// <summary>A backup in the data folder.</summary>
/// <param name="Name">File name.</param>
/// <param name="Time">When it was made.</param>
/// <param name="Bytes">Size.</param>
internal sealed record BackupLine(string Name, DateTimeOffset Time, long Bytes)
{
    /// <summary>True when it was made by itself, and not by a person.</summary>
    public bool IsScheduled => Name.EndsWith(Backups.ScheduledMark + ".zip", StringComparison.Ordinal);
}

/// <summary>What a look into a backup has found.</summary>
/// <param name="IsUsable">True when every file in it is as it was written, and its tables can be read.</param>
/// <param name="Message">A sentence.</param>
/// <param name="AuditFault">Why its audit log is not whole, a sentence; empty when it is, or when there is none in it.</param>
internal sealed record BackupVerdict(bool IsUsable, string Message, string AuditFault);

/// <summary>Makes backups while everything runs, and checks them.</summary>
/// <remarks>
/// One moment for all parts is not needed. The journal is copied before the history: the history may then be ahead of it, which a start makes good, and never behind what the copy of the
/// journal begins with. Within the journal the newest segment is copied first, because the oldest one is deleted once the history has it: what is missing then is in the history.
/// The witness of the audit log's end is copied before the log itself.
/// </remarks>
internal sealed partial class Backups(DataFolder folder, DeskSettings settings, PersistenceStatus status, IAuditLog audit, TimeProvider clock) : IDisposable
{
    /// <summary>What the names of scheduled backups have behind their time.</summary>
    internal const string ScheduledMark = "-scheduled";

    /// <summary>Why none is made while another one is.</summary>
    internal const string Busy = "Another backup is being made. Wait until it is done.";

    private const string HistoryName = "trading.db";
    private const string HeadName = "audit-head";

    private readonly SemaphoreSlim _making = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _making.Dispose();

    /// <summary>False when the tables are in PostgreSQL, whose own tool backs them up.</summary>
    public bool HoldsTables => settings.Trading.Persistence.Provider == PersistenceProvider.Sqlite;

    /// <summary>Where they are.</summary>
    public string Folder => BackupFolder.Of(settings.Backup, folder);

    /// <summary>What is to be said about that place; empty when there is nothing.</summary>
    public string Warning => BackupFolder.Warning(Folder);

    /// <summary>Those there are, newest first; none while the folder cannot be read.</summary>
    public IReadOnlyList<BackupLine> List() => List(out _);

    /// <summary>Those there are, newest first.</summary>
    /// <param name="fault">Why the folder cannot be read, a sentence; empty when it can, or is not there yet.</param>
    public IReadOnlyList<BackupLine> List(out string fault)
    {
        fault = "";
        try
        {
            return !Directory.Exists(Folder) ? [] : [.. new DirectoryInfo(Folder).GetFiles("backup-*.zip").Select(Line).OfType<BackupLine>().OrderByDescending(l => l.Name, StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            fault = $"The folder of the backups cannot be read: {e.Message} What lies there is not touched.";
            return [];
        }
    }

    // People put files there: one that only looks like a backup, or is gone by now, is none.
    private static BackupLine? Line(FileInfo file)
    {
        try
        {
            return Name().IsMatch(file.Name) && DateTimeOffset.TryParseExact(file.Name[7..23], "yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time)
                ? new BackupLine(file.Name, time, file.Length) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The file of a backup; null when there is none of that name.</summary>
    public string? Find(string name) => Name().IsMatch(name) && File.Exists(Path.Combine(Folder, name)) ? Path.Combine(Folder, name) : null;

    /// <summary>Makes one.</summary>
    /// <param name="withRecordings">True for the recordings of inputs too, which are the largest part.</param>
    /// <param name="by">Who.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Its name, or why there is none.</returns>
    public async Task<(string Name, string Fault)> MakeAsync(bool withRecordings, CommandJudgement by, CancellationToken stop) =>
        by.Fault.Length > 0 ? ("", by.Fault) : await MakeAsync(withRecordings, "", by.Entry, stop);

    /// <summary>Makes one by itself, without recordings.</summary>
    /// <returns>Its name, or why there is none.</returns>
    public Task<(string Name, string Fault)> MakeScheduledAsync(CancellationToken stop) => MakeAsync(withRecordings: false, ScheduledMark, BySystem, stop);

    private static AuditEntry BySystem(string action, string subject) => new("system", action, subject);

    private async Task<(string Name, string Fault)> MakeAsync(bool withRecordings, string mark, Func<string, string, AuditEntry> entry, CancellationToken stop)
    {
        if (settings.Trading.Role == ProcessRole.Web) return ("", "A web process holds nothing to back up. Make the backup at the engine, which has the journal, and that of PostgreSQL with its own tool.");
        if (!await _making.WaitAsync(TimeSpan.Zero, stop)) return ("", Busy);
        // Taken once: a setting that changes meanwhile is for the next one.
        string place = Folder, temporary = Path.Combine(place, ".making");
        try
        {
            const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
            // A folder that somebody else made keeps the rights that he gave it.
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(place);
            else Directory.CreateDirectory(place, OwnerOnly);
            if (!OperatingSystem.IsWindows() && place == folder.Backups) File.SetUnixFileMode(place, OwnerOnly);
            if (Directory.Exists(temporary)) Directory.Delete(temporary, recursive: true);
            // The copy of the tables lies there for a moment as it is, and the folder around it may be open to others.
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(temporary);
            else Directory.CreateDirectory(temporary, OwnerOnly);
            string name = $"backup-{clock.GetUtcNow().UtcDateTime:yyyyMMdd'T'HHmmss'Z'}{mark}.zip";
            string made = Path.Combine(temporary, name);
            await WriteAsync(made, temporary, withRecordings, stop);
            File.Move(made, Path.Combine(place, name), overwrite: true);
            await audit.RecordAsync(entry("backup.made", name) with { New = RetentionPreview.Size(new FileInfo(Path.Combine(place, name)).Length) }, stop);
            return (name, "");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or SqliteException)
        {
            return ("", $"The backup could not be made: {e.Message} See that '{place}' can be written and that the disk has space.");
        }
        finally
        {
            TryDelete(temporary);
            _making.Release();
        }
    }

    /// <summary>Deletes one.</summary>
    public async Task<string> DeleteAsync(string name, CommandJudgement by, CancellationToken stop) => by.Fault.Length > 0 ? by.Fault : await DeleteAsync(name, by.Entry, stop);

    /// <summary>Deletes a scheduled one that is too old.</summary>
    public Task<string> DeleteScheduledAsync(BackupLine old, CancellationToken stop) => old.IsScheduled ? DeleteAsync(old.Name, BySystem, stop) : Task.FromResult("It was made by a person.");

    private async Task<string> DeleteAsync(string name, Func<string, string, AuditEntry> entry, CancellationToken stop)
    {
        if (Find(name) is not { } file) return $"There is no backup '{name}'.";
        try
        {
            File.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"It cannot be deleted: {e.Message}";
        }
        await audit.RecordAsync(entry("backup.deleted", name), stop);
        return "";
    }

    /// <summary>Compares every hash, and reads the tables and the audit log that are in it.</summary>
    /// <returns>True when it is whole, and a sentence.</returns>
    public async Task<(bool IsWhole, string Message)> VerifyAsync(string name, CancellationToken stop) =>
        Find(name) is { } file ? await VerifyFileAsync(file, stop) : (false, $"There is no backup '{name}'.");

    private static async Task<(bool IsWhole, string Message)> VerifyFileAsync(string file, CancellationToken stop)
    {
        BackupVerdict verdict = await JudgeFileAsync(file, stop);
        return (verdict is { IsUsable: true, AuditFault.Length: 0 }, verdict.AuditFault.Length > 0 ? $"{verdict.Message} {verdict.AuditFault}" : verdict.Message);
    }

    /// <summary>The same for a file anywhere. An audit log that somebody changed is told apart: orders, users and limits beside it can be used.</summary>
    internal static async Task<BackupVerdict> JudgeFileAsync(string file, CancellationToken stop)
    {
        string temporary = Path.Combine(Path.GetTempPath(), $"verify-{Guid.NewGuid():N}");
        try
        {
            await using ZipArchive zip = await BackupArchive.OpenAsync(file, stop);
            BackupManifest manifest = BackupArchive.ReadManifest(zip);
            await BackupArchive.CheckAsync(zip, manifest, stop);
            string tables = "its tables are in PostgreSQL and not in it", auditFault = "";
            if (manifest.Files.FirstOrDefault(f => f.Path == HistoryName) is { } history)
            {
                foreach (BackupFile part in manifest.Files.Where(f => f.Path is HistoryName or HeadName)) await BackupArchive.ExtractAsync(zip, part, Path.Combine(temporary, part.Path), stop);
                AuditVerdict verdict = await ReadTablesAsync(Path.Combine(temporary, history.Path), Path.Combine(temporary, HeadName), stop);
                auditFault = verdict.IsWhole ? "" : verdict.Message;
                tables = verdict.IsWhole ? $"its tables can be read, and its audit log is whole ({verdict.Entries} entries)" : "its tables can be read";
            }
            return new BackupVerdict(true, string.Create(CultureInfo.InvariantCulture, $"The backup of {manifest.Time.UtcDateTime:yyyy-MM-dd HH:mm} UTC {(auditFault.Length == 0 ? "is whole: " : "has ")}{manifest.Files.Count} files with the right hashes; {tables}."), auditFault);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or SqliteException or UnauthorizedAccessException)
        {
            return new BackupVerdict(false, $"The backup is not whole: {e.Message}", "");
        }
        finally
        {
            TryDelete(temporary);
        }
    }

    private static async Task<AuditVerdict> ReadTablesAsync(string database, string head, CancellationToken stop)
    {
        await using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false }.ToString()))
        {
            await connection.OpenAsync(stop);
            await using SqliteCommand check = connection.CreateCommand();
            check.CommandText = "PRAGMA integrity_check";
            if (await check.ExecuteScalarAsync(stop) is not "ok") throw new InvalidDataException("the history in it is damaged.");
        }
        await using SecurityContext db = SecurityDatabase.Sqlite(database).CreateContext();
        return await AuditVerifier.VerifyAsync(db, AuditHead.Read(head), stop);
    }

    private async Task WriteAsync(string file, string temporary, bool withRecordings, CancellationToken stop)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long sequence = status.JournalSequence;
        var files = new List<BackupFile>();
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var stream = new FileStream(file, options);
        await using (ZipArchive zip = await ZipArchive.CreateAsync(stream, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, stop))
        {
            foreach (string segment in Sorted(folder.Journal).Reverse()) await AddAsync(segment, mayBeGone: true);
            await AddAsync(folder.AuditHead, mayBeGone: true);
            if (HoldsTables)
            {
                string copy = Path.Combine(temporary, HistoryName);
                await Task.Run(() => CopyTables(folder.Database, copy), stop);
                files.Add(await BackupArchive.AddAsync(zip, HistoryName, copy, stop));
            }
            foreach (string key in Sorted(folder.Keys)) await AddAsync(key, mayBeGone: true);
            foreach (string single in new[] { folder.ApiKey, folder.SavedSettings, Path.Combine(folder.Root, "development-certificate.pfx") }) await AddAsync(single, mayBeGone: true);
            if (withRecordings) foreach (string recording in Sorted(folder.Recordings)) await AddAsync(recording, mayBeGone: true);
            // Last: a simulated broker that knows more than the history is caught up with, as a real one.
            foreach (string account in Sorted(folder.Simulator).Where(f => !f.EndsWith(".lock", StringComparison.Ordinal))) await AddAsync(account, mayBeGone: true);

            string version = typeof(Backups).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
            ZipArchiveEntry list = zip.CreateEntry(BackupManifest.FileName);
            await using var writer = new StreamWriter(await list.OpenAsync(stop));
            await writer.WriteAsync(new BackupManifest(BackupManifest.CurrentFormat, now, version, settings.Trading.Persistence.Provider.ToString(), sequence, files).Write().AsMemory(), stop);

            async Task AddAsync(string path, bool mayBeGone)
            {
                try
                {
                    if (File.Exists(path)) files.Add(await BackupArchive.AddAsync(zip, Path.GetRelativePath(folder.Root, path).Replace('\\', '/'), path, stop));
                }
                catch (FileNotFoundException) when (mayBeGone)
                {
                    // A segment whose entries the history has taken over meanwhile, or a recording that was old enough to go.
                }
            }
        }
        stream.Flush(flushToDisk: true);
    }

    // The database's own way to copy a file that is being written: one snapshot, and writers go on.
    private static void CopyTables(string from, string to)
    {
        using var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = from, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        using var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        source.Open();
        target.Open();
        source.BackupDatabase(target);
        using SqliteCommand one = target.CreateCommand();
        // One file instead of three.
        one.CommandText = "PRAGMA journal_mode=DELETE";
        one.ExecuteNonQuery();
    }

    private static IEnumerable<string> Sorted(string path) => Directory.Exists(path) ? Directory.GetFiles(path).Order(StringComparer.Ordinal) : [];

    private static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Cleared away by the next backup.
        }
    }

    [GeneratedRegex(@"^backup-\d{8}T\d{6}Z(-scheduled)?\.zip$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
