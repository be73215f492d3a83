using TradingBlazor.Security.Access;
using TradingCore.Alerts;

namespace TradingBlazor.Alerts;

/// <summary>Who looks at alerts.</summary>
/// <param name="Owner">Owner of the rules that this person or key makes.</param>
/// <param name="Name">Name for people.</param>
/// <param name="IsAdmin">True for admins.</param>
/// <param name="MayAlert">True when own rules may be made and alerts acknowledged.</param>
internal sealed record AlertViewer(string Owner, string Name, bool IsAdmin, bool MayAlert)
{
    /// <summary>Nobody: sees nothing.</summary>
    public static readonly AlertViewer Nobody = new("", "", false, false);

    /// <summary>Who it is. Rules of the key file and of keys for admins are for every admin; those of other keys are the key's own.</summary>
    public static AlertViewer Of(CallerAccess? access)
    {
        if (access is null) return Nobody;
        bool isAdmin = access.May(Permission.Administer);
        string owner = access.Kind switch { CallerKind.User => access.Id, _ when isAdmin => AlertRule.Admins, _ => $"key:{access.Id}" };
        return new AlertViewer(owner, access.Kind == CallerKind.User ? access.Name : isAdmin ? "admins" : access.Who, isAdmin, access.May(Permission.Alert));
    }

    /// <summary>True when it is told to this person: counted by the bell, shown as a banner.</summary>
    public bool IsTold(Alert alert) => alert.Owner == Owner || (IsAdmin && alert.IsForAdmins);

    /// <summary>True when this person may look at it and acknowledge it.</summary>
    public bool MaySee(Alert alert) => IsAdmin || IsTold(alert);

    /// <summary>True when this person may see the rule.</summary>
    public bool MaySee(AlertRule rule) => IsAdmin || rule.Owner == Owner;
}
