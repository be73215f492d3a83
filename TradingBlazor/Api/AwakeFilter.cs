using TradingBlazor.Hosting;

namespace TradingBlazor.Api;

/// <summary>Takes no order that may have waited while the process stood still: it was meant for the market of then. Cancels and the kill switch pass it by.</summary>
internal sealed class AwakeFilter(Standstill standstill) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        TimeSpan stood = standstill.Look();
        if (stood == TimeSpan.Zero) return next(context);
        context.HttpContext.Response.Headers.RetryAfter = $"{Standstill.Doubtful.TotalSeconds:0}";
        return ValueTask.FromResult<object?>(ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "stoodStill", "The program has just stood still.",
            $"It stood still for {Math.Round(stood.TotalSeconds)} s, and this request may be from before. Nothing was sent. Repeat it if it is still wanted, with the same {CommandAnswers.IdempotencyHeader}."));
    }
}
