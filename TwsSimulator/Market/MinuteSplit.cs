namespace TwsSimulator.Market;

/// <summary>Spreads a one-minute bar over its twelve five-second slots so that they aggregate to exactly that bar.</summary>
internal static class MinuteSplit
{
    private const int Slots = 12;

    /// <summary>The twelve bars of a minute that traded.</summary>
    public static IEnumerable<Bar> Split(Instrument instrument, Bar minute)
    {
        bool highFirst = minute.Close <= minute.Open;
        double first = highFirst ? minute.High : minute.Low;
        double second = highFirst ? minute.Low : minute.High;
        decimal step = minute.Volume == Math.Truncate(minute.Volume) ? 1m : 0.00000001m;
        decimal share = Math.Floor(minute.Volume / Slots / step) * step;
        double open = minute.Open;
        for (int i = 0; i < Slots; i++)
        {
            double close = i switch
            {
                < 3 => Between(minute.Open, first, (i + 1) / 4.0),
                3 => first,
                < 7 => Between(first, second, (i - 3) / 4.0),
                7 => second,
                < 11 => Between(second, minute.Close, (i - 7) / 4.0),
                _ => minute.Close,
            };
            decimal volume = i == Slots - 1 ? minute.Volume - (share * (Slots - 1)) : share;
            double high = Math.Max(open, close);
            double low = Math.Min(open, close);
            yield return new Bar(minute.Time + (i * Bar.SlotSeconds), open, high, low, close, volume, Math.Round((decimal)(open + high + low + close) / 4, 6), 4);
            open = close;
        }

        double Between(double from, double to, double share)
            => Math.Clamp(instrument.PriceOf(instrument.StepsOf(from + ((to - from) * share))), minute.Low, minute.High);
    }
}
