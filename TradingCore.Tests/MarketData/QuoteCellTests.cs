using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Tests.MarketData;

/// <summary>A quote is read while it changes.</summary>
public sealed class QuoteCellTests
{
    private static readonly DateTimeOffset Start = new(2026, 10, 1, 14, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task No_reader_ever_sees_half_of_a_change()
    {
        const int changes = 200_000;
        var cell = new QuoteCell();
        using var done = new CancellationTokenSource();
        Task<(int Torn, int Backwards, long Seen)>[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            int torn = 0, backwards = 0;
            long version = 0, seen = 0;
            while (!done.IsCancellationRequested)
            {
                if (cell.Read("SPY", new ConId(1)) is not { } quote) continue;
                // Price, size and time of each tick are one number; the version counts the ticks.
                if (quote.Bid != quote.BidSize || quote.ReceivedTime != Start.AddTicks((long)quote.Bid!.Value) || quote.Version != (long)quote.Bid.Value) torn++;
                if (quote.Version < version) backwards++;
                version = quote.Version;
                seen++;
            }
            return (torn, backwards, seen);
        }))];

        for (int n = 1; n <= changes; n++) cell.Apply(new MarketTick(new ConId(1), TickField.Bid, n, n, Start.AddTicks(n)));
        await done.CancelAsync();
        (int Torn, int Backwards, long Seen)[] seen = await Task.WhenAll(readers);

        Assert.All(seen, s => Assert.Equal((0, 0), (s.Torn, s.Backwards)));
        Assert.Equal(changes, cell.Read("SPY", new ConId(1))!.Bid);
    }

    [Fact]
    public void An_interruption_counts_as_a_change_once_and_the_next_tick_ends_it()
    {
        var cell = new QuoteCell();
        cell.Interrupt();
        Assert.Null(cell.Read("SPY", new ConId(1)));
        cell.Apply(new MarketTick(new ConId(1), TickField.Bid, 1m, 1m, Start));

        cell.Interrupt();
        cell.Interrupt();
        Quote interrupted = cell.Read("SPY", new ConId(1))!;
        cell.Apply(new MarketTick(new ConId(1), TickField.Ask, 2m, 1m, Start));
        Quote fresh = cell.Read("SPY", new ConId(1))!;

        Assert.Equal((true, 2L), (interrupted.IsInterrupted, interrupted.Version));
        Assert.Equal((false, 3L, 1m, 2m), (fresh.IsInterrupted, fresh.Version, fresh.Bid, fresh.Ask));
    }
}
