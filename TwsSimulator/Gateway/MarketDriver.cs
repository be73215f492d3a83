using Microsoft.Extensions.Logging;
using TwsSimulator.Market;

namespace TwsSimulator.Gateway;

/// <summary>
/// Moves the market to where its clock stands: the computed one with the real time, a replay once somebody watches, over nights and weekends, and never past a
/// client that cannot keep up. Changed by the gateway's loop only.
/// </summary>
/// <param name="options">Replay and its speed.</param>
/// <param name="clock">The real time.</param>
/// <param name="marketClock">The market's time.</param>
/// <param name="feed">What is moved.</param>
/// <param name="source">Knows the gaps of a replay.</param>
/// <param name="marketData">Knows whether anybody watches.</param>
/// <param name="loop">Told of every tick, of slots that end and of time that has passed.</param>
/// <param name="log">Where start and end of a replay are logged.</param>
internal sealed class MarketDriver(
    SimulatorOptions options, TimeProvider clock, MarketClock marketClock, MarketFeed feed, IMarketSource source, MarketDataDesk marketData, IMarketFollower loop, ILogger log)
{
    private const long GapMs = 60_000;
    private static readonly TimeSpan QuoteOnlyGrace = TimeSpan.FromSeconds(3);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _isReplay = options.ReplayFolder is not null;
    private long? _quotesSince;
    private bool _hasStarted;

    /// <summary>Completes when a replay without looping has told its last bar.</summary>
    public Task Completed => _completed.Task;

    /// <summary>Whether the market has no clock and moves as fast as the clients read.</summary>
    public bool IsFree => _isReplay && options.Speed == 0;

    /// <summary>Whether such a market is running now.</summary>
    public bool RunsFreely => IsFree && marketClock.IsRunning;

    /// <summary>Whether a replay must wait: for a first subscriber of a market without a clock, or for a client that is behind.</summary>
    public bool IsHeldBack => (options.Speed == 0 && !marketData.HasBarSubscribers) || loop.IsAnybodyBehind;

    /// <summary>Moves the market to where its clock stands, at most <paramref name="slotsMax"/> slots of a replay.</summary>
    public void Move(int slotsMax)
    {
        if (!_isReplay)
        {
            AdvanceTo(marketClock.TargetMs);
            return;
        }

        StartWhenWanted();
        long target = marketClock.TargetMs;
        for (int i = 0; i < slotsMax && feed.NowMs < target && marketClock.IsRunning && !IsHeldBack; i++)
        {
            long next = source.NextSlot(feed.Slot) ?? feed.Slot;
            if (next == long.MaxValue)
            {
                marketClock.Halt(feed.NowMs);
                log.ReplayDone(MarketTime);
                _completed.TrySetResult();
                return;
            }

            if (next * 1000 > feed.NowMs + GapMs)
            {
                // Nights and weekends of the files are not waited for.
                feed.JumpTo(next * 1000);
                marketClock.Run(feed.NowMs);
                target = marketClock.TargetMs;
                loop.OnSlotEnd(feed.Slot - Bar.SlotSeconds);
                continue;
            }

            AdvanceTo(Math.Min(target, (feed.Slot + Bar.SlotSeconds) * 1000));
        }

        loop.Pass(feed.NowMs);
    }

    /// <summary>Starts a replay that stands at its start, once it is watched.</summary>
    public void StartWhenWanted()
    {
        if (!_isReplay || marketClock.IsRunning || _hasStarted)
            return;
        bool quotesWaitedLongEnough = false;
        if (marketData.HasQuoteSubscribers && options.Speed > 0)
        {
            _quotesSince ??= clock.GetTimestamp();
            quotesWaitedLongEnough = clock.GetElapsedTime(_quotesSince.Value) >= QuoteOnlyGrace;
        }

        if (options.ReplayWaitsForSubscriber && !marketData.HasBarSubscribers && !quotesWaitedLongEnough)
            return;
        _hasStarted = true;
        marketClock.Run(feed.NowMs);
        log.ReplayStarted(MarketTime);
    }

    /// <summary>The gateway ends: a replay that is waited for will not be completed any more.</summary>
    /// <param name="cause">What went wrong; null for a normal end.</param>
    public void End(Exception? cause)
    {
        if (cause is null)
            _completed.TrySetCanceled(CancellationToken.None);
        else
            _completed.TrySetException(cause);
    }

    private DateTimeOffset MarketTime => DateTimeOffset.FromUnixTimeMilliseconds(feed.NowMs);

    private void AdvanceTo(long targetMs)
    {
        loop.Pass(Math.Min(targetMs, feed.NowMs));
        feed.AdvanceTo(targetMs, loop);
        loop.Pass(feed.NowMs);
    }
}

/// <summary>Whoever goes along with the market's time.</summary>
internal interface IMarketFollower : IMarketListener
{
    /// <summary>Whether a client cannot keep up.</summary>
    bool IsAnybodyBehind { get; }

    /// <summary>Time has passed without a tick.</summary>
    void Pass(long nowMs);
}
