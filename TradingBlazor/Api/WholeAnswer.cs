using System.Text.Json;
using JsonOptions = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace TradingBlazor.Api;

/// <summary>An answer of JSON that is written as a whole, with its length: one piece on the wire, where one of unknown length takes two.</summary>
/// <param name="body">JSON in UTF-8.</param>
internal sealed class WholeAnswer(byte[] body) : IResult
{
    private const string Json = "application/json; charset=utf-8";

    /// <summary>Writes what the group answers with 200 and a value as a whole. Everything else writes itself.</summary>
    public static RouteGroupBuilder AddTo(RouteGroupBuilder group)
    {
        group.AddEndpointFilterFactory((factory, next) =>
        {
            JsonSerializerOptions json = JsonOf(factory.ApplicationServices);
            return async context =>
            {
                object? result = await next(context);
                return ValueOf(result) is { } value ? new WholeAnswer(Write(value, json)) : result;
            };
        });
        return group;
    }

    /// <summary>How answers are written.</summary>
    public static JsonSerializerOptions JsonOf(IServiceProvider services) => services.GetRequiredService<Microsoft.Extensions.Options.IOptions<JsonOptions>>().Value.SerializerOptions;

    /// <summary>The value of an answer with 200; null when it has none or another status.</summary>
    public static object? ValueOf(object? result) =>
        result is IValueHttpResult { Value: { } value } && result is IStatusCodeHttpResult { StatusCode: StatusCodes.Status200OK } ? value : null;

    /// <summary>A value as it is answered.</summary>
    public static byte[] Write(object value, JsonSerializerOptions json) => JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json);

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = Json;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}
