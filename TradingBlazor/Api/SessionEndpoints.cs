using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Api;

internal static class SessionEndpoints
{
    public static void Map(RouteGroupBuilder group) => group.MapGet("/session", GetSessionAsync).WithName("GetSession").Needs(Permission.View);

    /// <summary>Who calls and what is allowed; with a session also the token that its writes need in the header <c>X-Csrf-Token</c>.</summary>
    private static async Task<Ok<CallerDto>> GetSessionAsync(HttpContext context, Caller caller, IAntiforgery antiforgery)
    {
        CallerAccess access = (await caller.FindAsync(context.RequestAborted))!;
        string? token = access.Kind == CallerKind.User ? antiforgery.GetAndStoreTokens(context).RequestToken : null;
        string[] permissions = [.. Enum.GetValues<Permission>().Where(p => p != Permission.None && access.May(p)).Select(p => Terms.Name(p))];
        return TypedResults.Ok(new CallerDto(access.Who, access.Roles, permissions, token));
    }
}

/// <summary>Who calls.</summary>
/// <param name="Who">As in <c>user mira</c> or <c>key 4f2a91c0d1e2 (bot)</c>.</param>
/// <param name="Roles">Roles of a person; empty for a key.</param>
/// <param name="Permissions">What is allowed.</param>
/// <param name="CsrfToken">What a write with the session needs in the header <c>X-Csrf-Token</c>; null for a key.</param>
internal sealed record CallerDto(string Who, IReadOnlyList<string> Roles, IReadOnlyList<string> Permissions, string? CsrfToken);
