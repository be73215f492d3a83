using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>The right to change the state: one thread at a time, in one order, and nothing left lying.</summary>
public sealed class EngineTurnTests
{
    private CancellationToken Stop { get; } = TestTime.Limit();

    private static EngineInput Numbered(int producer, int number) => new(null, new MarketTick(new ConId(producer + 1), TickField.Bid, number, null, Desk.Start));

    [Theory]
    [InlineData(64)]
    [InlineData(8_192)]
    public async Task Many_threads_that_enter_and_many_that_only_post_are_applied_one_at_a_time_each_in_its_own_order(int capacity)
    {
        const int producers = 6, each = 20_000;
        var inbox = new EngineInbox(capacity);
        int inside = 0, overlaps = 0;
        int[] newest = new int[producers];
        long outOfOrder = 0, applied = 0;
        inbox.Turn = new EngineTurn(inbox, () =>
        {
            if (Interlocked.Increment(ref inside) != 1) Interlocked.Increment(ref overlaps);
            for (int i = 0; i < 16 && inbox.TryRead(out EngineInput input); i++)
            {
                int producer = input.Tick.ConId.Value - 1, number = (int)input.Tick.Value!.Value;
                if (number != newest[producer] + 1) outOfOrder++;
                newest[producer] = number;
                applied++;
            }
            Interlocked.Decrement(ref inside);
        });
        Task loop = inbox.Turn.RunAsync();

        await Task.WhenAll(Enumerable.Range(0, producers).Select(p => Task.Run(async () =>
        {
            for (int n = 1; n <= each; n++)
            {
                // Half of them bring their inputs in themselves, as the socket's reader does; half leave it to the loop.
                if (p % 2 == 0 && inbox.TryAdd(Numbered(p, n))) inbox.Enter();
                else await inbox.PostAsync(Numbered(p, n), Stop);
            }
        }, Stop)));
        inbox.Close();
        await loop.WaitAsync(Stop);

        Assert.Equal((producers * (long)each, 0, 0L), (applied, overlaps, outOfOrder));
    }

    [Fact]
    public async Task Who_brings_an_input_to_an_idle_engine_has_applied_it_when_the_call_returns()
    {
        var inbox = new EngineInbox(64);
        int thread = 0;
        inbox.Turn = new EngineTurn(inbox, () =>
        {
            while (inbox.TryRead(out _)) thread = Environment.CurrentManagedThreadId;
        });
        Task loop = inbox.Turn.RunAsync();

        Assert.True(inbox.TryAdd(Numbered(0, 1)));
        inbox.Enter();

        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        inbox.Close();
        await loop.WaitAsync(Stop);
    }

    [Fact]
    public async Task What_comes_while_another_thread_has_the_turn_is_applied_by_that_thread()
    {
        var inbox = new EngineInbox(64);
        using var isIn = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        List<int> threads = [];
        inbox.Turn = new EngineTurn(inbox, () =>
        {
            inbox.TryRead(out _);
            threads.Add(Environment.CurrentManagedThreadId);
            isIn.Set();
            goOn.Wait(Stop);
        });
        Task loop = inbox.Turn.RunAsync();
        int guest = 0;
        Task first = Task.Run(() =>
        {
            guest = Environment.CurrentManagedThreadId;
            inbox.TryAdd(Numbered(0, 1));
            inbox.Enter();
        }, Stop);
        isIn.Wait(Stop);

        inbox.TryAdd(Numbered(0, 2));
        inbox.Enter();                       // returns at once
        Assert.Single(threads);
        goOn.Set();
        await first;

        Assert.Equal([guest, guest], threads);
        inbox.Close();
        await loop.WaitAsync(Stop);
    }

    [Fact]
    public async Task A_guest_leaves_what_is_too_much_to_the_loop()
    {
        var inbox = new EngineInbox(64);
        int left = 10;
        inbox.Turn = new EngineTurn(inbox, () =>
        {
            if (inbox.TryRead(out _) && --left > 0) inbox.TryAdd(Numbered(0, 1));
        });
        Task loop = inbox.Turn.RunAsync();

        inbox.TryAdd(Numbered(0, 1));
        inbox.Enter();
        inbox.Close();
        await loop.WaitAsync(Stop);

        Assert.Equal(0, inbox.Count);
    }

    [Fact]
    public async Task A_defect_in_applying_ends_the_run_with_it_and_lets_nobody_in_again()
    {
        var inbox = new EngineInbox(64);
        int calls = 0;
        inbox.Turn = new EngineTurn(inbox, () =>
        {
            calls++;
            throw new InvalidOperationException("It cannot be published.");
        });
        Task loop = inbox.Turn.RunAsync();

        inbox.TryAdd(Numbered(0, 1));
        inbox.Enter();
        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => loop.WaitAsync(Stop));
        inbox.TryAdd(Numbered(0, 2));
        inbox.Enter();

        Assert.Equal(("It cannot be published.", 1), (e.Message, calls));
    }

    [Fact]
    public async Task Nothing_is_applied_before_the_engine_runs()
    {
        var inbox = new EngineInbox(64);
        int applied = 0;
        inbox.Turn = new EngineTurn(inbox, () =>
        {
            while (inbox.TryRead(out _)) applied++;
        });

        inbox.TryAdd(Numbered(0, 1));
        inbox.Enter();
        await inbox.PostAsync(new ClockTick { Time = Desk.Start }, Stop);
        Assert.Equal(0, applied);
        Task loop = inbox.Turn.RunAsync();
        inbox.Close();
        await loop.WaitAsync(Stop);

        Assert.Equal(2, applied);
    }
}
