using System.Collections.Concurrent;

namespace TwsSimulator.Market;

/// <summary>
/// How lively each minute of the day is: busy at the open and the close of New York, calmer at noon, quiet but never
/// still at night.
/// </summary>
internal static class DayShape
{
    private const int OpenMinute = (9 * 60) + 30;
    private const int CloseMinute = 16 * 60;
    private static readonly double[] Volatility = BuildVolatility();
    private static readonly double[] Volume = BuildVolume();
    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly ConcurrentDictionary<int, int> Offsets = new();
    private static readonly ConcurrentDictionary<int, double[]> Shifted = new();

    /// <summary>Standard deviation of a minute's return, as a share of the day's; the squares of a day add up to 1.</summary>
    public static double VolatilityOfMinute(int utcDay, int utcMinute) => Volatility[LocalMinute(utcDay, utcMinute)];

    /// <summary>Share of the day's volume that trades in a minute; adds up to 1.</summary>
    public static double VolumeOfMinute(int utcDay, int utcMinute) => Volume[LocalMinute(utcDay, utcMinute)];

    /// <summary>What <see cref="VolatilityOfMinute"/> says of the 1440 minutes of a day (UTC); do not change the array.</summary>
    public static double[] VolatilitiesOf(int utcDay) => Shifted.GetOrAdd(OffsetOf(utcDay), _ => [.. Enumerable.Range(0, FactorPath.MinutesPerDay).Select(minute => VolatilityOfMinute(utcDay, minute))]);

    private static int LocalMinute(int utcDay, int utcMinute)
    {
        int minute = utcMinute + OffsetOf(utcDay);
        return minute < 0 ? minute + FactorPath.MinutesPerDay : minute;
    }

    private static int OffsetOf(int utcDay)
    {
        if (!Offsets.TryGetValue(utcDay, out int offset))
        {
            // One offset a day, taken at noon: the hour of a clock change in the night may have the shape of its neighbour.
            offset = (int)NewYork.GetUtcOffset(DateTimeOffset.FromUnixTimeSeconds((utcDay * 86_400L) + 43_200)).TotalMinutes;
            Offsets.TryAdd(utcDay, offset);
        }

        return offset;
    }

    private static double[] BuildVolatility()
    {
        double[] variance = new double[FactorPath.MinutesPerDay];
        for (int m = 0; m < variance.Length; m++)
        {
            variance[m] = m is >= OpenMinute and < CloseMinute ? Smile(m, 2.2, 0.6) : 0.55;
        }

        double sum = variance.Sum();
        return [.. variance.Select(v => Math.Sqrt(v / sum))];
    }

    private static double[] BuildVolume()
    {
        double[] volume = new double[FactorPath.MinutesPerDay];
        for (int m = 0; m < volume.Length; m++)
        {
            volume[m] = m is >= OpenMinute and < CloseMinute ? Smile(m, 2.5, 1.5) : 0.25;
        }

        double sum = volume.Sum();
        return [.. volume.Select(v => v / sum)];
    }

    private static double Smile(int minute, double morning, double evening)
    {
        double fromOpen = minute - OpenMinute;
        double toClose = CloseMinute - minute;
        return 0.8 + (morning * Math.Exp(-fromOpen / 25)) + (evening * Math.Exp(-toClose / 20));
    }
}
