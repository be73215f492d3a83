using System.Buffers;
using MessagePack;

namespace TradingCore.Persistence.Redis;

/// <summary>What the engine tells the web processes at one beat.</summary>
/// <param name="Token">Fencing token of the engine: what an older one tells is not heard.</param>
/// <param name="Sequence">Rises by one; a gap means that the cache must be read anew.</param>
/// <param name="Time">The engine's clock, UTC.</param>
/// <param name="IsReset">True when the cache was written as a whole.</param>
/// <param name="Changes">Fields of the cache that changed; null when one is gone.</param>
/// <param name="News">What happened to orders, by number.</param>
internal sealed record ChangeMessage(long Token, long Sequence, DateTimeOffset Time, bool IsReset, IReadOnlyList<KeyValuePair<string, byte[]?>> Changes, IReadOnlyList<KeyValuePair<long, byte[]>> News)
{
    private const int PartsMax = 1_000_000;

    /// <summary>As MessagePack.</summary>
    public byte[] Pack() => PackedParts.Write(256, (ref MessagePackWriter writer) =>
    {
        writer.WriteArrayHeader(6);
        writer.Write(Token);
        writer.Write(Sequence);
        writer.Write(Time.UtcTicks);
        writer.Write(IsReset);
        writer.WriteArrayHeader(Changes.Count * 2);
        foreach ((string field, byte[]? value) in Changes)
        {
            writer.Write(field);
            writer.Write(value);
        }
        writer.WriteArrayHeader(News.Count * 2);
        foreach ((long number, byte[] value) in News)
        {
            writer.Write(number);
            writer.Write(value);
        }
    });

    /// <summary>Reads one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ChangeMessage Read(ReadOnlyMemory<byte> packed) => PackedParts.Read(packed, "A message of the engine", 6, static (ref MessagePackReader reader) =>
    {
        (long token, long sequence, long ticks, bool isReset) = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64(), reader.ReadBoolean());
        var changes = new List<KeyValuePair<string, byte[]?>>();
        for (int left = Half(reader.ReadArrayHeader()); left > 0; left--) changes.Add(new(reader.ReadString() ?? "", reader.ReadBytes()?.ToArray()));
        var news = new List<KeyValuePair<long, byte[]>>();
        for (int left = Half(reader.ReadArrayHeader()); left > 0; left--) news.Add(new(reader.ReadInt64(), PackedParts.Bytes(ref reader)));
        return new ChangeMessage(token, sequence, new DateTimeOffset(ticks, TimeSpan.Zero), isReset, changes, news);
    });

    private static int Half(int count) => count <= PartsMax ? count / 2 : throw new FormatException("A message of the engine is too long.");
}
