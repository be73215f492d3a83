using System.Collections.Concurrent;
using TradingCore.Engine.Views;

namespace TradingCore.Alerts;

/// <summary>Critical events of the log that wait to become alerts. Any thread puts in, the beat of the alerts takes out.</summary>
public sealed class CriticalErrors
{
    // More at once says no more than these.
    private const int WaitingMax = 20;

    private readonly ConcurrentQueue<TradingNotice> _waiting = new();

    /// <summary>Notes one; when many wait already it stays in the log alone.</summary>
    /// <param name="time">When, UTC.</param>
    /// <param name="text">What happened, without secrets.</param>
    public void Add(DateTimeOffset time, string text)
    {
        if (_waiting.Count < WaitingMax) _waiting.Enqueue(new TradingNotice(0, time, NoticeSeverity.Error, "log", text, "", default, CallsPerson: true));
    }

    /// <summary>Takes all that wait, oldest first.</summary>
    public IReadOnlyList<TradingNotice> Take()
    {
        if (_waiting.IsEmpty) return [];
        var taken = new List<TradingNotice>();
        while (_waiting.TryDequeue(out TradingNotice? one)) taken.Add(one);
        return taken;
    }
}
