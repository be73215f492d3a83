using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Bars;

/// <summary>All bars of one contract: its recent parts, the minutes, and the longer bars made of them.</summary>
/// <remarks>Written by the engine's thread alone; <see cref="Series"/> may be called by any thread.</remarks>
internal sealed class ContractBars
{
    // Parts that come later than this many minutes are not merged any more; history has answered for their minute long before.
    private const int RecentMinutesMax = 12;
    // A silence in the middle of the session that history confirms becomes flat minutes; a longer one is a halt or a closed market.
    private const int FlatMinutesMax = 30;

    private static readonly TimeSpan Minute = BarSize.OneMinute.Span;
    private const int SilencesKept = 50;
    private const string ComparisonReason = "compare";

    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    private readonly BarsOptions _options;
    private readonly Action<Bar?, Bar, string> _revised;
    private readonly bool _isQuoteBased;
    private readonly List<MinuteParts> _recent = [];
    private readonly HistoryPlan _plan;
    private readonly PartGaps _gaps;
    private readonly BarWatch _watch;
    private readonly BarBuffer _parts;
    private readonly BarBuffer _minutes;
    private readonly LongerBars _longer;
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _silent = [];
    private TradingHours _hours;
    private MarketClock _clock;
    private DateTimeOffset _closedTo = DateTimeOffset.MinValue;
    private DateTimeOffset _comparedTo = DateTimeOffset.MinValue;
    private DateTimeOffset _streamingFrom = DateTimeOffset.MaxValue;
    private bool _isStreaming;

    /// <summary>Makes it empty.</summary>
    /// <param name="instrument">Contract.</param>
    /// <param name="options">Settings.</param>
    /// <param name="revised">Told of changes of closed minutes: the bar before and after, and why.</param>
    /// <param name="gapChanged">Told of new gaps and of their changes.</param>
    internal ContractBars(Instrument instrument, BarsOptions options, Action<ContractBars, Bar?, Bar, string> revised, Action<BarGap> gapChanged)
    {
        Instrument = instrument;
        _options = options;
        _revised = (before, after, cause) => revised(this, before, after, cause);
        _gaps = new PartGaps(options, gapChanged);
        _watch = new BarWatch(options);
        _isQuoteBased = BarAccumulator.IsQuoteBased(instrument.Contract.SecurityType);
        _hours = TradingHours.Of(instrument);
        _plan = new HistoryPlan(options, BarSize.OneMinute);
        string ticker = instrument.Contract.Ticker;
        _parts = new BarBuffer(ticker, BarSize.FiveSeconds);
        _minutes = new BarBuffer(ticker, BarSize.OneMinute);
        _longer = new LongerBars(_minutes, ticker, _isQuoteBased);
    }

    internal Instrument Instrument { get; private set; }

    internal int GapsUnverified => _gaps.All.Count(g => g.State == BarGapState.Unverified);

    internal BarSeries? Series(BarSize size)
    {
        if (size == BarSize.OneMinute) return _minutes.Series;
        if (size == BarSize.FiveSeconds) return _parts.Series;
        return _longer.Series(size);
    }

    /// <summary>Shows all changes to readers.</summary>
    internal void Publish(ref long version)
    {
        version++;
        IReadOnlyList<BarGap> gaps = _gaps.All;
        _parts.Publish(version, gaps);
        _minutes.Publish(version, gaps);
        _longer.Publish(version, gaps);
    }

    /// <summary>Data starts, for the first time or again: everything since the newest whole minute is wanted.</summary>
    internal void Start(Instrument instrument, DateTimeOffset now)
    {
        Renew(instrument);
        _isStreaming = true;
        _watch.Start(now);
        _streamingFrom = _clock.IsLive ? _clock.Now(now) : DateTimeOffset.MaxValue;
        _gaps.Restart();
        if (_minutes.Count == 0)
        {
            _plan.Restart(_options.BackfillOnSubscribe ? _clock.Now(now) - _options.BackfillSpan : null);
            return;
        }
        DateTimeOffset from = NewestWholeMinuteEnd() ?? _minutes[0].Time;
        if (_plan.EarliestMissing is { } missing && missing < from && from - missing < _options.BackfillSpan) from = missing;
        _plan.Restart(from);
    }

    /// <summary>The contract's facts were told anew.</summary>
    internal void Renew(Instrument instrument)
    {
        if (!ReferenceEquals(instrument, Instrument)) _hours = TradingHours.Of(instrument);
        Instrument = instrument;
    }

    /// <summary>The session was lost: nothing is asked for and silence means nothing until data starts again. The clock still closes bars.</summary>
    internal void Interrupt(string cause, DateTimeOffset now)
    {
        _isStreaming = false;
        _gaps.Explain(cause);
        if (PartsEnd is { } end && _hours.IsOpen(_clock.Now(now)) != false) _gaps.OnInterrupt(Instrument, end, now);
    }

    /// <summary>Something is wrong that explains bars which do not come from now on.</summary>
    internal void Explain(string cause) => _gaps.Explain(cause);

    /// <summary>A five-second part came.</summary>
    internal void Apply(Bar part, DateTimeOffset received)
    {
        part = Normalized(part, BarSize.FiveSeconds) with { Parts = 1, IsClosed = true };
        // After 1102 the data simply goes on, without a new start.
        if (!_isStreaming) Start(Instrument, received);
        bool isSkip = IsSkip(part, received);
        _clock.OnPart(part.Time + BarSize.FiveSeconds.Span, received);
        _watch.Heard(received);
        if (_streamingFrom == DateTimeOffset.MaxValue) _streamingFrom = part.Time;

        DateTimeOffset start = BarSize.OneMinute.StartOf(part.Time);
        if (isSkip) _gaps.OnPart(Instrument, part.Time, part.Time, _hours, received);
        else if (PartsEnd is { } end) _gaps.OnPart(Instrument, end, part.Time, _hours, received);
        else if (_options.BackfillOnSubscribe) _gaps.Want(start, part.Time);
        bool isNewest = _minutes.Last is not { } last || last.Time < start;
        Put(part, "late part");
        if (isNewest && _minutes.Last?.Time == start) WantGapBefore(start);
        if (part.Time < PartsEnd - BarSize.FiveSeconds.Span) _gaps.Judge(Known, received);
        OnClock(received);
    }

    // A replay leaves out nights and weekends: the market's clock jumps while ours goes on, and nothing was missed.
    private bool IsSkip(Bar part, DateTimeOffset received) =>
        PartsEnd is { } end && part.Time - end > FlatMinutesMax * Minute && received - _watch.LastHeard < Minute && !_gaps.IsOpen;

    /// <summary>Puts a five-second part, live or from history, in its place and makes its minute anew.</summary>
    private void Put(Bar part, string cause)
    {
        _parts.Put(part);
        if (_parts.Count > _options.FiveSecondBarsMax + BarSize.OneMinute.PartsExpected) _parts.DropBefore(_parts[_parts.Count - _options.FiveSecondBarsMax].Time);
        if (PartsOf(BarSize.OneMinute.StartOf(part.Time)) is not { IsSettled: false } minute || !minute.Put(part)) return;
        Bar bar = Rebuild(minute, cause);
        if (!bar.IsComplete) return;
        _plan.Forget(minute.Start, minute.End);
        CloseTo(minute.End);
    }

    /// <summary>End of the newest five-second part; null before the first.</summary>
    private DateTimeOffset? PartsEnd => _parts.Last is { } last ? last.Time + BarSize.FiveSeconds.Span : null;

    /// <summary>Closes what is due.</summary>
    internal void OnClock(DateTimeOffset now)
    {
        if (!_clock.IsKnown) return;
        DateTimeOffset marketNow = _clock.Now(now);
        if (_isStreaming && PartsEnd is { } end) _gaps.OnClock(Instrument, end, marketNow, _hours, now);
        DateTimeOffset due = BarSize.OneMinute.StartOf(marketNow - _options.CloseGrace);
        if (due > _closedTo) MakeSilentMinutes(due);
        CloseTo(due);
    }

    /// <summary>The minutes that are due and of which nothing came are flat until history says what they were.</summary>
    private void MakeSilentMinutes(DateTimeOffset due)
    {
        if (!_isStreaming || !_clock.IsLive || _minutes.Last is not { } last) return;
        DateTimeOffset from = last.Time + Minute, heard = BarSize.OneMinute.StartOf(_streamingFrom);
        if (from < heard) from = heard;
        for (DateTimeOffset time = from; time + Minute <= due; time += Minute)
        {
            // Without known hours a closed market would become a row of flat minutes.
            if (_hours.IsOpen(time) != true || time - _clock.LastTold > FlatMinutesMax * Minute) return;
            decimal flat = _minutes.Last!.Close;
            PutMinute(new Bar { Time = time, Size = BarSize.OneMinute, Open = flat, High = flat, Low = flat, Close = flat, Wap = flat, IsSynthetic = true }, "clock");
        }
    }

    /// <summary>The request for minutes that is due, or null.</summary>
    internal HistoryRequest? NextRequest(DateTimeOffset now) => _isStreaming ? _plan.Next(Instrument, now, _clock) : null;

    /// <summary>The request for five-second bars that is due, or null.</summary>
    internal HistoryRequest? NextPartRequest(DateTimeOffset now) => _isStreaming ? _gaps.Next(Instrument, now, _clock) : null;

    /// <summary>Closed minutes that were never compared with the broker's and have settled, as a request; null when there are none or other requests come first.</summary>
    internal HistoryRequest? NextComparison(DateTimeOffset now)
    {
        if (!_isStreaming || !_clock.IsLive || !_plan.IsIdle) return null;
        DateTimeOffset to = BarSize.OneMinute.StartOf(_clock.Now(now) - _options.CompareDelay);
        DateTimeOffset oldest = to - TimeSpan.FromDays(1);
        if (_comparedTo < oldest) _comparedTo = oldest;
        int first = _minutes.IndexOf(_comparedTo);
        for (int i = first < 0 ? ~first : first; i < _minutes.Count && _minutes[i].Time < to; i++)
        {
            // What is from the broker's history anyway needs no comparison with it.
            if (_minutes[i] is { IsComplete: true, IsClosed: true } && Recent(_minutes[i].Time) is not { IsSettled: true } && !IsFromHistory(_minutes[i]))
                return new HistoryRequest(Instrument, BarSize.OneMinute, _minutes[i].Time, to, ComparisonReason);
        }
        return null;
    }

    /// <summary>True when an answer belongs to a comparison.</summary>
    internal static bool IsComparison(HistoryRequest request) => request.Reason == ComparisonReason;

    /// <summary>The broker's own minutes came: those that differ from ours replace them.</summary>
    /// <returns>How many were compared and how many differed.</returns>
    internal (int Compared, int Differed) Compare(HistoryRequest request, IReadOnlyList<Bar> bars, DateTimeOffset now)
    {
        int compared = 0, differed = 0;
        _longer.Gather();
        foreach (Bar bar in bars.Select(b => Normalized(b, BarSize.OneMinute)).Where(b => b.Time >= request.From && b.Time < request.To).OrderBy(b => b.Time))
        {
            if (_minutes.Find(bar.Time) is not { IsClosed: true } own) continue;
            compared++;
            if (BarDifference.Of(own, bar).Length == 0) continue;
            differed++;
            if (Recent(bar.Time) is { } recent) recent.IsSettled = true;
            PutMinute(bar with { Parts = BarSize.OneMinute.PartsExpected, Source = BarSource.Backfill }, ComparisonReason);
            _plan.Forget(bar.Time, bar.Time + Minute);
        }
        if (request.To > _comparedTo) _comparedTo = request.To.Value;
        _longer.EndGathering(_closedTo);
        OnClock(now);
        return (compared, differed);
    }

    /// <summary>These minutes cannot be compared; they are passed over.</summary>
    internal void PassOver(HistoryRequest request)
    {
        if (request.To > _comparedTo) _comparedTo = request.To.Value;
    }

    private bool IsFromHistory(Bar minute) => minute.Source == BarSource.Backfill && Recent(minute.Time) is null;

    /// <inheritdoc cref="BarWatch.Check"/>
    internal BarSilence? CheckSilence(DateTimeOffset now) => _isStreaming ? _watch.Check(Instrument, now, _clock.Now(now), PartsEnd, _hours) : null;

    /// <summary>History answered.</summary>
    internal void OnHistory(HistoryRequest request, IReadOnlyList<Bar> bars, DateTimeOffset now)
    {
        if (request.Size == BarSize.FiveSeconds) OnPartHistory(request, bars, now);
        if (request.Size != BarSize.OneMinute) return;
        DateTimeOffset? askedAt = _plan.AskedAt;
        int failures = _plan.Failures;
        Bar[] sorted = [.. bars.Select(b => Normalized(b, BarSize.OneMinute)).OrderBy(b => b.Time)];
        _plan.Answered(request, sorted.Length > 0 ? sorted[^1].Time : null);

        _longer.Gather();
        foreach (Bar bar in sorted)
        {
            // The last bar of an answer up to the present may be running; every other one, and what ended before it was asked for, is final.
            DateTimeOffset end = bar.Time + Minute;
            bool isFinal = request.To is { } to ? end <= to : !ReferenceEquals(bar, sorted[^1]) || end <= askedAt;
            if (isFinal) MergeFinal(bar);
            else MergeRunning(bar, now);
        }
        if (sorted.Length > 0)
        {
            // Hours that reach our present belong to a market that runs by our clock; a replay of another year tells its time by its bars.
            _clock.OnHistory(_hours.IsOpen(now) is null ? sorted[^1].Time : now, now);
            int next = _minutes.IndexOf(sorted[^1].Time + BarSize.FiveSeconds.Span);
            if (request.To is null && ~next < _minutes.Count) WantGapBefore(_minutes[~next].Time);
        }
        if (request.To is { } until) Settle(request.From, until, now, failures);
        _longer.EndGathering(_closedTo);
        OnClock(now);
        DropOld();
    }

    /// <summary>History failed.</summary>
    internal void OnHistoryFailed(HistoryRequest request, DateTimeOffset now, bool isFinal, string reason)
    {
        if (request.Size == BarSize.FiveSeconds) _gaps.Failed(request, now, isFinal, reason);
        else _plan.Failed(request, now, isFinal);
    }

    /// <summary>History gave five-second bars: those that did not come live are taken, and what it leaves out between them did not trade.</summary>
    private void OnPartHistory(HistoryRequest request, IReadOnlyList<Bar> bars, DateTimeOffset now)
    {
        if (request.To is not { } to) return;
        DateTimeOffset answeredTo = request.From;
        foreach (Bar bar in bars.Select(b => Normalized(b, BarSize.FiveSeconds)).Where(b => b.Time >= request.From && b.Time < to).OrderBy(b => b.Time))
        {
            answeredTo = bar.Time + BarSize.FiveSeconds.Span;
            if (_parts.Find(bar.Time) is null) Put(bar with { Parts = 1, IsClosed = true, Source = BarSource.Backfill }, "backfill");
        }
        // The newest bars reach history late; what is older and not in it did not trade.
        if (_clock.Now(now) - to >= Settled) answeredTo = to;
        if (!_isQuoteBased) FillSilentParts(request.From, answeredTo);
        _gaps.Answered(request, Known, now);
        OnClock(now);
    }

    /// <summary>What is known of five seconds: live, from history, or nothing at all.</summary>
    private PartKnowledge Known(DateTimeOffset time)
    {
        if (_parts.Find(time) is { } part) return part.Source == BarSource.Live ? PartKnowledge.Known : PartKnowledge.Filled;
        if (_hours.IsOpen(time) == false || _silent.Exists(s => time >= s.From && time < s.To)) return PartKnowledge.Known;
        // Parts of long ago are not kept; whether their minute is whole is.
        bool isOld = _parts.Count > 0 && time < _parts[0].Time;
        return isOld && _minutes.Find(BarSize.OneMinute.StartOf(time)) is { IsComplete: true } ? PartKnowledge.Filled : PartKnowledge.None;
    }

    private void FillSilentParts(DateTimeOffset from, DateTimeOffset to)
    {
        DateTimeOffset end;
        for (DateTimeOffset start = from; start < to; start = end + BarSize.FiveSeconds.Span)
        {
            for (end = start; end < to && _parts.Find(end) is null; end += BarSize.FiveSeconds.Span) { }
            if (end - start > FlatMinutesMax * Minute) RememberSilence(start, end);
            else FillFlat(start, end);
        }
    }

    private void FillFlat(DateTimeOffset from, DateTimeOffset to)
    {
        for (DateTimeOffset time = from; time < to; time += BarSize.FiveSeconds.Span)
        {
            if (_parts.Count == 0 || _hours.IsOpen(time) == false) continue;
            int index = ~_parts.IndexOf(time);
            decimal flat = index == 0 ? _parts[0].Open : _parts[index - 1].Close;
            Put(new Bar { Time = time, Size = BarSize.FiveSeconds, Open = flat, High = flat, Low = flat, Close = flat, Wap = flat, Parts = 1, Source = BarSource.Backfill, IsClosed = true, IsSynthetic = true }, "backfill");
        }
    }

    // A halt, or hours in which nobody trades: confirmed by history, and not worth a row of flat bars.
    private void RememberSilence(DateTimeOffset from, DateTimeOffset to)
    {
        _silent.Add((from, to));
        if (_silent.Count > SilencesKept) _silent.RemoveAt(0);
    }

    // ---- minutes ----

    private void MergeFinal(Bar bar)
    {
        if (Recent(bar.Time) is { } recent) recent.IsSettled = true;
        Bar? old = _minutes.Find(bar.Time);
        if (old is { IsComplete: true, Source: BarSource.Live }) return;
        // Filled from five-second history already: the same bar made in another way is no change.
        if (old is { IsComplete: true, IsSynthetic: false } && BarDifference.Of(old, bar).Length == 0) return;

        PutMinute(bar with { Parts = BarSize.OneMinute.PartsExpected, Source = BarSource.Backfill }, "backfill");
        // What history calls final is over, whatever the clock has seen so far.
        if (_minutes.Last?.Time == bar.Time) CloseTo(bar.Time + Minute);
    }

    private void MergeRunning(Bar bar, DateTimeOffset now)
    {
        if (_minutes.Find(bar.Time) is { } old && ((old.IsClosed && !old.IsSynthetic) || old.IsComplete)) return;
        if (PartsOf(bar.Time) is not { IsSettled: false } minute) return;
        minute.StartFrom(bar, _clock.IsLive ? _clock.Now(now) : null);
        Rebuild(minute, "backfill");
    }

    /// <summary>A bounded answer came for these minutes. What it did not hold had no trades, or must be asked for again.</summary>
    private void Settle(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, int failures)
    {
        for (DateTimeOffset time = BarSize.OneMinute.StartOf(from); time < to; time += Minute)
        {
            Bar? bar = _minutes.Find(time);
            if (bar is null or { IsComplete: true }) continue;
            // The newest minute reaches history late: that it is not there yet says nothing of one of which nothing came.
            bool isKnownSilent = bar.Parts > 0 || _clock.Now(now) - (time + Minute) >= Settled;
            if (!_isQuoteBased && isKnownSilent && BarAccumulator.IsIdle(bar)) PutMinute(bar with { Parts = BarSize.OneMinute.PartsExpected, Source = BarSource.Backfill }, "backfill");
            else _plan.AddAgain(time, time + Minute, now, failures);
        }
        if (!_isQuoteBased) FillSilence(from, to);
    }

    /// <summary>Minutes between two known ones of the session, for which history has no bar, had no trades: they are flat, as live minutes without trades are.</summary>
    private void FillSilence(DateTimeOffset from, DateTimeOffset to)
    {
        for (DateTimeOffset time = BarSize.OneMinute.StartOf(from); time < to; time += Minute)
        {
            int index = _minutes.IndexOf(time);
            if (index >= 0) continue;
            if (~index == 0 || ~index >= _minutes.Count) continue;
            Bar before = _minutes[~index - 1], after = _minutes[~index];
            int missing = (int)((after.Time - before.Time) / Minute) - 1;
            if (missing > FlatMinutesMax)
            {
                time = after.Time;
                continue;
            }
            if (before.Time + Minute != time || _hours.IsOpen(time) == false) continue;
            var flat = new BarAccumulator(isQuoteBased: false);
            PutMinute(flat.ToBar(time, BarSize.OneMinute, before.Close) with { Parts = BarSize.OneMinute.PartsExpected, Source = BarSource.Backfill }, "backfill");
        }
    }

    private Bar Rebuild(MinuteParts minute, string cause) => PutMinute(minute.ToBar(_isQuoteBased, CloseBefore(minute.Start)), cause);

    /// <summary>Puts a minute in its place, with everything that follows from it: its revision, the flat minutes after it, the longer bars.</summary>
    private Bar PutMinute(Bar bar, string cause)
    {
        Bar result = _minutes.Revise(bar, _closedTo, out Bar? before);
        if (before is not null && BarBuffer.SameValues(before, result)) return result;
        if (result.IsClosed && (before is { IsClosed: true } || (before is null && cause == "late part"))) _revised(before, result, cause);
        // It was over before anything was known of it, so nothing will close it and ask.
        if (result is { IsClosed: true, IsComplete: false } && before is null) _plan.Add(result.Time, result.Time + Minute);
        _longer.OnMinute(bar.Time, _closedTo);

        // A minute without trades repeats the close before it, so it moves with it.
        Bar previous = result;
        while (!_isQuoteBased && _minutes.Find(previous.Time + Minute) is { } next && BarAccumulator.IsIdle(next) && next.Close != previous.Close)
        {
            decimal flat = previous.Close;
            previous = _minutes.Revise(next with { Open = flat, High = flat, Low = flat, Close = flat, Wap = flat }, _closedTo, out Bar? nextBefore);
            if (previous.IsClosed) _revised(nextBefore, previous, "bar before it changed");
            _longer.OnMinute(previous.Time, _closedTo);
        }
        return result;
    }

    /// <summary>Closes every bar that ends at <paramref name="to"/> or before; incomplete minutes are wanted from history.</summary>
    private void CloseTo(DateTimeOffset to)
    {
        if (to <= _closedTo) return;
        _closedTo = to;
        _minutes.CloseTo(to, closed =>
        {
            if (!closed.IsComplete) _plan.Add(closed.Time, closed.Time + Minute);
        });
        _longer.CloseTo(to);
        DropOld();
    }

    private void WantGapBefore(DateTimeOffset minute)
    {
        int i = _minutes.IndexOf(minute);
        if (i <= 0) return;
        DateTimeOffset from = _minutes[i - 1].Time + Minute;
        if (from < minute) _plan.Add(from, minute);
    }

    private void DropOld()
    {
        // Whole hours go, so that no longer bar ever loses some of its minutes.
        if (_minutes.Count <= _options.HistoryMinutesMax) return;
        DateTimeOffset keepFrom = BarSize.OneHour.StartOf(_minutes[_minutes.Count - _options.HistoryMinutesMax].Time);
        if (_minutes[0].Time >= keepFrom) return;
        _minutes.DropBefore(keepFrom);
        _longer.DropBefore(keepFrom);
        _plan.DropBefore(keepFrom);
    }

    // ---- parts ----

    private MinuteParts? Recent(DateTimeOffset start) => _recent.Find(m => m.Start == start);

    /// <summary>The parts of a minute; null when they are not kept (any more).</summary>
    private MinuteParts? PartsOf(DateTimeOffset start)
    {
        if (Recent(start) is { } known) return known;
        if (_recent.Count == RecentMinutesMax && start < _recent[0].Start) return null;
        // Its parts are gone or were never there, and what it is made of now is more than this part.
        if (_minutes.Find(start) is { IsSynthetic: false }) return null;
        var minute = new MinuteParts(start);
        int at = _recent.FindIndex(m => m.Start > start);
        _recent.Insert(at < 0 ? _recent.Count : at, minute);
        if (_recent.Count > RecentMinutesMax) _recent.RemoveAt(0);
        return minute;
    }

    private DateTimeOffset? NewestWholeMinuteEnd()
    {
        for (int i = _minutes.Count - 1; i >= 0; i--)
            if (_minutes[i] is { IsComplete: true, IsClosed: true }) return _minutes[i].Time + Minute;
        return null;
    }

    private decimal? CloseBefore(DateTimeOffset minute) => _minutes.Find(minute - Minute)?.Close;

    // Products without volume carry -1 on the wire.
    private static Bar Normalized(Bar bar, BarSize size) => bar with
    {
        Time = size.StartOf(bar.Time),
        Size = size,
        Volume = Math.Max(bar.Volume, 0m),
        Count = Math.Max(bar.Count, 0),
        Wap = bar.Volume > 0m ? bar.Wap : bar.Close,
        Revision = 0,
    };
}
