using Microsoft.Extensions.Hosting;
using TradingCore.Engine;
using TradingCore.Engine.Events;
using TradingCore.Persistence;
using TradingCore.Persistence.History;

namespace TradingCore.Hosting;

/// <summary>Tells the engine when the history has taken nothing for too long (<see cref="PersistenceOptions.HistoryGrace"/>), and when it does again.</summary>
internal sealed class HistoryGate(HistoryWriter history, PersistenceOptions options, TradingEngine engine, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        string told = "";
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                string problem = Problem();
                if (problem != told && engine.Inbox.TryPost(new HistoryChanged(problem) { Time = clock.GetUtcNow() })) told = problem;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Normal end.
        }
    }

    private string Problem()
    {
        if (history.Waiting < options.HistoryGrace) return "";
        string why = history.Failure is { Length: > 0 } failure ? failure : "The database does not answer.";
        return $"The history cannot be written, so no new order leaves; cancels work, and what was accepted is safe in the journal. {why}";
    }
}
