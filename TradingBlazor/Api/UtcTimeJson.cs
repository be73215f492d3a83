using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingBlazor.Api;

/// <summary>Times as RFC 3339 in UTC with <c>Z</c>.</summary>
internal sealed class UtcTimeJson : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(value.UtcDateTime);
}
