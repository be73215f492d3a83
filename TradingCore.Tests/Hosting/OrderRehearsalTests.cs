using TradingCore.Engine.Commands;
using TradingCore.Hosting.Rehearsing;

namespace TradingCore.Tests.Hosting;

public sealed class OrderRehearsalTests
{
    [Fact]
    public async Task Every_order_of_the_rehearsal_passes_risk_and_becomes_the_bytes_of_a_message()
    {
        await using var rehearsal = new OrderRehearsal(TimeProvider.System);
        for (int i = 0; i < 300; i++)
        {
            SubmitResult answer = await rehearsal.OnceAsync();
            Assert.True(answer.Outcome == SubmitOutcome.Accepted, $"{i}: {answer.Message}");
        }

        Assert.Equal(300, rehearsal.Orders);
    }
}
