using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.SignalR;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Hubs;

/// <summary>
/// Every method of the hub is closed unless it names a permission, and asks for it at each call: rights may have changed since the connection began. The hub tells its clients what is wrong with a call that
/// fits no method, in the framework's words; what goes wrong inside one is none of theirs, and is told here.
/// </summary>
internal sealed class ClosedMethods(AccessBook book, ILogger<ClosedMethods> logger) : IHubFilter
{
    private const string Internal = "internalError: The program failed; its log says more.";

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        Permission needed = invocationContext.HubMethod.GetCustomAttribute<NeedsAttribute>()?.Permission ?? Permission.None;
        CallerAccess? access = invocationContext.Context.User is { } user ? await book.FindAsync(user, invocationContext.Context.ConnectionAborted) : null;
        if (access is null || !access.May(needed)) throw new HubException(needed == Permission.None ? "notAllowed: This method is closed for everybody." : $"notAllowed: It needs the permission {needed}.");
        try
        {
            object? result = await next(invocationContext);
            return result is IAsyncEnumerable<StreamItem> items ? Guarded(items, invocationContext.HubMethodName) : result;
        }
        catch (Exception e) when (e is not (HubException or OperationCanceledException))
        {
            throw Told(e, invocationContext.HubMethodName);
        }
    }

    /// <inheritdoc/>
    public async Task OnConnectedAsync(HubLifetimeContext context, Func<HubLifetimeContext, Task> next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (e is not (HubException or OperationCanceledException))
        {
            throw Told(e, nameof(OnConnectedAsync));
        }
    }

    private async IAsyncEnumerable<StreamItem> Guarded(IAsyncEnumerable<StreamItem> items, string method, [EnumeratorCancellation] CancellationToken stop = default)
    {
        await using IAsyncEnumerator<StreamItem> each = items.GetAsyncEnumerator(stop);
        while (true)
        {
            try
            {
                if (!await each.MoveNextAsync()) yield break;
            }
            catch (Exception e) when (e is not (HubException or OperationCanceledException))
            {
                throw Told(e, method);
            }
            yield return each.Current;
        }
    }

    private HubException Told(Exception e, string method)
    {
        logger.HubStreamFailed(e, method);
        return new HubException(Internal);
    }
}
