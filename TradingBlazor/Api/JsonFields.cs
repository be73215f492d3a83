using System.Globalization;
using System.Text.Json;

namespace TradingBlazor.Api;

/// <summary>
/// The fields of a JSON object in a request, read one by one: everything that is wrong is said at once, by field, with what was expected.
/// A field that nobody asks for is wrong too: a misspelt limit price must not become a market order.
/// </summary>
internal sealed class JsonFields
{
    /// <summary>Largest body, in bytes; a larger one is refused before it comes here.</summary>
    public const int BytesMax = 64 * 1024;

    private readonly JsonElement _body;
    private readonly string _path;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _errors;
    private readonly List<JsonFields> _inner = [];

    private JsonFields(JsonElement body, string path, Dictionary<string, List<string>> errors)
    {
        _body = body;
        _path = path;
        _errors = errors;
    }

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
            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
            using JsonDocument document = JsonDocument.Parse(buffer.GetBuffer().AsMemory(0, (int)buffer.Length), new JsonDocumentOptions { AllowDuplicateProperties = false });
            ReadTexts(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (new JsonFields(document.RootElement.Clone(), "", new Dictionary<string, List<string>>(StringComparer.Ordinal)), null)
                : (null, ProblemResult.Invalid("$", $"The body is {Name(document.RootElement)}. Expected a JSON object."));
        }
        catch (JsonException e)
        {
            return (null, ProblemResult.Invalid("$", $"The body is not a JSON object: {e.Message}"));
        }
        catch (InvalidOperationException)
        {
            return (null, ProblemResult.Invalid("$", "The body has a text that is no Unicode. Expected UTF-8, and \\uD800 to \\uDFFF only in pairs."));
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

    /// <summary>The code of an account, in capitals as the broker writes it; null when absent.</summary>
    public string? Account(string name, bool isRequired = false) => Text(name, "an account code", isRequired)?.ToUpperInvariant();

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

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>; null when absent.</summary>
    public int? Whole(string name, int min, int max, bool isRequired = false)
    {
        string expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        if (Number(name, expected, isRequired) is not { } number) return null;
        if (number >= min && number <= max && decimal.Truncate(number) == number) return (int)number;
        Add(name, string.Create(CultureInfo.InvariantCulture, $"'{name}' is {number}. Expected {expected}."));
        return null;
    }

    /// <summary>A moment with its offset from UTC, in whole seconds; null when absent.</summary>
    public DateTimeOffset? Time(string name, bool isRequired = false)
    {
        const string Expected = "a time with its zone, such as \"2026-11-24T15:30:00Z\"";
        if (Text(name, Expected, isRequired) is not { } text) return null;
        // Without an offset nobody knows which hour is meant.
        bool hasZone = text.Length > 10 && (text.EndsWith('Z') || text.EndsWith('z') || text.LastIndexOfAny(['+', '-']) > 10);
        if (hasZone && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTimeOffset time))
            return new DateTimeOffset(time.UtcTicks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero);
        Add(name, $"'{name}' is '{Shorten(text)}'. Expected {Expected}.");
        return null;
    }

    /// <summary>An object whose fields the caller reads itself; null when absent.</summary>
    public JsonElement? Raw(string name, string expected, bool isRequired = false)
    {
        if (!TryGet(name, expected, isRequired, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return value;
        Wrong(name, value, expected);
        return null;
    }

    /// <summary>The fields of an object in this one; null when absent.</summary>
    public JsonFields? Object(string name, string expected, bool isRequired = false)
    {
        if (!TryGet(name, expected, isRequired, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Object) return Inner(value, name);
        Wrong(name, value, expected);
        return null;
    }

    /// <summary>The objects of a list; empty when absent.</summary>
    public IReadOnlyList<JsonFields> Objects(string name, string expected, bool isRequired = false)
    {
        if (!TryGet(name, expected, isRequired, out JsonElement value)) return [];
        if (value.ValueKind != JsonValueKind.Array)
        {
            Wrong(name, value, expected);
            return [];
        }
        var objects = new List<JsonFields>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"{name}[{objects.Count}]");
            if (item.ValueKind == JsonValueKind.Object) objects.Add(Inner(item, place));
            else Wrong(place, item, "an object");
        }
        return objects;
    }

    /// <summary>Every field of an object of texts, whatever its names are; empty when absent.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Texts(string name, string expected)
    {
        if (Object(name, expected) is not { } inner) return [];
        return [.. inner._body.EnumerateObject().Select(p => KeyValuePair.Create(p.Name, inner.Text(p.Name, "a text") ?? ""))];
    }

    /// <summary>The texts of a list; null when absent.</summary>
    public IReadOnlyList<string>? TextList(string name, string expected, bool isRequired = false)
    {
        if (!TryGet(name, expected, isRequired, out JsonElement value)) return null;
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String)) return [.. value.EnumerateArray().Select(v => v.GetString()!.Trim())];
        Wrong(name, value, expected);
        return null;
    }

    /// <summary>Says that a value that was read is wrong.</summary>
    public void Add(string name, string sentence)
    {
        string place = _path + name;
        if (!_errors.TryGetValue(place, out List<string>? list)) _errors[place] = list = [];
        list.Add(sentence);
    }

    /// <summary>True when something is wrong with this field already.</summary>
    public bool IsWrong(string name) => _errors.ContainsKey(_path + name);

    /// <summary>The answer to give when anything was wrong; null when all is well. To be asked after every field was read.</summary>
    public ProblemResult? Problem()
    {
        FindUnasked();
        return _errors.Count == 0 ? null : ProblemResult.Invalid(_errors.ToDictionary(e => e.Key, e => e.Value.ToArray()));
    }

    /// <summary>Reads every text once: the parser of the framework finds only then that one is none.</summary>
    /// <exception cref="InvalidOperationException">One is none.</exception>
    private static void ReadTexts(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.String) _ = value.GetString();
        else if (value.ValueKind == JsonValueKind.Array) foreach (JsonElement item in value.EnumerateArray()) ReadTexts(item);
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject())
            {
                _ = property.Name;
                ReadTexts(property.Value);
            }
        }
    }

    private JsonFields Inner(JsonElement value, string name)
    {
        var inner = new JsonFields(value, $"{_path}{name}.", _errors);
        _inner.Add(inner);
        return inner;
    }

    private void FindUnasked()
    {
        foreach (JsonProperty property in _body.EnumerateObject())
            if (!_asked.Contains(property.Name)) Add(property.Name, $"'{Shorten(property.Name)}' is not a field of this {(_path.Length == 0 ? "request" : "object")}. Expected {string.Join(", ", _asked)}.");
        foreach (JsonFields inner in _inner) inner.FindUnasked();
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
