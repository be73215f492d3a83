namespace TwsSimulator.Market;

/// <summary>Days on which the US stock exchanges are closed or close at 13:00, by NYSE's published rules since 1998.</summary>
internal static class UsHolidays
{
    /// <summary>Whether the exchanges are closed all day, weekends included.</summary>
    public static bool IsClosed(DateOnly day)
    {
        if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
            return true;
        int y = day.Year;
        return day == NewYear(y)
            || day == Nth(y, 1, DayOfWeek.Monday, 3)
            || day == Nth(y, 2, DayOfWeek.Monday, 3)
            || day == Easter(y).AddDays(-2)
            || day == Last(y, 5, DayOfWeek.Monday)
            || (y >= 2022 && day == Observed(new DateOnly(y, 6, 19)))
            || day == Observed(new DateOnly(y, 7, 4))
            || day == Nth(y, 9, DayOfWeek.Monday, 1)
            || day == Nth(y, 11, DayOfWeek.Thursday, 4)
            || day == Observed(new DateOnly(y, 12, 25));
    }

    /// <summary>Whether the exchanges close at 13:00: the day after Thanksgiving, Christmas Eve and the eve of Independence Day.</summary>
    public static bool ClosesEarly(DateOnly day)
        => !IsClosed(day)
            && (day == Nth(day.Year, 11, DayOfWeek.Thursday, 4).AddDays(1)
                || (day.Month == 12 && day.Day == 24)
                || (day.Month == 7 && day.Day == 3 && day.DayOfWeek != DayOfWeek.Friday));

    // New Year's Day on a Saturday is not moved to the Friday: that would be the last day of the old year.
    private static DateOnly NewYear(int year)
    {
        var day = new DateOnly(year, 1, 1);
        return day.DayOfWeek == DayOfWeek.Sunday ? day.AddDays(1) : day;
    }

    private static DateOnly Observed(DateOnly day) => day.DayOfWeek switch
    {
        DayOfWeek.Saturday => day.AddDays(-1),
        DayOfWeek.Sunday => day.AddDays(1),
        _ => day,
    };

    private static DateOnly Nth(int year, int month, DayOfWeek weekday, int n)
    {
        var first = new DateOnly(year, month, 1);
        return first.AddDays((((int)weekday - (int)first.DayOfWeek + 7) % 7) + (7 * (n - 1)));
    }

    private static DateOnly Last(int year, int month, DayOfWeek weekday)
    {
        DateOnly last = new DateOnly(year, month, 1).AddMonths(1).AddDays(-1);
        return last.AddDays(-(((int)last.DayOfWeek - (int)weekday + 7) % 7));
    }

    // The anonymous Gregorian algorithm (Meeus, Jones, Butcher).
    private static DateOnly Easter(int year)
    {
        int a = year % 19, b = year / 100, c = year % 100;
        int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
        int h = ((19 * a) + b - d - g + 15) % 30;
        int i = c / 4, k = c % 4;
        int l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        int m = (a + (11 * h) + (22 * l)) / 451;
        int month = (h + l - (7 * m) + 114) / 31;
        int day = ((h + l - (7 * m) + 114) % 31) + 1;
        return new DateOnly(year, month, day);
    }
}
