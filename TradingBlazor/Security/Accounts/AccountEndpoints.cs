using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using TradingBlazor.Api;
using TradingBlazor.Security.Access;
using TradingBlazor.Security.Audit;
using TradingBlazor.Security.Store;

namespace TradingBlazor.Security.Accounts;

/// <summary>What the account pages post to beside their own forms.</summary>
internal static class AccountEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder group = routes.MapGroup("/account").ExcludeFromDescription().RequireRateLimiting(RequestLimits.Forms);
        group.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
        group.MapPost("/passkeys/request-options", RequestOptionsAsync).AllowAnonymous();
        group.MapPost("/passkeys/creation-options", CreationOptionsAsync).Needs(Permission.View);
        group.CloseUndecided();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, DeskSignIn signIn, Sessions sessions, AccessBook book, IAuditLog audit)
    {
        if (!await antiforgery.IsOfPageAsync(context)) return Forged();
        if (await book.FindAsync(context.User) is { SessionId.Length: > 0 } access)
        {
            await sessions.EndAsync(access.SessionId, access.Id);
            audit.Record(new AuditEntry(access.Who, "signOut") { Address = Addresses.Of(context) });
        }
        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("/account/sign-in");
    }

    private static async Task<IResult> RequestOptionsAsync(HttpContext context, IAntiforgery antiforgery, DeskSignIn signIn) =>
        // Without a name: the answer must not tell which names there are.
        await antiforgery.IsOfPageAsync(context) ? TypedResults.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json") : Forged();

    private static async Task<IResult> CreationOptionsAsync(HttpContext context, IAntiforgery antiforgery, DeskSignIn signIn, UserManager<DeskUser> users)
    {
        if (!await antiforgery.IsOfPageAsync(context)) return Forged();
        if (await users.GetUserAsync(context.User) is not { } user) return TypedResults.NotFound();
        var entity = new PasskeyUserEntity { Id = user.Id, Name = user.UserName ?? "", DisplayName = user.UserName ?? "" };
        return TypedResults.Content(await signIn.MakePasskeyCreationOptionsAsync(entity), "application/json");
    }

    private static ProblemResult Forged() =>
        ProblemResult.Of(StatusCodes.Status400BadRequest, "antiforgery", "The request did not come from a page of this server.", "The token of the form is missing or belongs to another session. Load the page again.");
}
