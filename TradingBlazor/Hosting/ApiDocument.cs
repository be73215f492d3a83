using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using TradingBlazor.Api;
using TradingBlazor.Security;

namespace TradingBlazor.Hosting;

/// <summary>The OpenAPI document and the page to browse it. Every operation has a summary, its problems, its security and examples.</summary>
internal static class ApiDocument
{
    private const string Key = "ApiKey";
    private const string Bearer = "Bearer";
    private const string ProblemType = "application/problem+json";
    private const string ProblemSchema = "ProblemDetails";

    /// <summary>Operations that carry a command to the engine: repeated with the same key they are one.</summary>
    private static readonly HashSet<string> Commands = new(StringComparer.Ordinal) { "SubmitOrder", "ClosePosition", "ReversePosition" };

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddOperationTransformer(async (operation, context, stop) =>
        {
            IList<object> metadata = context.Description.ActionDescriptor.EndpointMetadata;
            Describe(operation, metadata);
            bool isOpen = metadata.OfType<IAllowAnonymous>().Any();
            if (!isOpen)
            {
                operation.Security ??= [];
                operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, context.Document)] = [] });
                operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, context.Document)] = [] });
            }
            bool isLimited = !metadata.OfType<Microsoft.AspNetCore.RateLimiting.DisableRateLimitingAttribute>().Any();
            operation.Responses ??= [];
            foreach (int status in (int[])[.. isOpen ? Array.Empty<int>() : [401, 403], .. isLimited ? [429] : Array.Empty<int>(), 500])
                operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse());
            if (isLimited && operation.Responses["429"] is OpenApiResponse limited)
                limited.Headers = new Dictionary<string, IOpenApiHeader> { ["Retry-After"] = new OpenApiHeader { Description = "Seconds to wait.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer }, Example = 1 } };
            AddHeaders(operation, metadata);
            foreach (OtherAnswer other in metadata.OfType<OtherAnswer>()) await AddShapeAsync(operation, other, context, stop);
        });
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "TradingBlazor",
                Version = "v1",
                Description = "Quotes, bars, orders, executions and positions. Every route needs the header X-Api-Key or a bearer token, with a scope that allows it, or a session; only the health routes and the public keys are open. "
                    + "Errors are problem details (RFC 9457) with code and traceId. Times are UTC, prices and quantities exact decimals. Streams are on the SignalR hub /hubs/stream.",
            };
            ApiShapes.Complete(document);
            Complete(document);
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer((schema, context, _) =>
        {
            ApiShapes.Complete(schema, context.JsonTypeInfo);
            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        // Nothing from the network: the page must work on a machine that reaches only its gateway.
        routes.MapScalarApiReference(options => options.WithTitle("TradingBlazor API").DisableDefaultFonts().DisableAgent().DisableTelemetry().HideDeveloperTools());
    }

    /// <summary>The comments of the code where nothing else was said.</summary>
    private static void Describe(OpenApiOperation operation, IList<object> metadata)
    {
        if (metadata.OfType<MethodInfo>().FirstOrDefault() is not { } method) return;
        if (string.IsNullOrEmpty(operation.Summary)) operation.Summary = CodeComments.Summary(method);
        if (string.IsNullOrEmpty(operation.Description) && CodeComments.Remarks(method) is { Length: > 0 } remarks) operation.Description = remarks;
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>())
            if (string.IsNullOrEmpty(parameter.Description) && CodeComments.Parameter(method, parameter.Name ?? "") is { Length: > 0 } words) parameter.Description = words;
    }

    /// <summary>An answer that has one shape or another.</summary>
    private static async Task AddShapeAsync(OpenApiOperation operation, OtherAnswer other, OpenApiOperationTransformerContext context, CancellationToken stop)
    {
        string name = other.Shape.Name;
        context.Document!.AddComponent(name, await context.GetOrCreateSchemaAsync(other.Shape, null, stop));
        foreach (OpenApiMediaType content in operation.Responses![other.Status.ToString(CultureInfo.InvariantCulture)].Content!.Values.OfType<OpenApiMediaType>())
            content.Schema = new OpenApiSchema { OneOf = [content.Schema!, new OpenApiSchemaReference(name, context.Document)] };
    }

    private static void AddHeaders(OpenApiOperation operation, IList<object> metadata)
    {
        if (operation.OperationId is { } id && Commands.Contains(id))
            Header("Idempotency-Key", "Makes a repeated request the same command: up to 128 visible ASCII characters, such as a UUID.");
        if (operation.OperationId is "SubmitOrder" or "PreviewOrder" or "ModifyOrder" or "CancelOrder" or "CancelOrders" or "ClosePosition" or "ReversePosition")
            Header("X-Correlation-Id", "Taken over into history and log, and told in the answer.");
        if (operation.OperationId is "SetRiskLimits") Header("If-Match", "The ETag of GET /api/v1/risk/limits, or the version in quotes.", isRequired: true);
        if (operation.OperationId is "ModifyOrder") Header("If-Match", "The ETag of GET /api/v1/orders/{id}: refused with 412 when the order has changed since.");
        if (operation.OperationId is "ChangeAlertRule" or "RemoveAlertRule") Header("If-Match", "The ETag of GET /api/v1/alert-rules/{id}, or the version in quotes: refused with 412 when somebody has changed the rule since.");
        if (operation.OperationId is "SaveAlertChannel" or "RemoveAlertChannel") Header("If-Match", "The version of the channel in quotes: refused with 412 when somebody has changed it since.");
        if (metadata.OfType<TaggedAttribute>().Any())
        {
            Header("If-None-Match", "The ETag of an earlier answer: 304 without a body when nothing has changed since.");
            operation.Responses!.TryAdd("304", new OpenApiResponse { Description = "Nothing has changed." });
        }

        void Header(string name, string description, bool isRequired = false)
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter { Name = name, In = ParameterLocation.Header, Description = description, Required = isRequired, Schema = new OpenApiSchema { Type = JsonSchemaType.String } });
        }
    }

    private static void Complete(OpenApiDocument document)
    {
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Key] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = ApiKey.Header, Description = "A key of the page /settings/keys, or the one in the file 'api-key' of the data folder." },
            [Bearer] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "A token of POST /api/v1/token, or one of the OpenID provider that is set up." },
        };
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.Schemas[ProblemSchema] = Problem();
        foreach ((string path, IOpenApiPathItem item) in document.Paths)
        {
            foreach (OpenApiOperation operation in item.Operations?.Values.ToArray() ?? [])
            {
                operation.OperationId ??= "";
                foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>()) parameter.Example ??= ApiExamples.Parameter(operation.OperationId, parameter.Name ?? "");
                foreach (OpenApiMediaType body in operation.RequestBody?.Content?.Values.OfType<OpenApiMediaType>() ?? [])
                    body.Example = ApiExamples.Requests.TryGetValue(operation.OperationId, out string? text) ? text.StartsWith('<') ? JsonValue.Create(text) : JsonNode.Parse(text) : ApiExamples.Of(body.Schema, document);
                foreach ((string status, IOpenApiResponse answer) in operation.Responses ?? []) if (answer is OpenApiResponse response) Complete(response, int.TryParse(status, out int code) ? code : 500, path, operation.OperationId, document);
            }
        }
    }

    private static void Complete(OpenApiResponse response, int status, string path, string operation, OpenApiDocument document)
    {
        if (string.IsNullOrEmpty(response.Description)) response.Description = Words(status);
        if (status == 304) return;
        // Readiness tells its reasons in its own form whatever the status.
        if (status >= 400 && response.Content?.ContainsKey("application/json") != true)
        {
            response.Content = new Dictionary<string, OpenApiMediaType>
            {
                [ProblemType] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(ProblemSchema, document), Example = ApiExamples.Problem(status, path) },
            };
            return;
        }
        foreach (OpenApiMediaType content in response.Content?.Values.OfType<OpenApiMediaType>() ?? []) content.Example ??= ApiExamples.Answers.TryGetValue(operation, out string? text) ? JsonNode.Parse(text) : ApiExamples.Of(content.Schema, document);
    }

    private static OpenApiSchema Problem()
    {
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What went wrong (RFC 9457).",
            Required = new HashSet<string> { "status", "title", "code", "traceId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("A name of the kind of problem."),
                ["title"] = Text("The kind in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The status of the answer." },
                ["detail"] = Text("What it is here, and what to do."),
                ["instance"] = Text("The path that was asked."),
                ["code"] = Text("A word for programs; it stays the same while texts may change."),
                ["traceId"] = Text("The name of this request in the log."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Object,
                    Description = "With 400 and 422: sentences by field, or by check.",
                    AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
                },
            },
        };

        static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
    }

    private static string Words(int status) => status switch
    {
        200 => "Done.",
        201 => "Made.",
        202 => "Accepted; what becomes of it shows later.",
        204 => "Done; there is nothing to tell.",
        400 => "The request is not understood.",
        401 => "The key, token or session is missing or does not hold.",
        403 => "It is not allowed.",
        404 => "There is no such thing.",
        409 => "It does not fit the present state.",
        412 => "It was changed by somebody else.",
        422 => "Denied, with every check that failed.",
        428 => "The version is missing.",
        429 => "Too many requests; the header Retry-After says how long to wait.",
        502 => "The other side did not take it.",
        503 => "It cannot be done now.",
        _ => "The program failed; the log says more.",
    };
}
