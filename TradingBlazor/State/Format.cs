using System.Globalization;
using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Numbers, times and words as the desk writes them. Always the invariant culture: a trader reads the same digits on every machine.</summary>
public static class Format
{
    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;
    private static readonly string[] Fixed = ["F0", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8"];
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>What stands where a number is not known.</summary>
    public const string None = "–";

    /// <summary>
    /// How prices of this instrument are written: the number of decimals, or, below 0, in 32nds (see <see cref="Thirtyseconds"/>); 2 when it is not known yet.
    /// </summary>
    public static int Decimals(Instrument? instrument) => instrument is null ? 2 : Thirtyseconds.StyleOf(instrument) ?? Say.DecimalsOf(instrument);

    /// <summary>How an average of prices is written, which lies between two steps: two decimals more, or eighths of a 32nd.</summary>
    /// <param name="decimals">As <see cref="Decimals"/> says.</param>
    public static int AverageDecimals(int decimals) => decimals < 0 ? Thirtyseconds.Finest : Math.Min(decimals + 2, 8);

    /// <summary>How prices with this step are written: the number of decimals, or below 0 in 32nds.</summary>
    /// <param name="tick">Price step.</param>
    /// <param name="isRate">True for bonds and notes and what is derived from them: only they are quoted in 32nds.</param>
    public static int StyleOf(decimal tick, bool isRate) => isRate && Thirtyseconds.StyleOf(tick) is { } style ? style : Math.Min(Say.DecimalsOf(tick), 8);

    /// <summary>A price with a fixed number of decimals and without thousands separators, so that columns line up.</summary>
    /// <param name="price">Price; null writes <see cref="None"/>.</param>
    /// <param name="decimals">As <see cref="Decimals"/> says.</param>
    public static string Price(decimal? price, int decimals) => price is { } p ? PriceInput(p, decimals) : None;

    /// <summary>A price as it will be sent: one between two steps is written whole, never rounded to a step that was not typed.</summary>
    /// <param name="price">Price; null writes <see cref="None"/>.</param>
    /// <param name="decimals">As <see cref="Decimals"/> says.</param>
    public static string ExactPrice(decimal? price, int decimals)
    {
        if (price is not { } p) return None;
        if (decimals >= 0) return PriceInput(p, Math.Max(decimals, Math.Min(Say.DecimalsOf(p), 28)));
        foreach (int style in Thirtyseconds.Styles)
            if (style <= decimals && Thirtyseconds.IsExact(p, style)) return Thirtyseconds.Write(p, style);
        return Raw(p);
    }

    /// <summary>A price for an input box: as many decimals as the instrument needs.</summary>
    public static string PriceInput(decimal price, int decimals) => decimals < 0 ? Thirtyseconds.Write(price, decimals) : price.ToString(decimals < Fixed.Length ? Fixed[decimals] : "F" + decimals, Invariant);

    /// <summary>Reads a price as a trader types it.</summary>
    /// <param name="text">A decimal, or 32nds where prices are written so: <c>1'000</c> is a thousand elsewhere and 1 here.</param>
    /// <param name="decimals">As <see cref="Decimals"/> says.</param>
    /// <param name="price">The price.</param>
    public static bool TryParsePrice(string? text, int decimals, out decimal price) =>
        (decimals < 0 && Thirtyseconds.TryParse(text, out price)) || TicketDraft.TryParse(text, out price);

    /// <summary>An amount of money with two decimals and separators.</summary>
    public static string Money(decimal? amount) => amount is { } a ? a.ToString("#,##0.00;−#,##0.00", Invariant) : None;

    /// <summary>An amount of money with its sign always written.</summary>
    public static string SignedMoney(decimal? amount) => amount is { } a ? a.ToString("+#,##0.00;−#,##0.00;0.00", Invariant) : None;

    /// <summary>A percentage with its sign.</summary>
    public static string Percent(decimal? percent) => percent is { } p ? p.ToString("+0.00;−0.00;0.00", Invariant) + "%" : None;

    /// <summary>A quantity: separators, and decimals only where there are any.</summary>
    public static string Quantity(decimal? quantity) => quantity is { } q ? q.ToString("#,##0.################;−#,##0.################", Invariant) : None;

    /// <summary>A volume in at most five characters: <c>950</c>, <c>12.3K</c>, <c>4.5M</c>.</summary>
    public static string Volume(decimal? volume) => volume switch
    {
        null => None,
        // Where rounding makes another figure, the next unit begins.
        >= 999_500_000m and var v => (v / 1_000_000_000m).ToString("0.0", Invariant) + "B",
        >= 99_950_000m and var v => (v / 1_000_000m).ToString("0", Invariant) + "M",
        >= 999_500m and var v => (v / 1_000_000m).ToString("0.0", Invariant) + "M",
        >= 99_950m and var v => (v / 1_000m).ToString("0", Invariant) + "K",
        >= 999.95m and var v => (v / 1_000m).ToString("0.0", Invariant) + "K",
        // Coins are traded in parts.
        >= 99.995m and var v => v.ToString("0.#", Invariant),
        var v => v.Value.ToString("0.##", Invariant),
    };

    /// <summary>An age: <c>0.2 s</c>, <c>12 s</c>, <c>3 min</c>, <c>2 h</c>.</summary>
    public static string Age(TimeSpan age) => age.TotalSeconds switch
    {
        < 0 => "0.0 s",
        < 10 => age.TotalSeconds.ToString("0.0", Invariant) + " s",
        < 90 => age.TotalSeconds.ToString("0", Invariant) + " s",
        < 5400 => age.TotalMinutes.ToString("0", Invariant) + " min",
        < 172_800 => age.TotalHours.ToString("0", Invariant) + " h",
        _ => age.TotalDays.ToString("0", Invariant) + " d",
    };

    /// <summary>An age in whole seconds, for text that changes once a second.</summary>
    public static string WholeAge(TimeSpan age) => age.TotalSeconds is >= 0 and < 90 ? Math.Floor(age.TotalSeconds).ToString("0", Invariant) + " s" : Age(age);

    /// <summary>Exchange time, <c>HH:mm:ss</c>.</summary>
    public static string ClockEt(DateTimeOffset time) => ToEt(time).ToString("HH:mm:ss", Invariant);

    /// <summary>Exchange time, <c>HH:mm</c>.</summary>
    public static string MinuteEt(DateTimeOffset time) => ToEt(time).ToString("HH:mm", Invariant);

    /// <summary>Exchange time, or only the date when it is not that of <paramref name="now"/>, with the year when that is another one.</summary>
    public static string TimeOrDateEt(DateTimeOffset time, DateTimeOffset now)
    {
        DateTimeOffset local = ToEt(time);
        return local.ToString(local.Date == ToEt(now).Date ? "HH:mm:ss" : local.Year == ToEt(now).Year ? "MMM d" : "MMM d yyyy", Invariant);
    }

    /// <summary>Exchange date and time; the date only when it is not that of <paramref name="now"/>, with the year when that is another one.</summary>
    public static string StampEt(DateTimeOffset time, DateTimeOffset now)
    {
        DateTimeOffset local = ToEt(time);
        return local.ToString(local.Date == ToEt(now).Date ? "HH:mm:ss" : local.Year == ToEt(now).Year ? "MMM d HH:mm:ss" : "MMM d yyyy HH:mm:ss", Invariant);
    }

    /// <summary>Exchange time to the millisecond.</summary>
    public static string PreciseEt(DateTimeOffset time) => ToEt(time).ToString("HH:mm:ss.fff", Invariant);

    /// <summary>A moment that may be days away: <c>Mar 10 2026 15:30 ET</c>.</summary>
    public static string MomentEt(DateTimeOffset time) => ToEt(time).ToString("MMM d yyyy HH:mm", Invariant) + " ET";

    /// <summary>The same to the second: <c>Mar 10 2026 15:30:05 ET</c>.</summary>
    public static string SecondEt(DateTimeOffset time) => ToEt(time).ToString("MMM d yyyy HH:mm:ss", Invariant) + " ET";

    /// <summary>A moment as programs and people of every zone read it: <c>2026-03-10 19:30:05 UTC (15:30:05 ET)</c>.</summary>
    public static string MomentUtc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", Invariant) + $" UTC ({ClockEt(time)} ET)";

    /// <summary>Day of the week, date and minute in New York.</summary>
    public static string DayEt(DateTimeOffset time) => ToEt(time).ToString("dddd, MMMM d yyyy, HH:mm", Invariant);

    /// <summary>A short time in milliseconds, two digits that matter.</summary>
    public static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString(time.TotalMilliseconds < 10 ? "0.0" : "0", Invariant) + " ms";

    /// <summary>New York time.</summary>
    public static DateTimeOffset ToEt(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, NewYork);

    /// <summary>A number for an attribute that programs read: shortest exact text.</summary>
    public static string Raw(double? value) => value is { } v ? v.ToString("R", Invariant) : "";

    /// <summary>A number for an attribute that programs read.</summary>
    public static string Raw(decimal? value) => value is { } v ? v.ToString("0.############", Invariant) : "";

    /// <summary>Makes a sentence of a part of one: a capital at the start, a full stop at the end. Empty stays empty.</summary>
    public static string Sentence(string text) =>
        text.Length == 0 ? "" : char.ToUpperInvariant(text[0]) + text[1..] + (text[^1] is '.' or '!' or '?' ? "" : ".");
}
