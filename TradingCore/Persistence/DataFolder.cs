using System.Globalization;

namespace TradingCore.Persistence;

/// <summary>The data folder, held by this process alone until it is disposed.</summary>
/// <remarks>Two processes on one folder would send the same orders twice, so the second one does not start.</remarks>
public sealed class DataFolder : IDisposable
{
    private const string LockFile = "lock";
    private const string PidFile = "pid";

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream held) => (Root, _lock) = (path, held);

    /// <summary>Absolute path.</summary>
    public string Root { get; }

    /// <summary>Folder of the journal.</summary>
    public string Journal => JournalIn(Root);

    /// <summary>Folder of the recordings of inputs.</summary>
    public string Recordings => Path.Combine(Root, "recordings");

    /// <summary>Folder of the log files.</summary>
    public string Logs => LogsIn(Root);

    /// <summary>File of the history.</summary>
    public string Database => DatabaseIn(Root);

    /// <summary>File of the settings that were changed on the pages of settings.</summary>
    public string SavedSettings => SavedSettingsIn(Root);

    /// <summary>Folder of the backups that were made by this program.</summary>
    public string Backups => Path.Combine(Root, "backups");

    /// <summary>File of the history in a folder that this process does not hold.</summary>
    public static string DatabaseIn(string root) => Path.Combine(root, "trading.db");

    /// <summary>File of the saved settings in a folder that this process does not hold.</summary>
    public static string SavedSettingsIn(string root) => Path.Combine(root, "saved-settings.json");

    /// <summary>File of the newest hash of the audit log in a folder that this process does not hold.</summary>
    public static string AuditHeadIn(string root) => Path.Combine(root, "audit-head");

    /// <summary>Where the journal is in a data folder that is not open here.</summary>
    public static string JournalIn(string root) => Path.Combine(root, "journal");

    /// <summary>Where the logs are in a data folder that is not open here.</summary>
    public static string LogsIn(string root) => Path.Combine(root, "logs");

    /// <summary>Where the API key is in a data folder that is not open here.</summary>
    public static string ApiKeyIn(string root) => Path.Combine(root, "api-key");

    /// <summary>Where keys are in a data folder that is not open here.</summary>
    public static string KeysIn(string root) => Path.Combine(root, "keys");

    /// <summary>File of the API key.</summary>
    public string ApiKey => ApiKeyIn(Root);

    /// <summary>Folder of the keys that protect cookies and second factors.</summary>
    public string Keys => KeysIn(Root);

    /// <summary>File of the link with which the first admin is made; there only while there is none.</summary>
    public string FirstAdmin => Path.Combine(Root, "first-admin");

    /// <summary>File of the newest hash of the audit log, which tells when its end was cut off.</summary>
    public string AuditHead => AuditHeadIn(Root);

    /// <summary>Folder in which the embedded simulator keeps its account.</summary>
    public string Simulator => Path.Combine(Root, "simulator");

    /// <summary>Folder in which a restore lays out a backup; there only while that is under way, or when it was interrupted.</summary>
    public string Restoring => Path.Combine(Root, "restoring");

    /// <summary>Opens it for a program that works with what is in it.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="PersistenceException">As with <see cref="Open"/>; or a restore did not end: what is there may be a part of the backup, and orders and keys beside it are missing.</exception>
    public static DataFolder OpenWhole(string path)
    {
        DataFolder folder = Open(path);
        if (!Directory.Exists(folder.Restoring)) return folder;
        folder.Dispose();
        throw new PersistenceException($"A restore into the data folder '{path}' did not end, so it may be neither the backup nor what was there before. Run the restore once more; or bring back what its newest folder 'replaced-…' holds, if there is one, and delete the folder 'restoring'.");
    }

    /// <summary>Creates the folder where it is missing and takes it for this process.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="PersistenceException">It cannot be created or written, or another process has it.</exception>
    public static DataFolder Open(string path)
    {
        try
        {
            // It holds hashes of passwords and every order: of a new one, nobody else on the machine reads anything. One that is there has the rights that somebody gave it.
            if (OperatingSystem.IsWindows() || Directory.Exists(path)) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            throw new PersistenceException($"The data folder '{path}' cannot be created: {e.Message} Choose another one with --Persistence:Folder=PATH.", e);
        }

        string lockPath = Path.Combine(path, LockFile);
        FileStream held;
        try
        {
            held = new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw NotWritable(path, e);
        }
        // .NET reports the lock of another process as a plain IOException; a full or read-only disk has its own message but the same type.
        catch (IOException e) when (IsSharingViolation(e))
        {
            throw PersistenceException.InUse($"The data folder '{path}' is in use by another process{Owner(path)}", "Stop it first, or give this one its own folder with --Persistence:Folder=PATH.", e);
        }
        catch (IOException e)
        {
            throw NotWritable(path, e);
        }

        try
        {
            // In its own file, because nobody else can read the locked one.
            File.WriteAllText(Path.Combine(path, PidFile), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw NotWritable(path, e);
        }
        return new DataFolder(path, held);
    }

    /// <summary>Gives the folder back.</summary>
    public void Dispose() => _lock.Dispose();

    private static PersistenceException NotWritable(string path, Exception e) =>
        new($"The data folder '{path}' cannot be written: {e.Message} Make it writable, or choose another one with --Persistence:Folder=PATH.", e);

    private static bool IsSharingViolation(IOException e)
    {
        const int WindowsSharingViolation = unchecked((int)0x80070020);
        const int LinuxWouldBlock = 11;
        const int MacWouldBlock = 35;
        return e.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock;
    }

    private static string Owner(string path)
    {
        try
        {
            string pid = File.ReadAllText(Path.Combine(path, PidFile)).Trim();
            return pid.Length > 0 && pid.All(char.IsAsciiDigit) ? $" (pid {pid})" : "";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
