using MessagePack;
using MessagePack.Formatters;

namespace Benchmarks.Load;

/// <summary>Of an item of the hub what a load client needs; the values are passed over, so that a thousand clients fit beside the server on one machine.</summary>
/// <param name="SentTime">When the server made it, microseconds since 1970.</param>
/// <param name="Items">Values in it.</param>
public sealed record LoadItem(long SentTime, int Items);

/// <summary>Reads it from both hubs that are measured.</summary>
public sealed class LoadItemFormatter : IMessagePackFormatter<LoadItem?>
{
    /// <inheritdoc/>
    public LoadItem Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
    {
        long sent = 0;
        int items = 0;
        int members = reader.ReadMapHeader();
        for (int i = 0; i < members; i++)
        {
            switch (reader.ReadString())
            {
                case "sentTime": sent = reader.ReadInt64(); break;
                case "items" when reader.NextMessagePackType == MessagePackType.Array:
                    MessagePackReader peek = reader.CreatePeekReader();
                    items = peek.ReadArrayHeader();
                    reader.Skip();
                    break;
                default: reader.Skip(); break;
            }
        }
        return new LoadItem(sent, items);
    }

    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, LoadItem? value, MessagePackSerializerOptions options) => throw new NotSupportedException("Load clients only read.");
}
