using System.Collections.Concurrent;

namespace TwsSimulator.Market;

/// <summary>How much an instrument moves, and how much options say it will. A function of the market's history alone. Thread-safe.</summary>
internal sealed class Volatility(IMarketSource source)
{
    private const int Days = 30;
    private const double TradingDaysOfYear = 252;
    private const int Salt = 81;
    private const double Unknown = 0.15;
    private const long DaySeconds = 86_400;

    // 16:00 in New York is 20:00 or 21:00 UTC; what matters is the same time every day.
    private const long CloseOfDay = 20 * 3600;
    private readonly ConcurrentDictionary<(int ConId, long Day), double> _known = new();

    /// <summary>Standard deviation of a year's return, as a fraction, from the daily moves of the 30 days before the day of <paramref name="time"/> (Unix seconds).</summary>
    public double Historical(Instrument instrument, long time)
    {
        long day = time / DaySeconds;
        return _known.GetOrAdd((instrument.ConId, day), _ => Compute(instrument, day));
    }

    /// <summary>Volatility that options at the money are priced with: nearer to its usual level than what was, and a little above it.</summary>
    public double Implied(Instrument instrument, long time)
    {
        ulong h = Noise.Hash((ulong)(uint)instrument.ConId, time / DaySeconds, Salt);
        return Math.Max(0.05, (0.01 + (0.65 * Historical(instrument, time)) + (0.35 * Unknown)) * (1 + (0.03 * Noise.Gauss(h))));
    }

    private double Compute(Instrument instrument, long day)
    {
        double? before = null;
        double sum = 0, squares = 0;
        int n = 0;
        for (long d = day - Days; d < day; d++)
        {
            if (!source.TryGetBar(instrument, (d * DaySeconds) + CloseOfDay - Bar.SlotSeconds, out Bar bar))
                continue;
            if (before is { } last)
            {
                double move = Math.Log(bar.Close / last);
                sum += move;
                squares += move * move;
                n++;
            }

            before = bar.Close;
        }

        return n < 5 ? Unknown : Math.Sqrt(Math.Max(0, (squares - (sum * sum / n)) / (n - 1)) * TradingDaysOfYear);
    }
}
