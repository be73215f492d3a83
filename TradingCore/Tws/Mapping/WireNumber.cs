namespace TradingCore.Tws.Mapping;

/// <summary>The one place where the wire's binary numbers become decimals.</summary>
internal static class WireNumber
{
    private const double DecimalLimit = 7.9e28;

    /// <summary>The decimal of 15 significant digits; null when there is no number or none that a decimal can hold.</summary>
    /// <remarks>The cast keeps 15 digits, which drops binary noise such as 0.30000000000000004 and keeps every price that is quoted.</remarks>
    public static decimal? ToDecimal(double? value) =>
        value is { } v && double.IsFinite(v) && Math.Abs(v) < DecimalLimit ? (decimal)v : null;

    /// <summary>As <see cref="ToDecimal(double?)"/>, with 0 for no number.</summary>
    public static decimal ToDecimalOrZero(double? value) => ToDecimal(value) ?? 0m;

    /// <summary>Reads a number that the wire sends as text, such as an account value; null when it is none.</summary>
    public static decimal? Parse(string? text) =>
        double.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out double binary)
        && Math.Abs(binary) < DecimalLimit
            ? decimal.TryParse(text, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out decimal exact) ? exact : ToDecimal(binary)
            : null;
}
