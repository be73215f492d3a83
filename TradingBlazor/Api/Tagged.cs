using System.Security.Cryptography;
using System.Text.Json;

namespace TradingBlazor.Api;

/// <summary>Marks an endpoint whose answers carry an <c>ETag</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TaggedAttribute : Attribute;

/// <summary>Gives answers a tag of their content, and answers 304 to who has it already: a program that asks often is sent what is new alone.</summary>
internal static class Tagged
{
    /// <summary>Adds it.</summary>
    public static RouteHandlerBuilder WithTag(this RouteHandlerBuilder route) => route.WithMetadata(new TaggedAttribute()).AddEndpointFilter(async (context, next) =>
    {
        object? result = await next(context);
        HttpContext http = context.HttpContext;
        if (result is not IValueHttpResult { Value: { } value } || (result is IStatusCodeHttpResult { StatusCode: { } status } && status != StatusCodes.Status200OK)) return result;
        JsonSerializerOptions json = http.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json);
        string tag = Of(body);
        http.Response.Headers.ETag = tag;
        return Matches(http.Request.Headers.IfNoneMatch, tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : Results.Bytes(body, "application/json; charset=utf-8");
    });

    /// <summary>True when a header names the tag, or any.</summary>
    public static bool Matches(Microsoft.Extensions.Primitives.StringValues header, string tag) =>
        header.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(t => t == "*" || t == tag || (t.StartsWith("W/", StringComparison.Ordinal) && t[2..] == tag));

    /// <summary>True when a header names any tag at all.</summary>
    public static bool IsAny(Microsoft.Extensions.Primitives.StringValues header) => header.Any(h => h?.Trim() == "*");

    /// <summary>The tag of a value as it would be answered.</summary>
    public static string Of(object value, HttpContext http)
    {
        JsonSerializerOptions json = http.RequestServices.GetRequiredService<Microsoft.Extensions.Options.IOptions<Microsoft.AspNetCore.Http.Json.JsonOptions>>().Value.SerializerOptions;
        return Of(JsonSerializer.SerializeToUtf8Bytes(value, value.GetType(), json));
    }

    private static string Of(byte[] body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body)).AsSpan(0, 32)}\"";
}
