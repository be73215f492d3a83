using System.Globalization;

namespace TradingCore.Domain;

/// <summary>Numbers in sentences for people: with thousands separators, without trailing zeros, the same in every culture.</summary>
internal static class Say
{
    /// <summary>A number, for example <c>1,000,000</c> or <c>430.13</c>.</summary>
    public static string Number(decimal value) => value.ToString("#,0.##########", CultureInfo.InvariantCulture);

    private const int DecimalsMax = 8;
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    // By the number of decimals that are always written.
    private static readonly string[] Formats = [.. Enumerable.Range(0, DecimalsMax + 1).Select(n => "#,0." + new string('0', n) + new string('#', 10 - n))];

    /// <summary>
    /// A price as the desk shows it, with the decimals of the contract's steps and never fewer than it has, and as the interface writes it where that differs: <c>430.10</c>, and of
    /// a note <c>110'15.5 (110.484375)</c>.
    /// </summary>
    /// <param name="price">Price.</param>
    /// <param name="instrument">What it is a price of; null when not known.</param>
    public static string Price(decimal price, Instrument? instrument)
    {
        if (instrument is null) return Number(price);
        if (Thirtyseconds.StyleOf(instrument) is not { } coarsest) return price.ToString(Formats[DecimalsOf(instrument)], CultureInfo.InvariantCulture);
        foreach (int style in Thirtyseconds.Styles)
            if (style <= coarsest && Thirtyseconds.IsExact(price, style)) return $"{Thirtyseconds.Write(price, style)} ({Number(price)})";
        return Number(price);
    }

    /// <summary>How many decimals the steps of a contract's price have, 0 to 8.</summary>
    public static int DecimalsOf(Instrument instrument)
    {
        int decimals = DecimalsOf(instrument.MinTick);
        for (int i = 0; i < instrument.PriceIncrements.Count; i++) decimals = Math.Max(decimals, DecimalsOf(instrument.PriceIncrements[i].Increment));
        return Math.Min(decimals, DecimalsMax);
    }

    /// <summary>How many decimals a step has. Trailing zeros, as in <c>0.010</c>, are none.</summary>
    public static int DecimalsOf(decimal step) => (step / 1.0000000000000000000000000000m).Scale;

    /// <summary>Money, for example <c>43,013.00 USD</c>.</summary>
    public static string Money(decimal value, string currency) => $"{value.ToString("#,0.00", CultureInfo.InvariantCulture)} {currency}";

    /// <summary>A duration in seconds, for example <c>0.8 s</c>.</summary>
    public static string Seconds(TimeSpan value) => $"{value.TotalSeconds.ToString("#,0.#", CultureInfo.InvariantCulture)} s";

    /// <summary>A short duration in milliseconds, for example <c>0.42 ms</c>; never below 0, because two clocks reads can cross.</summary>
    public static string Milliseconds(TimeSpan value) => $"{Number(MillisecondsOf(value))} ms";

    /// <summary>A short duration in milliseconds with two decimals, never below 0.</summary>
    public static decimal MillisecondsOf(TimeSpan value) => Math.Round(Math.Max(0L, value.Ticks) / (decimal)TimeSpan.TicksPerMillisecond, 2);

    /// <summary>A moment, with the year and the zone, for example <c>2026-01-05 14:30:00 UTC</c>.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) + " UTC";

    /// <summary>A moment that a trader waits for, with the exchange's time beside it, as clocks of the desk have it: <c>2026-01-05 14:30:00 UTC (09:30:00 ET)</c>.</summary>
    public static string MomentEt(DateTimeOffset time) => $"{Moment(time)} ({TimeZoneInfo.ConvertTime(time, NewYork).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} ET)";

    /// <summary>A quantity with its unit, for example <c>100 shares</c>.</summary>
    public static string Quantity(decimal value, Instrument? instrument) => $"{Number(value)} {Unit(value, instrument)}";

    private static string Unit(decimal value, Instrument? instrument)
    {
        string unit = instrument?.Contract.SecurityType switch
        {
            null or SecurityType.Stock or SecurityType.Fund => "share",
            SecurityType.Forex or SecurityType.Crypto => "unit",
            _ => "contract",
        };
        return value == 1m ? unit : unit + "s";
    }
}
