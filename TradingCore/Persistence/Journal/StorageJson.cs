using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using TradingCore.Domain;

namespace TradingCore.Persistence.Journal;

/// <summary>How domain values look in the journal and in the JSON columns of the history: decimals exact, times with their offset, enums by name, ids as plain numbers or texts.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    IgnoreReadOnlyProperties = true,
    UseStringEnumConverter = true,
    Converters = [typeof(OrderRefJson), typeof(OrderIdJson), typeof(PermIdJson), typeof(ConIdJson), typeof(ExecIdJson), typeof(AccountIdJson)])]
[JsonSerializable(typeof(List<JournalLine>))]
[JsonSerializable(typeof(JournalLine))]
[JsonSerializable(typeof(Contract))]
[JsonSerializable(typeof(OrderChange))]
[JsonSerializable(typeof(OrderAttributes))]
[JsonSerializable(typeof(OrderHandling))]
[JsonSerializable(typeof(Dictionary<string, decimal>))]
internal sealed partial class StorageJson : JsonSerializerContext
{
    /// <summary>For reading. Generated code sets a member that an older version did not write to null or 0 instead of its default, so what is read goes by reflection; what is written, on the engine's path, does not.</summary>
    public static JsonSerializerOptions Reading => ReadingOptions.Value;

    private static readonly Lazy<JsonSerializerOptions> ReadingOptions = new(() => new JsonSerializerOptions(Default!.Options!)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
        Converters = { new JsonStringEnumConverter() },
    });
}

internal sealed class OrderRefJson : JsonConverter<OrderRef>
{
    public override OrderRef Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);
    public override void Write(Utf8JsonWriter writer, OrderRef value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class ExecIdJson : JsonConverter<ExecId>
{
    public override ExecId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);
    public override void Write(Utf8JsonWriter writer, ExecId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class AccountIdJson : JsonConverter<AccountId>
{
    public override AccountId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetString()!);
    public override void Write(Utf8JsonWriter writer, AccountId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

internal sealed class OrderIdJson : JsonConverter<OrderId>
{
    public override OrderId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());
    public override void Write(Utf8JsonWriter writer, OrderId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class PermIdJson : JsonConverter<PermId>
{
    public override PermId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt64());
    public override void Write(Utf8JsonWriter writer, PermId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}

internal sealed class ConIdJson : JsonConverter<ConId>
{
    public override ConId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetInt32());
    public override void Write(Utf8JsonWriter writer, ConId value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
}
