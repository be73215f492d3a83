using TradingBlazor.Security.Access;

namespace TradingBlazor.Security.Accounts;

/// <summary>Rights by account as a line of text, such as <c>DU1: Trade, Cancel; DU2: Cancel</c>.</summary>
internal static class AccountRights
{
    /// <summary>What can be given by account.</summary>
    public const Permission Grantable = Permission.Trade | Permission.Cancel | Permission.Kill | Permission.ManageRisk | Permission.Approve;

    /// <summary>Writes it.</summary>
    public static string Write(IReadOnlyDictionary<string, Permission> rights) => string.Join("; ", rights.OrderBy(r => r.Key, StringComparer.Ordinal).Select(r => $"{r.Key}: {r.Value}"));

    /// <summary>Reads it.</summary>
    /// <returns>Why it is not understood; empty when it is.</returns>
    public static string Read(string text, out Dictionary<string, Permission> rights)
    {
        rights = new Dictionary<string, Permission>(StringComparer.Ordinal);
        foreach (string part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split(':', StringSplitOptions.TrimEntries) is not [var account, var actions] || account.Length == 0) return $"'{part}' is not understood. Expected an account, a colon, and actions with commas between.";
            if (!Enum.TryParse(actions, ignoreCase: true, out Permission permission) || actions.Any(char.IsAsciiDigit) || (permission & ~Grantable) != 0) return $"'{actions}' is not understood. Expected some of {Grantable}.";
            // The broker writes codes in capitals: rights in an account that is called otherwise would be rights nowhere.
            if (!rights.TryAdd(account.ToUpperInvariant(), permission)) return $"'{account}' is named twice. Expected each account once, with all its actions behind one colon.";
        }
        return "";
    }
}
