using TradingCore.Persistence;

namespace TradingBlazor.Settings;

/// <summary>Where backups may lie. They hold hashes of passwords, keys and second factors.</summary>
internal static class BackupFolder
{
    private const UnixFileMode ByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>The folder that a setting names; <c>backups</c> in the data folder when it names none.</summary>
    public static string Of(BackupOptions options, DataFolder folder) => options.Folder.Length == 0 ? folder.Backups : Path.GetFullPath(options.Folder);

    /// <summary>Why it cannot be the folder of the backups, a sentence; empty when it can.</summary>
    /// <param name="path">As typed; empty for the default.</param>
    /// <param name="data">The data folder.</param>
    public static string Fault(string path, string data)
    {
        if (path.Length == 0) return "";
        if (!Path.IsPathFullyQualified(path)) return $"{BackupOptions.Section}:Folder is '{path}'. Expected a whole path, such as /mnt/backups/trading, or nothing for the folder 'backups' in the data folder.";
        string real = Real(path);
        if (Holds(Real(data), real) || Holds(real, Real(data)))
            return $"{BackupOptions.Section}:Folder is '{path}', which lies in the data folder or around it, and a restore replaces what is there. Expected a folder beside it, best on another disk, or nothing for the default.";
        // What lies there is handed to everybody who asks, before anybody has signed in.
        if (Served().FirstOrDefault(s => Holds(s, real)) is { } served) return $"{BackupOptions.Section}:Folder is '{path}', which lies in '{served}', and browsers are served what is there. Expected a folder that no web server shows.";
        return File.Exists(real) ? $"{BackupOptions.Section}:Folder is '{path}', which is a file. Expected a folder." : "";
    }

    /// <summary>What somebody should know about the folder: that others can write to it; empty when there is nothing.</summary>
    public static string Warning(string path)
    {
        if (OperatingSystem.IsWindows()) return "";
        for (DirectoryInfo? at = new(Real(path)); at is not null; at = at.Parent)
        {
            // Whoever can write to a folder can put another file in the place of this one, unless each may only touch his own there.
            if (at.Exists && (at.UnixFileMode & ByOthers) != 0 && !at.UnixFileMode.HasFlag(UnixFileMode.StickyBit))
                return $"Other users of this machine can write to '{at.FullName}' and so replace a backup by another file. Take that right away (chmod go-w), or choose another folder.";
        }
        return "";
    }

    private static IEnumerable<string> Served() => new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }.Select(p => Real(Path.Combine(p, "wwwroot"))).Distinct();

    private static bool Holds(string outer, string inner) => (inner + Path.DirectorySeparatorChar).StartsWith(outer.TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    // Links lead elsewhere: what counts is where the bytes come to lie.
    private static string Real(string path)
    {
        string full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        try
        {
            if (Directory.Exists(full) && new DirectoryInfo(full).ResolveLinkTarget(returnFinalTarget: true) is { } target) full = Path.TrimEndingDirectorySeparator(target.FullName);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return full;
        }
        return Path.GetDirectoryName(full) is { } parent && parent.Length < full.Length ? Path.Combine(Real(parent), Path.GetFileName(full)) : full;
    }
}
