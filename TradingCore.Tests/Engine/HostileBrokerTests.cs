namespace TradingCore.Tests.Engine;

/// <summary>The engine against a broker that answers in the worst way, and that comes to its senses in the end.</summary>
public sealed class HostileBrokerTests
{
    private const int SeedsPerTest = 40;

    /// <summary>
    /// Nothing that the broker says leads to messages without end; no order leaves twice; and once the broker is honest again, orders, fills and the position are its own, and no cancel
    /// was forgotten.
    /// </summary>
    /// <param name="first">The first of the seeds.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(80)]
    [InlineData(120)]
    [InlineData(160)]
    [InlineData(200)]
    public void What_the_broker_does_is_bounded_and_all_ends_in_its_truth(int first)
    {
        for (int seed = first; seed < first + SeedsPerTest; seed++)
        {
            var broker = new HostileBroker(seed);

            broker.Live();

            broker.AssertDecided();
        }
    }
}
