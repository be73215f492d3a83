using System.Globalization;
using System.Text.Json;

namespace TradingBlazor.Api;

/// <summary>
/// The fields of a JSON object in a request, read one by one: everything that is wrong is said at once, by field, with what was expected.
/// A field that nobody asks for is wrong too: a misspelt limit price must not become a market order.
/// </summary>
internal sealed class JsonFields
{
    private const int BytesMax = 64 * 1024;

    private readonly JsonElement _body;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    private JsonFields(JsonElement body) => _body = body;

    /// <summary>Reads the body of a request.</summary>
    /// <returns>The fields, or the answer to give when the body is not a JSON object.</returns>
    public static async Task<(JsonFields? Fields, ProblemResult? Problem)> ReadAsync(HttpRequest request)
    {
        if (!request.HasJsonContentType())
        {
            return (null, ProblemResult.Of(StatusCodes.Status415UnsupportedMediaType, "notJson", "The body is not JSON.",
                $"The content type is '{request.ContentType}'. Send a JSON object with 'Content-Type: application/json'."));
        }
        try
        {
            using var buffer = new MemoryStream();
            var part = new byte[4096];
            for (int read; (read = await request.Body.ReadAsync(part, request.HttpContext.RequestAborted)) > 0;)
            {
                buffer.Write(part, 0, read);
                if (buffer.Length > BytesMax)
                    return (null, ProblemResult.Of(StatusCodes.Status413PayloadTooLarge, "tooLarge", "The body is too large.", $"A request may have {BytesMax / 1024} KiB."));
            }
            using JsonDocument document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (new JsonFields(document.RootElement.Clone()), null)
                : (null, ProblemResult.Invalid("$", $"The body is {Name(document.RootElement)}. Expected a JSON object."));
        }
        catch (JsonException e)
        {
            return (null, ProblemResult.Invalid("$", $"The body is not a JSON object: {e.Message}"));
        }
    }

    /// <summary>A text; null when absent.</summary>
    public string? Text(string name, string expected, bool isRequired = false)
    {
        if (!TryGet(name, expected, isRequired, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { } text && !string.IsNullOrWhiteSpace(text)) return text.Trim();
        Wrong(name, value, expected);
        return null;
    }

    /// <summary>A number, exactly as it is written; null when absent.</summary>
    public decimal? Number(string name, string expected, bool isRequired = false)
    {
        if (!TryGet(name, expected, isRequired, out JsonElement value)) return null;
        if (value.ValueKind != JsonValueKind.Number)
        {
            Wrong(name, value, expected);
            return null;
        }
        // The parser of decimals rounds what has too many digits; a price or quantity is never rounded in silence.
        string raw = value.GetRawText();
        if (decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number) && raw.Count(char.IsAsciiDigit) <= 28) return number;
        Add(name, $"'{name}' is {Shorten(raw)}, which has too many digits. Expected {expected}.");
        return null;
    }

    /// <summary>True or false; null when absent.</summary>
    public bool? Flag(string name)
    {
        if (!TryGet(name, "true or false", false, out JsonElement value)) return null;
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False) return value.GetBoolean();
        Wrong(name, value, "true or false");
        return null;
    }

    /// <summary>One of the words of <paramref name="terms"/>, in any case; null when absent.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> terms, bool isRequired = false) where T : struct
    {
        string expected = $"one of {string.Join(", ", terms.Keys)}";
        if (Text(name, expected, isRequired) is not { } text) return null;
        if (terms.TryGetValue(text, out T value)) return value;
        Add(name, $"'{name}' is '{Shorten(text)}'. Expected {expected}.");
        return null;
    }

    /// <summary>Says that a value that was read is wrong.</summary>
    public void Add(string name, string sentence)
    {
        if (!_errors.TryGetValue(name, out List<string>? list)) _errors[name] = list = [];
        list.Add(sentence);
    }

    /// <summary>The answer to give when anything was wrong; null when all is well. To be asked after every field was read.</summary>
    public ProblemResult? Problem()
    {
        foreach (JsonProperty property in _body.EnumerateObject())
            if (!_asked.Contains(property.Name)) Add(property.Name, $"'{Shorten(property.Name)}' is not a field of this request. Expected {string.Join(", ", _asked)}.");
        return _errors.Count == 0 ? null : ProblemResult.Invalid(_errors.ToDictionary(e => e.Key, e => e.Value.ToArray()));
    }

    private bool TryGet(string name, string expected, bool isRequired, out JsonElement value)
    {
        _asked.Add(name);
        if (_body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null) return true;
        if (isRequired) Add(name, $"'{name}' is missing. Expected {expected}.");
        return false;
    }

    private void Wrong(string name, JsonElement value, string expected) => Add(name, $"'{name}' is {Name(value)}. Expected {expected}.");

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text \"{Shorten(value.GetString()!)}\"",
        JsonValueKind.Number => $"the number {Shorten(value.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
