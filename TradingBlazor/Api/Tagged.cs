using System.Security.Cryptography;

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
        if (WholeAnswer.ValueOf(result) is not { } value) return result;
        HttpContext http = context.HttpContext;
        byte[] body = WholeAnswer.Write(value, WholeAnswer.JsonOf(http.RequestServices));
        string tag = Of(body);
        http.Response.Headers.ETag = tag;
        return Matches(http.Request.Headers.IfNoneMatch, tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : new WholeAnswer(body);
    });

    /// <summary>True when a header names the tag, or any.</summary>
    public static bool Matches(Microsoft.Extensions.Primitives.StringValues header, string tag) =>
        header.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(t => t == "*" || t == tag || (t.StartsWith("W/", StringComparison.Ordinal) && t[2..] == tag));

    /// <summary>True when a header names any tag at all.</summary>
    public static bool IsAny(Microsoft.Extensions.Primitives.StringValues header) => header.Any(h => h?.Trim() == "*");

    /// <summary>The tag of a value as it would be answered.</summary>
    public static string Of(object value, HttpContext http) => Of(WholeAnswer.Write(value, WholeAnswer.JsonOf(http.RequestServices)));

    private static string Of(byte[] body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body)).AsSpan(0, 32)}\"";
}
