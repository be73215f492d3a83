using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Text.Json;
using TradingCore.Engine.Ports;

namespace TradingCore.Persistence.Recording;

/// <summary>
/// A recording on the disk: a mark, then blocks without a gap, each with the length of its payload (4 bytes, little-endian), its XXH3 (8) and the
/// payload, compressed with Brotli. The first block is the head, as JSON; the others hold records. A death in the middle of a write leaves half a
/// block at the end, which a reader leaves out.
/// </summary>
internal static class RecordingFile
{
    /// <summary>Ends the names of recordings.</summary>
    public const string Extension = ".inputs";

    /// <summary>Rises when a reader of the version before could not read what is written.</summary>
    public const int Format = 1;

    public const int FrameBytes = 12;

    private const int BlockBytesMax = 256 * 1024 * 1024;

    public static ReadOnlySpan<byte> Magic => "TBINPUTS"u8;

    /// <summary>Name of a part: parts of one run sort behind each other, runs by their start.</summary>
    public static string Name(string run, int part) => string.Create(CultureInfo.InvariantCulture, $"{run}-{part:0000}{Extension}");

    /// <summary>Run and part of a name; null when it is not the name of a recording.</summary>
    public static (string Run, int Part)? Parse(string path)
    {
        string name = Path.GetFileName(path);
        int dash = name.LastIndexOf('-');
        return name.EndsWith(Extension, StringComparison.Ordinal) && dash > 0
            && int.TryParse(name.AsSpan(dash + 1, name.Length - dash - 1 - Extension.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int part)
            ? (name[..dash], part)
            : null;
    }

    /// <summary>A block as it is written.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> payload)
    {
        using var to = new MemoryStream();
        to.Write(stackalloc byte[FrameBytes]);
        using (var brotli = new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true)) brotli.Write(payload);
        byte[] frame = to.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - FrameBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(4), XxHash3.HashToUInt64(frame.AsSpan(FrameBytes)));
        return frame;
    }

    /// <summary>The head as the payload of the first block.</summary>
    public static byte[] Head(RecordingHead head) => JsonSerializer.SerializeToUtf8Bytes(head, RecordingJson.Options);

    /// <summary>Reads a file block by block.</summary>
    /// <param name="path">The file.</param>
    /// <param name="head">Its head.</param>
    /// <param name="isCutShort">Set to true when the file ends in the middle of a block.</param>
    /// <returns>The blocks of records.</returns>
    /// <exception cref="RecordingException">It is not a recording, of another version, or damaged before its end.</exception>
    public static IEnumerable<byte[]> Read(string path, out RecordingHead head, Action isCutShort)
    {
        FileStream file;
        try
        {
            // It may be the one that is written just now.
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException($"'{path}' cannot be opened: {e.Message}", e);
        }
        try
        {
            Span<byte> mark = stackalloc byte[Magic.Length];
            if (file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false) < mark.Length || !mark.SequenceEqual(Magic)) throw new RecordingException($"'{path}' is not a recording of inputs");
            byte[] first = NextBlock(file, path) ?? throw new RecordingException($"'{path}' ends before its first block: the process ended as it began to record");
            head = ReadHead(first, path);
            return Blocks(file, path, isCutShort);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static IEnumerable<byte[]> Blocks(FileStream file, string path, Action isCutShort)
    {
        using (file)
        {
            while (file.Position < file.Length)
            {
                byte[]? block = NextBlock(file, path);
                if (block is null)
                {
                    isCutShort();
                    yield break;
                }
                yield return block;
            }
        }
    }

    private static RecordingHead ReadHead(byte[] json, string path)
    {
        try
        {
            RecordingHead? head = JsonSerializer.Deserialize<RecordingHead>(json, RecordingJson.Options);
            return head is { Format: Format } ? head : throw new RecordingException($"'{path}' has format {head?.Format}, and this version reads format {Format}. Replay it with the version that wrote it ({head?.Version})");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new RecordingException($"the head of '{path}' cannot be read: {e.Message} It was probably written by another version", e);
        }
    }

    // Null when the file ends in the middle of the block.
    private static byte[]? NextBlock(FileStream file, string path)
    {
        long at = file.Position;
        Span<byte> frame = stackalloc byte[FrameBytes];
        if (file.ReadAtLeast(frame, FrameBytes, throwOnEndOfStream: false) < FrameBytes) return null;
        int length = BinaryPrimitives.ReadInt32LittleEndian(frame);
        if (length is < 1 or > BlockBytesMax) throw new RecordingException($"'{path}' is damaged at byte {at}");
        if (length > file.Length - file.Position) return null;
        var payload = new byte[length];
        file.ReadExactly(payload);
        if (XxHash3.HashToUInt64(payload) != BinaryPrimitives.ReadUInt64LittleEndian(frame[4..])) throw new RecordingException($"'{path}' is damaged at byte {at}");
        using var brotli = new BrotliStream(new MemoryStream(payload), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        brotli.CopyTo(plain);
        return plain.ToArray();
    }
}

/// <summary>The head of a recording.</summary>
/// <param name="Format">See <see cref="RecordingFile.Format"/>.</param>
/// <param name="Version">Version of the program that wrote it.</param>
/// <param name="Start">What the run began with; in its first part only.</param>
internal sealed record RecordingHead(int Format, string Version, RecordedStart? Start);
