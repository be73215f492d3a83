using Microsoft.AspNetCore.Authorization;

namespace TradingBlazor.Security.Access;

/// <summary>Names the permission that a page or endpoint needs.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
internal sealed class NeedsAttribute(Permission permission) : Attribute, IAuthorizeData
{
    /// <summary>What is needed.</summary>
    public Permission Permission { get; } = permission;

    /// <inheritdoc/>
    public string? Policy { get => PermissionPolicy.Name(Permission); set => throw new NotSupportedException(); }
    /// <inheritdoc/>
    public string? Roles { get; set; }
    /// <inheritdoc/>
    public string? AuthenticationSchemes { get; set; }
}

/// <summary>What a policy asks for.</summary>
internal sealed record PermissionRequirement(Permission Permission) : IAuthorizationRequirement;

/// <summary>Looks up what the caller may do now.</summary>
internal sealed class PermissionHandler(AccessBook book) : AuthorizationHandler<PermissionRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (await book.FindAsync(context.User) is { } access && access.May(requirement.Permission)) context.Succeed(requirement);
    }
}

/// <summary>Policies by permission, and the rule for what names none.</summary>
internal static class PermissionPolicy
{
    /// <summary>Name of the policy of a permission, as in <c>may:Trade</c>.</summary>
    public static string Name(Permission permission) => $"may:{permission}";

    /// <summary>Opens an endpoint for whoever has the permission.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Permission permission) where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsAttribute(permission));

    /// <summary>
    /// Closes what nobody decided about: a reading endpoint of the group needs <see cref="Permission.View"/>, a writing one without a permission
    /// of its own is closed for everybody.
    /// </summary>
    public static void CloseUndecided(this IEndpointConventionBuilder group) => group.Finally(endpoint =>
    {
        if (endpoint.Metadata.Any(m => m is NeedsAttribute or IAllowAnonymous)) return;
        bool reads = endpoint.Metadata.OfType<Microsoft.AspNetCore.Routing.HttpMethodMetadata>().All(m => m.HttpMethods.All(v => HttpMethods.IsGet(v) || HttpMethods.IsHead(v)));
        endpoint.Metadata.Add(new NeedsAttribute(reads ? Permission.View : Permission.None));
    });

    /// <summary>Adds the policies.</summary>
    public static void Add(IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddAuthorizationCore();
        services.AddAuthorization(o =>
        {
            foreach (Permission permission in Enum.GetValues<Permission>()) o.AddPolicy(Name(permission), p => Require(p, permission));
            o.DefaultPolicy = Policy(Permission.View);
            o.FallbackPolicy = Policy(Permission.View);
        });
    }

    private static AuthorizationPolicy Policy(Permission permission) => Require(new AuthorizationPolicyBuilder(), permission).Build();

    private static AuthorizationPolicyBuilder Require(AuthorizationPolicyBuilder policy, Permission permission) => policy.RequireAuthenticatedUser().AddRequirements(new PermissionRequirement(permission));
}
