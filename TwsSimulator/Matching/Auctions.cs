using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>
/// When the opening and the closing auction of an instrument are. They keep the exchange's times also where the market is computed around the clock, so that
/// such orders can be tried on any day.
/// </summary>
internal static class Auctions
{
    private const int OpenForSeconds = 60;
    private const int CloseForSeconds = 5;
    private const int DaysAheadMax = 10;

    /// <summary>Whether the instrument has auctions.</summary>
    public static bool Has(Instrument instrument) => instrument.Hours is HoursKind.UsStock or HoursKind.CmeFuture or HoursKind.Grain;

    /// <summary>Whether the order is for an auction.</summary>
    public static bool IsFor(SimOrder order) => order.Order.Tif == "OPG" || order.Order.OrderType is "MOC" or "LOC";

    /// <summary>The first auction of an order's kind after a moment, Unix seconds.</summary>
    public static long Next(TradingCalendar calendar, SimOrder order, long now)
    {
        DateOnly today = TradingCalendar.LocalDate(order.Instrument, now);
        for (int ahead = 0; ahead <= DaysAheadMax; ahead++)
        {
            if (On(calendar, order.Instrument, today.AddDays(ahead)) is not { } day)
                continue;
            long auction = order.Order.Tif == "OPG" ? day.Open : day.Close;
            if (auction > now)
                return auction;
        }

        return long.MaxValue;
    }

    /// <summary>Whether the auction takes place at a moment.</summary>
    public static bool IsOpen(SimOrder order, long now)
        => order.Order.Tif == "OPG" ? now >= order.AuctionTime && now < order.AuctionTime + OpenForSeconds : now >= order.AuctionTime - CloseForSeconds && now < order.AuctionTime;

    /// <summary>Whether the auction is over.</summary>
    public static bool IsOver(SimOrder order, long now) => now >= order.AuctionTime + (order.Order.Tif == "OPG" ? OpenForSeconds : 0);

    private static Session? On(TradingCalendar calendar, Instrument instrument, DateOnly date)
    {
        if (calendar.HasRealHours)
            return calendar.SessionOn(instrument, date, liquid: true);
        TimeZoneInfo zone = TradingCalendar.ZoneOf(instrument);
        (int open, int close) = instrument.Hours switch
        {
            HoursKind.CmeFuture => ((8 * 60) + 30, 16 * 60),
            HoursKind.Grain => ((8 * 60) + 30, (13 * 60) + 20),
            _ => ((9 * 60) + 30, 16 * 60),
        };
        return new Session(date, TradingCalendar.Unix(zone, date, open), TradingCalendar.Unix(zone, date, close));
    }
}
