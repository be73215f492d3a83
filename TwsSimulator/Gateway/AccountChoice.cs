using TwsSimulator.Accounts;

namespace TwsSimulator.Gateway;

/// <summary>Whether a request names accounts that there are.</summary>
internal static class AccountChoice
{
    /// <summary>True when it does; otherwise the client was told.</summary>
    public static bool IsKnown(AccountList accounts, ClientSession client, int reqId, string name)
    {
        if (accounts.Select(name).Count > 0)
            return true;
        client.SendError(reqId, 321, $"Error validating request.-'account' : cause - Invalid account code '{name}'.");
        return false;
    }
}
