using System.Globalization;
using System.Text;

namespace TwsSimulator.Market;

/// <summary>When instruments trade: around the clock for a demo, or by the exchanges' hours and holidays.</summary>
internal sealed class TradingCalendar
{
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeZoneInfo Chicago = TimeZoneInfo.FindSystemTimeZoneById("America/Chicago");
    private readonly bool _realHours;

    /// <summary>Creates a calendar.</summary>
    /// <param name="realHours">False: every instrument trades every second of every day.</param>
    public TradingCalendar(bool realHours)
    {
        _realHours = realHours;
    }

    /// <summary>Whether the exchanges' hours hold.</summary>
    public bool HasRealHours => _realHours;

    /// <summary>Time zone of an instrument's exchange.</summary>
    public static TimeZoneInfo ZoneOf(Instrument instrument) => instrument.Hours is HoursKind.CmeFuture or HoursKind.Grain ? Chicago : NewYork;

    /// <summary>Name of the time zone as IB writes it.</summary>
    public static string ZoneNameOf(Instrument instrument) => instrument.Hours is HoursKind.CmeFuture or HoursKind.Grain ? "US/Central" : "US/Eastern";

    /// <summary>Whether the instrument trades in the second <paramref name="time"/> (Unix seconds).</summary>
    public bool IsTrading(Instrument instrument, long time) => !_realHours || Contains(instrument, time, liquid: false);

    /// <summary>Whether <paramref name="time"/> lies in regular trading hours.</summary>
    public bool IsLiquid(Instrument instrument, long time) => !_realHours || Contains(instrument, time, liquid: true);

    /// <summary>The trading day that <paramref name="time"/> belongs to; between sessions the day of the last session.</summary>
    public DateOnly DateAt(Instrument instrument, long time)
    {
        DateOnly local = LocalDate(instrument, time);
        for (int ahead = 1; ahead >= -10; ahead--)
        {
            if (SessionOn(instrument, local.AddDays(ahead), liquid: false) is { } session && session.Open <= time)
                return session.Date;
        }

        return local;
    }

    /// <summary>The session of a trading day; null when closed.</summary>
    /// <param name="instrument">What is traded.</param>
    /// <param name="date">Trading day.</param>
    /// <param name="liquid">True for regular hours, false for all trading hours.</param>
    public Session? SessionOn(Instrument instrument, DateOnly date, bool liquid)
    {
        TimeZoneInfo zone = ZoneOf(instrument);
        if (!_realHours || instrument.Hours == HoursKind.Crypto)
            return new Session(date, Unix(zone, date, 0), Unix(zone, date.AddDays(1), 0));
        if (instrument.Hours == HoursKind.Forex)
        {
            return date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday || date is { Month: 1, Day: 1 } or { Month: 12, Day: 25 }
                ? null
                : new Session(date, Unix(zone, date.AddDays(-1), (17 * 60) + 15), Unix(zone, date, 17 * 60));
        }

        if (UsHolidays.IsClosed(date))
            return null;
        int close = UsHolidays.ClosesEarly(date) ? 13 * 60 : 16 * 60;
        return instrument.Hours switch
        {
            HoursKind.CmeFuture when liquid => new Session(date, Unix(zone, date, (8 * 60) + 30), Unix(zone, date, 16 * 60)),
            HoursKind.CmeFuture => new Session(date, Unix(zone, date.AddDays(-1), 17 * 60), Unix(zone, date, 16 * 60)),
            HoursKind.Grain when liquid => new Session(date, Unix(zone, date, (8 * 60) + 30), Unix(zone, date, (13 * 60) + 20)),
            HoursKind.Grain => new Session(date, Unix(zone, date.AddDays(-1), 19 * 60), Unix(zone, date, (13 * 60) + 20)),
            HoursKind.UsStock when !liquid => new Session(date, Unix(zone, date, 4 * 60), Unix(zone, date, close + (4 * 60))),
            _ => new Session(date, Unix(zone, date, (9 * 60) + 30), Unix(zone, date, close)),
        };
    }

    /// <summary>All trading sessions that overlap [<paramref name="from"/>, <paramref name="to"/>), oldest first.</summary>
    public IEnumerable<Session> SessionsBetween(Instrument instrument, long from, long to, bool liquid = false)
    {
        if (to <= from)
            yield break;
        DateOnly last = LocalDate(instrument, to).AddDays(1);
        for (DateOnly date = LocalDate(instrument, from); date <= last; date = date.AddDays(1))
        {
            if (SessionOn(instrument, date, liquid) is { } session && session.Close > from && session.Open < to)
                yield return session;
        }
    }

    /// <summary>Hours of <paramref name="days"/> days from <paramref name="first"/>, as contract details carry them.</summary>
    public string HoursText(Instrument instrument, DateOnly first, int days, bool liquid)
    {
        TimeZoneInfo zone = ZoneOf(instrument);
        StringBuilder text = new();
        for (int i = 0; i < days; i++)
        {
            DateOnly date = first.AddDays(i);
            if (text.Length > 0)
                text.Append(';');
            if (SessionOn(instrument, date, liquid) is { } session)
                text.Append(CultureInfo.InvariantCulture, $"{Local(zone, session.Open):yyyyMMdd:HHmm}-{Local(zone, session.Close):yyyyMMdd:HHmm}");
            else
                text.Append(CultureInfo.InvariantCulture, $"{date:yyyyMMdd}:CLOSED");
        }

        return text.ToString();
    }

    /// <summary>Calendar day at the exchange.</summary>
    public static DateOnly LocalDate(Instrument instrument, long time) => DateOnly.FromDateTime(Local(ZoneOf(instrument), time));

    /// <summary>Wall clock of a zone at a moment.</summary>
    public static DateTime Local(TimeZoneInfo zone, long time)
        => TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeSeconds(time), zone).DateTime;

    /// <summary>The moment of a wall clock time; minutes count from midnight.</summary>
    public static long Unix(TimeZoneInfo zone, DateOnly date, int minutes)
    {
        DateTime local = date.ToDateTime(TimeOnly.MinValue).AddMinutes(minutes);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUnixTimeSeconds();
    }

    private bool Contains(Instrument instrument, long time, bool liquid)
    {
        DateOnly local = LocalDate(instrument, time);
        for (int ahead = 0; ahead <= 1; ahead++)
        {
            if (SessionOn(instrument, local.AddDays(ahead), liquid) is { } session && session.Open <= time && time < session.Close)
                return true;
        }

        return false;
    }
}
