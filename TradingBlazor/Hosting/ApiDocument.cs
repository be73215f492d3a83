using Microsoft.OpenApi;
using Scalar.AspNetCore;
using TradingBlazor.Security;

namespace TradingBlazor.Hosting;

/// <summary>The OpenAPI document and the page to browse it.</summary>
internal static class ApiDocument
{
    private const string Scheme = "ApiKey";

    public static void Add(IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "TradingBlazor",
                Version = "v1",
                Description = "Quotes, bars, orders, executions and positions. Every route needs the header X-Api-Key (or Authorization: Bearer) with a key whose scope allows it, or a session; only /health and /ready are open. "
                    + "Errors are problem details (RFC 9457) with code and traceId. Times are UTC, prices and quantities exact decimals.",
            };
            document.Components ??= new OpenApiComponents();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes[Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Header,
                Name = ApiKey.Header,
                Description = "A key of the page /settings/keys, or the one in the file 'api-key' of the data folder.",
            };
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, context, _) =>
        {
            if (context.Description.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Authorization.IAllowAnonymous>().Any()) return Task.CompletedTask;
            operation.Security ??= [];
            operation.Security.Add(new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] });
            return Task.CompletedTask;
        });
    });

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi();
        // Nothing from the network: the page must work on a machine that reaches only its gateway.
        routes.MapScalarApiReference(options => options.WithTitle("TradingBlazor API").DisableDefaultFonts());
    }
}
