namespace TradingBlazor.Security.Accounts;

/// <summary>What a person sees of the own account.</summary>
internal sealed record OwnAccount(string Name, IReadOnlyList<string> Roles, bool HasAuthenticator, int RecoveryCodes, IReadOnlyList<PasskeyLine> Passkeys, IReadOnlyList<SessionLine> Sessions)
{
    /// <summary>Of nobody.</summary>
    public static OwnAccount Empty { get; } = new("", [], false, 0, [], []);
}

/// <summary>A passkey.</summary>
internal sealed record PasskeyLine(string Id, string Name, DateTimeOffset CreatedTime);

/// <summary>A session. Its id is a secret, so it is named by a mark made from it.</summary>
internal sealed record SessionLine(string Mark, string User, string Browser, string Address, DateTimeOffset CreatedTime, DateTimeOffset LastSeenTime, bool IsThis);

/// <summary>An authenticator that is being set up.</summary>
/// <param name="Key">Secret in groups of four.</param>
/// <param name="Svg">The same as a picture to scan.</param>
internal sealed record AuthenticatorSetup(string Key, string Svg);
