using System.Globalization;
using System.Security.Cryptography;

namespace TradingBlazor.Api;

/// <summary>Marks an endpoint whose answers carry an <c>ETag</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TaggedAttribute : Attribute;

/// <summary>Gives answers a tag of their content, and answers 304 to who has it already: a program that asks often is sent what is new alone.</summary>
internal static class Tagged
{
    private const char Between = '-';

    /// <summary>Adds it. Where the endpoint has told a version in the tag, which a change names, the content is told behind it: what is answered can change without that version, as by another start value in the settings.</summary>
    public static RouteHandlerBuilder WithTag(this RouteHandlerBuilder route) => route.WithMetadata(new TaggedAttribute()).AddEndpointFilter(async (context, next) =>
    {
        object? result = await next(context);
        if (WholeAnswer.ValueOf(result) is not { } value) return result;
        HttpContext http = context.HttpContext;
        byte[] body = WholeAnswer.Write(value, WholeAnswer.JsonOf(http.RequestServices));
        string version = http.Response.Headers.ETag.ToString();
        string tag = version.Length == 0 ? Of(body) : $"{version[..^1]}{Between}{Of(body).AsSpan(1)}";
        http.Response.Headers.ETag = tag;
        return Matches(http.Request.Headers.IfNoneMatch, tag) ? Results.StatusCode(StatusCodes.Status304NotModified) : new WholeAnswer(body);
    });

    /// <summary>True when a header names the tag, or any.</summary>
    public static bool Matches(Microsoft.Extensions.Primitives.StringValues header, string tag) =>
        header.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(t => t == "*" || t == tag || (t.StartsWith("W/", StringComparison.Ordinal) && t[2..] == tag));

    /// <summary>True when a header names a version, alone or with the content it had.</summary>
    public static bool MatchesVersion(Microsoft.Extensions.Primitives.StringValues header, long version) =>
        header.SelectMany(h => (h ?? "").Split(',', StringSplitOptions.TrimEntries)).Any(t => t == "*" || VersionOf(t.StartsWith("W/", StringComparison.Ordinal) ? t[2..] : t) == version);

    /// <summary>The version that a tag names; null when it names none.</summary>
    public static long? VersionOf(string tag) =>
        long.TryParse(tag.Trim('"').Split(Between)[0], NumberStyles.None, CultureInfo.InvariantCulture, out long version) ? version : null;

    /// <summary>True when a header names any tag at all.</summary>
    public static bool IsAny(Microsoft.Extensions.Primitives.StringValues header) => header.Any(h => h?.Trim() == "*");

    /// <summary>The tag of a value as it would be answered.</summary>
    public static string Of(object value, HttpContext http) => Of(WholeAnswer.Write(value, WholeAnswer.JsonOf(http.RequestServices)));

    private static string Of(byte[] body) => $"\"{Convert.ToHexStringLower(SHA256.HashData(body)).AsSpan(0, 32)}\"";
}
