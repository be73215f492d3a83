using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;

namespace TradingCore.Hosting;

/// <summary>Carries notices that call a person to the channels that reach one. Reads snapshots as any page does, so it costs the engine nothing.</summary>
internal sealed class PersonCalls(ITradingView view, IEnumerable<IPersonChannel> channels, TimeProvider clock, ILogger<PersonCalls> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait for one channel.</summary>
    internal static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        IPersonChannel[] all = [.. channels];
        if (all.Length == 0) return;
        using var timer = new PeriodicTimer(Interval, clock);
        long last = 0;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                IReadOnlyList<TradingNotice> fresh = view.NoticesSince(last);
                if (fresh.Count == 0) continue;
                last = fresh[^1].Sequence;
                foreach (TradingNotice notice in fresh.Where(n => n.CallsPerson))
                    await Task.WhenAll(all.Select(c => CallAsync(c, notice, stoppingToken))).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    private async Task CallAsync(IPersonChannel channel, TradingNotice notice, CancellationToken stop)
    {
        using var limit = new CancellationTokenSource(CallLimit, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, limit.Token);
        try
        {
            await channel.CallAsync(notice, either.Token).WaitAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e)
        {
            // One channel that is broken must not silence the others.
            logger.CallFailed(e, channel.Name, notice.Text);
        }
    }
}
