using System.Globalization;

namespace TradingCore.Domain;

/// <summary>
/// Prices of bonds and notes: whole points, an apostrophe, 32nds with their halves, quarters or eighths as decimals. <c>112'16.5</c> is 112 and
/// 16.5 32nds, 112.515625. How fine they are written follows the price step; as a style it is a number below 0: −1 for whole 32nds, −2, −4 and
/// −8 for halves, quarters and eighths.
/// </summary>
/// <remarks>Source: CME Group, "U.S. Treasury futures: calculating price and value", where the last digit 2, 5 or 7 stands for .25, .5 and .75.</remarks>
public static class Thirtyseconds
{
    /// <summary>The finest style: eighths of a 32nd.</summary>
    public const int Finest = -8;

    /// <summary>All styles, the coarsest first.</summary>
    internal static ReadOnlySpan<int> Styles => [-1, -2, -4, Finest];

    /// <summary>Whether a price is a whole number of steps.</summary>
    /// <param name="price">Price in points.</param>
    /// <param name="style">Below 0, see the type.</param>
    internal static bool IsExact(decimal price, int style) => price * 32m * -style % 1m == 0m;

    /// <summary>Style of a price step; null when it is not a 32nd, or a half, quarter or eighth of one.</summary>
    public static int? StyleOf(decimal tick) => tick switch
    {
        0.03125m => -1,
        0.015625m => -2,
        0.0078125m => -4,
        0.00390625m => -8,
        _ => null,
    };

    /// <summary>How prices of an instrument are written: the style of the finest of its steps. Null when it is no bond, note or derivative of one, or a step is no part of a 32nd.</summary>
    public static int? StyleOf(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        bool isRate = instrument.Contract.SecurityType is SecurityType.Future or SecurityType.Bond or SecurityType.FutureOption;
        if (!isRate || StyleOf(instrument.MinTick) is not { } style) return null;
        // A gateway tells the steps as a rule, also when there is one for all prices.
        foreach (PriceIncrement band in instrument.PriceIncrements)
        {
            if (StyleOf(band.Increment) is not { } finer) return null;
            style = Math.Min(style, finer);
        }
        return style;
    }

    /// <summary>Writes a price. What lies between two steps is rounded to the nearer one, the even one from the middle.</summary>
    /// <param name="price">Price in points.</param>
    /// <param name="style">Below 0, see the type.</param>
    public static string Write(decimal price, int style)
    {
        decimal steps = Math.Round(Math.Abs(price) * 32m * -style);
        decimal points = Math.Floor(steps / (32m * -style));
        decimal parts = (steps - points * 32m * -style) / -style;
        string format = style switch { -1 => "00", -2 => "00.0", -4 => "00.00", _ => "00.000" };
        return string.Create(CultureInfo.InvariantCulture, $"{(price < 0 && steps > 0 ? "-" : "")}{points:0}'{parts.ToString(format, CultureInfo.InvariantCulture)}");
    }

    /// <summary>
    /// Reads a price: <c>112'16.5</c>, <c>112'165</c> as the exchange writes it, <c>112'16+</c> for a half, or any of these with a hyphen between
    /// points and 32nds. False for every other text, such as a decimal.
    /// </summary>
    public static bool TryParse(string? text, out decimal price)
    {
        price = 0m;
        string t = (text ?? "").Trim();
        bool isNegative = t.StartsWith('-');
        if (isNegative) t = t[1..];
        int at = t.IndexOfAny(['\'', '-']);
        if (at <= 0 || !decimal.TryParse(t[..at], NumberStyles.None, CultureInfo.InvariantCulture, out decimal points)) return false;
        string rest = t[(at + 1)..];
        decimal half = 0m;
        if (rest.EndsWith('+')) (rest, half) = (rest[..^1], 0.5m);
        if (rest.Length == 3 && half == 0m && rest.All(char.IsAsciiDigit))
        {
            // The exchange leaves the point out and writes the first digit of the quarter only.
            if (rest[2] is not ('0' or '2' or '5' or '7')) return false;
            half = rest[2] switch { '2' => 0.25m, '5' => 0.5m, '7' => 0.75m, _ => 0m };
            rest = rest[..2];
        }
        if (!decimal.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal parts) || parts + half >= 32m) return false;
        price = (points + (parts + half) / 32m) * (isNegative ? -1 : 1);
        return true;
    }
}
