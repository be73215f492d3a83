using System.Collections.Concurrent;
using System.Globalization;

namespace TwsSimulator.Market;

/// <summary>Length of a bar.</summary>
/// <param name="Seconds">Length in seconds; 0 for a day and longer.</param>
/// <param name="Unit">'S' for seconds, 'D', 'W' or 'M' for day, week, month.</param>
internal readonly record struct BarSize(int Seconds, char Unit)
{
    private static readonly Dictionary<string, BarSize> Known = new(StringComparer.Ordinal)
    {
        ["1 secs"] = new(1, 'S'),
        ["1 sec"] = new(1, 'S'),
        ["5 secs"] = new(5, 'S'),
        ["10 secs"] = new(10, 'S'),
        ["15 secs"] = new(15, 'S'),
        ["30 secs"] = new(30, 'S'),
        ["1 min"] = new(60, 'S'),
        ["2 mins"] = new(120, 'S'),
        ["3 mins"] = new(180, 'S'),
        ["5 mins"] = new(300, 'S'),
        ["10 mins"] = new(600, 'S'),
        ["15 mins"] = new(900, 'S'),
        ["20 mins"] = new(1200, 'S'),
        ["30 mins"] = new(1800, 'S'),
        ["1 hour"] = new(3600, 'S'),
        ["2 hours"] = new(7200, 'S'),
        ["3 hours"] = new(10800, 'S'),
        ["4 hours"] = new(14400, 'S'),
        ["8 hours"] = new(28800, 'S'),
        ["1 day"] = new(0, 'D'),
        ["1D"] = new(0, 'D'),
        ["1 week"] = new(0, 'W'),
        ["1W"] = new(0, 'W'),
        ["1 month"] = new(0, 'M'),
        ["1M"] = new(0, 'M'),
    };

    /// <summary>Whether bars are labelled by date alone.</summary>
    public bool IsDaily => Unit != 'S';

    /// <summary>Reads the text of a request; false when it is none of the sizes of the API.</summary>
    public static bool TryParse(string text, out BarSize size) => Known.TryGetValue(text, out size);
}

/// <summary>How far back a request reaches: a number of seconds (S), trading days (D), weeks, months or years.</summary>
internal readonly record struct HistoryDuration(int Count, char Unit)
{
    /// <summary>Reads the text of a request, such as <c>3600 S</c> or <c>2 D</c>.</summary>
    public static bool TryParse(string text, out HistoryDuration duration)
    {
        string[] parts = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        duration = default;
        if (parts.Length != 2 || parts[1].Length != 1 || !"SDWMY".Contains(parts[1][0], StringComparison.Ordinal)
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int count) || count is < 1 or > 100_000)
            return false;
        if (parts[1][0] == 'S' && count > 86_400)
            return false;
        duration = new HistoryDuration(count, parts[1][0]);
        return true;
    }
}

/// <summary>Answers historical requests from a market source, at or before a moment.</summary>
internal sealed class History(IMarketSource source)
{
    /// <summary>Most bars one answer may hold.</summary>
    public const int BarsMax = 100_000;

    private const int DayBarsCachedMax = 50_000;
    private readonly ConcurrentDictionary<(int ConId, DateOnly Date, bool Rth), Bar> _dayBars = new();
    private readonly Volatility _volatility = new(source);

    /// <summary>First second a request covers.</summary>
    public long StartOf(Instrument instrument, long end, HistoryDuration duration, BarSize size, bool regularHours)
    {
        switch (duration.Unit)
        {
            case 'S':
                return end - duration.Count;
            case 'D' when !source.Calendar.HasRealHours && !size.IsDaily:
                return end - (duration.Count * 86_400L);
            case 'D':
                return StartOfSessionsBack(instrument, end, duration.Count, regularHours);
            case 'W' when !size.IsDaily:
                return end - (duration.Count * 7 * 86_400L);
            default:
                DateOnly day = TradingCalendar.LocalDate(instrument, end);
                DateOnly from = duration.Unit switch
                {
                    'W' => day.AddDays(-7 * Math.Min(duration.Count, 5_000)),
                    'M' => day.AddMonths(-Math.Min(duration.Count, 1_200)),
                    _ => day.AddYears(-Math.Min(duration.Count, 100)),
                };
                return TradingCalendar.Unix(TradingCalendar.ZoneOf(instrument), from, 0);
        }
    }

    /// <summary>Whether an answer would be longer than <see cref="BarsMax"/>.</summary>
    public static bool IsTooLong(long start, long end, BarSize size) => !size.IsDaily && (end - start) / size.Seconds > BarsMax * 4L;

    /// <summary>The bars of [<paramref name="start"/>, <paramref name="end"/>), oldest first; the last may be unfinished.</summary>
    public List<Bar> Bars(Instrument instrument, long start, long end, BarSize size, WhatToShow what, bool regularHours)
    {
        List<Bar> result = [];
        List<MarketTick> scratch = [];
        start = Math.Max(start, source.HistoryStart(instrument));
        if (what >= WhatToShow.HistoricalVolatility)
            return IndicatorBars.Make(source, _volatility, instrument, start, end, size, what, regularHours);
        if (!size.IsDaily)
        {
            foreach (Session session in source.Calendar.SessionsBetween(instrument, start, end, regularHours))
                AddIntraday(instrument, session, start, end, size, what, scratch, result);
            return result;
        }

        var days = new List<(DateOnly Date, Bar Bar)>();
        foreach (Session session in source.Calendar.SessionsBetween(instrument, start, end, regularHours))
        {
            if (DayBar(instrument, session, end, what, regularHours, scratch) is { } bar)
                days.Add((session.Date, bar));
        }

        foreach (IGrouping<DateOnly, (DateOnly Date, Bar Bar)> group in days.GroupBy(d => PeriodOf(d.Date, size)))
        {
            BarAggregator period = new();
            foreach ((_, Bar bar) in group)
                period.Add(bar);
            // The label of a day and longer is the date of its first trading day, at midnight UTC.
            result.Add(Plain(period.ToBar(Label(group.First().Date)), what));
        }

        return result;
    }

    private static long Label(DateOnly date) => new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds();

    private static DateOnly PeriodOf(DateOnly date, BarSize size) => size.Unit switch
    {
        'W' => date.AddDays(-(((int)date.DayOfWeek + 6) % 7)),
        'M' => new DateOnly(date.Year, date.Month, 1),
        _ => date,
    };

    private static Bar Plain(Bar bar, WhatToShow what) => what == WhatToShow.Trades ? bar : bar with { Volume = -1, Wap = -1, Count = -1 };

    private void AddIntraday(Instrument instrument, Session session, long start, long end, BarSize size, WhatToShow what, List<MarketTick> scratch, List<Bar> result)
    {
        int seconds = Math.Max(size.Seconds, 1);
        long offset = seconds > 3600 ? (long)TradingCalendar.ZoneOf(instrument).GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds(session.Open)).TotalSeconds : 0;
        var bucket = new SlotBucket(source, instrument, what, scratch);
        long bucketStart = long.MinValue;
        long from = Math.Max(session.Open, BucketOf(start));
        source.VisitBars(instrument, from, Math.Min(end, session.Close), part =>
        {
            if (seconds < Bar.SlotSeconds)
            {
                AddSeconds(instrument, part, end, what, scratch, result);
                return;
            }

            long start = Math.Max(session.Open, BucketOf(part.Time));
            if (start != bucketStart)
            {
                Flush();
                bucketStart = start;
            }

            bucket.Add(part);
        });
        Flush();

        long BucketOf(long time) => time - ((((time + offset) % seconds) + seconds) % seconds);

        void Flush()
        {
            if (bucket.ToBar(bucketStart) is { } bar)
                result.Add(Plain(bar, what));
            bucket = new SlotBucket(source, instrument, what, scratch);
        }
    }

    /// <summary>Bars of one second, from the ticks of a slot.</summary>
    private void AddSeconds(Instrument instrument, Bar part, long end, WhatToShow what, List<MarketTick> scratch, List<Bar> result)
    {
        scratch.Clear();
        source.AddTicks(instrument, part, scratch);
        for (int second = 0; second < Bar.SlotSeconds && part.Time + second < end; second++)
        {
            BarAggregator bar = new();
            foreach (MarketTick tick in scratch.Where(t => t.OffsetMs / 1000 == second))
            {
                double? price = what switch
                {
                    WhatToShow.Trades => tick.TradePrice,
                    WhatToShow.Bid => tick.Bid,
                    WhatToShow.Ask => tick.Ask,
                    _ => (tick.Bid + tick.Ask) / 2,
                };
                if (price is { } p)
                    bar.Add(new Bar(part.Time, p, p, p, p, tick.TradedVolume, (decimal)p, 1));
            }

            if (!bar.IsEmpty)
                result.Add(Plain(bar.ToBar(part.Time + second), what));
        }
    }

    private Bar? DayBar(Instrument instrument, Session session, long end, WhatToShow what, bool regularHours, List<MarketTick> scratch)
    {
        bool cacheable = what == WhatToShow.Trades && session.Close <= end;
        if (cacheable && _dayBars.TryGetValue((instrument.ConId, session.Date, regularHours), out Bar cached))
            return cached;
        var day = new SlotBucket(source, instrument, what, scratch);
        source.VisitBars(instrument, session.Open, Math.Min(end, session.Close), part => day.Add(part));
        if (day.ToBar(Label(session.Date)) is not { } result)
            return null;
        if (cacheable)
        {
            if (_dayBars.Count > DayBarsCachedMax)
                _dayBars.Clear();
            _dayBars.TryAdd((instrument.ConId, session.Date, regularHours), result);
        }

        return result;
    }

    /// <summary>Open of the n-th session back that has data, the one running at <paramref name="end"/> counted.</summary>
    private long StartOfSessionsBack(Instrument instrument, long end, int count, bool regularHours)
    {
        DateOnly date = TradingCalendar.LocalDate(instrument, end).AddDays(1);
        long first = end;
        long oldest = source.HistoryStart(instrument);
        for (int found = 0; found < count; date = date.AddDays(-1))
        {
            if (source.Calendar.SessionOn(instrument, date, regularHours) is not { } session || session.Open >= end)
            {
                if (TradingCalendar.Unix(TimeZoneInfo.Utc, date, 0) < oldest - (7 * 86_400))
                    return first;
                continue;
            }

            first = session.Open;
            found++;
            if (first < oldest)
                return first;
        }

        return first;
    }
}
