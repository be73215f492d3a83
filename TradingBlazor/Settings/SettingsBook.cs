using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using TradingBlazor.Hosting;
using TradingBlazor.Security;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;
using TradingCore.Domain;
using TradingCore.Hosting;
using TradingCore.Persistence;

namespace TradingBlazor.Settings;

/// <summary>A setting as it stands.</summary>
/// <param name="Field">Which.</param>
/// <param name="Running">Value that the program runs with.</param>
/// <param name="Next">Value that the next start takes.</param>
/// <param name="Saved">Value that a page saved; null when none did.</param>
/// <param name="FixedBy">What at the machine overrides pages, such as <c>command line</c>; empty when nothing does.</param>
internal sealed record SettingState(SettingField Field, string Running, string Next, string? Saved, string FixedBy);

/// <summary>One line of what a change would do.</summary>
/// <param name="Field">Which.</param>
/// <param name="Old">Value before, as the next start would take it.</param>
/// <param name="New">Value after.</param>
internal sealed record SettingDifference(SettingField Field, string Old, string New);

/// <summary>A change that somebody made.</summary>
/// <param name="Change">Its name.</param>
/// <param name="Time">When.</param>
/// <param name="Who">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Lines">What.</param>
internal sealed record SettingsChange(string Change, DateTimeOffset Time, string Who, string Reason, IReadOnlyList<SettingChangeRow> Lines);

/// <summary>
/// The settings that pages can change: reads, validates as the start does, saves to the database with who, when, old, new and reason, and applies at once what can be.
/// A fault is a sentence, empty when done.
/// </summary>
internal sealed class SettingsBook(IConfiguration configuration, DeskSettings running, SecurityDatabase database, DataFolder folder, IAuditLog audit, TimeProvider clock) : IDisposable
{
    private const int ValueMax = 4_000;
    private const int ReasonMax = 500;
    private const int ToldMax = 5;

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>True when this run goes without what pages saved, because the start was told so.</summary>
    public bool IsIgnored => configuration.GetValue<bool>(SavedSettings.IgnoreKey);

    /// <summary>How the settings of a page stand.</summary>
    public async Task<IReadOnlyList<SettingState>> ReadAsync(IEnumerable<SettingField> fields, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        Dictionary<string, string> saved = await SavedAsync(db, stop);
        DeskSettings? next = Compose(saved, out _);
        return [.. fields.Select(f => new SettingState(f, TextOf(running, f.Key), next is null ? "" : TextOf(next, f.Key), saved.GetValueOrDefault(f.Key), FixedBy(f.Key)))];
    }

    /// <summary>What a change would do, and what is wrong with it.</summary>
    /// <param name="changes">New values by key; null takes back what a page saved.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<(IReadOnlyList<SettingDifference> Differences, IReadOnlyList<string> Faults)> DraftAsync(IReadOnlyDictionary<string, string?> changes, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        return Draft(await SavedAsync(db, stop), changes, out _);
    }

    /// <summary>Saves a change.</summary>
    /// <param name="changes">New values by key; null takes back what a page saved.</param>
    /// <param name="seen">The newest change that was known to who made this one: another one since refuses it.</param>
    /// <param name="reason">Why.</param>
    /// <param name="by">Who.</param>
    /// <param name="stop">Ends the wait.</param>
    public async Task<string> SaveAsync(IReadOnlyDictionary<string, string?> changes, long seen, string reason, CommandJudgement by, CancellationToken stop)
    {
        if (by.Fault.Length > 0) return by.Fault;
        if (running.Trading.Role == TradingCore.Hosting.ProcessRole.Web) return "These are settings of the engine, and this is a web process. Change them on the engine's command line or in its files.";
        reason = reason.Trim();
        if (reason.Length is 0 or > ReasonMax) return $"Say why, in up to {ReasonMax} characters; it is kept.";
        await _writing.WaitAsync(stop);
        try
        {
            await using SecurityContext db = await database.OpenAsync(stop);
            if (await NewestAsync(db, stop) != seen) return await ChangedMeanwhileAsync(db, seen, stop);
            Dictionary<string, string> saved = await SavedAsync(db, stop);
            (IReadOnlyList<SettingDifference> differences, IReadOnlyList<string> faults) = Draft(saved, changes, out DeskSettings? fresh);
            if (faults.Count > 0) return string.Join(' ', faults);
            if (differences.Count == 0) return "Nothing is different.";
            return await StoreAsync(db, saved, changes, differences, fresh!, reason, by, stop);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Takes a change back: what it changed gets the values from before it.</summary>
    public async Task<(IReadOnlyDictionary<string, string?> Changes, string Fault)> InverseAsync(string change, CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        List<SettingChangeRow> rows = await db.SettingChanges.AsNoTracking().Where(c => c.Change == change).ToListAsync(stop);
        if (rows.Count == 0) return (new Dictionary<string, string?>(), "There is no such change.");
        Dictionary<string, string> saved = await SavedAsync(db, stop);
        return rows.FirstOrDefault(r => saved.GetValueOrDefault(r.Key) != r.New) is { } since
            ? (new Dictionary<string, string?>(), $"{since.Key} was changed again since. Take that change back first, or set the value by hand.")
            : (rows.ToDictionary(r => r.Key, r => r.Old, StringComparer.OrdinalIgnoreCase), "");
    }

    /// <summary>The newest changes of some settings, newest first, and the number that a save must name.</summary>
    public async Task<(IReadOnlyList<SettingsChange> Changes, long Newest)> HistoryAsync(IReadOnlyCollection<SettingField> fields, int count, CancellationToken stop)
    {
        string[] keys = [.. fields.Select(f => f.Key)];
        await using SecurityContext db = await database.OpenAsync(stop);
        List<SettingChangeRow> rows = await db.SettingChanges.AsNoTracking().Where(c => keys.Contains(c.Key)).OrderByDescending(c => c.Number).Take(count * 4).ToListAsync(stop);
        IEnumerable<SettingsChange> changes = rows.GroupBy(r => r.Change).Select(g => new SettingsChange(g.Key, g.First().Time, g.First().Who, g.First().Reason, [.. g.OrderBy(r => r.Number)]));
        return ([.. changes.OrderByDescending(c => c.Lines[0].Number).Take(count)], await NewestAsync(db, stop));
    }

    /// <summary>Brings the file that a start reads to what the database holds.</summary>
    /// <returns>True when they differed.</returns>
    public async Task<bool> WriteFileAsync(CancellationToken stop)
    {
        await using SecurityContext db = await database.OpenAsync(stop);
        Dictionary<string, string> saved = await SavedAsync(db, stop);
        Dictionary<string, string> file;
        try
        {
            file = SavedSettings.Read(folder.SavedSettings);
        }
        catch (StartException)
        {
            file = new Dictionary<string, string> { [""] = "" };
        }
        if (file.Count == saved.Count && saved.All(s => file.TryGetValue(s.Key, out string? there) && there == s.Value)) return false;
        SavedSettings.Write(folder.SavedSettings, saved);
        return true;
    }

    private async Task<string> StoreAsync(
        SecurityContext db, Dictionary<string, string> saved, IReadOnlyDictionary<string, string?> changes, IReadOnlyList<SettingDifference> differences, DeskSettings fresh, string reason, CommandJudgement by, CancellationToken stop)
    {
        DateTimeOffset now = WholeMicroseconds.Of(clock.GetUtcNow());
        string change = Guid.NewGuid().ToString("N")[..12];
        foreach ((string key, string? value) in changes)
        {
            string? old = saved.GetValueOrDefault(key);
            if (old == value) continue;
            SettingRow? row = await db.Settings.FindAsync([key], stop);
            if (value is null)
            {
                if (row is not null) db.Settings.Remove(row);
                saved.Remove(key);
            }
            else
            {
                if (row is null) db.Settings.Add(row = new SettingRow { Key = key });
                (row.Value, row.Time) = (value, now);
                saved[key] = value;
            }
            db.SettingChanges.Add(new SettingChangeRow { Change = change, Time = now, Who = by.Access?.Who ?? "nobody", Key = key, Old = old, New = value, Reason = reason });
        }
        await db.SaveChangesAsync(stop);
        foreach (SettingDifference difference in differences.Where(d => d.Field.Applies == AppliesWhen.AtOnce)) Copy(fresh, running, difference.Field.Key);
        await audit.RecordAsync(by.Entry("settings.changed", change) with
        {
            Old = string.Join(", ", differences.Select(d => $"{d.Field.Key}={d.Old}")),
            New = string.Join(", ", differences.Select(d => $"{d.Field.Key}={d.New}")),
            Reason = reason,
        }, stop);
        try
        {
            SavedSettings.Write(folder.SavedSettings, saved);
            return "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"It is saved in the database, but the file that the next start reads cannot be written: {e.Message} It is tried again at the next start, which then needs one more.";
        }
    }

    private (IReadOnlyList<SettingDifference> Differences, IReadOnlyList<string> Faults) Draft(Dictionary<string, string> saved, IReadOnlyDictionary<string, string?> changes, out DeskSettings? fresh)
    {
        fresh = null;
        var faults = new List<string>();
        var after = new Dictionary<string, string>(saved, StringComparer.OrdinalIgnoreCase);
        foreach ((string key, string? value) in changes)
        {
            if (!SettingsCatalog.All.ContainsKey(key)) faults.Add($"{key} cannot be changed here.");
            else if (FixedBy(key) is { Length: > 0 } source) faults.Add($"{key} is set by the {source} of this program, which a page does not override.");
            else if (value?.Length > ValueMax || value?.Any(char.IsControl) == true) faults.Add($"{key} is too long, or holds a character that cannot be typed.");
            else if (value is null) after.Remove(key);
            else after[key] = value.Trim();
        }
        if (faults.Count > 0) return ([], faults);
        DeskSettings? before = Compose(saved, out _);
        fresh = Compose(after, out IReadOnlyList<string> problems);
        if (fresh is not { } next) return ([], problems);
        // All of them: one setting can move another, as a named gateway switches the simulator off.
        return ([.. SettingsCatalog.All.Values.Select(f => new SettingDifference(f, before is null ? "" : TextOf(before, f.Key), TextOf(next, f.Key)))
            .Where(d => d.Old != d.New || saved.GetValueOrDefault(d.Field.Key) != after.GetValueOrDefault(d.Field.Key))], []);
    }

    /// <summary>The settings of a start that finds these saved.</summary>
    private DeskSettings? Compose(IReadOnlyDictionary<string, string> saved, out IReadOnlyList<string> problems)
    {
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        bool isLaid = false;
        foreach (IConfigurationProvider provider in ((IConfigurationRoot)configuration).Providers)
        {
            if (provider is SavedSettings) continue;
            // Where the start lays them: above the files, below what is set at the machine.
            if (!isLaid && IsMachine(provider) && SavesBelow(provider)) Lay();
            Collect(provider, null, values);
        }
        if (!isLaid) Lay();
        values.Remove(SavedSettings.IgnoreKey);
        IConfigurationRoot composed = new ConfigurationBuilder().AddInMemoryCollection(values).Build();
        var reader = new SettingsReader(composed);
        DeskSettings settings = DeskSettings.Compose(composed, reader);
        problems = [.. reader.Problems];
        return problems.Count == 0 ? settings : null;

        void Lay()
        {
            isLaid = true;
            foreach ((string key, string value) in saved)
            {
                // A list of a file has a key for each entry; one that is saved replaces it.
                foreach (string entry in values.Keys.Where(k => k.StartsWith($"{key}:", StringComparison.OrdinalIgnoreCase)).ToArray()) values.Remove(entry);
                values[key] = value;
            }
        }
    }

    private string FixedBy(string key)
    {
        bool isBehind = false;
        string found = "";
        foreach (IConfigurationProvider provider in ((IConfigurationRoot)configuration).Providers)
        {
            isBehind |= provider is SavedSettings || (IsMachine(provider) && SavesBelow(provider));
            if (isBehind && IsMachine(provider) && (provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any())) found = provider is CommandLineConfigurationProvider ? "command line" : "environment";
        }
        return found;
    }

    private static bool IsMachine(IConfigurationProvider provider) => provider is EnvironmentVariablesConfigurationProvider or CommandLineConfigurationProvider;

    // The framework's own first sources, which name the host's environment, stand below the files; only they come before the first file.
    private bool SavesBelow(IConfigurationProvider provider)
    {
        IConfigurationProvider[] all = [.. ((IConfigurationRoot)configuration).Providers];
        int lastFile = Array.FindLastIndex(all, p => p is FileConfigurationProvider);
        return Array.IndexOf(all, provider) > lastFile;
    }

    private static void Collect(IConfigurationProvider provider, string? path, Dictionary<string, string?> values)
    {
        foreach (string child in provider.GetChildKeys([], path).Distinct(StringComparer.OrdinalIgnoreCase))
        {
            string key = path is null ? child : ConfigurationPath.Combine(path, child);
            if (provider.TryGet(key, out string? value)) values[key] = value;
            Collect(provider, key, values);
        }
    }

    private static async Task<Dictionary<string, string>> SavedAsync(SecurityContext db, CancellationToken stop) =>
        new(await db.Settings.AsNoTracking().ToDictionaryAsync(s => s.Key, s => s.Value, stop), StringComparer.OrdinalIgnoreCase);

    private static Task<long> NewestAsync(SecurityContext db, CancellationToken stop) => db.SettingChanges.AsNoTracking().OrderByDescending(c => c.Number).Select(c => c.Number).FirstOrDefaultAsync(stop);

    // Of all settings, also those of other pages: one may be judged by another.
    private static async Task<string> ChangedMeanwhileAsync(SecurityContext db, long seen, CancellationToken stop)
    {
        List<SettingChangeRow> since = await db.SettingChanges.AsNoTracking().Where(c => c.Number > seen).OrderBy(c => c.Number).ToListAsync(stop);
        if (since.Count == 0) return "The settings were restored to an older state meanwhile. Look at the review again, and save it if it still is to be.";
        string more = since.Count > ToldMax ? $"; and {since.Count - ToldMax} more" : "";
        string told = string.Join("; ", since.Take(ToldMax).Select(c => $"{c.Key}, {Shown(c.Old)} → {Shown(c.New)} ({c.Reason}, at {Stamp.Of(c.Time)})"));
        string[] names = [.. since.Select(c => c.Who).Distinct(StringComparer.Ordinal)];
        return $"{string.Join(" and ", names)} {(names.Length == 1 ? "has" : "have")} changed settings meanwhile: {told}{more}. Nothing of yours is saved yet. The review shows it against what holds now; save it again if it still is to be.";

        static string Shown(string? value) => value is null ? "settings file" : value.Length == 0 ? "empty" : value;
    }

    private static void Copy(DeskSettings from, DeskSettings to, string key)
    {
        (object source, PropertyInfo property) = Find(from, key);
        property.SetValue(Find(to, key).Owner, property.GetValue(source));
    }

    private static string TextOf(DeskSettings settings, string key)
    {
        (object owner, PropertyInfo property) = Find(settings, key);
        return property.GetValue(owner) switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            TimeSpan span => span.ToString("c", CultureInfo.InvariantCulture),
            string text => text,
            IEnumerable list => string.Join(", ", list.Cast<object>()),
            object value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }

    private static (object Owner, PropertyInfo Property) Find(DeskSettings settings, string key)
    {
        string[] parts = key.Split(':');
        object owner = settings.SectionOf(parts[0]);
        for (int i = 1; i < parts.Length - 1; i++) owner = owner.GetType().GetProperty(parts[i])!.GetValue(owner)!;
        return (owner, owner.GetType().GetProperty(parts[^1]) ?? throw new InvalidOperationException($"There is no setting {key}."));
    }
}

/// <summary>After a restore, or when a file could not be written, brings the file that a start reads to what the database holds.</summary>
internal sealed class SettingsKeeper(SettingsBook book, ILogger<SettingsKeeper> logger) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await book.WriteFileAsync(stoppingToken)) logger.SavedSettingsDiffered();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopped during the start.
        }
        catch (Exception e)
        {
            logger.SavedSettingsNotCompared(e.Message);
        }
    }
}

internal static partial class SettingsLog
{
    [LoggerMessage(EventId = 9300, Level = LogLevel.Warning, Message = "The saved settings in the data folder were not those of the database; they are now, and the next start takes them")]
    public static partial void SavedSettingsDiffered(this ILogger logger);

    [LoggerMessage(EventId = 9301, Level = LogLevel.Warning, Message = "The saved settings could not be compared with the database: {Cause}")]
    public static partial void SavedSettingsNotCompared(this ILogger logger, string cause);
}
