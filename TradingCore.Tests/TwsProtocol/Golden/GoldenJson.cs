using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol.Golden;

/// <summary>Builds a request from the arguments of a golden row, by the names of its properties.</summary>
internal static class GoldenJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNameCaseInsensitive = true,
        NumberHandling = JsonNumberHandling.AllowReadingFromString | JsonNumberHandling.AllowNamedFloatingPointLiterals,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new NumericBool(), new Condition() },
    };

    public static IRequest Request(string call, JsonObject args)
    {
        string typeName = $"TwsProtocol.Messages.Requests.{char.ToUpperInvariant(call[0])}{call[1..]}";
        Type type = typeof(IRequest).Assembly.GetType(typeName) ?? throw new InvalidOperationException($"No type {typeName}.");
        JsonObject clean = WithoutNulls(args);
        return (IRequest)clean.Deserialize(type, Options)!;
    }

    private static JsonObject WithoutNulls(JsonObject source)
    {
        var clean = new JsonObject();
        foreach ((string name, JsonNode? value) in source)
        {
            if (value is JsonObject inner) clean[name] = WithoutNulls(inner);
            else if (value is not null) clean[name] = value.DeepClone();
        }
        return clean;
    }

    private sealed class NumericBool : JsonConverter<bool>
    {
        public override bool Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number ? reader.GetInt32() != 0 : reader.GetBoolean();

        public override void Write(Utf8JsonWriter writer, bool value, JsonSerializerOptions options) => writer.WriteBooleanValue(value);
    }

    private sealed class Condition : JsonConverter<OrderCondition>
    {
        public override OrderCondition Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            JsonObject condition = JsonNode.Parse(ref reader)!.AsObject();
            Type type = typeof(OrderCondition).Assembly.GetType($"TwsProtocol.Orders.{(string)condition["type"]!}Condition")!;
            condition.Remove("type");
            return (OrderCondition)condition.Deserialize(type, options)!;
        }

        public override void Write(Utf8JsonWriter writer, OrderCondition value, JsonSerializerOptions options) => throw new NotSupportedException();
    }
}
