using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBlazor.Hubs;

/// <summary>JSON of the hub: names as in REST, decimals exactly as they are, times as whole microseconds since 1970, what is not known left out.</summary>
internal static class HubJson
{
    /// <summary>The rules.</summary>
    public static JsonSerializerOptions Options { get; } = Make();

    /// <summary>Microseconds since 1970 in UTC.</summary>
    public static long Microseconds(DateTimeOffset time) => (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    private static JsonSerializerOptions Make()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            NumberHandling = JsonNumberHandling.Strict,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Converters = { new MicrosecondsJson(), new StreamItemJson() },
        };
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private sealed class MicrosecondsJson : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64() * TimeSpan.TicksPerMicrosecond);

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteNumberValue(Microseconds(value));
    }
}

/// <summary>Writes an item from parts that are encoded already.</summary>
internal sealed class StreamItemJson : JsonConverter<StreamItem>
{
    /// <inheritdoc/>
    public override StreamItem Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => throw new NotSupportedException("Items go to clients only.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, StreamItem value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(StreamItem.Names.Run, value.Run);
        writer.WriteNumber(StreamItem.Names.Sequence, value.Sequence);
        writer.WriteString(StreamItem.Names.Kind, value.Kind);
        writer.WriteString(StreamItem.Names.Note, value.Note);
        writer.WriteNumber(StreamItem.Names.SentTime, value.SentTime);
        writer.WriteStartArray(StreamItem.Names.Items);
        foreach (Encoded item in value.Items) writer.WriteRawValue(item.Json, skipInputValidation: true);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
