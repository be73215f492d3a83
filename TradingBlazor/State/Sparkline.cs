using System.Globalization;
using System.Text;
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
        var path = new StringBuilder(count * 9);
        for (int i = 0; i < count; i++)
        {
            double x = Width * i / (count - 1);
            double y = 1.5 + (Height - 3) * (1 - (double)(bars[from + i].Close - low) / span);
            path.Append(i == 0 ? 'M' : 'L').Append(x.ToString("0.#", CultureInfo.InvariantCulture)).Append(' ').Append(y.ToString("0.#", CultureInfo.InvariantCulture));
        }
        return path.ToString();
    }
}
