using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingBlazor.Hosting;
using TradingBlazor.Settings;
using TradingBlazor.Tests.Harness;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Tests.Hosting;

/// <summary>A backup of the running program, brought to another folder, is the same program.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class BackupTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TemporaryFolder _other = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task What_was_backed_up_while_it_ran_goes_on_in_another_folder_with_the_same_orders_positions_users_and_audit_log()
    {
        string before, backup;
        await using (AppProcess app = await AppProcess.StartAsync("backed-up", _folder.Path, null, [], Stop))
        {
            using Stories.Api api = await Stories.Api.OfAsync(app, Stop);
            await api.ReadyToTradeAsync("SPY", Stop);
            string bought = (string)(await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 20, type = "MKT" }, Stop))["id"]!;
            await api.OrderInStateAsync(bought, "filled", Stop);
            string resting = (string)(await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 10, type = "LMT", limitPrice = 300.01, tif = "GTC" }, Stop))["id"]!;
            await api.OrderInStateAsync(resting, "working", Stop);
            using Person admin = await Person.CreateAsync(app.Address, Path.Combine(_folder.Path, "api-key"), "admin", Stop);
            before = await Until.NotNullAsync("the commission", () => StateAsync(app.Http), Stop);

            using HttpResponseMessage made = await admin.PostFormAsync("settings/backup", "backup-make", new() { ["recordings"] = "true" }, Stop);
            string page = await made.Content.ReadAsStringAsync(Stop);
            Assert.True(page.Contains("Made backup-", StringComparison.Ordinal), page);
            backup = Directory.GetFiles(Path.Combine(_folder.Path, "backups"), "*.zip").Single();
            using HttpResponseMessage withoutFactor = await admin.Http.GetAsync($"settings/backup/files/{Path.GetFileName(backup)}", Stop);
            await admin.AddAuthenticatorAsync(Stop);
            using HttpResponseMessage withFactor = await admin.Http.GetAsync($"settings/backup/files/{Path.GetFileName(backup)}", Stop);
            byte[] downloaded = await withFactor.Content.ReadAsByteArrayAsync(Stop);
            (int running, string refused) = await RestoreAsync(backup, _folder.Path);

            Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.OK), (withoutFactor.StatusCode, withFactor.StatusCode));
            Assert.Equal(await File.ReadAllBytesAsync(backup, Stop), downloaded);
            Assert.Equal(1, running);
            Assert.Contains("in use by another process", refused, StringComparison.Ordinal);
            await app.KillAsync();
        }

        await WhatIsMadeByItselfIsRestoredAsync();
        (int restored, string told) = await RestoreAsync(backup, _other.Path);
        Assert.True(restored == 0, told);
        using var output = new StringWriter();
        int verified = await VerifyAuditCommand.RunAsync([$"--Persistence:Folder={_other.Path}"], output, output, Stop);
        Assert.True(verified == 0, output.ToString());

        await using AppProcess again = await AppProcess.StartAsync("restored", _other.Path, null, [], Stop);
        using Stories.Api after = await Stories.Api.OfAsync(again, Stop);
        await after.ReadyToTradeAsync("SPY", Stop);
        Assert.Equal(before, await StateAsync(again.Http));
        JsonElement audit = await again.Http.GetFromJsonAsync<JsonElement>("api/v1/audit/verify", Stop);
        Assert.True(audit.GetProperty("isWhole").GetBoolean(), audit.GetRawText());
        Assert.Single((await again.Http.GetFromJsonAsync<JsonElement>("api/v1/users", Stop)).EnumerateArray());
        Assert.Contains(Directory.GetFiles(Path.Combine(_other.Path, "recordings")), f => f.EndsWith(".inputs", StringComparison.Ordinal));

        Tamper(Path.Combine(_other.Path, "trading.db"));
        using var errors = new StringWriter();
        int broken = await VerifyAuditCommand.RunAsync([$"--Persistence:Folder={_other.Path}"], TextWriter.Null, errors, Stop);
        Assert.Equal(1, broken);
        Assert.Contains("entry 1 was changed", errors.ToString(), StringComparison.Ordinal);
        await WhoChangedTheAuditLogTakesNoRestoreAwayAsync();
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("/etc/outside")]
    [InlineData("keys/../../outside")]
    [InlineData("c:/outside")]
    [InlineData("a\\b")]
    [InlineData("")]
    public void No_path_of_a_backup_leads_out_of_the_folder(string path) => Assert.False(BackupArchive.IsPlain(path));

    [Fact]
    public async Task A_backup_that_was_changed_is_not_restored_and_nothing_is_touched()
    {
        string file = Path.Combine(_folder.Path, "backup.zip");
        await using (ZipArchive zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, Stop))
        {
            string text = Path.Combine(_folder.Path, "text");
            await File.WriteAllTextAsync(text, "key", Stop);
            BackupFile part = await BackupArchive.AddAsync(zip, "api-key", text, Stop);
            await using var writer = new StreamWriter(zip.CreateEntry(BackupManifest.FileName).Open());
            await writer.WriteAsync(new BackupManifest(1, TimeProvider.System.GetUtcNow(), "1", "PostgreSql", 0, [part with { Sha256 = new string('0', 64) }]).Write());
        }
        await File.WriteAllTextAsync(Path.Combine(_other.Path, "api-key"), "mine", Stop);

        (int code, string told) = await RestoreAsync(file, _other.Path);
        (int missing, _) = await RestoreAsync(Path.Combine(_folder.Path, "none.zip"), _other.Path);
        (int wrong, _) = await RestoreAsync("", _other.Path);

        Assert.Equal((1, 1, 2), (code, missing, wrong));
        Assert.Contains("was changed", told, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_other.Path, "api-key"), Stop));
        Assert.Equal(["api-key"], Directory.GetFileSystemEntries(_other.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_restore_that_stops_half_way_leaves_what_was_there_as_it_was()
    {
        // A file and a folder of the same name: every hash is right, and the second one cannot be written.
        string file = await TheirsAsync("api-key", "keys", "keys/one");
        await File.WriteAllTextAsync(Path.Combine(_other.Path, "api-key"), "mine", Stop);
        Directory.CreateDirectory(Path.Combine(_other.Path, "journal"));
        await File.WriteAllTextAsync(Path.Combine(_other.Path, "journal", "segment"), "mine", Stop);

        (int code, string told) = await RestoreAsync(file, _other.Path);

        Assert.Equal(1, code);
        Assert.Contains("Nothing was restored", told, StringComparison.Ordinal);
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_other.Path, "api-key"), Stop));
        Assert.Equal("mine", await File.ReadAllTextAsync(Path.Combine(_other.Path, "journal", "segment"), Stop));
        Assert.Equal(["api-key", "journal", "lock", "pid"], Directory.GetFileSystemEntries(_other.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal).Where(f => f is not null));
    }

    [Fact]
    public async Task No_program_starts_on_a_restore_that_was_interrupted_and_another_restore_ends_it()
    {
        string file = await TheirsAsync("note");
        // As a process leaves it that was killed between two changes of names.
        Directory.CreateDirectory(Path.Combine(_other.Path, "restoring"));
        await File.WriteAllTextAsync(Path.Combine(_other.Path, "restoring", "trading.db"), "theirs", Stop);

        PersistenceException refused = Assert.Throws<PersistenceException>(() => DeskApplication.Build([$"--Persistence:Folder={_other.Path}", "--urls=http://127.0.0.1:0"]));
        (int code, string told) = await RestoreAsync(file, _other.Path);

        Assert.Contains("Run the restore once more", refused.Message, StringComparison.Ordinal);
        Assert.True(code == 0, told);
        Assert.Equal("theirs", await File.ReadAllTextAsync(Path.Combine(_other.Path, "note"), Stop));
        using DataFolder whole = DataFolder.OpenWhole(_other.Path);
    }

    [Fact]
    public async Task A_restore_over_what_is_there_says_where_that_is_and_what_is_only_there()
    {
        string file = await TheirsAsync("api-key");
        await File.WriteAllTextAsync(Path.Combine(_other.Path, "api-key"), "mine", Stop);

        (int code, string told) = await RestoreAsync(file, _other.Path);

        string aside = Assert.Single(Directory.GetDirectories(_other.Path, "replaced-*"));
        Assert.Equal((0, "mine"), (code, await File.ReadAllTextAsync(Path.Combine(aside, "api-key"), Stop)));
        Assert.Contains($"What was there before is in '{aside}', and only there what was changed here after the backup", told, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello, this is a text and no archive")]
    [InlineData("PK\u0003\u0004 and then nothing")]
    public async Task A_file_that_is_no_archive_is_told_so_in_plain_words(string content)
    {
        string file = Path.Combine(_folder.Path, "backup.zip");
        await File.WriteAllTextAsync(file, content, Stop);

        (int code, string told) = await RestoreAsync(file, _other.Path);

        Assert.Equal(1, code);
        Assert.Contains("The file is no zip archive, or only a part of one", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verifying_says_plainly_when_there_is_nothing_to_verify()
    {
        using var errors = new StringWriter();

        int nothing = await VerifyAuditCommand.RunAsync([$"--Persistence:Folder={_other.Path}"], TextWriter.Null, errors, Stop);
        int unknown = await VerifyAuditCommand.RunAsync(["--Tws:Port=1"], TextWriter.Null, errors, Stop);

        Assert.Equal((2, 2), (nothing, unknown));
        Assert.Contains("there is no audit log to verify", errors.ToString(), StringComparison.Ordinal);
    }

    // The same data folder: a scheduled backup of it in a folder of its own, laid into a third one by the command, has every row of every table.
    private async Task WhatIsMadeByItselfIsRestoredAsync()
    {
        using var disk = new TemporaryFolder();
        using var third = new TemporaryFolder();
        var clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        string made;
        // Built, not started: with the parts and settings that the program itself has.
        await using (WebApplication app = DeskApplication.Build([$"--Persistence:Folder={_folder.Path}", $"--Backup:Folder={disk.Path}", "--urls=http://127.0.0.1:0"]))
        {
            using DataFolder folder = app.Services.GetRequiredService<DataFolder>();
            using var backups = new Backups(folder, app.Services.GetRequiredService<DeskSettings>(), app.Services.GetRequiredService<PersistenceStatus>(), new Api.FakeAudit(), clock);
            using var schedule = new BackupSchedule(backups, new BackupOptions(), clock, NullLogger<BackupSchedule>.Instance);
            await schedule.StartAsync(Stop);
            clock.Advance(BackupSchedule.AfterStart);
            await Until.TrueAsync("the scheduled backup", () => { if (schedule.Last is null) clock.Advance(TimeSpan.FromMinutes(1)); return Task.FromResult(schedule.Last is not null); }, Stop);
            await schedule.StopAsync(Stop);
            made = Path.Combine(disk.Path, schedule.Last!.Name);
        }
        string[] audit = Rows(Path.Combine(_folder.Path, "trading.db"), "audit"), rows = Rows(Path.Combine(_folder.Path, "trading.db"));

        await using (ChildProcess restore = ChildProcess.Start("restore", "dotnet", [BuiltProgram.PathOf("TradingBlazor"), RestoreCommand.Word, made, $"--Persistence:Folder={third.Path}"]))
            Assert.True(await restore.WaitForExitAsync(Stop) == 0, restore.Output);

        using var output = new StringWriter();
        Assert.True(await VerifyAuditCommand.RunAsync([$"--Persistence:Folder={third.Path}"], output, output, Stop) == 0, output.ToString());
        Assert.NotEmpty(audit);
        Assert.Contains(rows, r => r.StartsWith("orders|", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.StartsWith("users|", StringComparison.Ordinal));
        string[] after = Rows(Path.Combine(third.Path, "trading.db"));
        // That it was restored, from what and of when, is the one thing that is new.
        Assert.Contains(Path.GetFileName(made), Assert.Single(after, r => r.Contains("|backup.restored|", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Equal(rows, after.Where(r => !r.Contains("|backup.restored|", StringComparison.Ordinal)));
        // Nobody else reads it, whatever the folder allows.
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made));
    }

    // A log that was tampered with is in every backup from then on: these are the ones that a disk that fails would be replaced by.
    private async Task WhoChangedTheAuditLogTakesNoRestoreAwayAsync()
    {
        using var third = new TemporaryFolder();
        string copy = Path.Combine(_folder.Path, "copy.db"), file = Path.Combine(_folder.Path, "tampered.zip");
        using (var source = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(_other.Path, "trading.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString()))
        using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = copy, Pooling = false }.ToString()))
        {
            source.Open();
            target.Open();
            source.BackupDatabase(target);
        }
        await using (ZipArchive zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, Stop))
        {
            BackupFile part = await BackupArchive.AddAsync(zip, "trading.db", copy, Stop);
            await using var writer = new StreamWriter(zip.CreateEntry(BackupManifest.FileName).Open());
            await writer.WriteAsync(new BackupManifest(1, TimeProvider.System.GetUtcNow(), "1", "Sqlite", 0, [part]).Write());
        }

        (int code, string told) = await RestoreAsync(file, third.Path);

        Assert.True(code == 0, told);
        Assert.Contains("entry 1 was changed after it was written. It was so in the backup already; everything else is restored.", told, StringComparison.Ordinal);
        string[] rows = Rows(Path.Combine(third.Path, "trading.db"));
        Assert.Equal(Rows(copy).Where(r => r.StartsWith("users|", StringComparison.Ordinal)), rows.Where(r => r.StartsWith("users|", StringComparison.Ordinal)));
        Assert.Contains("entry 1 was changed", Assert.Single(rows, r => r.Contains("|backup.restored|tampered.zip|", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    // Every row as a line; the reserved order ids are moved on by a restore.
    private static string[] Rows(string database, string? only = null)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        connection.Open();
        List<string> tables = [], rows = [];
        using (SqliteCommand list = connection.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'order_id_reservations' ORDER BY name";
            using SqliteDataReader reader = list.ExecuteReader();
            while (reader.Read()) tables.Add(reader.GetString(0));
        }
        foreach (string table in tables.Where(t => only is null || t == only))
        {
            using SqliteCommand read = connection.CreateCommand();
            read.CommandText = $"SELECT * FROM \"{table}\"";
            using SqliteDataReader reader = read.ExecuteReader();
            while (reader.Read()) rows.Add(table + "|" + string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    // A backup of files that all hold the same word.
    private async Task<string> TheirsAsync(params string[] names)
    {
        string file = Path.Combine(_folder.Path, "backup.zip"), text = Path.Combine(_folder.Path, "text");
        await File.WriteAllTextAsync(text, "theirs", Stop);
        await using ZipArchive zip = await ZipFile.OpenAsync(file, ZipArchiveMode.Create, Stop);
        List<BackupFile> parts = [];
        foreach (string name in names) parts.Add(await BackupArchive.AddAsync(zip, name, text, Stop));
        await using var writer = new StreamWriter(zip.CreateEntry(BackupManifest.FileName).Open());
        await writer.WriteAsync(new BackupManifest(1, TimeProvider.System.GetUtcNow(), "1", "PostgreSql", 0, parts).Write());
        return file;
    }

    private static async Task<(int Code, string Told)> RestoreAsync(string file, string folder)
    {
        using var told = new StringWriter();
        return (await RestoreCommand.RunAsync([file, $"--Persistence:Folder={folder}"], told, told, Stop), told.ToString());
    }

    /// <summary>Orders, executions and positions in one text; null while the commission is missing.</summary>
    private static async Task<string?> StateAsync(HttpClient http)
    {
        JsonElement executions = await http.GetFromJsonAsync<JsonElement>("api/v1/executions", Stop);
        if (executions.EnumerateArray().Any(e => e.GetProperty("commission").ValueKind != JsonValueKind.Number)) return null;
        return Lines(await http.GetFromJsonAsync<JsonElement>("api/v1/orders", Stop), "id", "orderId", "permId", "state", "filled") + Lines(executions, "execId", "quantity", "price", "commission")
            + Lines(await http.GetFromJsonAsync<JsonElement>("api/v1/positions", Stop), "symbol", "quantity", "averagePrice");

        static string Lines(JsonElement list, params string[] names) => string.Concat(list.EnumerateArray().Select(e => string.Join(' ', names.Select(n => e.GetProperty(n).ToString())) + "\n"));
    }

    private static void Tamper(string database)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = database, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE audit SET Who = 'somebody else' WHERE Number = 1";
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}
