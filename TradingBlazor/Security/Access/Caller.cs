using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;

namespace TradingBlazor.Security.Access;

/// <summary>Who calls in this scope: the sender of a request, or the person whose page it is.</summary>
internal sealed class Caller(AccessBook book, IServiceProvider services)
{
    private HttpContext? _request;

    /// <summary>The request; null in a page's circuit.</summary>
    public HttpContext? Request => _request;

    /// <summary>Called at the beginning of every request.</summary>
    public void Set(HttpContext request) => _request = request;

    /// <summary>Who it is now; null when nobody any more.</summary>
    public async ValueTask<CallerAccess?> FindAsync(CancellationToken stop = default)
    {
        ClaimsPrincipal user = _request?.User ?? (await services.GetRequiredService<AuthenticationStateProvider>().GetAuthenticationStateAsync()).User;
        return await book.FindAsync(user, stop);
    }
}
