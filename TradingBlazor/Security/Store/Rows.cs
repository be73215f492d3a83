using Microsoft.AspNetCore.Identity;
using TradingBlazor.Security.Access;

namespace TradingBlazor.Security.Store;

/// <summary>A person who can sign in.</summary>
internal sealed class DeskUser : IdentityUser
{
    /// <summary>True: may not sign in, and every session and key is refused.</summary>
    public bool IsDisabled { get; set; }
    /// <summary>Since when there is this user.</summary>
    public DateTimeOffset CreatedTime { get; set; }
    /// <summary>Newest sign-in; null before the first.</summary>
    public DateTimeOffset? LastSignInTime { get; set; }
    /// <summary>Step of the newest accepted authenticator code: a code counts once.</summary>
    public long LastTotpStep { get; set; }
}

/// <summary>A signed-in browser.</summary>
internal sealed class SessionRow
{
    /// <summary>256 random bits; what the cookie names.</summary>
    public string Id { get; set; } = "";
    /// <summary>Whose.</summary>
    public string UserId { get; set; } = "";
    /// <summary>When it began.</summary>
    public DateTimeOffset CreatedTime { get; set; }
    /// <summary>Newest request, to the minute.</summary>
    public DateTimeOffset LastSeenTime { get; set; }
    /// <summary>When it ends whatever happens.</summary>
    public DateTimeOffset ExpiresTime { get; set; }
    /// <summary>When the second factor was last given; null when never in this session.</summary>
    public DateTimeOffset? StrongTime { get; set; }
    /// <summary>When it was ended by somebody; null while it holds.</summary>
    public DateTimeOffset? RevokedTime { get; set; }
    /// <summary>Address it began from.</summary>
    public string Address { get; set; } = "";
    /// <summary>What the browser calls itself, at most 200 characters.</summary>
    public string Browser { get; set; } = "";
    /// <summary>The user's security stamp when it began: a changed password ends it.</summary>
    public string Stamp { get; set; } = "";
}

/// <summary>A key for programs. Only its hash is kept.</summary>
internal sealed class ApiKeyRow
{
    /// <summary>Public part, the first characters of the key; names it in lists and in the audit.</summary>
    public string Id { get; set; } = "";
    /// <summary>SHA-256 of the whole key, hexadecimal.</summary>
    public string Hash { get; set; } = "";
    /// <summary>What it is for.</summary>
    public string Name { get; set; } = "";
    /// <summary>What it may do.</summary>
    public KeyScope Scope { get; set; }
    /// <summary>Who made it; with that user disabled the key is refused too.</summary>
    public string OwnerId { get; set; } = "";
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedTime { get; set; }
    /// <summary>When it stops working; null for never.</summary>
    public DateTimeOffset? ExpiresTime { get; set; }
    /// <summary>Newest use, to the minute; null when never used.</summary>
    public DateTimeOffset? LastUsedTime { get; set; }
    /// <summary>When it was revoked; null while it works.</summary>
    public DateTimeOffset? RevokedTime { get; set; }
    /// <summary>What it may do in each account, as in <c>DU1: Trade, Cancel</c>; empty when what the scope allows holds in every account.</summary>
    public string Rights { get; set; } = "";
}

/// <summary>A one-time link: for the first admin, for a new user, or to choose a new password.</summary>
internal sealed class InvitationRow
{
    /// <summary>SHA-256 of the token, hexadecimal.</summary>
    public string Hash { get; set; } = "";
    /// <summary>What it is for.</summary>
    public InvitationKind Kind { get; set; }
    /// <summary>Name of the user; empty when the invited one chooses it.</summary>
    public string UserName { get; set; } = "";
    /// <summary>Roles with commas between.</summary>
    public string Roles { get; set; } = "";
    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedTime { get; set; }
    /// <summary>When it stops working.</summary>
    public DateTimeOffset ExpiresTime { get; set; }
    /// <summary>When it was used; null while it works.</summary>
    public DateTimeOffset? UsedTime { get; set; }
}

/// <summary>What a one-time link is for.</summary>
internal enum InvitationKind
{
    /// <summary>Makes the first admin.</summary>
    FirstAdmin = 0,
    /// <summary>Makes a user.</summary>
    NewUser,
    /// <summary>Lets an existing user choose a new password.</summary>
    NewPassword,
}

/// <summary>What one user may do in one account. A user without any such row has the rights of the roles in every account.</summary>
internal sealed class AccountRightRow
{
    /// <summary>Whose.</summary>
    public string UserId { get; set; } = "";
    /// <summary>Account code.</summary>
    public string Account { get; set; } = "";
    /// <summary>Actions allowed there, of those that the roles allow.</summary>
    public Permission Actions { get; set; }
}

/// <summary>One range of addresses that may reach the program.</summary>
internal sealed class AddressRuleRow
{
    /// <summary>An address or a range such as <c>10.0.0.0/8</c>.</summary>
    public string Network { get; set; } = "";
    /// <summary>What it is for.</summary>
    public string Note { get; set; } = "";
    /// <summary>When it was added.</summary>
    public DateTimeOffset CreatedTime { get; set; }
}

/// <summary>One entry of the audit log; see <c>AuditChain</c> for the hash.</summary>
internal sealed class AuditRow
{
    /// <summary>1, 2, 3 …; without a gap.</summary>
    public long Number { get; set; }
    /// <summary>When.</summary>
    public DateTimeOffset Time { get; set; }
    /// <summary>Who, as in <c>user mira</c>, <c>key 4f2a91c0 (bot)</c> or <c>system</c>.</summary>
    public string Who { get; set; } = "";
    /// <summary>From which address; empty when from inside.</summary>
    public string Address { get; set; } = "";
    /// <summary>What was done, as in <c>signIn.failed</c>.</summary>
    public string Action { get; set; } = "";
    /// <summary>To what or whom.</summary>
    public string Subject { get; set; } = "";
    /// <summary>Value before; empty when there is none.</summary>
    public string Old { get; set; } = "";
    /// <summary>Value after; empty when there is none.</summary>
    public string New { get; set; } = "";
    /// <summary>Why; empty when not asked.</summary>
    public string Reason { get; set; } = "";
    /// <summary>Hash of the entry before; 64 zeros for the first.</summary>
    public string PreviousHash { get; set; } = "";
    /// <summary>SHA-256 over the previous hash and this entry, hexadecimal.</summary>
    public string Hash { get; set; } = "";
}
