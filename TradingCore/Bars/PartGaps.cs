using System.Collections.Immutable;
using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Bars;

/// <summary>What is known of five seconds of a contract.</summary>
internal enum PartKnowledge
{
    /// <summary>Nothing.</summary>
    None = 0,
    /// <summary>A live bar came, or the market was closed.</summary>
    Known,
    /// <summary>History filled it.</summary>
    Filled,
}

/// <summary>
/// Finds the stretches of one contract in which five-second bars did not come, marks them, and has exactly them asked from history.
/// </summary>
/// <remarks>Only trading hours count; hours that are not known count as open. Written by the engine's thread alone.</remarks>
internal sealed class PartGaps(BarsOptions options, Action<BarGap> changed)
{
    private const int KeptMax = 200;
    private const string NoBars = "No five-second bars came.";

    private static readonly TimeSpan Slot = BarSize.FiveSeconds.Span;

    private readonly HistoryPlan _plan = new(options, BarSize.FiveSeconds);
    private ImmutableList<BarGap> _gaps = ImmutableList<BarGap>.Empty;
    private int _lastNumber;
    private string _trouble = "";

    /// <summary>Newest last; at most the newest 200.</summary>
    internal IReadOnlyList<BarGap> All => _gaps;

    /// <summary>True while a gap lasts.</summary>
    internal bool IsOpen => Open is not null;

    private BarGap? Open => _gaps is [.., { To: null } last] ? last : null;

    /// <summary>Something is wrong that explains bars which do not come from now on: the connection, a farm.</summary>
    internal void Explain(string cause) => _trouble = cause;

    /// <summary>The session was lost: whatever follows <paramref name="end"/>, the end of the newest bar, is missing.</summary>
    internal void OnInterrupt(Instrument instrument, DateTimeOffset end, DateTimeOffset now)
    {
        if (Open is { } open) Replace(open, open with { Cause = Explained(open) });
        else Add(instrument, end, to: null, now);
    }

    /// <summary>Time went on: a stream that has been silent for some bars has a gap, whenever it ends.</summary>
    internal void OnClock(Instrument instrument, DateTimeOffset end, DateTimeOffset marketNow, TradingHours hours, DateTimeOffset now)
    {
        if (Open is not null || marketNow - end < options.GapAfter || hours.IsOpen(end) == false || hours.IsOpen(marketNow) == false) return;
        Add(instrument, end, to: null, now);
    }

    /// <summary>The bar that starts at <paramref name="time"/> came; the newest one before it ended at <paramref name="end"/>.</summary>
    internal void OnPart(Instrument instrument, DateTimeOffset end, DateTimeOffset time, TradingHours hours, DateTimeOffset now)
    {
        // What comes late, or again, ends no gap.
        if (time < end) return;
        DateTimeOffset from = end, to = time;
        while (from < to && hours.IsOpen(from) == false) from += Slot;
        while (to > from && hours.IsOpen(to - Slot) == false) to -= Slot;
        if (from < to)
        {
            if (Open is { } lasting) Replace(lasting, lasting with { From = from, To = to, Cause = Explained(lasting) });
            else Add(instrument, from, to, now);
            Want(_gaps[^1]);
        }
        else if (Open is { } nothingMissed)
        {
            _gaps = _gaps.Remove(nothingMissed);
            changed(nothingMissed with { To = nothingMissed.From });
        }
        _trouble = "";
    }

    /// <summary>Wants bars that are no gap: those of the minute in which the first subscription began.</summary>
    internal void Want(DateTimeOffset from, DateTimeOffset to)
    {
        if (from < to) _plan.Add(from, to);
    }

    /// <summary>Data starts again: what was in flight may never be answered, and what is not whole is wanted again.</summary>
    internal void Restart()
    {
        _plan.Restart(presentFrom: null);
        foreach (BarGap gap in _gaps)
            if (gap is { State: BarGapState.Unverified, To: not null }) Want(gap);
    }

    /// <inheritdoc cref="HistoryPlan.Next"/>
    internal HistoryRequest? Next(Instrument instrument, DateTimeOffset now, MarketClock clock) => _plan.Next(instrument, now, clock);

    /// <summary>History answered, and what it held is in its place.</summary>
    /// <param name="request">Which.</param>
    /// <param name="known">Tells what is known of the bar that starts at a time.</param>
    /// <param name="now">Local time.</param>
    internal void Answered(HistoryRequest request, Func<DateTimeOffset, PartKnowledge> known, DateTimeOffset now)
    {
        int failures = _plan.Failures;
        _plan.Answered(request, lastTime: null);
        // What the answer did not hold yet is asked for again: history follows the market with some delay.
        DateTimeOffset? missing = null;
        for (DateTimeOffset time = request.From; time < request.To; time += Slot)
            if (known(time) == PartKnowledge.None) missing ??= time;
        if (missing is { } from) _plan.AddAgain(from, request.To!.Value, now, failures);
        Judge(known, now, missing is null ? "" : failures >= options.RetriesMax ? "History does not hold all of it." : "History does not hold all of it yet.");
    }

    /// <summary>History failed.</summary>
    internal void Failed(HistoryRequest request, DateTimeOffset now, bool isFinal, string reason)
    {
        _plan.Failed(request, now, isFinal);
        foreach (BarGap gap in _gaps)
            if (gap is { State: BarGapState.Unverified, To: { } to } && gap.From < request.To && to > request.From) Replace(gap, gap with { Reason = $"History was refused: {reason.TrimEnd('.')}." });
    }

    /// <summary>Late bars may have made a gap whole.</summary>
    internal void Judge(Func<DateTimeOffset, PartKnowledge> known, DateTimeOffset now, string reason = "")
    {
        foreach (BarGap gap in _gaps)
        {
            if (gap is not { State: BarGapState.Unverified, To: { } to }) continue;
            int there = 0, filled = 0;
            for (DateTimeOffset time = gap.From; time < to; time += Slot)
            {
                PartKnowledge knowledge = known(time);
                if (knowledge != PartKnowledge.None) there++;
                if (knowledge == PartKnowledge.Filled) filled++;
            }
            Replace(gap, there == gap.Missing
                ? gap with { State = BarGapState.Healed, HealedTime = now, Filled = filled, Reason = "" }
                : gap with { Filled = filled, Reason = reason.Length > 0 ? reason : gap.Reason });
        }
    }

    private string Explained(BarGap gap) => gap.Cause == NoBars && _trouble.Length > 0 ? _trouble : gap.Cause;

    // Older bars than are kept would be dropped at once; their minutes come as minutes.
    private void Want(BarGap gap)
    {
        DateTimeOffset oldest = gap.To!.Value - options.FiveSecondBarsMax * Slot;
        Want(gap.From > oldest ? gap.From : oldest, gap.To.Value);
    }

    private void Add(Instrument instrument, DateTimeOffset from, DateTimeOffset? to, DateTimeOffset now)
    {
        var gap = new BarGap
        {
            Number = ++_lastNumber,
            Ticker = instrument.Contract.Ticker,
            ConId = instrument.Contract.ConId,
            From = from,
            To = to,
            Cause = _trouble.Length > 0 ? _trouble : NoBars,
            FoundTime = now,
        };
        _gaps = _gaps.Add(gap);
        if (_gaps.Count > KeptMax) _gaps = _gaps.RemoveAt(0);
        changed(gap);
    }

    private void Replace(BarGap before, BarGap after)
    {
        if (after == before) return;
        _gaps = _gaps.Replace(before, after);
        changed(after);
    }
}
