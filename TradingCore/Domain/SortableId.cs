using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TradingCore.Domain;

/// <summary>
/// Ids that sort by time and are unique without any coordination: a UUID of version 7 (RFC 9562, section 5.7) as 32 hexadecimal digits. Its 74 random bits come from the
/// generator of the process, which the operating system has seeded: nobody must be unable to guess an id, and asking the system each time costs an order some microseconds.
/// </summary>
internal static class SortableId
{
    /// <summary>How many digits at the end do not tell the time: random ones, or those that stand for a key.</summary>
    internal const int MarkLength = 20;

    /// <summary>How many digits an id has.</summary>
    internal const int Length = 2 * Bytes;

    private const int Bytes = 16;
    private const int TimeBytes = 6;

    /// <summary>A new one.</summary>
    /// <param name="clock">Tells the time in it.</param>
    /// <param name="key">What its last digits stand for instead of being random; empty for none. The same key gives the same digits in every process.</param>
    public static string New(TimeProvider clock, string key = "")
    {
        ArgumentNullException.ThrowIfNull(clock);
        Span<byte> bytes = stackalloc byte[Bytes];
        if (key.Length > 0) Digest(key, bytes[TimeBytes..]);
        else Random.Shared.NextBytes(bytes[TimeBytes..]);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, clock.GetUtcNow().ToUnixTimeMilliseconds());
        time[2..].CopyTo(bytes);
        Form(bytes[TimeBytes..]);
        return Convert.ToHexStringLower(bytes);
    }

    /// <summary>The last digits of every id that was made with this key.</summary>
    public static string MarkOf(string key)
    {
        Span<byte> bytes = stackalloc byte[Bytes - TimeBytes];
        Digest(key, bytes);
        Form(bytes);
        return Convert.ToHexStringLower(bytes);
    }

    private static void Digest(string key, Span<byte> to)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(key.AsSpan()), digest);
        digest[..to.Length].CopyTo(to);
    }

    // Version 7, and the variant of the RFC.
    private static void Form(Span<byte> behindTime)
    {
        behindTime[0] = (byte)((behindTime[0] & 0x0F) | 0x70);
        behindTime[2] = (byte)((behindTime[2] & 0x3F) | 0x80);
    }
}
