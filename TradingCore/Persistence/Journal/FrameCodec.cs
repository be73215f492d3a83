using System.Buffers.Binary;
using System.IO.Hashing;

namespace TradingCore.Persistence.Journal;

/// <summary>
/// Bytes of the journal. A segment starts with <see cref="Magic"/>; then frames follow without a gap:
/// payload length (4 bytes), sequence (8), XXH3 of length, sequence and payload (8), payload. Numbers are little-endian.
/// </summary>
internal static class FrameCodec
{
    public const int HeaderBytes = 20;

    /// <summary>No append comes near this; a larger length in a file is damage.</summary>
    public const int PayloadBytesMax = 64 * 1024 * 1024;

    public static ReadOnlySpan<byte> Magic => "TBJRNL01"u8;

    public static byte[] Encode(long sequence, ReadOnlySpan<byte> payload)
    {
        var frame = new byte[HeaderBytes + payload.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame.AsSpan(4), sequence);
        payload.CopyTo(frame.AsSpan(HeaderBytes));
        BinaryPrimitives.WriteUInt64LittleEndian(frame.AsSpan(12), Hash(frame, new XxHash3()));
        return frame;
    }

    /// <summary>Puts the header before a payload that is in its place already.</summary>
    /// <param name="frame"><see cref="HeaderBytes"/> of room, then the payload.</param>
    /// <param name="sequence">Number of the append.</param>
    /// <param name="hash">Used again for every frame.</param>
    public static void Seal(Span<byte> frame, long sequence, XxHash3 hash)
    {
        BinaryPrimitives.WriteInt32LittleEndian(frame, frame.Length - HeaderBytes);
        BinaryPrimitives.WriteInt64LittleEndian(frame[4..], sequence);
        BinaryPrimitives.WriteUInt64LittleEndian(frame[12..], Hash(frame, hash));
    }

    /// <summary>True when a whole, undamaged frame starts <paramref name="bytes"/>.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out long sequence, out ReadOnlySpan<byte> payload)
    {
        sequence = 0;
        payload = default;
        if (bytes.Length < HeaderBytes) return false;
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length is < 1 or > PayloadBytesMax || length > bytes.Length - HeaderBytes) return false;
        ReadOnlySpan<byte> frame = bytes[..(HeaderBytes + length)];
        if (BinaryPrimitives.ReadUInt64LittleEndian(frame[12..]) != Hash(frame, new XxHash3())) return false;
        sequence = BinaryPrimitives.ReadInt64LittleEndian(frame[4..]);
        payload = frame[HeaderBytes..];
        return true;
    }

    /// <summary>True when somewhere in <paramref name="bytes"/> an undamaged frame with a number of at least <paramref name="sequenceMin"/> starts: then what is before it is damage in the middle, not a torn end.</summary>
    public static bool HoldsFrame(ReadOnlySpan<byte> bytes, long sequenceMin)
    {
        for (int i = 0; i + HeaderBytes < bytes.Length; i++)
        {
            // The cheap test first: a random position passes it once in billions of times.
            long sequence = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i + 4)..]);
            if (sequence < sequenceMin || sequence > sequenceMin + bytes.Length) continue;
            if (TryDecode(bytes[i..], out _, out _)) return true;
        }
        return false;
    }

    private static ulong Hash(ReadOnlySpan<byte> frame, XxHash3 hash)
    {
        hash.Reset();
        hash.Append(frame[..12]);
        hash.Append(frame[HeaderBytes..]);
        return hash.GetCurrentHashAsUInt64();
    }
}
