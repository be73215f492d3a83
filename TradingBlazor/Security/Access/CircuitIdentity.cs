using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace TradingBlazor.Security.Access;

/// <summary>Who a page's circuit belongs to, looked up again every two seconds: with a session that was ended, or a user who was disabled, the circuit shows nothing any more.</summary>
internal sealed class CircuitIdentity(AccessBook book, ILoggerFactory loggers) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    // The book answers from memory and forgets at once what was ended here, so asking often costs nothing and the page goes within seconds.
    protected override TimeSpan RevalidationInterval => TimeSpan.FromSeconds(2);

    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await book.FindAsync(authenticationState.User, cancellationToken) is not null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The base class signs out when this throws. A database that is away for a moment must not take the desk from a trader; the guard of commands asks again anyhow.
            return true;
        }
    }
}
