namespace TwsSimulator.Market;

/// <summary>
/// Turns a five-second bar into the ticks that could have made it: trades that begin at the open, reach high and low,
/// end at the close and add up to the volume, each at the bid or the ask of a believable quote.
/// </summary>
/// <remarks>Used for computed and for replayed bars alike, so ticks, 5-second bars and history always agree.</remarks>
internal static class TickPath
{
    private const int SlotMs = Bar.SlotSeconds * 1000;

    /// <summary>Adds the ticks of <paramref name="bar"/> to <paramref name="into"/>, in order of time.</summary>
    /// <param name="instrument">What is traded; gives the price step, spread and sizes.</param>
    /// <param name="bar">The bar to spread over its five seconds.</param>
    /// <param name="key">Key of the random numbers.</param>
    /// <param name="into">List that takes the ticks.</param>
    public static void AddTicks(Instrument instrument, in Bar bar, ulong key, List<MarketTick> into)
    {
        ulong h = Noise.Hash(key, bar.Time, 40);
        if (bar.Count == 0)
        {
            AddQuietTicks(instrument, bar, key, into);
            return;
        }

        Span<double> prices = stackalloc double[16];
        int count = Prices(instrument, bar, h, prices);
        decimal left = bar.Volume;
        decimal step = SizeStep(instrument, bar.Volume);
        int previous = -1;
        for (int i = 0; i < count; i++)
        {
            ulong hi = Noise.Hash(key, bar.Time, 41 + i);
            int offset = Math.Max(previous + 1, (int)((i + (0.15 + (0.7 * Noise.Uniform(hi)))) * SlotMs / count));
            previous = offset;
            decimal volume = i == count - 1 ? left : Math.Min(left, Math.Round(bar.Volume / count * (decimal)(0.4 + (1.2 * Noise.Uniform(hi << 13))) / step) * step);
            left -= volume;
            into.Add(Tick(instrument, bar, offset, prices[i], volume, hi));
        }
    }

    private static void AddQuietTicks(Instrument instrument, in Bar bar, ulong key, List<MarketTick> into)
    {
        if (!instrument.IsTradable)
            return;
        for (int i = 0; i < 3; i++)
        {
            ulong hi = Noise.Hash(key, bar.Time, 41 + i);
            into.Add(Tick(instrument, bar, 400 + (i * 1600) + (int)(hi % 900), bar.Close, null, hi));
        }
    }

    /// <summary>The prices of the trades: open, then the two extremes in the order that travels less, close, with steps between.</summary>
    private static int Prices(Instrument instrument, in Bar bar, ulong h, Span<double> prices)
    {
        bool highFirst = bar.Close <= bar.Open;
        if (bar.Close == bar.Open)
            highFirst = (h & 1) == 0;
        Span<double> corners = [bar.Open, highFirst ? bar.High : bar.Low, highFirst ? bar.Low : bar.High, bar.Close];
        int legs = 2 + (int)((h >> 8) % 3);
        int n = 0;
        prices[n++] = corners[0];
        for (int corner = 1; corner < corners.Length; corner++)
        {
            double from = corners[corner - 1];
            double to = corners[corner];
            for (int leg = 1; leg < legs; leg++)
            {
                double between = instrument.PriceOf(instrument.StepsOf(from + ((to - from) * leg / legs)));
                // A file's prices may lie off the grid; a step between never leaves the bar's range.
                prices[n++] = Math.Clamp(between, bar.Low, bar.High);
            }

            prices[n++] = to;
        }

        // Fewer trades than prices would be a lie about the count: drop the steps between, never the corners.
        if (bar.Count < n)
        {
            n = 0;
            foreach (double corner in corners)
            {
                if (n == 0 || prices[n - 1] != corner || bar.Count >= 4)
                    prices[n++] = corner;
            }
        }

        return n;
    }

    /// <summary>The farthest that a quote lies beyond the prices of its slot's bar: the widest spread, and a step for rounding.</summary>
    public static double QuoteReach(Instrument instrument) => instrument.PriceOf(instrument.SpreadTicks + 2);

    private static MarketTick Tick(Instrument instrument, in Bar bar, int offset, double price, decimal? volume, ulong h)
    {
        decimal? traded = volume;
        decimal size = traded is { } v ? LastSize(instrument, v, h) : 0;
        if (!instrument.IsTradable)
            return new MarketTick(offset, null, null, 0, 0, price, 0, 0);
        int spread = instrument.SpreadTicks + ((h >> 40) % 8 == 0 ? 1 : 0);
        long steps = instrument.StepsOf(price);
        double bid;
        double ask;
        if (instrument.HasTrades)
        {
            bool atAsk = ((h >> 50) & 1) == 0;
            bid = instrument.PriceOf(atAsk ? steps - spread : steps);
            ask = instrument.PriceOf(atAsk ? steps : steps + spread);
        }
        else
        {
            // A quoted market: the price is the midpoint, so the spread is even and steady.
            int half = Math.Max(1, instrument.SpreadTicks / 2);
            bid = instrument.PriceOf(steps - half);
            ask = instrument.PriceOf(steps + half);
        }

        bool isTrade = instrument.HasTrades && traded is not null;
        return new MarketTick(offset, bid, ask, QuoteSize(instrument, h, 1), QuoteSize(instrument, h, 2), isTrade ? price : null, isTrade ? size : 0, isTrade ? traded!.Value : 0);
    }

    private static decimal LastSize(Instrument instrument, decimal volume, ulong h)
    {
        decimal step = SizeStep(instrument, volume);
        decimal usual = Math.Ceiling((decimal)(instrument.TradeSize * (0.3 + Noise.Uniform(h << 7))) / step) * step;
        return Math.Min(Math.Max(volume, 0), usual);
    }

    private static decimal QuoteSize(Instrument instrument, ulong h, int salt)
    {
        double factor = Math.Exp(0.7 * Noise.Gauss(Noise.Hash(h, salt, 60)));
        double size = instrument.QuoteSize * factor;
        return instrument.SecType switch
        {
            "CRYPTO" => Math.Max(0.01m, Math.Round((decimal)size, 4)),
            "CASH" => Math.Max(100_000m, Math.Round((decimal)size / 50_000m) * 50_000m),
            "STK" => Math.Max(100m, Math.Round((decimal)size / 100m) * 100m),
            _ => Math.Max(1m, Math.Round((decimal)size)),
        };
    }

    private static decimal SizeStep(Instrument instrument, decimal volume)
        => instrument.SecType == "CRYPTO" || volume != Math.Truncate(volume) ? 0.0001m : 1m;
}
