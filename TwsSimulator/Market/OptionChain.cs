using System.Globalization;

namespace TwsSimulator.Market;

/// <summary>The options that are listed on one underlying: four weekly and three monthly expiries, a call and a put at each strike.</summary>
internal static class OptionChain
{
    private const int Weeks = 4;
    private const int Months = 4;
    private const double WideShare = 0.2;
    private const double CloseShare = 0.05;
    private static readonly bool[] Sides = [true, false];

    /// <summary>Exchanges that trade the options, SMART first.</summary>
    public const string Exchanges = "SMART,AMEX,BATS,BOX,CBOE,CBOE2,EDGX,GEMINI,ISE,MEMX,MIAX,NASDAQBX,NASDAQOM,PEARL,PHLX,PSE";

    /// <summary>The chain as of a day.</summary>
    /// <param name="underlying">What the options are on.</param>
    /// <param name="level">Price that the strikes lie around: steps of 5 within a fifth of it, steps of 1 within a twentieth.</param>
    /// <param name="today">Expiries start here.</param>
    public static IEnumerable<Instrument> Build(Instrument underlying, double level, DateOnly today)
    {
        int center = (int)Math.Round(level / 5) * 5, wide = (int)(level * WideShare / 5) * 5, close = (int)(level * CloseShare);
        int[] strikes = [.. Enumerable.Range(center - wide, (2 * wide) + 1).Where(k => k > 0 && (k % 5 == 0 || Math.Abs(k - center) <= close))];
        return from expiry in Expiries(today) from strike in strikes from isCall in Sides select Option(underlying, expiry, strike, isCall);
    }

    private static SortedSet<DateOnly> Expiries(DateOnly today)
    {
        SortedSet<DateOnly> expiries = [];
        DateOnly friday = today.AddDays(((int)DayOfWeek.Friday - (int)today.DayOfWeek + 7) % 7);
        for (int i = 0; i < Weeks; i++)
            expiries.Add(TradingDay(friday.AddDays(7 * i)));
        for (int i = 0; i < Months; i++)
        {
            DateOnly month = today.AddMonths(i);
            if (TradingDay(InstrumentCatalog.ThirdFriday(month.Year, month.Month)) is var third && third >= today)
                expiries.Add(third);
        }

        return expiries;
    }

    private static DateOnly TradingDay(DateOnly day) => UsHolidays.IsClosed(day) ? day.AddDays(-1) : day;

    private static Instrument Option(Instrument underlying, DateOnly expiry, int strike, bool isCall)
    {
        string right = isCall ? "C" : "P";
        return new Instrument
        {
            ConId = 640_000_000 + (expiry.DayNumber % 8_000 * 10_000) + (strike * 2) + (isCall ? 0 : 1),
            Symbol = underlying.Symbol,
            SecType = "OPT",
            Exchange = "SMART",
            LocalSymbol = string.Create(CultureInfo.InvariantCulture, $"{underlying.Symbol,-6}{expiry:yyMMdd}{right}{strike * 1000:00000000}"),
            TradingClass = underlying.Symbol,
            LastTradeDate = expiry,
            Underlying = underlying,
            Strike = strike,
            Right = right,
            UnderConId = underlying.ConId,
            Multiplier = 100,
            ValidExchanges = Exchanges,
            LongName = underlying.LongName,
            Hours = HoursKind.UsIndex,
            BasePrice = 1,
            TradeSize = 5,
            QuoteSize = 60,
            InitialMarginRate = 1,
            MaintenanceMarginRate = 1,
        };
    }
}
