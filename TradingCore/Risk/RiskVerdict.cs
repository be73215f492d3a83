namespace TradingCore.Risk;

/// <summary>The verdict of all checks on one order. The default value, and a verdict without checks, denies.</summary>
/// <param name="Checks">Every check with its figures, in the order of their codes; none is skipped because another failed.</param>
/// <param name="LimitsVersion">Version of the limits, and so of the lists of symbols, that it was made by.</param>
public readonly record struct RiskVerdict(IReadOnlyList<RiskCheckResult> Checks, int LimitsVersion = 0)
{
    /// <summary>True only when checks ran and all passed.</summary>
    public bool IsAllowed => Checks is { Count: > 0 } && Checks.All(c => c.IsPassed);

    /// <summary>The failed checks; the first one decides the code of the denial.</summary>
    public IEnumerable<RiskCheckResult> Failures => (Checks ?? []).Where(c => !c.IsPassed);

    /// <summary>One sentence for a toast: the first failure, and how many more there are.</summary>
    public string Summary
    {
        get
        {
            RiskCheckResult[] failures = [.. Failures];
            return failures.Length switch
            {
                0 when IsAllowed => "Allowed.",
                0 => "Denied: no check has run.",
                1 => $"Denied: {failures[0].Message}",
                _ => $"Denied: {failures[0].Message} (and {failures.Length - 1} more)",
            };
        }
    }
}
