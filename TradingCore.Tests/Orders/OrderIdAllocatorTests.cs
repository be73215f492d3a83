using TradingCore.Domain;
using TradingCore.Orders;

namespace TradingCore.Tests.Orders;

public sealed class OrderIdAllocatorTests
{
    [Fact]
    public void Ids_are_reserved_in_blocks_before_the_first_of_a_block()
    {
        var ids = new OrderIdAllocator(reservedUpTo: 0, blockSize: 3);

        OrderId first = ids.Take(out int? reserve);
        ids.OnReserved(reserve!.Value);
        ids.Take(out int? second);
        ids.Take(out int? third);
        ids.Take(out int? fourth);

        Assert.Equal((1, 3), (first.Value, reserve));
        Assert.Equal(((int?)null, (int?)null, (int?)6), (second, third, fourth));
    }

    [Fact]
    public void After_a_restart_the_whole_last_block_counts_as_used()
    {
        var ids = new OrderIdAllocator(reservedUpTo: 300, blockSize: 100);

        Assert.Equal(301, ids.Take(out _).Value);
    }

    [Fact]
    public void A_gateway_that_goes_back_is_ignored_and_one_that_is_ahead_is_followed()
    {
        var ids = new OrderIdAllocator(reservedUpTo: 300, blockSize: 100);

        ids.NotBelow(5);
        OrderId afterBack = ids.Take(out _);
        ids.NotBelow(1_000);
        OrderId afterAhead = ids.Take(out _);

        Assert.Equal((301, 1_000), (afterBack.Value, afterAhead.Value));
    }

    [Fact]
    public void A_reservation_that_failed_is_asked_for_again()
    {
        var ids = new OrderIdAllocator(reservedUpTo: 0, blockSize: 10);
        ids.Take(out _);

        OrderId next = ids.Take(out int? reserve);

        Assert.Equal((2, 11), (next.Value, reserve));
    }
}
