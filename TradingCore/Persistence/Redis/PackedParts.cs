using System.Buffers;
using MessagePack;

namespace TradingCore.Persistence.Redis;

/// <summary>Messages that are an array of parts in a fixed order, in MessagePack.</summary>
internal static class PackedParts
{
    /// <summary>Writes the parts.</summary>
    public delegate void Writing(ref MessagePackWriter writer);

    /// <summary>Reads the parts.</summary>
    public delegate T Reading<T>(ref MessagePackReader reader);

    /// <summary>What <paramref name="write"/> writes, as bytes.</summary>
    /// <param name="sizeHint">Bytes it will be about.</param>
    /// <param name="write">Writes.</param>
    public static byte[] Write(int sizeHint, Writing write)
    {
        var buffer = new ArrayBufferWriter<byte>(sizeHint);
        var writer = new MessagePackWriter(buffer);
        write(ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a message of so many parts.</summary>
    /// <param name="packed">The bytes.</param>
    /// <param name="what">Begins the sentence of the error, such as "A command".</param>
    /// <param name="count">Parts it must have.</param>
    /// <param name="read">Reads them.</param>
    /// <exception cref="FormatException">It is no such message.</exception>
    public static T Read<T>(ReadOnlyMemory<byte> packed, string what, int count, Reading<T> read)
    {
        try
        {
            var reader = new MessagePackReader(packed);
            if (reader.ReadArrayHeader() != count) throw new FormatException($"{what} has another number of parts than expected.");
            return read(ref reader);
        }
        catch (Exception e) when (e is MessagePackSerializationException or EndOfStreamException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw new FormatException($"{what} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Bytes of a part; empty when it is nil.</summary>
    public static byte[] Bytes(ref MessagePackReader reader) => reader.ReadBytes()?.ToArray() ?? [];
}
