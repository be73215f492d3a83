using System.Globalization;
using TradingBlazor.Hosting;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingBlazor.Settings;

/// <summary>What is kept of one kind, and what goes next.</summary>
/// <param name="Code">Stable name.</param>
/// <param name="What">Name for people.</param>
/// <param name="Kept">How much there is.</param>
/// <param name="Oldest">Age of the oldest; null when there is none.</param>
/// <param name="Goes">What the next turn deletes.</param>
/// <param name="When">When that is.</param>
internal sealed record RetentionLine(string Code, string What, string Kept, DateTimeOffset? Oldest, string Goes, string When);

/// <summary>Counts what is kept, and what would be deleted with the settings of now.</summary>
internal sealed class RetentionPreview(DeskSettings settings, DataFolder folder, HistoryStock stock, TimeProvider clock)
{
    private const string RecordingPattern = "*.inputs";

    /// <summary>Counts.</summary>
    public async Task<IReadOnlyList<RetentionLine>> ReadAsync(CancellationToken stop)
    {
        PersistenceOptions options = settings.Trading.Persistence;
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset? cut = options.RetentionDays == 0 ? null : now - TimeSpan.FromDays(options.RetentionDays);
        (HistoryAmount orders, HistoryAmount fills) = await stock.CountAsync(cut, stop);
        string history = cut is { } before ? $"what is older than {before.UtcDateTime:yyyy-MM-dd}, once a day" : "never: kept for ever";
        return
        [
            Rows("orders", "Finished orders", orders, history),
            Rows("fills", "Fills", fills, history),
            Recordings(options, now),
            Logs(),
        ];
    }

    private static RetentionLine Rows(string code, string what, HistoryAmount amount, string when) =>
        new(code, what, Number(amount.Count), amount.Oldest, amount.Goes == 0 ? "nothing" : $"at most {Number(amount.Goes)}", when);

    private RetentionLine Recordings(PersistenceOptions options, DateTimeOffset now)
    {
        FileInfo[] files = Files(folder.Recordings, RecordingPattern);
        DateTime cut = (now - TimeSpan.FromDays(options.Recording.KeepDays)).UtcDateTime;
        FileInfo[] going = [.. files.GroupBy(f => f.Name[..Math.Max(0, f.Name.LastIndexOf('-'))]).Where(run => run.Max(f => f.LastWriteTimeUtc) < cut).SelectMany(run => run)];
        return new RetentionLine("recordings", "Recordings", Amount(files), Oldest(files), Going(going), options.Recording.Enabled ? "when a new file is begun" : "nothing is recorded");
    }

    private RetentionLine Logs()
    {
        FileInfo[] files = Files(folder.Logs, "tradingblazor-*.jsonl");
        FileInfo[] going = [.. files.OrderByDescending(f => f.LastWriteTimeUtc).Skip(Math.Max(0, settings.Logs.KeepFiles - 1))];
        return new RetentionLine("logs", "Files of the log", Amount(files), Oldest(files), Going(going), $"when a new file is begun, once there are {Number(settings.Logs.KeepFiles)}");
    }

    private static FileInfo[] Files(string path, string pattern) => Directory.Exists(path) ? new DirectoryInfo(path).GetFiles(pattern) : [];

    private static string Amount(FileInfo[] files) => files.Length == 0 ? "none" : Files(files);

    private static string Going(FileInfo[] files) => files.Length == 0 ? "nothing" : Files(files);

    private static string Files(FileInfo[] files) => $"{Number(files.Length)} {(files.Length == 1 ? "file" : "files")}, {Size(files.Sum(f => f.Length))}";

    private static DateTimeOffset? Oldest(FileInfo[] files) => files.Length == 0 ? null : new DateTimeOffset(files.Min(f => f.LastWriteTimeUtc), TimeSpan.Zero);

    private static string Number(int value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>Bytes for people, such as <c>12.4 MiB</c>.</summary>
    internal static string Size(long bytes) => bytes < 1024 ? $"{bytes} B" : bytes < 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024m:0.#} KiB")
        : bytes < 1024L * 1024 * 1024 ? string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576m:0.#} MiB") : string.Create(CultureInfo.InvariantCulture, $"{bytes / 1073741824m:0.#} GiB");
}
