using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using MessagePack;
using TradingCore.Domain;
using TradingCore.Persistence.Journal;
using TradingCore.Risk.Limits;

namespace TradingCore.Persistence.Redis;

/// <summary>
/// Values of the engine as MessagePack. What a value consists of is said once, by the JSON of the journal; here its tokens take a compact form:
/// whole numbers as integers, all others as an extension that holds their digits, so that decimals stay exact to the last zero.
/// </summary>
internal static class RedisPack
{
    /// <summary>Type of the extension that holds a number as its digits.</summary>
    private const sbyte Digits = 1;

    private const int DepthMax = 64;

    private static readonly Lazy<JsonSerializerOptions> JsonOptions = new(() => new JsonSerializerOptions(StorageJson.Reading) { Converters = { new AliasesJson(), new LimitBookJson() }, MaxDepth = DepthMax });

    /// <summary>Packs a value.</summary>
    public static byte[] Pack(object? value, Type type)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(value, type, JsonOptions.Value);
        var buffer = new ArrayBufferWriter<byte>(json.Length);
        var writer = new MessagePackWriter(buffer);
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
        reader.Read();
        Write(ref reader, ref writer);
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Packs a value.</summary>
    public static byte[] Pack<T>(T value) => Pack(value, typeof(T));

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">It is not one of that type.</exception>
    public static object? Unpack(ReadOnlyMemory<byte> packed, Type type)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>(packed.Length * 2 + 16);
            using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true, MaxDepth = DepthMax }))
            {
                var reader = new MessagePackReader(packed);
                Read(ref reader, json, 0);
            }
            return JsonSerializer.Deserialize(buffer.WrittenSpan, type, JsonOptions.Value);
        }
        catch (Exception e) when (e is JsonException or MessagePackSerializationException or EndOfStreamException or NotSupportedException or InvalidOperationException or ArgumentException or OverflowException)
        {
            throw new FormatException($"A value of the kind {type.Name} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a value.</summary>
    /// <exception cref="FormatException">It is not one of that type.</exception>
    public static T Unpack<T>(ReadOnlyMemory<byte> packed) => (T)Unpack(packed, typeof(T))!;

    private static void Write(ref Utf8JsonReader json, ref MessagePackWriter to)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
            case JsonTokenType.StartArray:
                bool isObject = json.TokenType == JsonTokenType.StartObject;
                int count = Count(json);
                if (isObject) to.WriteMapHeader(count);
                else to.WriteArrayHeader(count);
                while (json.Read() && json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
                {
                    if (isObject)
                    {
                        to.Write(json.GetString());
                        json.Read();
                    }
                    Write(ref json, ref to);
                }
                break;
            case JsonTokenType.String: to.Write(json.GetString()); break;
            case JsonTokenType.True: to.Write(true); break;
            case JsonTokenType.False: to.Write(false); break;
            case JsonTokenType.Number when json.TryGetInt64(out long whole) && json.ValueSpan[0] != '-' | whole != 0: to.Write(whole); break;
            case JsonTokenType.Number: to.WriteExtensionFormat(new ExtensionResult(Digits, json.ValueSpan.ToArray())); break;
            default: to.WriteNil(); break;
        }
    }

    // By a copy of the reader, which is a struct: the original stays where it is.
    private static int Count(Utf8JsonReader json)
    {
        bool isObject = json.TokenType == JsonTokenType.StartObject;
        int count = 0;
        while (json.Read() && json.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
        {
            if (isObject) json.Read();
            json.Skip();
            count++;
        }
        return count;
    }

    private static void Read(ref MessagePackReader from, Utf8JsonWriter json, int depth)
    {
        if (depth > DepthMax) throw new FormatException("It is nested too deeply.");
        switch (from.NextMessagePackType)
        {
            case MessagePackType.Map:
                json.WriteStartObject();
                for (int left = from.ReadMapHeader(); left > 0; left--)
                {
                    json.WritePropertyName(from.ReadString() ?? "");
                    Read(ref from, json, depth + 1);
                }
                json.WriteEndObject();
                break;
            case MessagePackType.Array:
                json.WriteStartArray();
                for (int left = from.ReadArrayHeader(); left > 0; left--) Read(ref from, json, depth + 1);
                json.WriteEndArray();
                break;
            case MessagePackType.String: json.WriteStringValue(from.ReadString()); break;
            case MessagePackType.Boolean: json.WriteBooleanValue(from.ReadBoolean()); break;
            case MessagePackType.Integer: json.WriteNumberValue(from.ReadInt64()); break;
            case MessagePackType.Extension:
                ExtensionResult extension = from.ReadExtensionFormat();
                if (extension.TypeCode != Digits || extension.Data.Length > 64) throw new FormatException("It holds an extension that is not known.");
                string digits = Encoding.ASCII.GetString(extension.Data);
                if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) throw new FormatException("It holds a number that is none.");
                json.WriteRawValue(digits);
                break;
            default:
                from.Skip();
                json.WriteNullValue();
                break;
        }
    }

    /// <summary>Names of accounts: a map by id.</summary>
    private sealed class AliasesJson : JsonConverter<IReadOnlyDictionary<AccountId, string>>
    {
        public override IReadOnlyDictionary<AccountId, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options)!.ToDictionary(p => new AccountId(p.Key), p => p.Value);

        public override void Write(Utf8JsonWriter writer, IReadOnlyDictionary<AccountId, string> value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToDictionary(p => p.Key.Value, p => p.Value), options);
    }

    /// <summary>Limits: what the settings say, and every change since.</summary>
    private sealed class LimitBookJson : JsonConverter<RiskLimitBook>
    {
        public override RiskLimitBook Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            Parts parts = JsonSerializer.Deserialize<Parts>(ref reader, options)!;
            return RiskLimitBook.Of(parts.Defaults, parts.Lists, parts.History);
        }

        public override void Write(Utf8JsonWriter writer, RiskLimitBook value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, new Parts(value.Defaults, value.DefaultLists, value.History), options);

        private sealed record Parts(decimal[] Defaults, IReadOnlyList<string>[] Lists, ImmutableList<RiskLimitChange> History);
    }
}
