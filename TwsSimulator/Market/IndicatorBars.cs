namespace TwsSimulator.Market;

/// <summary>Bars of what is computed about an instrument rather than traded: its volatilities and the fee for borrowing it.</summary>
internal static class IndicatorBars
{
    private const int Salt = 101;
    private const double FeePercent = 0.25;

    /// <summary>Bars of [<paramref name="start"/>, <paramref name="end"/>), oldest first; a bar of a day or longer stands for one trading day each.</summary>
    public static List<Bar> Make(IMarketSource source, Volatility volatility, Instrument instrument, long start, long end, BarSize size, WhatToShow what, bool regularHours)
    {
        List<Bar> bars = [];
        foreach (Session session in source.Calendar.SessionsBetween(instrument, start, end, regularHours))
        {
            long from = Math.Max(start, session.Open), to = Math.Min(end, session.Close), step = size.IsDaily ? session.Close - session.Open : size.Seconds;
            for (long time = size.IsDaily ? session.Open : from - (from % step); time < to; time += step)
            {
                double open = At(time), close = At(Math.Min(time + step, to));
                long label = size.IsDaily ? new DateTimeOffset(session.Date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds() : time;
                bars.Add(new Bar(label, open, Math.Max(open, close), Math.Min(open, close), close, -1, -1, -1));
            }
        }

        return bars;

        double At(long time)
        {
            double level = what switch
            {
                WhatToShow.HistoricalVolatility => volatility.Historical(instrument, time),
                WhatToShow.OptionImpliedVolatility => volatility.Implied(instrument, time),
                _ => FeePercent,
            };
            // A walk between the hours, so that small bars differ without jumping.
            long hour = time / 3_600;
            double share = time % 3_600 / 3_600.0, noise = (Of(hour) * (1 - share)) + (Of(hour + 1) * share);
            return Math.Round(level * (1 + (0.02 * noise)), 6);
        }

        double Of(long hour) => Noise.Gauss(Noise.Hash((ulong)(uint)instrument.ConId, hour, Salt + (int)what));
    }
}
