using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace TradingBlazor.Api;

/// <summary>An answer that says what was wrong, as problem details (RFC 9457) with <c>code</c> and <c>traceId</c>.</summary>
internal sealed class ProblemResult : IResult
{
    private readonly ProblemDetails _problem;

    private ProblemResult(int status, string code, string title, string detail)
    {
        _problem = new ProblemDetails { Status = status, Title = title, Detail = detail, Type = $"urn:tradingblazor:problem:{code}" };
        _problem.Extensions["code"] = code;
    }

    /// <summary>400: one sentence for each field that is wrong.</summary>
    public static ProblemResult Invalid(IReadOnlyDictionary<string, string[]> errors)
    {
        string[] sentences = [.. errors.Values.SelectMany(e => e)];
        string detail = sentences.Length == 1 ? sentences[0] : $"{sentences.Length} things are wrong: {string.Join(" ", sentences)}";
        return new ProblemResult(StatusCodes.Status400BadRequest, "invalidRequest", "The request is not understood.", detail).With("errors", errors);
    }

    /// <summary>400 about one field.</summary>
    public static ProblemResult Invalid(string field, string sentence) => Invalid(new Dictionary<string, string[]> { [field] = [sentence] });

    /// <summary>Any other status.</summary>
    public static ProblemResult Of(int status, string code, string title, string detail) => new(status, code, title, detail);

    /// <summary>404 with what to do.</summary>
    public static ProblemResult NotFound(string code, string detail) => Of(StatusCodes.Status404NotFound, code, "Not found.", detail);

    /// <summary>404 for a symbol that is not on the watchlist.</summary>
    public static ProblemResult UnknownSymbol(string symbol) =>
        NotFound("unknownSymbol", $"'{symbol}' is not on the watchlist. Add it with POST /api/v1/watchlist and {{\"symbol\":\"{symbol}\"}}; GET /api/v1/watchlist lists what is there.");

    /// <summary>Adds a member.</summary>
    public ProblemResult With(string name, object? value)
    {
        _problem.Extensions[name] = value;
        return this;
    }

    public Task ExecuteAsync(HttpContext httpContext)
    {
        _problem.Extensions["traceId"] = Activity.Current?.Id ?? httpContext.TraceIdentifier;
        _problem.Instance = httpContext.Request.Path;
        httpContext.Response.StatusCode = _problem.Status!.Value;
        return httpContext.Response.WriteAsJsonAsync(_problem, WholeAnswer.JsonOf(httpContext.RequestServices), "application/problem+json", httpContext.RequestAborted);
    }
}
