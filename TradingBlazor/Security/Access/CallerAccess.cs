namespace TradingBlazor.Security.Access;

/// <summary>What kind of caller it is.</summary>
internal enum CallerKind
{
    /// <summary>A person with a session.</summary>
    User = 0,
    /// <summary>A key of the database.</summary>
    Key,
    /// <summary>The key in the data folder: whoever reads that file owns the machine.</summary>
    KeyFile,
    /// <summary>The bearer of a token of the external provider.</summary>
    Token,
}

/// <summary>Who calls and what is allowed now; never older than some seconds.</summary>
/// <param name="Kind">Person or key.</param>
/// <param name="Id">Id of the user, public part of the key, or <c>file</c>.</param>
/// <param name="Name">Name for people.</param>
/// <param name="Permissions">What is allowed.</param>
internal sealed record CallerAccess(CallerKind Kind, string Id, string Name, Permission Permissions)
{
    /// <summary>Session of a person; empty for a key.</summary>
    public string SessionId { get; init; } = "";
    /// <summary>When the second factor was last given in this session; null when never.</summary>
    public DateTimeOffset? StrongTime { get; init; }
    /// <summary>Address the session began from; empty for a key.</summary>
    public string Address { get; init; } = "";
    /// <summary>Roles of a person.</summary>
    public IReadOnlyList<string> Roles { get; init; } = [];
    /// <summary>Actions by account, of those that the roles allow; empty when they hold in every account.</summary>
    public IReadOnlyDictionary<string, Permission> AccountRights { get; init; } = new Dictionary<string, Permission>();

    /// <summary>Who made a key; empty for a person and for the key file.</summary>
    public string OwnerId { get; init; } = "";

    /// <summary>The person behind it: nobody is a second person for what came from the own session or with an own key. Empty for the key file.</summary>
    public string PersonId => Kind switch { CallerKind.User => Id, CallerKind.Key => OwnerId, CallerKind.Token => Id, _ => "" };

    /// <summary>As the audit names it, such as <c>user mira</c>.</summary>
    public string Who => Kind switch
    {
        CallerKind.User => $"user {Name}",
        CallerKind.Key => $"key {Id} ({Name})",
        CallerKind.Token => $"token {Name}",
        _ => "key file",
    };

    /// <summary>True when everything in <paramref name="permission"/> is allowed, in at least one account.</summary>
    public bool May(Permission permission) => permission != Permission.None && (Permissions & permission) == permission;

    /// <summary>True when it is allowed in this account.</summary>
    public bool MayIn(Permission permission, string account) =>
        May(permission) && (AccountRights.Count == 0 || (AccountRights.TryGetValue(account, out Permission there) && (there & permission) == permission));
}
