using System.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace TradingBlazor.Api;

/// <summary>Problems that no endpoint tells, such as a route or method that there is not: in the same form as those that endpoints tell.</summary>
internal static class FrameworkProblems
{
    /// <summary>Adds them.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddProblemDetails(o => o.CustomizeProblemDetails = c => Complete(c.ProblemDetails, c.HttpContext));
        services.Configure<ExceptionHandlerOptions>(o =>
        {
            // A request that is too large or broken is its sender's fault, not the program's: no 500, and no error in the log.
            o.StatusCodeSelector = e => e is BadHttpRequestException bad ? bad.StatusCode : StatusCodes.Status500InternalServerError;
            o.SuppressDiagnosticsCallback = c => c.Exception is BadHttpRequestException;
        });
    }

    private static void Complete(ProblemDetails problem, HttpContext context)
    {
        (string code, string title, string detail) = context.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ("notFound", "Not found.", "There is no such route. /openapi/v1.json lists those that there are, /scalar shows them."),
            StatusCodes.Status405MethodNotAllowed => ("methodNotAllowed", "The method is not allowed.", $"This route takes {context.Response.Headers.Allow}, not {context.Request.Method}."),
            StatusCodes.Status413PayloadTooLarge => ("tooLarge", "The body is too large.", $"A request may have {JsonFields.BytesMax / 1024} KiB."),
            StatusCodes.Status415UnsupportedMediaType => ("notJson", "The body is not JSON.", "Send a JSON object with 'Content-Type: application/json'."),
            >= StatusCodes.Status500InternalServerError => ("internalError", "The program failed.", "The log says more under the trace id."),
            _ => ("invalidRequest", "The request is not understood.", problem.Detail ?? "It is broken as a request of HTTP."),
        };
        (problem.Type, problem.Title, problem.Detail, problem.Instance) = ($"urn:tradingblazor:problem:{code}", title, detail, context.Request.Path);
        problem.Extensions["code"] = code;
        problem.Extensions["traceId"] = Activity.Current?.Id ?? context.TraceIdentifier;
    }
}
