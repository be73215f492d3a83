using Microsoft.Data.Sqlite;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Hosting;

/// <summary>
/// <c>TradingBlazor -- verify-audit [--Persistence:Folder=PATH]</c>: computes every hash of the audit log anew. Only reads, so it may run beside the program; with PostgreSQL it takes
/// the same settings as the program.
/// </summary>
internal static class VerifyAuditCommand
{
    /// <summary>First word of the command.</summary>
    public const string Word = "verify-audit";

    /// <summary>Verifies.</summary>
    /// <param name="args">The command line after the word.</param>
    /// <param name="output">Where the verdict goes.</param>
    /// <param name="errors">Where the reason goes when nothing could be verified.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>Exit code: 0 when every entry is as it was written, 1 when the chain is broken, 2 when it could not be read.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors, CancellationToken stop = default)
    {
        if (args.FirstOrDefault(a => !a.StartsWith($"--{PersistenceOptions.Section}:", StringComparison.OrdinalIgnoreCase)) is { } unknown)
        {
            await errors.WriteLineAsync($"'{unknown}' is not for this command. Expected verify-audit [--{PersistenceOptions.Section}:Folder=PATH].");
            return 2;
        }
        var configuration = new ConfigurationManager();
        DeskSettings.AddSources(configuration, args);
        var reader = new SettingsReader(configuration);
        PersistenceOptions options = reader.Read<PersistenceOptions>(PersistenceOptions.Section);
        if (reader.Problems.Count > 0)
        {
            foreach (string problem in reader.Problems) await errors.WriteLineAsync(problem);
            return 2;
        }
        string folder = options.ResolveFolder();
        string file = DataFolder.DatabaseIn(folder);
        bool isSqlite = options.Provider == PersistenceProvider.Sqlite;
        if (isSqlite && !File.Exists(file))
        {
            await errors.WriteLineAsync($"There is no '{file}', so there is no audit log to verify. Name the data folder with --{PersistenceOptions.Section}:Folder=PATH.");
            return 2;
        }
        SecurityDatabase database = isSqlite ? SecurityDatabase.Sqlite(file) : SecurityDatabase.Postgres(options.ConnectionString);
        try
        {
            // Without bringing the tables to the form of this version: a look must change nothing.
            await using SecurityContext db = database.CreateContext();
            AuditVerdict verdict = await AuditVerifier.VerifyAsync(db, AuditHead.Read(DataFolder.AuditHeadIn(folder)), stop);
            await (verdict.IsWhole ? output : errors).WriteLineAsync(verdict.Message);
            return verdict.IsWhole ? 0 : 1;
        }
        catch (Exception e) when (e is SqliteException or Npgsql.NpgsqlException or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            await errors.WriteLineAsync($"The audit log cannot be read: {e.GetBaseException().Message}");
            return 2;
        }
    }
}
