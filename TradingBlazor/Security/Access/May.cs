namespace TradingBlazor.Security.Access;

/// <summary>
/// What the person of this page may do now, for screens: a control that would be refused is disabled and says why. It decides nothing; the guard in
/// front of the engine does.
/// </summary>
internal interface IMay
{
    /// <summary>Changes with every change of rights; a component on the beat compares it.</summary>
    int Version { get; }

    /// <summary>Raised when rights have changed.</summary>
    event Action? Changed;

    /// <summary>Why something is not allowed, a sentence for the control's title; empty when it is allowed.</summary>
    /// <param name="permission">What is needed.</param>
    /// <param name="account">In which account; null when it is about none, <see cref="CommandGuard.EveryAccount"/> when about all at once.</param>
    string WhyNot(Permission permission, string? account = null);

    /// <summary>Looks again; costs nothing when that was done some seconds ago.</summary>
    ValueTask RefreshAsync(CancellationToken stop = default);
}

/// <summary>Looks it up as the guard does, and says it in the same words.</summary>
internal sealed class May(Caller caller) : IMay
{
    private CallerAccess? _access;
    private bool _isRead;

    /// <inheritdoc/>
    public int Version { get; private set; }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public string WhyNot(Permission permission, string? account = null) => _isRead ? AccessWords.Fault(_access, permission, account) : "Your rights are being looked up.";

    /// <inheritdoc/>
    public async ValueTask RefreshAsync(CancellationToken stop = default)
    {
        CallerAccess? now = await caller.FindAsync(stop);
        if (_isRead && ReferenceEquals(now, _access)) return;
        bool isSame = _isRead && now?.Permissions == _access?.Permissions && now?.Name == _access?.Name && SameRights(now, _access);
        (_access, _isRead) = (now, true);
        if (isSame) return;
        Version++;
        Changed?.Invoke();
    }

    private static bool SameRights(CallerAccess? one, CallerAccess? two)
    {
        if (one is null || two is null) return ReferenceEquals(one, two);
        return one.AccountRights.Count == two.AccountRights.Count && one.AccountRights.All(r => two.AccountRights.TryGetValue(r.Key, out Permission there) && there == r.Value);
    }
}

/// <summary>Why somebody may not do something, in the one wording of guard and screens.</summary>
internal static class AccessWords
{
    /// <summary>The sentence; empty when allowed.</summary>
    /// <param name="access">Who; null when nobody.</param>
    /// <param name="permission">What is needed.</param>
    /// <param name="account">In which account; null when about none, <see cref="CommandGuard.EveryAccount"/> when about all at once.</param>
    public static string Fault(CallerAccess? access, Permission permission, string? account) => access switch
    {
        null => "Nobody is signed in any more. Sign in again.",
        _ when !access.May(permission) => $"{access.Name} may not do this: it needs the permission {permission}. An admin gives roles.",
        { AccountRights.Count: > 0 } when account == CommandGuard.EveryAccount => $"{access.Name} may do this in some accounts only, so not in all at once. Name one order or account.",
        _ when account is not null && account != CommandGuard.EveryAccount && !access.MayIn(permission, account) => $"{access.Name} may not do this in account {account}. An admin gives rights by account.",
        _ => "",
    };
}
