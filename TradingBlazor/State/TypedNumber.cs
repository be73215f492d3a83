using System.Buffers;
using System.Globalization;

namespace TradingBlazor.State;

/// <summary>
/// Numbers as people type them: a point for decimals, commas only where they part thousands. "1,5" is no number: read as fifteen it would be
/// ten times what somebody meant who writes decimals with a comma.
/// </summary>
public static class TypedNumber
{
    private static readonly SearchValues<char> OfANumber = SearchValues.Create("0123456789,.");

    // As much as a button holds.
    private const int LongestShown = 16;
    // Beyond it nothing is traded, and a product of two such numbers is none any more.
    private const decimal Largest = 999_999_999_999_999.99999999m;
    private const int LargestDigits = 15;
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowThousands;

    /// <summary>Reads a number.</summary>
    /// <param name="text">What was typed.</param>
    /// <param name="value">The number; 0 when false is returned.</param>
    public static bool TryParse(string? text, out decimal value)
    {
        value = 0m;
        ReadOnlySpan<char> typed = (text ?? "").AsSpan().Trim();
        if (HasThousandsInPlace(typed) && decimal.TryParse(typed, Style, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= Largest) return true;
        value = 0m;
        return false;
    }

    /// <summary>What to say of a text that is not the number that is wanted: how to write what is probably meant, or <paramref name="otherwise"/>.</summary>
    /// <remarks>"Enter a price" over a field with a price in it is no help to somebody who writes decimals with a comma.</remarks>
    public static string Problem(string? text, string otherwise)
    {
        string typed = (text ?? "").Trim();
        if (DigitsOfTooLarge(typed) is { } digits) return $"A number of {digits} digits is too large";
        if (typed.Length is 0 or > LongestShown || TryParse(typed, out _)) return otherwise;
        string bare = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        if (InDigits(bare) is { } written) return $"\"{typed}\" is no number: write {written}";
        int comma = bare.LastIndexOf(',');
        string meant = comma < 0 ? bare : bare[..comma].Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal) + "." + bare[(comma + 1)..];
        return TryParse(meant, out _) && !meant.EndsWith('.') ? $"\"{typed}\" is no number: write {meant}" : otherwise;
    }

    private static int? DigitsOfTooLarge(string typed)
    {
        ReadOnlySpan<char> number = typed.AsSpan().TrimStart("+-");
        int point = number.IndexOf('.');
        ReadOnlySpan<char> whole = point < 0 ? number : number[..point];
        if (!HasThousandsInPlace(number) || number.ContainsAnyExcept(OfANumber) || (point >= 0 && number[(point + 1)..].Contains('.'))) return null;
        int digits = 0;
        foreach (char c in whole.TrimStart('0')) digits += c == ',' ? 0 : 1;
        return digits > LargestDigits ? digits : null;
    }

    // Sheets write 1e9 and people 10k: both are numbers to whoever typed them, so that one was to be entered is no answer.
    private static string? InDigits(string text)
    {
        bool isInThousands = text.EndsWith('k') || text.EndsWith('K');
        if (!isInThousands && !text.Contains('e', StringComparison.OrdinalIgnoreCase)) return null;
        if (!decimal.TryParse(isInThousands ? text[..^1] : text, isInThousands ? Style : NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value)) return null;
        decimal meant = isInThousands ? value * 1000m : value;
        string digits = meant.ToString("0.########", CultureInfo.InvariantCulture);
        return digits.Length <= LongestShown && decimal.Parse(digits, CultureInfo.InvariantCulture) == meant ? digits : "it in digits";
    }

    private static bool HasThousandsInPlace(ReadOnlySpan<char> typed)
    {
        if (!typed.Contains(',')) return true;
        int point = typed.IndexOf('.');
        ReadOnlySpan<char> whole = (point < 0 ? typed : typed[..point]).TrimStart("+-");
        if (point >= 0 && typed[point..].Contains(',')) return false;
        int first = whole.IndexOf(',');
        if (first is < 1 or > 3) return false;
        for (int at = first; at < whole.Length; at += 4)
            if (whole[at] != ',' || whole.Length - at < 4 || whole[(at + 1)..(at + 4)].ContainsAnyExceptInRange('0', '9')) return false;
        return true;
    }
}
