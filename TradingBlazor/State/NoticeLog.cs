using TradingCore.Engine.Views;

namespace TradingBlazor.State;

/// <summary>The notices of one circuit, newest first, at most <see cref="Capacity"/>.</summary>
public sealed class NoticeLog(ITradingView view)
{
    /// <summary>How many notices are kept; older ones are dropped.</summary>
    public const int Capacity = 500;

    private long _last;

    /// <summary>Newest first. A new list at every change.</summary>
    public IReadOnlyList<TradingNotice> Notices { get; private set; } = [];

    /// <summary>Takes over what is new; cheap when nothing is.</summary>
    public void Poll()
    {
        IReadOnlyList<TradingNotice> fresh = view.NoticesSince(_last);
        if (fresh.Count == 0) return;
        _last = fresh[^1].Sequence;
        Notices = [.. fresh.Reverse().Concat(Notices).Take(Capacity)];
    }
}
