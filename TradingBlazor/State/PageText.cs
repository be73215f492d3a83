using System.Text.Json;

namespace TradingBlazor.State;

/// <summary>
/// Values for the page's scripts as one text, which the script parses. The line to a page has its own serializer, and that makes and keeps what it knows of each type, compiled readers
/// of every property among it, anew for every page: a text is the one type that costs nothing there.
/// </summary>
internal static class PageText
{
    /// <summary>Writes a value as JSON, with names as scripts write them.</summary>
    public static string Of<T>(T value) => JsonSerializer.Serialize(value, JsonSerializerOptions.Web);
}
