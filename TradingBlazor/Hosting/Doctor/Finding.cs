namespace TradingBlazor.Hosting.Doctor;

/// <summary>How a check came out.</summary>
internal enum FindingStatus
{
    /// <summary>As it should be.</summary>
    Ok = 0,
    /// <summary>It works, or may work; somebody should look.</summary>
    Warn,
    /// <summary>The program cannot start, or cannot trade, like this.</summary>
    Fail,
}

/// <summary>What one check of the doctor found.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="Status">How it came out.</param>
/// <param name="Found">What was found, a sentence without secrets.</param>
/// <param name="Advice">What to do; empty when nothing.</param>
internal sealed record Finding(string Check, FindingStatus Status, string Found, string Advice = "")
{
    public static Finding Ok(string check, string found) => new(check, FindingStatus.Ok, found);

    public static Finding Warn(string check, string found, string advice) => new(check, FindingStatus.Warn, found, advice);

    public static Finding Fail(string check, string found, string advice) => new(check, FindingStatus.Fail, found, advice);
}
