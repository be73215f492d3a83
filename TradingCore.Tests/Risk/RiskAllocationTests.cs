using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Risk;

/// <summary>Judging an order must not feed the garbage collector: neither gathering what the checks need, nor the checks.</summary>
public sealed class RiskAllocationTests
{
    private const int Rounds = 200;

    [Theory]
    [InlineData(OrderType.Limit)]
    [InlineData(OrderType.Market)]
    [InlineData(OrderType.StopLimit)]
    public void An_order_that_passes_is_judged_by_all_checks_without_allocating(OrderType type)
    {
        Desk desk = Busy();
        var contexts = new RiskContexts(desk.Core.State, desk.Core.Risk);
        OrderSpec spec = Desk.Buy(10m, type == OrderType.Market ? null : 100m) with { Type = type, StopPrice = type == OrderType.StopLimit ? 100.5m : null, LimitPrice = type == OrderType.Market ? null : type == OrderType.StopLimit ? 100.6m : 99m };
        bool passed = true;
        for (int i = 0; i < Rounds; i++) passed &= Judge(desk, contexts, spec);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Rounds; i++) passed &= Judge(desk, contexts, spec);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(passed, string.Join(" ", desk.Preview(spec).Failures.Select(f => f.Message)));
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void A_change_of_the_book_between_orders_allocates_nothing_either()
    {
        Desk desk = Busy();
        var contexts = new RiskContexts(desk.Core.State, desk.Core.Risk);
        OrderSpec spec = Desk.Buy(10m, 99m);
        for (int i = 0; i < Rounds; i++) Judge(desk, contexts, spec);

        long allocated = 0;
        for (int i = 0; i < 5; i++)
        {
            desk.Fill(desk.Working(Desk.Buy(1m, 100.02m)), $"x{i}.01", 1m, 100.02m);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Judge(desk, contexts, spec);
            // The first look after a change may grow a table once.
            if (i > 1) allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
    }

    private static bool Judge(Desk desk, RiskContexts contexts, OrderSpec spec)
    {
        contexts.Recycle();
        return desk.Core.State.Risk.Judge(contexts.Of(spec));
    }

    // A position, working orders on one side, own fills.
    private static Desk Busy()
    {
        Desk desk = Desk.Ready();
        desk.Fill(desk.Working(Desk.Buy(100m, 100.02m)), "1.01", 100m, 100.02m);
        for (int i = 0; i < 10; i++) desk.Working(Desk.Buy(1m, 98m + i / 100m));
        return desk;
    }
}
