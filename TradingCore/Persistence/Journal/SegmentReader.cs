using System.Globalization;
using System.Text.Json;
using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Journal;

/// <summary>Reads segments of the journal.</summary>
internal static class SegmentReader
{
    private const string Extension = ".journal";

    /// <summary>File name of the segment that starts with a sequence; names sort as numbers do.</summary>
    public static string FileName(long firstSequence) => firstSequence.ToString("D19", CultureInfo.InvariantCulture) + Extension;

    /// <summary>Segments in a folder, oldest first, by the sequence of their first frame.</summary>
    /// <exception cref="PersistenceException">A file has a name that no journal gave.</exception>
    public static SortedList<long, string> Find(string folder)
    {
        var segments = new SortedList<long, string>();
        foreach (string file in Directory.EnumerateFiles(folder, "*" + Extension))
        {
            if (!long.TryParse(Path.GetFileNameWithoutExtension(file), NumberStyles.None, CultureInfo.InvariantCulture, out long first) || first < 1)
                throw new PersistenceException($"'{file}' is not a segment of the journal: its name is not a number. Move it out of the folder.");
            segments.Add(first, file);
        }
        return segments;
    }

    /// <summary>Reads a file that the journal may be writing at this moment.</summary>
    public static byte[] ReadAll(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var bytes = new byte[stream.Length];
        int read = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return read == bytes.Length ? bytes : bytes[..read];
    }

    /// <summary>Length of the undamaged part of a segment.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="firstSequence">Sequence its first frame must have.</param>
    /// <param name="lastSequence">Sequence of the last good frame; one below <paramref name="firstSequence"/> when there is none.</param>
    public static int GoodLength(ReadOnlySpan<byte> bytes, long firstSequence, out long lastSequence)
    {
        lastSequence = firstSequence - 1;
        if (!bytes.StartsWith(FrameCodec.Magic)) return 0;
        int offset = FrameCodec.Magic.Length;
        while (FrameCodec.TryDecode(bytes[offset..], out long sequence, out ReadOnlySpan<byte> payload) && sequence == lastSequence + 1)
        {
            lastSequence = sequence;
            offset += FrameCodec.HeaderBytes + payload.Length;
        }
        return offset;
    }

    /// <summary>Reads the entries of a frame.</summary>
    /// <exception cref="PersistenceException">They were written by a newer version of this program.</exception>
    public static JournalFrame Parse(long sequence, ReadOnlySpan<byte> payload)
    {
        try
        {
            List<JournalLine> lines = JsonSerializer.Deserialize<List<JournalLine>>(payload, StorageJson.Reading) ?? [];
            var entries = new List<JournalEntry>(lines.Count);
            foreach (JournalLine line in lines) entries.Add(line.ToEntry() ?? throw new JsonException("The entry is of an unknown kind."));
            return new JournalFrame(sequence, entries);
        }
        catch (JsonException e)
        {
            throw new PersistenceException($"Entry {sequence} of the journal is whole but cannot be understood: {e.Message} It was probably written by a newer version of this program: start that one.", e);
        }
    }
}
