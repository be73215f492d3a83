using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>
/// Decides whose closed minutes are compared next with the broker's own: one contract at a time, each once in an interval, and only when nothing of it
/// must be filled. So comparing never stands in the way of what is missing, however many contracts there are.
/// </summary>
internal sealed class ComparisonSchedule(TimeSpan interval)
{
    // One that is older than this was lost: the contract was unsubscribed, or the gateway forgot it.
    private static readonly TimeSpan AnswerWait = TimeSpan.FromMinutes(2);

    private readonly Dictionary<ConId, DateTimeOffset> _due = [];
    private ConId? _asked;
    private DateTimeOffset _askedUntil;

    /// <summary>The comparison that is due; null when none is. It counts as asked.</summary>
    internal HistoryRequest? Next(Dictionary<ConId, ContractBars> contracts, DateTimeOffset now)
    {
        if (interval == TimeSpan.Zero || (_asked is not null && now < _askedUntil)) return null;
        foreach ((ConId conId, ContractBars bars) in contracts)
        {
            // The first one comes an interval after the contract was first seen.
            if (_due.TryAdd(conId, now + interval) || now < _due[conId] || bars.NextComparison(now) is not { } request) continue;
            _due[conId] = now + interval;
            (_asked, _askedUntil) = (conId, now + AnswerWait);
            return request;
        }
        return null;
    }

    /// <summary>The comparison of a contract was answered, refused or is not wanted any more.</summary>
    internal void Done(ConId conId)
    {
        if (_asked == conId) _asked = null;
    }

    /// <summary>The session was lost, and with it what was asked.</summary>
    internal void Forget() => _asked = null;
}
