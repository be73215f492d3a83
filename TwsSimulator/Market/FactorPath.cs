using System.Collections.Concurrent;

namespace TwsSimulator.Market;

/// <summary>
/// One source of price moves (the market, a sector, one company): a log price that wanders around zero, known at every
/// five seconds since <see cref="EpochDay"/>, and computable for any day on its own.
/// </summary>
/// <remarks>
/// Days follow an autoregressive walk, so that prices stay near their base for years. Inside a day a bridge of minute
/// steps joins the two ends, inside a minute a bridge of five-second steps. Thread-safe: results are pure functions of
/// the key, caches only save time.
/// </remarks>
internal sealed class FactorPath
{
    /// <summary>Minutes of a day.</summary>
    public const int MinutesPerDay = 1440;

    /// <summary>Slots of five seconds in a minute.</summary>
    public const int SlotsPerMinute = 12;

    /// <summary>First day of the market, days since 1970 (2010-01-01).</summary>
    public const int EpochDay = 14610;

    private const double Persistence = 0.985;
    private const int CachedDaysMax = 8;
    private readonly ulong _key;
    private readonly double _dailyVolatility;
    private readonly ConcurrentDictionary<int, double[]> _minutes = new();
    private readonly ConcurrentDictionary<int, double[]> _hours = new();
    private readonly Lock _daysLock = new();
    private readonly List<double> _days = [0.0];
    private volatile Tuple<int, double> _lastVolatility = Tuple.Create(int.MinValue, 0.0);

    /// <summary>Creates the path of one factor.</summary>
    /// <param name="key">Key of its random numbers.</param>
    /// <param name="dailyVolatility">Standard deviation of a usual day's log return.</param>
    public FactorPath(ulong key, double dailyVolatility)
    {
        _key = key;
        _dailyVolatility = dailyVolatility;
    }

    /// <summary>Log price at the 1441 minute boundaries of a day (UTC); do not change the array.</summary>
    public double[] MinuteNodes(int day)
    {
        if (_minutes.TryGetValue(day, out double[]? nodes))
            return nodes;
        nodes = ComputeMinuteNodes(day);
        if (_minutes.Count >= CachedDaysMax)
        {
            // Requests move forward through days or stay at today: the oldest day is the least likely to be asked again.
            _minutes.TryRemove(_minutes.Keys.Min(), out _);
        }

        _minutes.TryAdd(day, nodes);
        return nodes;
    }

    /// <summary>Log price at the 24 full hours of a day (UTC); do not change the array. Kept for every day that was asked for: a year of it is small.</summary>
    public double[] HourNodes(int day) => _hours.GetOrAdd(day, d =>
    {
        double[] minutes = ComputeMinuteNodes(d), hours = new double[MinutesPerDay / 60];
        for (int hour = 0; hour < hours.Length; hour++) hours[hour] = minutes[hour * 60];
        return hours;
    });

    /// <summary>Adds <paramref name="share"/> times the log price at the 13 slot boundaries of a minute to <paramref name="into"/>.</summary>
    public void AddSlotNodes(int day, int minute, double[] minuteNodes, double share, Span<double> into)
    {
        double start = minuteNodes[minute];
        double end = minuteNodes[minute + 1];
        double step = _dailyVolatility * CachedDayVolatility(day) * DayShape.VolatilityOfMinute(day, minute) * 0.2886751345948129; // sqrt(1/12)
        long index = (((long)day * MinutesPerDay) + minute) * SlotsPerMinute;
        Span<double> walk = stackalloc double[SlotsPerMinute + 1];
        walk[0] = 0;
        for (int i = 0; i < SlotsPerMinute; i++)
        {
            walk[i + 1] = walk[i] + (step * Noise.Gauss(Noise.Hash(_key, index + i, 3)));
        }

        double drift = (end - start - walk[SlotsPerMinute]) / SlotsPerMinute;
        for (int i = 0; i <= SlotsPerMinute; i++)
        {
            into[i] += share * (start + walk[i] + (drift * i));
        }
    }

    private double[] ComputeMinuteNodes(int day)
    {
        double start = DayLevel(day);
        double end = DayLevel(day + 1);
        double scale = _dailyVolatility * DayVolatility(day);
        double[] shape = DayShape.VolatilitiesOf(day), nodes = new double[MinutesPerDay + 1];
        double walk = 0;
        for (int minute = 0; minute < MinutesPerDay; minute++)
        {
            nodes[minute] = walk;
            walk += scale * shape[minute] * Noise.Gauss(Noise.Hash(_key, ((long)day * MinutesPerDay) + minute, 2));
        }

        nodes[MinutesPerDay] = walk;
        double drift = end - start - walk;
        double passed = 0;
        for (int minute = 0; minute <= MinutesPerDay; minute++)
        {
            nodes[minute] += start + (drift * passed);
            if (minute < MinutesPerDay)
                passed += shape[minute] * shape[minute];
        }

        nodes[MinutesPerDay] = end;
        return nodes;
    }

    private double CachedDayVolatility(int day)
    {
        // One day is asked for many times in a row. The pair is replaced as one object, so readers on two threads never mix days.
        Tuple<int, double> last = _lastVolatility;
        if (last.Item1 != day)
            _lastVolatility = last = Tuple.Create(day, DayVolatility(day));
        return last.Item2;
    }

    private double DayVolatility(int day) => Math.Exp(0.3 * Noise.Gauss(Noise.Hash(_key, day, 4)));

    private double DayLevel(int day)
    {
        int index = Math.Max(0, day - EpochDay);
        lock (_daysLock)
        {
            while (_days.Count <= index)
            {
                int from = EpochDay + _days.Count - 1;
                double step = _dailyVolatility * DayVolatility(from) * Noise.Gauss(Noise.Hash(_key, from, 1));
                _days.Add((_days[^1] * Persistence) + step);
            }

            return _days[index];
        }
    }
}
