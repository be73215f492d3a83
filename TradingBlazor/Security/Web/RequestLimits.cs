using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using TradingBlazor.Api;
using TradingBlazor.Hosting;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Security;

/// <summary>How many requests one user, key or address may send. Buckets fill up again by themselves; idle ones are forgotten by the limiter.</summary>
internal static class RequestLimits
{
    /// <summary>Policy of what posts to the pages of an account.</summary>
    public const string Forms = "forms";

    private const int BurstSeconds = 30;

    public static void Add(IServiceCollection services, SecurityOptions options) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.OnRejected = async (context, _) =>
        {
            int seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
            context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            if (WantsPage(context.HttpContext.Request)) await WritePageAsync(context.HttpContext, seconds);
            else await ProblemResult.Of(StatusCodes.Status429TooManyRequests, "tooManyRequests", "Too many requests.", $"Wait {seconds} s. Cancels and the kill switch are not counted.").ExecuteAsync(context.HttpContext);
        };
        o.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Holder>(context => (context.User.FindFirstValue(DeskClaims.Key) ?? context.User.FindFirstValue(ClaimTypes.NameIdentifier)) is { } id
            ? Bucket(new Holder(IsKnown: true, id), options.RequestsPerMinute)
            : Bucket(new Holder(IsKnown: false, Addresses.Of(context)), options.StrangerRequestsPerMinute));
        // The forms of the sign-in cost a hash each, and guess passwords: far fewer of them, whoever sends them.
        o.AddPolicy(Forms, context => HttpMethods.IsPost(context.Request.Method)
            ? RateLimitPartition.GetFixedWindowLimiter(Addresses.Of(context), _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })
            : RateLimitPartition.GetNoLimiter(""));
    });

    private static bool WantsPage(HttpRequest request) => !DeskApplication.IsApi(request.Path) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>In plain HTML: a page that is rendered would cost more than the try that was refused.</summary>
    private static Task WritePageAsync(HttpContext context, int seconds)
    {
        string back = HtmlEncoder.Default.Encode(context.Request.PathBase + context.Request.Path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"""
            <!DOCTYPE html>
            <html lang="en" data-theme="dark" data-choice="system" data-density="compact" data-pair="green" data-default>
            <head>
                <meta charset="utf-8" /><meta name="viewport" content="width=device-width, initial-scale=1" /><title>Too many tries · TradingBlazor</title>
                <script src="/js/theme.js"></script><link rel="stylesheet" href="/css/tokens.css" /><link rel="stylesheet" href="/css/desk.css" /><link rel="stylesheet" href="/css/account.css" />
            </head>
            <body>
                <main class="account-page"><div class="account-box">
                    <div class="account-brand"><span class="brand">Trading<b>Blazor</b></span></div>
                    <h1>Too many tries</h1>
                    <p class="account-fault" role="alert" data-testid="too-many">Too much came from this address in the last minute, so this was not looked at. Wait {seconds} s, then try again.</p>
                    <a class="account-link" href="{back}">Back</a>
                </div></main>
            </body>
            </html>
            """), context.RequestAborted);
    }

    /// <summary>A bucket that gives exactly so many a minute in the long run.</summary>
    internal static TokenBucketRateLimiterOptions BucketOf(int perMinute)
    {
        // About a second's share at a time, in the time that it takes: rounded to a whole number a second, ten a minute would be sixty, and 119 would be, too.
        int share = Math.Max(1, perMinute / 60);
        return new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(10, perMinute * BurstSeconds / 60),
            TokensPerPeriod = share,
            ReplenishmentPeriod = TimeSpan.FromTicks(TimeSpan.TicksPerMinute * share / perMinute),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
    }

    private static RateLimitPartition<Holder> Bucket(Holder holder, int perMinute) => RateLimitPartition.GetTokenBucketLimiter(holder, _ => BucketOf(perMinute));

    /// <summary>Whose requests are counted together: a user or key, or an address of which nobody knows who it is.</summary>
    private readonly record struct Holder(bool IsKnown, string Id);
}
