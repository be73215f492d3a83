using TradingBlazor.Api.Model;
using TradingCore.Persistence.Redis;

namespace TradingBlazor.Api;

/// <summary>What the API tells of Redis.</summary>
internal static class RedisStatus
{
    /// <summary>How it is; null when it is not configured.</summary>
    public static RedisDto? Of(IServiceProvider services)
    {
        if (services.GetService<RedisStore>() is not { } store) return null;
        EngineLease? lease = services.GetService<EngineLease>();
        return new RedisDto(store.Failure.Length > 0, store.Failure, Terms.Name(store.State), lease?.IsHeld, lease?.Token ?? services.GetService<RemoteCalls>()?.Engine ?? 0);
    }
}
