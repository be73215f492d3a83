using System.Security.Claims;
using System.Threading.RateLimiting;
using TradingBlazor.Api;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Security;

/// <summary>How many requests one user, key or address may send. Buckets fill up again by themselves; idle ones are forgotten by the limiter.</summary>
internal static class RequestLimits
{
    private const int BurstSeconds = 30;

    public static void Add(IServiceCollection services, SecurityOptions options) => services.AddRateLimiter(o =>
    {
        o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        o.OnRejected = async (context, _) =>
        {
            int seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
            context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
            await ProblemResult.Of(StatusCodes.Status429TooManyRequests, "tooManyRequests", "Too many requests.", $"Wait {seconds} s. Cancels and the kill switch are not counted.").ExecuteAsync(context.HttpContext);
        };
        PartitionedRateLimiter<HttpContext> all = PartitionedRateLimiter.Create<HttpContext, string>(context => (context.User.FindFirstValue(DeskClaims.Key) ?? context.User.FindFirstValue(ClaimTypes.NameIdentifier)) is { } id
            ? Bucket($"user {id}", options.RequestsPerMinute)
            : Bucket($"address {Addresses.Of(context)}", options.StrangerRequestsPerMinute));
        // The forms of the sign-in cost a hash each, and guess passwords: far fewer of them, whoever sends them.
        PartitionedRateLimiter<HttpContext> forms = PartitionedRateLimiter.Create<HttpContext, string>(context => HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/account")
            ? RateLimitPartition.GetFixedWindowLimiter($"form {Addresses.Of(context)}", _ => new FixedWindowRateLimiterOptions { PermitLimit = options.SignInsPerMinute, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 })
            : Bucket("everything else", int.MaxValue));
        o.GlobalLimiter = PartitionedRateLimiter.CreateChained(all, forms);
    });

    private static RateLimitPartition<string> Bucket(string name, int perMinute) => perMinute == int.MaxValue
        // One for all, and not one for each caller.
        ? RateLimitPartition.GetNoLimiter(name)
        : RateLimitPartition.GetTokenBucketLimiter(name, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(10, perMinute * BurstSeconds / 60),
            TokensPerPeriod = Math.Max(1, perMinute / 60),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
            AutoReplenishment = true,
        });
}
