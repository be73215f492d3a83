using System.Buffers.Binary;

namespace TradingCore.Domain;

/// <summary>
/// Ids that sort by time and are unique without any coordination: a UUID of version 7 (RFC 9562, section 5.7) as 32 hexadecimal digits. Its 74 random bits come from the
/// generator of the process, which the operating system has seeded: nobody must be unable to guess an id, and asking the system each time costs an order some microseconds.
/// </summary>
internal static class SortableId
{
    /// <summary>A new one.</summary>
    public static string New(TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Span<byte> bytes = stackalloc byte[16];
        Random.Shared.NextBytes(bytes[6..]);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, clock.GetUtcNow().ToUnixTimeMilliseconds());
        time[2..].CopyTo(bytes);
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x70);   // version 7
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);   // the variant of the RFC
        return Convert.ToHexStringLower(bytes);
    }
}
