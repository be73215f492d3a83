using System.Globalization;
using System.Runtime.InteropServices;
using TradingCore.Persistence;

namespace TradingBlazor.Hosting.Doctor;

/// <summary>The machine: data folder, disk, clock, time zones.</summary>
internal static class MachineChecks
{
    private const long Mebibyte = 1024 * 1024;
    private const long FreeMin = 200 * Mebibyte;
    private const long FreeGood = 1024 * Mebibyte;
    private static readonly DateTimeOffset Youngest = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan DifferenceMax = TimeSpan.FromSeconds(3);

    /// <summary>Process id of the program that has the data folder; null when none has.</summary>
    public static string? RunningIn(string folder)
    {
        string held = Path.Combine(folder, "lock");
        if (!File.Exists(held)) return null;
        try
        {
            using var mine = new FileStream(held, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException)
        {
            try
            {
                return File.ReadAllText(Path.Combine(folder, "pid")).Trim();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return "unknown";
            }
        }
    }

    /// <summary>The data folder.</summary>
    /// <param name="folder">Where it is.</param>
    /// <param name="running">Process that has it; null when none has.</param>
    public static Finding Folder(string folder, string? running)
    {
        const string Check = "data folder";
        if (running is not null) return Finding.Ok(Check, $"'{folder}' is used by the running program (pid {running}).");
        string place = folder;
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { Length: > 0 } parent)
        {
            if (File.Exists(place)) return Finding.Fail(Check, $"'{folder}' cannot be made: '{place}' is a file and no folder.", "Move the file away, or choose another folder with --Persistence:Folder=PATH.");
            place = parent;
        }
        string trial = Path.Combine(place, $".doctor-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllText(trial, "");
            File.Delete(trial);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Finding.Fail(Check, $"'{folder}' cannot be written: {e.Message}", $"Make it writable for {Environment.UserName}, or choose another one with --Persistence:Folder=PATH.");
        }
        if (place == folder && Unusable(folder) is { } fault)
            return Finding.Fail(Check, fault, $"Give the folder and all that is in it to {Environment.UserName}: sudo chown -R {Environment.UserName} '{folder}'.");
        return Finding.Ok(Check, place == folder ? $"'{folder}' is there, can be written and is used by nobody." : $"'{folder}' is not there yet; the first start makes it.");
    }

    /// <summary>What is in the folder and cannot be used, as after a start under another user; null when nothing.</summary>
    private static string? Unusable(string folder)
    {
        foreach (string file in (string[])[DataFolder.ApiKeyIn(folder), DataFolder.DatabaseIn(folder), DataFolder.SavedSettingsIn(folder), DataFolder.AuditHeadIn(folder)])
        {
            if (!Path.Exists(file)) continue;
            try
            {
                using var opened = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"'{file}' cannot be read and written: {e.Message}";
            }
        }
        foreach (string below in (string[])[DataFolder.JournalIn(folder), DataFolder.KeysIn(folder), DataFolder.LogsIn(folder)])
        {
            if (!Path.Exists(below)) continue;
            try
            {
                _ = Directory.GetFileSystemEntries(below);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                return $"'{below}' cannot be read: {e.Message}";
            }
        }
        return null;
    }

    /// <summary>Room on the disk of the data folder.</summary>
    public static Finding Disk(string folder, PersistenceOptions? options)
    {
        const string Check = "disk";
        string place = Path.GetFullPath(folder);
        while (!Directory.Exists(place) && Path.GetDirectoryName(place) is { Length: > 0 } parent) place = parent;
        DriveInfo drive;
        long free;
        try
        {
            drive = new DriveInfo(place);
            free = drive.AvailableFreeSpace;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Finding.Warn(Check, $"The room on the disk of '{folder}' cannot be read: {e.Message}", "Look at it with df -h.");
        }
        string found = string.Create(CultureInfo.InvariantCulture, $"{free / Mebibyte:#,##0} MiB are free where '{folder}' is.");
        if (free < FreeMin) return Finding.Fail(Check, found, "Make room: without it no order can be accepted, because nothing can be written down first.");
        if (free < FreeGood) return Finding.Warn(Check, found, "Make room, or move the data folder with --Persistence:Folder=PATH.");
        long recordings = options is { Recording.Enabled: true } ? options.Recording.MaxBytesPerDay * options.Recording.KeepDays : 0;
        return free >= recordings
            ? Finding.Ok(Check, found)
            : Finding.Warn(Check, found, string.Create(CultureInfo.InvariantCulture, $"The recordings of inputs may grow to {recordings / Mebibyte:#,##0} MiB: make room, or lower Persistence:Recording:KeepDays or :MaxBytesPerDay."));
    }

    /// <summary>The clock.</summary>
    /// <param name="clock">Ours.</param>
    /// <param name="gateway">The gateway's clock before ours; null when it was not asked.</param>
    public static Finding Clock(TimeProvider clock, TimeSpan? gateway)
    {
        const string Check = "clock";
        const string Advice = "Let a time service keep it: sudo timedatectl set-ntp true, or install chrony; on a virtual machine switch the host's time synchronisation on.";
        DateTimeOffset now = clock.GetUtcNow();
        string time = string.Create(CultureInfo.InvariantCulture, $"It is {now.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        if (now < Youngest) return Finding.Fail(Check, time, Advice);
        bool? isKept = KernelClock.IsSynchronized();
        if (gateway is { } difference)
        {
            string compared = string.Create(CultureInfo.InvariantCulture, $"{time} The gateway's clock is {Math.Abs(difference.TotalSeconds):0.0} s {(difference < TimeSpan.Zero ? "behind" : "ahead")}.");
            return difference.Duration() > DifferenceMax
                ? Finding.Fail(Check, compared, $"Prices would look old and orders early or late. {Advice}")
                : Finding.Ok(Check, isKept == true ? $"{compared} A time service keeps ours." : compared);
        }
        return isKept switch
        {
            true => Finding.Ok(Check, $"{time} A time service keeps it."),
            false => Finding.Warn(Check, $"{time} No time service keeps it.", Advice),
            _ => Finding.Ok(Check, $"{time} Whether a time service keeps it cannot be told here."),
        };
    }

    /// <summary>Time zones that trading hours are told in.</summary>
    public static Finding Zones(IEnumerable<string> zones)
    {
        string[] missing = [.. zones.Where(z => z.Length > 0).Distinct(StringComparer.Ordinal).Where(z => !TimeZoneInfo.TryFindSystemTimeZoneById(z, out _))];
        return missing.Length == 0
            ? Finding.Ok("time zones", "Every zone that is needed is known.")
            : Finding.Fail("time zones", $"Not known here: {string.Join(", ", missing)}.", "Install the package tzdata, or correct the name.");
    }

    /// <summary>What the kernel knows of who keeps its clock.</summary>
    private static class KernelClock
    {
        private const int StatusOffset = 40;
        private const int Unsynchronized = 0x40;

        /// <summary>Null where it cannot be told.</summary>
        public static bool? IsSynchronized()
        {
            // The layout of struct timex (adjtimex(2)) with 64-bit longs.
            if (!OperatingSystem.IsLinux() || IntPtr.Size != 8) return null;
            byte[] timex = new byte[512];
            try
            {
                return AdjustTimex(timex) < 0 ? null : (BitConverter.ToInt32(timex, StatusOffset) & Unsynchronized) == 0;
            }
            catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException)
            {
                return null;
            }
        }

        [DllImport("libc", EntryPoint = "adjtimex")]
        [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
        private static extern int AdjustTimex([In, Out] byte[] timex);
    }
}
