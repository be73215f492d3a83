namespace TwsSimulator.Market;

/// <summary>A tick with the moment it happened.</summary>
/// <param name="TimeMs">Unix milliseconds.</param>
/// <param name="Tick">Quote and trade of the moment.</param>
internal readonly record struct TimedTick(long TimeMs, MarketTick Tick);

/// <summary>Ticks of the past, out of the same slots that live ticks and bars come from.</summary>
internal sealed class TickHistory(IMarketSource source)
{
    private const int SlotsMax = 4 * 86_400 / (int)Bar.SlotSeconds;
    private const long SearchedSeconds = 14 * 86_400;
    private readonly List<MarketTick> _slot = [];

    /// <summary>Up to <paramref name="count"/> ticks from a moment on, oldest first; the second of the last one is told whole.</summary>
    public List<TimedTick> After(Instrument instrument, long fromSeconds, long nowMs, int count, bool regularHours, Func<MarketTick, MarketTick?, bool> isWanted)
    {
        var found = new List<TimedTick>();
        MarketTick? before = null;
        long first = Bar.SlotOf(fromSeconds);
        for (int i = 0; i < SlotsMax; i++)
        {
            long slot = first + (i * Bar.SlotSeconds);
            if (slot * 1000 > nowMs)
                break;
            List<TimedTick> ticks = Slot(instrument, slot, regularHours);
            if (ticks.Count == 0 && !IsOpen(instrument, slot, regularHours))
            {
                // Nights and weekends are not searched slot by slot.
                if (NextOpen(instrument, slot, regularHours) is not { } open)
                    break;
                first = Bar.SlotOf(open) - (i * Bar.SlotSeconds) - Bar.SlotSeconds;
                continue;
            }

            foreach (TimedTick tick in ticks)
            {
                bool isIn = isWanted(tick.Tick, before);
                before = tick.Tick;
                if (!isIn || tick.TimeMs < fromSeconds * 1000 || tick.TimeMs > nowMs)
                    continue;
                if (found.Count >= count && tick.TimeMs / 1000 != found[^1].TimeMs / 1000)
                    return found;
                found.Add(tick);
            }
        }

        return found;
    }

    /// <summary>Up to <paramref name="count"/> ticks until a moment, oldest first; the second of the first one is told whole.</summary>
    public List<TimedTick> Before(Instrument instrument, long untilMs, int count, bool regularHours, Func<MarketTick, MarketTick?, bool> isWanted)
    {
        var slots = new List<List<TimedTick>>();
        int found = 0;
        long last = Bar.SlotOf(untilMs / 1000);
        for (int i = 0; i < SlotsMax && found < count; i++)
        {
            long slot = last - (i * Bar.SlotSeconds);
            if (slot < source.HistoryStart(instrument))
                break;
            List<TimedTick> ticks = Slot(instrument, slot, regularHours);
            if (ticks.Count == 0 && !IsOpen(instrument, slot, regularHours))
            {
                if (LastClose(instrument, slot, regularHours) is not { } close)
                    break;
                last = Bar.SlotOf(close) + (i * Bar.SlotSeconds);
                continue;
            }

            MarketTick? before = null;
            var wanted = new List<TimedTick>();
            foreach (TimedTick tick in ticks)
            {
                if (tick.TimeMs <= untilMs && isWanted(tick.Tick, before))
                    wanted.Add(tick);
                before = tick.Tick;
            }

            found += wanted.Count;
            slots.Add(wanted);
        }

        slots.Reverse();
        List<TimedTick> all = [.. slots.SelectMany(s => s)];
        int cut = Math.Max(0, all.Count - count);
        while (cut > 0 && all[cut - 1].TimeMs / 1000 == all[cut].TimeMs / 1000)
            cut--;
        return all[cut..];
    }

    private bool IsOpen(Instrument instrument, long slot, bool regularHours)
        => regularHours ? source.Calendar.IsLiquid(instrument, slot) : source.Calendar.IsTrading(instrument, slot);

    private long? NextOpen(Instrument instrument, long from, bool regularHours)
        => source.Calendar.SessionsBetween(instrument, from, from + SearchedSeconds, regularHours).Where(s => s.Open > from).Select(s => (long?)s.Open).FirstOrDefault();

    private long? LastClose(Instrument instrument, long until, bool regularHours)
        => source.Calendar.SessionsBetween(instrument, until - SearchedSeconds, until, regularHours).Where(s => s.Close <= until).Select(s => (long?)s.Close).LastOrDefault();

    private List<TimedTick> Slot(Instrument instrument, long slot, bool regularHours)
    {
        _slot.Clear();
        if (regularHours && !source.Calendar.IsLiquid(instrument, slot))
            return [];
        source.AddTicks(instrument, slot, _slot);
        return [.. _slot.Select(t => new TimedTick((slot * 1000) + t.OffsetMs, t))];
    }
}
