using System.Globalization;

namespace TwsSimulator.Market;

/// <summary>Recorded ticks: the trades and quotes themselves are played, and five-second bars are made from the trades.</summary>
internal static class ReplayTicks
{
    // Conditions of the recording (LEAN's TradeConditionFlags in hex). Official open and close messages repeat the
    // auction's print; sweep, derivatively priced and average price trades set no price but count in the volume.
    private const uint Repeats = 0x4000000 | 0x1000000;
    private const uint SetsNoPrice = 0x20 | 0x200 | 0x100000;

    /// <summary>Reads one file.</summary>
    /// <param name="instrument">What the file holds.</param>
    /// <param name="rows">The rows after the header.</param>
    /// <param name="isQuotes">True for <c>time_ms,bid,ask</c>, false for <c>time_ms,type,price,size</c>.</param>
    /// <param name="bars">Takes the five-second bars.</param>
    /// <param name="ticksBySlot">Takes the ticks.</param>
    public static void Read(Instrument instrument, IEnumerable<ReplayFolder.Row> rows, bool isQuotes, List<Bar> bars, Dictionary<long, MarketTick[]> ticksBySlot)
    {
        double? bid = null, ask = null;
        decimal bidSize = 0, askSize = 0, heldVolume = 0;
        long slot = long.MinValue;
        int heldCount = 0;
        double? lastPrice = null;
        List<MarketTick> ticks = [];
        BarAggregator bar = new();
        foreach (ReplayFolder.Row row in rows)
        {
            long ms = row.Long(0);
            long rowSlot = Bar.SlotOf(ms / 1000);
            if (slot == long.MinValue)
                slot = rowSlot;
            if (rowSlot < slot)
                throw row.Broken("rows in order of time");
            for (; slot < rowSlot; slot += Bar.SlotSeconds)
                Finish();
            int offset = (int)(ms - (slot * 1000));
            if (isQuotes)
            {
                bid = row.Double(1);
                ask = row.Double(2);
                bidSize = askSize = 1_000_000;
                double middle = Math.Round((bid.Value + ask.Value) / 2, 8);
                bar.Add(new Bar(slot, middle, middle, middle, middle, 0, (decimal)middle, 1));
                lastPrice = middle;
                ticks.Add(new MarketTick(offset, bid, ask, bidSize, askSize, null, 0, 0));
                continue;
            }

            double price = row.Double(2);
            decimal size = row.Decimal(3);
            switch (row.At(1))
            {
                case "B":
                    bid = price;
                    bidSize = size;
                    ticks.Add(new MarketTick(offset, bid, ask, bidSize, askSize, null, 0, 0));
                    break;
                case "A":
                    ask = price;
                    askSize = size;
                    ticks.Add(new MarketTick(offset, bid, ask, bidSize, askSize, null, 0, 0));
                    break;
                case "T":
                    uint condition = uint.TryParse(row.At(5), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint flags) ? flags : 0;
                    if ((condition & Repeats) != 0)
                        break;
                    bool setsPrice = (condition & SetsNoPrice) == 0;
                    ticks.Add(new MarketTick(offset, bid, ask, bidSize, askSize, setsPrice ? price : null, setsPrice ? size : 0, size));
                    if (setsPrice)
                    {
                        bar.Add(new Bar(slot, price, price, price, price, size + heldVolume, (decimal)price, 1 + heldCount));
                        heldVolume = 0;
                        heldCount = 0;
                        lastPrice = price;
                    }
                    else
                    {
                        heldVolume += size;
                        heldCount++;
                    }

                    break;
                default:
                    throw row.Broken("the type B, A or T in column 2");
            }
        }

        if (slot != long.MinValue)
            Finish();

        void Finish()
        {
            if (ticks.Count > 0)
                ticksBySlot[slot] = [.. ticks];
            ticks.Clear();
            if (!bar.IsEmpty)
                bars.Add(bar.ToBar(slot));
            else if (lastPrice is { } last)
                bars.Add(new Bar(slot, last, last, last, last, 0, (decimal)last, 0));
            bar = new BarAggregator();
        }
    }
}
