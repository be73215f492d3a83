using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Bars;

/// <summary>
/// Watches that the bars of one contract keep coming, in two ways: by the age of the newest part, and by the clock of the bars themselves, which a
/// stream that lives and still misses its minutes cannot deceive. Written by the engine's thread alone.
/// </summary>
internal sealed class BarWatch(BarsOptions options)
{
    private static readonly TimeSpan Minute = BarSize.OneMinute.Span;
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(10);

    // A subscription that began this shortly before the end of a minute may bring its first part after it.
    private static readonly TimeSpan FirstPartWait = TimeSpan.FromSeconds(10);

    private DateTimeOffset _started;
    private DateTimeOffset? _lastPart;
    private DateTimeOffset _since;
    private int _attempts;

    /// <summary>When the last part came since data started, or when it started, local time.</summary>
    internal DateTimeOffset LastHeard { get; private set; }

    /// <summary>Data starts, for the first time or again. Attempts go on counting: a start is no bar.</summary>
    internal void Start(DateTimeOffset now) => LastHeard = _since = _started = now;

    /// <summary>A part came.</summary>
    internal void Heard(DateTimeOffset now)
    {
        LastHeard = _since = now;
        _lastPart = now;
        _attempts = 0;
    }

    /// <summary>Tells a silence that calls for a new subscription; null while all is well or the market is closed. It counts as one attempt.</summary>
    /// <param name="instrument">Whose.</param>
    /// <param name="now">Local time.</param>
    /// <param name="marketNow">Market time.</param>
    /// <param name="partsEnd">End of the newest five-second part, market time; null before the first.</param>
    /// <param name="hours">Hours; where they are not known the market counts as open.</param>
    internal BarSilence? Check(Instrument instrument, DateTimeOffset now, DateTimeOffset marketNow, DateTimeOffset? partsEnd, TradingHours hours)
    {
        DateTimeOffset? overdue = OverdueMinute(now, marketNow, partsEnd, hours);
        if (overdue is null && !IsOld(now, marketNow, hours)) return null;
        _attempts++;
        _since = now;
        return new BarSilence(instrument.Contract.Ticker, instrument.Contract.ConId, _lastPart ?? LastHeard, _attempts, overdue);
    }

    private bool IsOld(DateTimeOffset now, DateTimeOffset marketNow, TradingHours hours) =>
        now - _since > Wait(options.SilenceMax, _attempts) && hours.IsOpen(marketNow) != false;

    private DateTimeOffset? OverdueMinute(DateTimeOffset now, DateTimeOffset marketNow, DateTimeOffset? partsEnd, TradingHours hours)
    {
        DateTimeOffset end = BarSize.OneMinute.StartOf(marketNow - options.MinuteOverdueAfter);
        bool isWhole = partsEnd >= end || now - _started < FirstPartWait + options.MinuteOverdueAfter;
        if (isWhole || (_attempts > 0 && now - _since < Wait(Minute, _attempts - 1))) return null;
        // The last part of the minute would have ended with it, so the minute must have been open to its end.
        bool? isOpen = hours.IsOpen(end - BarSize.FiveSeconds.Span);
        // Before the first part only hours that are known say that one should have come.
        return isOpen == true || (isOpen is null && partsEnd is not null) ? end - Minute : null;
    }

    private static TimeSpan Wait(TimeSpan first, int doublings)
    {
        TimeSpan wait = first * Math.Pow(2, Math.Min(doublings, 10));
        return wait < WaitMax ? wait : WaitMax;
    }
}
