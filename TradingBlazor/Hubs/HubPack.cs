using System.Buffers;
using System.Collections;
using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using MessagePack;
using MessagePack.Formatters;

namespace TradingBlazor.Hubs;

/// <summary>
/// MessagePack of the hub. The shape is taken from the JSON contract of the same type, so that both protocols have the same names in the same order;
/// decimals are texts, because MessagePack has no other number that keeps them exact, and times are whole microseconds.
/// </summary>
internal static class HubPack
{
    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    /// <summary>Encodes a value.</summary>
    /// <exception cref="NotSupportedException">A member is a binary floating-point number or of a kind that has no form here.</exception>
    public static byte[] Write(object value)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        var writer = new MessagePackWriter(buffer);
        Write(ref writer, value);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNil(); break;
            case string text: writer.Write(text); break;
            case bool flag: writer.Write(flag); break;
            case int number: writer.Write(number); break;
            case long number: writer.Write(number); break;
            case decimal number: writer.Write(number.ToString(CultureInfo.InvariantCulture)); break;
            case DateTimeOffset time: writer.Write(HubJson.Microseconds(time)); break;
            case DateOnly day: writer.Write(day.ToString("O", CultureInfo.InvariantCulture)); break;
            case IEnumerable list: WriteList(ref writer, list); break;
            case double or float or Half: throw new NotSupportedException("The hub sends no binary floating-point numbers.");
            default: WriteObject(ref writer, value); break;
        }
    }

    private static void WriteList(ref MessagePackWriter writer, IEnumerable list)
    {
        object?[] items = [.. list.Cast<object?>()];
        writer.WriteArrayHeader(items.Length);
        foreach (object? item in items) Write(ref writer, item);
    }

    private static void WriteObject(ref MessagePackWriter writer, object value)
    {
        Member[] members = Members.GetOrAdd(value.GetType(), MembersOf);
        var values = new object?[members.Length];
        int count = 0;
        for (int i = 0; i < members.Length; i++) if ((values[i] = members[i].Get(value)) is not null) count++;
        writer.WriteMapHeader(count);
        for (int i = 0; i < members.Length; i++)
        {
            if (values[i] is null) continue;
            writer.Write(members[i].Name);
            Write(ref writer, values[i]);
        }
    }

    private static Member[] MembersOf(Type type)
    {
        JsonTypeInfo contract = HubJson.Options.GetTypeInfo(type);
        if (contract.Kind != JsonTypeInfoKind.Object) throw new NotSupportedException($"{type.Name} has no form in MessagePack.");
        return [.. contract.Properties.Where(p => p.Get is not null && !p.IsExtensionData).Select(p => new Member(p.Name, p.Get!))];
    }

    private sealed record Member(string Name, Func<object, object?> Get);
}

/// <summary>Writes an item from parts that are encoded already.</summary>
internal sealed class StreamItemPack : IMessagePackFormatter<StreamItem?>
{
    /// <inheritdoc/>
    public void Serialize(ref MessagePackWriter writer, StreamItem? value, MessagePackSerializerOptions options)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }
        writer.WriteMapHeader(6);
        writer.Write(StreamItem.Names.Run);
        writer.Write(value.Run);
        writer.Write(StreamItem.Names.Sequence);
        writer.Write(value.Sequence);
        writer.Write(StreamItem.Names.Kind);
        writer.Write(value.Kind);
        writer.Write(StreamItem.Names.Note);
        writer.Write(value.Note);
        writer.Write(StreamItem.Names.SentTime);
        writer.Write(value.SentTime);
        writer.Write(StreamItem.Names.Items);
        writer.WriteArrayHeader(value.Items.Count);
        foreach (Encoded item in value.Items) writer.WriteRaw(item.Pack);
    }

    /// <inheritdoc/>
    public StreamItem Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options) => throw new NotSupportedException("Items go to clients only.");
}
