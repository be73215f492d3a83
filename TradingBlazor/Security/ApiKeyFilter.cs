using TradingBlazor.Api;

namespace TradingBlazor.Security;

/// <summary>Refuses writing requests without the key.</summary>
internal sealed class ApiKeyFilter(ApiKey key, ILogger<ApiKeyFilter> logger) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        HttpRequest request = context.HttpContext.Request;
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method)) return next(context);
        string given = request.Headers[ApiKey.Header].ToString();
        if (key.IsRight(given)) return next(context);

        logger.KeyRefused(request.Method, request.Path, given.Length == 0 ? "missing" : "wrong");
        context.HttpContext.Response.Headers.WWWAuthenticate = "ApiKey";
        return ValueTask.FromResult<object?>(ProblemResult.Of(
            StatusCodes.Status401Unauthorized, "apiKeyRequired", "The API key is missing or wrong.",
            $"The header {ApiKey.Header} is {(given.Length == 0 ? "missing" : "wrong")}. The key is in the file 'api-key' of the data folder, whose path is printed at the start."));
    }
}
