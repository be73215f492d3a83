namespace TradingCore.Risk;

/// <summary>How often each check denied an order or a change since the start. One that fails several checks counts in each. The engine counts, any thread reads.</summary>
public sealed class RiskDenials
{
    // Codes are R01 to R40; what has another form is counted together.
    private const int CodesMax = 64;
    private readonly long[] _counts = new long[CodesMax];

    /// <summary>Counts the failed checks of a verdict.</summary>
    public void Count(RiskVerdict verdict)
    {
        foreach (RiskCheckResult failure in verdict.Failures) Interlocked.Increment(ref _counts[IndexOf(failure.Code)]);
    }

    /// <summary>Codes that denied something, with how often.</summary>
    public IEnumerable<(string Code, long Count)> Read()
    {
        for (int i = 0; i < CodesMax; i++)
            if (Volatile.Read(ref _counts[i]) is > 0 and var count) yield return (i == 0 ? "other" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"R{i:00}"), count);
    }

    private static int IndexOf(string? code) =>
        code is ['R', ..] && int.TryParse(code.AsSpan(1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) && number is > 0 and < CodesMax ? number : 0;
}
