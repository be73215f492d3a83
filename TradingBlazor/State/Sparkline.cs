using System.Globalization;
using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>A small line of closes.</summary>
public static class Sparkline
{
    private const int Points = 60;
    private const double Width = 44;
    private const double Height = 16;

    /// <summary>SVG path of the closes of the newest hour of <paramref name="bars"/> in a box of 44 by 16; empty with less than two bars.</summary>
    public static string Path(IReadOnlyList<Bar> bars)
    {
        int from = Math.Max(0, bars.Count - Points);
        int count = bars.Count - from;
        if (count < 2) return "";
        decimal low = decimal.MaxValue, high = decimal.MinValue;
        for (int i = from; i < bars.Count; i++)
        {
            low = Math.Min(low, bars[i].Close);
            high = Math.Max(high, bars[i].Close);
        }
        double span = Math.Max((double)(high - low), 1e-9);
        Span<char> path = stackalloc char[Points * 10];
        int length = 0;
        for (int i = 0; i < count; i++)
        {
            path[length++] = i == 0 ? 'M' : 'L';
            length += Write(Width * i / (count - 1), path[length..]);
            path[length++] = ' ';
            length += Write(1.5 + (Height - 3) * (1 - (double)(bars[from + i].Close - low) / span), path[length..]);
        }
        return new string(path[..length]);
    }

    // At most four characters: 44.0 is the largest.
    private static int Write(double number, Span<char> to) => number.TryFormat(to, out int written, "0.#", CultureInfo.InvariantCulture) ? written : 0;
}
