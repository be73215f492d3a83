using TradingCore.Domain;

namespace TradingCore.Outages;

/// <summary>The outages of this run, newest first, and the one that is worked on. Bounded: the oldest is forgotten.</summary>
public sealed class OutageLog
{
    private const int KeptMax = 50;
    private readonly List<OutageReport> _reports = [];
    private IReadOnlyList<OutageReport> _snapshot = [];
    private int _lastNumber;

    /// <summary>Newest first; a new list at every change.</summary>
    public IReadOnlyList<OutageReport> Snapshot => _snapshot;

    /// <summary>The outage that lasts; null when none does.</summary>
    public OutageReport? Current => _reports is [{ To: null } newest, ..] ? newest : null;

    /// <summary>An outage begins. One that lasts already goes on: a loss within a loss is the same one to whoever looks.</summary>
    public void Begin(DateTimeOffset time, string cause, IEnumerable<OutageItem> touched)
    {
        if (Current is { } lasting)
        {
            IEnumerable<OutageItem> more = touched.Where(t => !lasting.Items.Any(i => (i.Area, i.Subject) == (t.Area, t.Subject)));
            Replace(lasting, lasting with { Items = [.. lasting.Items, .. more] });
            return;
        }
        _reports.Insert(0, new OutageReport { Number = ++_lastNumber, From = time, Cause = cause, Items = [.. touched] });
        if (_reports.Count > KeptMax) _reports.RemoveAt(KeptMax);
        Publish();
    }

    /// <summary>Something was found that the outage had hidden.</summary>
    public void Add(OutageItem item)
    {
        if (Current is { } lasting) Replace(lasting, lasting with { Items = [.. lasting.Items, item] });
    }

    /// <summary>The outage is over: orders and positions agree with the broker.</summary>
    public void End(DateTimeOffset time)
    {
        if (Current is { } lasting) Replace(lasting, lasting with { To = time });
    }

    /// <summary>Judges every pending item anew; <paramref name="judge"/> returns the item itself when there is nothing new.</summary>
    public void Judge(Func<OutageReport, OutageItem, OutageItem> judge)
    {
        for (int i = 0; i < _reports.Count; i++)
        {
            OutageReport report = _reports[i];
            if (report.IsComplete) continue;
            OutageItem[] items = [.. report.Items.Select(item => item.State == OutageItemState.Pending ? judge(report, item) : item)];
            if (!items.SequenceEqual(report.Items)) Replace(report, report with { Items = items });
        }
    }

    private void Replace(OutageReport old, OutageReport now)
    {
        _reports[_reports.IndexOf(old)] = now;
        Publish();
    }

    private void Publish() => _snapshot = [.. _reports];
}
