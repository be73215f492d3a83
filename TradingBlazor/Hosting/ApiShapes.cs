using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Microsoft.OpenApi;

namespace TradingBlazor.Hosting;

/// <summary>The shapes of the API's document, as far as they cannot be read from types alone: programs are generated from them.</summary>
internal static partial class ApiShapes
{
    /// <summary>The shape of one type.</summary>
    public static void Complete(OpenApiSchema schema, JsonTypeInfo type)
    {
        Type plain = Nullable.GetUnderlyingType(type.Type) ?? type.Type;
        // Written in a way of its own, a time has lost its kind; a text it is all the same.
        if (plain == typeof(DateTimeOffset)) (schema.Type, schema.Format) = (plain == type.Type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null, "date-time");
        // A "double" would be read as one, and lose digits.
        if (plain == typeof(decimal)) schema.Format = "decimal";
    }

    /// <summary>The whole document.</summary>
    public static void Complete(OpenApiDocument document)
    {
        // Generated programs put a path behind it, which begins with a slash.
        foreach (OpenApiServer server in document.Servers ?? []) server.Url = server.Url?.TrimEnd('/');
        foreach (IOpenApiSchema schema in document.Components?.Schemas?.Values ?? [])
            foreach (OpenApiSchema property in (schema.Properties?.Values ?? []).OfType<OpenApiSchema>())
                if (property.Description is { } words) property.Description = Example().Replace(words, "Such as `$1`.");
        foreach (OpenApiOperation operation in document.Paths.Values.SelectMany(p => p.Operations?.Values.ToArray() ?? []))
        {
            foreach (OpenApiMediaType body in (operation.RequestBody?.Content?.Values ?? []).OfType<OpenApiMediaType>())
            {
                Loosen(body.Schema, document, []);
                if (operation.OperationId == "PreviewOrder") body.Schema = new OpenApiSchema { AllOf = [body.Schema!, WithMargin()] };
            }
        }
    }

    // What is sent may leave out whatever may be null.
    private static void Loosen(IOpenApiSchema? schema, OpenApiDocument document, HashSet<IOpenApiSchema> seen)
    {
        schema = Target(schema, document);
        if (schema is not OpenApiSchema { } known || !seen.Add(known)) return;
        foreach ((string name, IOpenApiSchema property) in known.Properties ?? new Dictionary<string, IOpenApiSchema>())
            if (MayBeNull(property)) known.Required?.Remove(name);
        foreach (IOpenApiSchema inner in (known.Properties?.Values ?? []).Concat(known.OneOf ?? []).Concat(known.AnyOf ?? []).Concat(known.AllOf ?? []).Append(known.Items!)) Loosen(inner, document, seen);
    }

    private static bool MayBeNull(IOpenApiSchema schema) => schema.Type?.HasFlag(JsonSchemaType.Null) == true || (schema.OneOf ?? []).Concat(schema.AnyOf ?? []).Any(c => c is OpenApiSchema { Type: JsonSchemaType.Null });

    private static OpenApiSchema WithMargin() => new()
    {
        Type = JsonSchemaType.Object,
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["withMargin"] = new OpenApiSchema { Type = JsonSchemaType.Boolean | JsonSchemaType.Null, Description = "Whether the broker is asked for margin and commission; true when left out." },
        },
    };

    /// <summary>What a reference stands for; null when it stands for nothing.</summary>
    public static IOpenApiSchema? Target(IOpenApiSchema? schema, OpenApiDocument document) =>
        schema is OpenApiSchemaReference { Reference.Id: { } id } ? document.Components?.Schemas?.TryGetValue(id, out IOpenApiSchema? found) == true ? found : null : schema;

    [GeneratedRegex("<example>(.*?)</example>", RegexOptions.CultureInvariant)]
    private static partial Regex Example();
}
