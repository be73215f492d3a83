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
    private const int WaitingMax = 100_000;
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = false };
    private readonly string _path;
    private readonly FileStream _lock;
    private readonly Func<string, Stream> _open;
    private readonly Queue<byte[]> _waiting = new();
    private Stream? _file;

    private AccountJournal(string path, FileStream held, Func<string, Stream> open)
    {
        _path = path;
        _lock = held;
        _open = open;
    }

    /// <summary>Opens the journal of a folder, which is created when missing.</summary>
    /// <exception cref="SimulatorException">The folder cannot be used, or another simulator uses it.</exception>
    public static AccountJournal Open(string folder) => Open(folder, OpenFile);

    /// <summary>The same with a file of the caller, whose writing can fail.</summary>
    internal static AccountJournal Open(string folder, Func<string, Stream> open)
    {
        try
        {
            Directory.CreateDirectory(folder);
            string path = Path.Combine(folder, FileName);
            return new AccountJournal(path, new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), open);
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
                stream.Write(BytesOf(line));
            stream.Flush(flushToDisk: true);
        }

        _file?.Dispose();
        File.Move(fresh, _path, overwrite: true);
        _file = _open(_path);
    }

    /// <summary>
    /// Adds a line; when this returns, a kill of the process cannot lose it. While the disk takes nothing lines wait in memory instead: a gateway goes on
    /// too when the disk of its client is full.
    /// </summary>
    public void Append(JournalLine line)
    {
        _waiting.Enqueue(BytesOf(line));
        Flush();
    }

    /// <summary>Writes what waits; false while the disk does not take it.</summary>
    /// <exception cref="IOException">More waits than is kept in memory.</exception>
    public bool Flush()
    {
        while (_waiting.TryPeek(out byte[]? line))
        {
            long end = _file!.Position;
            try
            {
                _file.Write(line);
            }
            catch (IOException) when (_waiting.Count < WaitingMax)
            {
                // What was taken of the line goes: only the last line may be a broken one.
                _file.SetLength(end);
                _file.Seek(0, SeekOrigin.End);
                return false;
            }

            _waiting.Dequeue();
        }

        return true;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _file?.Dispose();
        _lock.Dispose();
    }

    // No buffer of our own: what Append returns from is with the operating system.
    private static FileStream OpenFile(string path)
    {
        var file = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
        file.Seek(0, SeekOrigin.End);
        return file;
    }

    private static byte[] BytesOf(JournalLine line)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(line, Json);
        byte[] ended = new byte[text.Length + 1];
        text.CopyTo(ended, 0);
        ended[^1] = (byte)'\n';
        return ended;
    }
}
