using System.Reflection;
using Microsoft.AspNetCore.SignalR;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Hubs;

/// <summary>Every method of the hub is closed unless it names a permission, and asks for it at each call: rights may have changed since the connection began.</summary>
internal sealed class ClosedMethods(AccessBook book) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Permission needed = invocationContext.HubMethod.GetCustomAttribute<NeedsAttribute>()?.Permission ?? Permission.None;
        CallerAccess? access = invocationContext.Context.User is { } user ? await book.FindAsync(user, invocationContext.Context.ConnectionAborted) : null;
        if (access is null || !access.May(needed)) throw new HubException(needed == Permission.None ? "notAllowed: This method is closed for everybody." : $"notAllowed: It needs the permission {needed}.");
        return await next(invocationContext);
    }
}
