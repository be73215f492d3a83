using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingCore.Engine;

/// <summary>The newest notices, oldest first. Written by the engine's loop; the published list may be read by any thread.</summary>
internal sealed class NoticeBoard
{
    /// <summary>Notices kept.</summary>
    public const int KeptMax = 500;

    private readonly Queue<TradingNotice> _notices = new();
    private TradingNotice[] _published = [];
    private long _sequence;
    private bool _isChanged;

    /// <summary>Every notice that is kept. For the engine's loop.</summary>
    public IEnumerable<TradingNotice> All => _notices;

    /// <summary>The published list.</summary>
    public IReadOnlyList<TradingNotice> Published => Volatile.Read(ref _published);

    public void Add(DateTimeOffset time, NoticeSeverity severity, string kind, string text, string ticker = "", OrderRef orderRef = default, bool callsPerson = false)
    {
        _notices.Enqueue(new TradingNotice(++_sequence, time, severity, kind, text, ticker, orderRef.Value is null ? new OrderRef("") : orderRef, callsPerson));
        if (_notices.Count > KeptMax) _notices.Dequeue();
        _isChanged = true;
    }

    /// <summary>Notices after <paramref name="sequence"/>, oldest first.</summary>
    public IReadOnlyList<TradingNotice> Since(long sequence)
    {
        TradingNotice[] all = Volatile.Read(ref _published);
        if (all.Length == 0 || all[^1].Sequence <= sequence) return [];
        int first = (int)Math.Max(0L, sequence + 1 - all[0].Sequence);
        return all[first..];
    }

    public void Publish()
    {
        if (!_isChanged) return;
        _isChanged = false;
        Volatile.Write(ref _published, [.. _notices]);
    }
}
