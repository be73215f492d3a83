using System.Text;
using System.Text.Json;

namespace TwsSimulator.Persistence;

/// <summary>
/// Append-only file of everything a client may have been told. A line is handed to the operating system before the
/// message that it stands for is sent, so killing the process loses nothing that was acknowledged.
/// </summary>
/// <remarks>A power cut can lose the last lines: this is a simulator's account, and a flush to disk per order would slow every test.</remarks>
internal sealed class AccountJournal : IDisposable
{
    private const string FileName = "simulator-account.jsonl";
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = false };
    private readonly string _path;
    private readonly FileStream _lock;
    private FileStream? _file;

    private AccountJournal(string path, FileStream held)
    {
        _path = path;
        _lock = held;
    }

    /// <summary>Opens the journal of a folder, which is created when missing.</summary>
    /// <exception cref="SimulatorException">The folder cannot be used, or another simulator uses it.</exception>
    public static AccountJournal Open(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, FileName);
            return new AccountJournal(path, new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SimulatorException($"The state folder \"{folder}\" cannot be used ({e.Message}); give a writable folder that no other simulator uses.", e);
        }
    }

    /// <summary>All lines written so far, oldest first. A last line cut short by a kill is left out.</summary>
    /// <exception cref="SimulatorException">A line that is not the last one is broken.</exception>
    public IReadOnlyList<JournalLine> Read()
    {
        if (!File.Exists(_path))
            return [];
        string[] texts = File.ReadAllLines(_path, Encoding.UTF8);
        List<JournalLine> lines = new(texts.Length);
        for (int i = 0; i < texts.Length; i++)
        {
            if (texts[i].Length == 0)
                continue;
            try
            {
                lines.Add(JsonSerializer.Deserialize<JournalLine>(texts[i], Json)!);
            }
            catch (JsonException e)
            {
                // Only the end of the file can be unfinished: the message for that line was never sent.
                if (i == texts.Length - 1)
                    break;
                throw new SimulatorException($"Line {i + 1} of \"{_path}\" is broken ({e.Message}); move the file away to start with a new account.", e);
            }
        }

        return lines;
    }

    /// <summary>Replaces the content by <paramref name="lines"/> in one step and appends from there.</summary>
    public void Restart(IEnumerable<JournalLine> lines)
    {
        string fresh = _path + ".new";
        using (var stream = new FileStream(fresh, FileMode.Create, FileAccess.Write, FileShare.Read))
        {
            foreach (JournalLine line in lines)
                Write(stream, line);
            stream.Flush(flushToDisk: true);
        }

        _file?.Dispose();
        File.Move(fresh, _path, overwrite: true);
        // No buffer of our own: what Append returns from is with the operating system.
        _file = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 0);
    }

    /// <summary>Adds a line; when this returns, a kill of the process cannot lose it.</summary>
    public void Append(JournalLine line) => Write(_file!, line);

    /// <inheritdoc />
    public void Dispose()
    {
        _file?.Dispose();
        _lock.Dispose();
    }

    private static void Write(FileStream stream, JournalLine line)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(line, Json);
        byte[] ended = new byte[text.Length + 1];
        text.CopyTo(ended, 0);
        ended[^1] = (byte)'\n';
        stream.Write(ended);
    }
}
