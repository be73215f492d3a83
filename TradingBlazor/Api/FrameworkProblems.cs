using System.Data.Common;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Data.Sqlite;

namespace TradingBlazor.Api;

/// <summary>
/// Problems that no endpoint tells, such as a route or method that there is not: in the same form as those that endpoints tell. Also for a program that says it would rather have something else
/// (<c>Accept</c>): the framework's own writer leaves it with a line of text then.
/// </summary>
internal sealed class FrameworkProblems : IProblemDetailsWriter
{
    // Result codes of SQLite: https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Full = 13, CannotOpen = 14;

    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services)
    {
        // The first that can write does.
        services.AddSingleton<IProblemDetailsWriter, FrameworkProblems>();
        services.AddProblemDetails();
        services.Configure<ExceptionHandlerOptions>(o =>
        {
            // A request that is too large or broken is its sender's fault, not the program's: no 500, and no error in the log.
            o.StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : IsDatabaseAway(e) ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status500InternalServerError;
            // That the database is away is told by who writes the history, once, and not by every request that needs it.
            o.SuppressDiagnosticsCallback = c => c.Exception is BadHttpRequestException || IsDatabaseAway(c.Exception);
        });
    }

    /// <inheritdoc/>
    public bool CanWrite(ProblemDetailsContext context) => true;

    /// <inheritdoc/>
    public ValueTask WriteAsync(ProblemDetailsContext context) => new(Of(context.ProblemDetails, context.HttpContext).ExecuteAsync(context.HttpContext));

    // The server cannot be reached, or the file cannot be read or written now; whatever else a database says is a fault of the program.
    private static bool IsDatabaseAway(Exception? e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
            if (inner is DbException { IsTransient: true } or SqliteException { SqliteErrorCode: Busy or Locked or ReadOnly or IoError or Full or CannotOpen }) return true;
        return false;
    }

    private static bool IsRoute(HttpContext context) => context.RequestServices.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
        .Where(e => e.RoutePattern.Parameters.All(p => !p.IsCatchAll)).Any(e => new TemplateMatcher(new RouteTemplate(e.RoutePattern), []).TryMatch(context.Request.Path, []));

    private static ProblemResult Of(ProblemDetails problem, HttpContext context)
    {
        int status = context.Response.StatusCode;
        // The page that says that there is no page takes every address, but reads only: a write to one that there is not is no question of the method.
        if (status == StatusCodes.Status405MethodNotAllowed && !IsRoute(context))
        {
            status = StatusCodes.Status404NotFound;
            context.Response.Headers.Remove(Microsoft.Net.Http.Headers.HeaderNames.Allow);
        }
        (string code, string title, string detail) = status switch
        {
            StatusCodes.Status404NotFound => ("notFound", "Not found.", "There is no such route. /openapi/v1.json lists those that there are, /scalar shows them."),
            StatusCodes.Status405MethodNotAllowed => ("methodNotAllowed", "The method is not allowed.", $"This route takes {context.Response.Headers.Allow}, not {context.Request.Method}."),
            StatusCodes.Status413PayloadTooLarge => ("tooLarge", "The body is too large.", $"A request may have {JsonFields.BytesMax / 1024} KiB."),
            StatusCodes.Status415UnsupportedMediaType when context.Request.Path.Value?.EndsWith("/statement", StringComparison.Ordinal) == true => ("notXml", "The body is not XML.", "Send the statement with 'Content-Type: application/xml'."),
            StatusCodes.Status415UnsupportedMediaType => ("notJson", "The body is not JSON.", "Send a JSON object with 'Content-Type: application/json'."),
            StatusCodes.Status503ServiceUnavailable when IsDatabaseAway(context.Features.Get<IExceptionHandlerFeature>()?.Error) =>
                ("databaseUnavailable", "The database cannot be used now.", "Orders, cancels and the kill switch work on. Ask again when GET /ready says that persistence is ready."),
            >= StatusCodes.Status500InternalServerError => ("internalError", "The program failed.", "The log says more under the trace id."),
            _ => ("invalidRequest", "The request is not understood.", problem.Detail ?? "It is broken as a request of HTTP."),
        };
        return ProblemResult.Of(status, code, title, detail);
    }
}
