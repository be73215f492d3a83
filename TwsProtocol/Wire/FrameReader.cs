using System.Buffers;

namespace TwsProtocol.Wire;

/// <summary>Cuts the byte stream into payloads. Hot path: no allocation.</summary>
public static class FrameReader
{
    /// <summary>Largest payload of a frame, in bytes.</summary>
    public const int MaxPayloadBytes = 0xFFFFFF;

    /// <summary>Takes one length-prefixed frame off the front of <paramref name="buffer"/>; consumes nothing unless a whole frame is there.</summary>
    /// <param name="buffer">What has arrived; moved past the frame on success.</param>
    /// <param name="payload">The payload without its length; shares the memory of <paramref name="buffer"/>. May be empty.</param>
    /// <returns>False when bytes are missing.</returns>
    /// <exception cref="TwsProtocolException">The length is negative or above <see cref="MaxPayloadBytes"/>: the stream is out of step and must be closed.</exception>
    public static bool TryReadFrame(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int lengthBytes)) return false;
        if (lengthBytes is < 0 or > MaxPayloadBytes) TwsProtocolException.ThrowBadLength(lengthBytes);
        if (reader.Remaining < lengthBytes) return false;
        payload = buffer.Slice(reader.Position, lengthBytes);
        buffer = buffer.Slice(payload.End);
        return true;
    }
}
