namespace TradingCore.Tests;

/// <summary>How long a test waits.</summary>
internal static class TestTime
{
    /// <summary>The longest that a test waits for a signal before it fails: a wait without an end would take the whole run with it, and tell nothing.</summary>
    public static CancellationToken Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        return limit.Token;
    }
}
