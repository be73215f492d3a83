using TradingBlazor.Security.Access;
using TradingBlazor.Security.Accounts;

namespace TradingBlazor.Api;

internal static class UserEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("", GetUsersAsync).WithName("GetUsers").Needs(Permission.Administer).Produces<UserDto[]>();
        group.MapPost("", InviteUserAsync).WithName("InviteUser").Needs(Permission.Administer).Accepts<InviteRequest>("application/json").Produces<InviteDto>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    /// <summary>Users with their roles.</summary>
    private static async Task<IResult> GetUsersAsync(UserDesk desk, CancellationToken stop) =>
        TypedResults.Ok((await desk.ListAsync(stop)).Select(u => new UserDto(u.Name, u.Roles, u.IsDisabled, u.HasSecondFactor, u.CreatedTime, u.LastSignInTime)).ToArray());

    /// <summary>Invites a user. The answer holds a one-time link with which that person chooses a password; it is shown here once and holds for three days.</summary>
    private static async Task<IResult> InviteUserAsync(HttpRequest request, UserDesk desk, CommandGuard guard, CancellationToken stop)
    {
        (JsonFields? fields, ProblemResult? problem) = await JsonFields.ReadAsync(request);
        if (fields is null) return problem!;
        string name = fields.Text("name", "a user name", isRequired: true) ?? "";
        string[] roles = (fields.Text("roles", $"one or more of {string.Join(", ", Roles.All)}, with commas between", isRequired: true) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (fields.Problem() is { } wrong) return wrong;
        (string path, string fault) = await desk.InviteAsync(name, roles, await guard.JudgeAsync(Permission.Administer, null, stop), stop);
        return fault.Length > 0
            ? ProblemResult.Invalid("$", fault)
            : TypedResults.Created((string?)null, new InviteDto($"{request.Scheme}://{request.Host}{path}"));
    }
}

/// <summary>Who is to be invited.</summary>
/// <param name="Name">User name.</param>
/// <param name="Roles">Roles with commas between.</param>
internal sealed record InviteRequest(string Name, string Roles);

/// <summary>An invitation.</summary>
/// <param name="Link">One-time link; give it to the person over a safe way.</param>
internal sealed record InviteDto(string Link);

/// <summary>A user.</summary>
internal sealed record UserDto(string Name, IReadOnlyList<string> Roles, bool IsDisabled, bool HasSecondFactor, DateTimeOffset CreatedTime, DateTimeOffset? LastSignInTime);
