using TradingCore.Engine.Views;

namespace TradingBlazor.Api;

/// <summary>Keeps lists back until the engine has read what the last run left: an empty list would say that nothing works, nothing is held and no switch is engaged.</summary>
internal sealed class BegunFilter(ITradingView view) : IEndpointFilter
{
    private const string RetrySeconds = "1";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // Commands wait until the engine can judge them.
        if (view.HasBegun || !HttpMethods.IsGet(context.HttpContext.Request.Method)) return next(context);
        context.HttpContext.Response.Headers.RetryAfter = RetrySeconds;
        return ValueTask.FromResult<object?>(ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "starting", "Not known yet.",
            "The program has just been started and still reads back orders, positions, limits and kill switches. Nothing leaves until it has. Ask again in a moment."));
    }
}
