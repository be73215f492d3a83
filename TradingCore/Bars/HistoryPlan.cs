using TradingCore.Domain;

namespace TradingCore.Bars;

/// <summary>
/// What bars of one contract and size must be asked from history, one request at a time: everything up to the present after a start, and the
/// bars that closed incomplete or never came. Ranges are merged, failures are repeated with growing waits and then given up.
/// </summary>
internal sealed class HistoryPlan(BarsOptions options, BarSize size)
{
    // A request may wait long in the gateway's pacing queue (60 requests in ten minutes); one that is older than this was lost.
    private static readonly TimeSpan AnswerWait = TimeSpan.FromMinutes(15);
    // One request holds at most a day of minutes or an hour of five-second bars.
    private readonly TimeSpan _spanMax = size == BarSize.FiveSeconds ? TimeSpan.FromHours(1) : TimeSpan.FromDays(1);

    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _missing = [];
    private DateTimeOffset? _presentFrom;
    private HistoryRequest? _inFlight;
    private DateTimeOffset _inFlightDeadline;
    private DateTimeOffset _notBefore;
    private int _failures;

    /// <summary>The market's time when the request in flight was sent; null when it was not known or none is in flight.</summary>
    internal DateTimeOffset? AskedAt { get; private set; }

    /// <summary>True while a range is known to be missing.</summary>
    internal bool HasMissing => _missing.Count > 0;

    /// <summary>The subscription starts (again): what was in flight may never be answered, and everything since <paramref name="presentFrom"/> is wanted.</summary>
    /// <param name="presentFrom">Market time; null when only what is known to be missing is wanted.</param>
    internal void Restart(DateTimeOffset? presentFrom)
    {
        _inFlight = null;
        AskedAt = null;
        _failures = 0;
        _notBefore = default;
        _presentFrom = presentFrom;
    }

    /// <summary>Earliest minute that is missing; null when none is.</summary>
    internal DateTimeOffset? EarliestMissing => _missing.Count > 0 ? _missing[0].From : null;

    /// <summary>True when nothing is wanted and nothing is in flight.</summary>
    internal bool IsIdle => _inFlight is null && _presentFrom is null && _missing.Count == 0;

    /// <summary>Wants the bars from <paramref name="from"/> up to <paramref name="to"/>.</summary>
    internal void Add(DateTimeOffset from, DateTimeOffset to)
    {
        for (int i = _missing.Count - 1; i >= 0; i--)
        {
            if (_missing[i].From > to || _missing[i].To < from) continue;
            if (_missing[i].From < from) from = _missing[i].From;
            if (_missing[i].To > to) to = _missing[i].To;
            _missing.RemoveAt(i);
        }
        int at = _missing.FindIndex(r => r.From > from);
        _missing.Insert(at < 0 ? _missing.Count : at, (from, to));
    }

    /// <summary>These bars came in another way.</summary>
    internal void Forget(DateTimeOffset from, DateTimeOffset to) => Subtract(from, to);

    /// <summary>Forgets wants before <paramref name="time"/>: those bars would be dropped.</summary>
    internal void DropBefore(DateTimeOffset time) => Subtract(DateTimeOffset.MinValue, time);

    /// <summary>The request that is due now; null when none is. It counts as sent.</summary>
    /// <param name="instrument">Contract.</param>
    /// <param name="now">Local time.</param>
    /// <param name="clock">Market time.</param>
    internal HistoryRequest? Next(Instrument instrument, DateTimeOffset now, MarketClock clock)
    {
        if (_inFlight is not null)
        {
            if (now < _inFlightDeadline) return null;
            Fail(now, isFinal: false);
        }
        if (now < _notBefore || (_presentFrom is null && _missing.Count == 0)) return null;

        _inFlight = _presentFrom is { } from ? ToPresent(instrument, from, now, clock) : Missing(instrument);
        _inFlightDeadline = now + AnswerWait;
        AskedAt = clock.IsLive ? clock.Now(now) : null;
        return _inFlight;
    }

    /// <summary>A request was answered with bars up to the one that starts at <paramref name="lastTime"/> (null when there were none): what it covered is wanted no more.</summary>
    internal void Answered(HistoryRequest request, DateTimeOffset? lastTime)
    {
        if (request.To is { } to) Subtract(request.From, to);
        if (!IsInFlight(request)) return;
        if (request.To is null)
        {
            if (lastTime is { } last && _presentFrom is { } from) Subtract(from, last);
            _presentFrom = null;
        }
        _inFlight = null;
        AskedAt = null;
        _failures = 0;
    }

    /// <summary>The answer did not hold these minutes, though they are known to have traded: they are wanted again after a wait.</summary>
    internal void AddAgain(DateTimeOffset from, DateTimeOffset to, DateTimeOffset now, int failuresBefore)
    {
        if (failuresBefore >= options.RetriesMax) return;
        Add(from, to);
        _failures = failuresBefore + 1;
        _notBefore = now + Wait(_failures);
    }

    /// <summary>Failures in a row.</summary>
    internal int Failures => _failures;

    /// <summary>A request failed.</summary>
    /// <param name="request">Which.</param>
    /// <param name="now">Local time.</param>
    /// <param name="isFinal">True when asking again cannot help.</param>
    internal void Failed(HistoryRequest request, DateTimeOffset now, bool isFinal)
    {
        if (IsInFlight(request)) Fail(now, isFinal);
    }

    private void Fail(DateTimeOffset now, bool isFinal)
    {
        HistoryRequest failed = _inFlight!;
        _inFlight = null;
        AskedAt = null;
        _failures++;
        if (isFinal || _failures > options.RetriesMax)
        {
            if (failed.To is { } to) Subtract(failed.From, to);
            else _presentFrom = null;
            _failures = 0;
            return;
        }
        _notBefore = now + Wait(_failures);
    }

    private TimeSpan Wait(int failures) => options.RetryDelay * Math.Pow(2, Math.Min(failures - 1, 8));

    private bool IsInFlight(HistoryRequest request) =>
        _inFlight is { } f && (ReferenceEquals(f, request) || (f.From == request.From && f.To == request.To && f.Size == request.Size));

    // The gateway counts the span back from its own present. A minute more makes up for what passes until it answers.
    private HistoryRequest ToPresent(Instrument instrument, DateTimeOffset from, DateTimeOffset now, MarketClock clock)
    {
        TimeSpan span = clock.Now(now) - from + size.Span, spanMax = size.Span * options.HistoryMinutesMax;
        if (span > spanMax) span = spanMax;
        return new HistoryRequest(instrument, size, now - span, null, "subscribe");
    }

    private HistoryRequest Missing(Instrument instrument)
    {
        (DateTimeOffset from, DateTimeOffset to) = _missing[0];
        bool isOneMinute = size == BarSize.OneMinute && _missing.Count == 1 && to - from == size.Span;
        foreach ((_, DateTimeOffset next) in _missing)
            if (next - from <= _spanMax && next > to) to = next;
        return new HistoryRequest(instrument, size, from, to, isOneMinute ? "incomplete bar" : "gap");
    }

    private void Subtract(DateTimeOffset from, DateTimeOffset to)
    {
        for (int i = _missing.Count - 1; i >= 0; i--)
        {
            (DateTimeOffset f, DateTimeOffset t) = _missing[i];
            if (t <= from || f >= to) continue;
            _missing.RemoveAt(i);
            if (t > to) _missing.Insert(i, (to, t));
            if (f < from) _missing.Insert(i, (f, from));
        }
    }
}
