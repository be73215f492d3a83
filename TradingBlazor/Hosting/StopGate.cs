using TradingBlazor.Api;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Hosting;

/// <summary>
/// From the moment the process was told to stop no new order is taken, from pages and programs alike; what was sent before is still answered, for as long as <see cref="Patience"/>. Cancels and the kill switch work to the end.
/// </summary>
internal sealed class StopGate : IDisposable
{
    /// <summary>How long answers of orders that are under way are waited for. After that they are told to look after the start: whatever was accepted is in the journal.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>What whoever is refused is told.</summary>
    public const string Sentence = "The program is stopping and takes no new order. Try again when it is back; nothing was sent.";

    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource _lastCall;
    private readonly CancellationTokenRegistration _begin;

    public StopGate(IHostApplicationLifetime lifetime, TimeProvider clock)
    {
        _stopping = lifetime.ApplicationStopping;
        _lastCall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _begin = _stopping.Register(() => _lastCall.CancelAfter(Patience));
    }

    /// <summary>True once no new order is taken.</summary>
    public bool IsClosed => _stopping.IsCancellationRequested;

    /// <summary>Ends the waits for answers.</summary>
    public CancellationToken LastCall => _lastCall.Token;

    /// <inheritdoc/>
    public void Dispose()
    {
        _begin.Dispose();
        _lastCall.Dispose();
    }

    /// <summary>Answers requests that would trade with 503, before anything is read of them.</summary>
    public static Task Guard(HttpContext context, RequestDelegate next)
    {
        if (!context.RequestServices.GetRequiredService<StopGate>().IsClosed || !Trades(context)) return next(context);
        context.Response.Headers.RetryAfter = "10";
        return ProblemResult.Of(StatusCodes.Status503ServiceUnavailable, "stopping", "The program is stopping.", Sentence).ExecuteAsync(context);
    }

    private static bool Trades(HttpContext context) =>
        !HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetOrderedMetadata<NeedsAttribute>().Any(n => n.Permission.HasFlag(Permission.Trade)) == true;
}
