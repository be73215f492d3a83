namespace TradingCore.Tws.Probing;

/// <summary>How good or bad a finding is.</summary>
public enum FindingTone
{
    /// <summary>As it should be.</summary>
    Good = 0,
    /// <summary>Trading may still be possible; somebody should look.</summary>
    Caution,
    /// <summary>There can be no session like this.</summary>
    Bad,
}

/// <summary>One thing that a test of a connection found.</summary>
/// <param name="Tone">How good or bad.</param>
/// <param name="Code">Stable name, such as <c>nothingListens</c>.</param>
/// <param name="Sentence">What was found and what to do about it, for people.</param>
public sealed record ConnectionFinding(FindingTone Tone, string Code, string Sentence);

/// <summary>What a test of a connection found.</summary>
/// <param name="Findings">In the order in which they were found.</param>
/// <param name="ServerVersion">Version of the gateway; 0 when it told none.</param>
/// <param name="Accounts">Accounts of the login; empty when it told none.</param>
/// <param name="ClockDifference">The gateway's clock before ours; null when not asked.</param>
public sealed record ConnectionReport(IReadOnlyList<ConnectionFinding> Findings, int ServerVersion, IReadOnlyList<string> Accounts, TimeSpan? ClockDifference)
{
    /// <summary>True when nothing that was found prevents a session.</summary>
    public bool IsUsable => Findings.All(f => f.Tone != FindingTone.Bad);

    /// <summary>True when every account is one for practice.</summary>
    public bool IsPaper => Accounts.Count > 0 && Accounts.All(IsPaperAccount);

    /// <summary>True for an account for practice. Source: IB gives those a code that begins with D, such as DU1234567 or DF1234567.</summary>
    public static bool IsPaperAccount(string account)
    {
        ArgumentNullException.ThrowIfNull(account);
        return account.StartsWith('D');
    }
}
