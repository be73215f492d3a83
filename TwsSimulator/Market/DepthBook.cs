namespace TwsSimulator.Market;

/// <summary>One row of a side of the book.</summary>
/// <param name="Price">Price.</param>
/// <param name="Size">Quantity shown.</param>
/// <param name="Venue">Who shows it.</param>
internal readonly record struct DepthRow(double Price, decimal Size, string Venue);

/// <summary>A change of one row, as the wire tells it.</summary>
/// <param name="Position">Row, 0 is best.</param>
/// <param name="Operation">0 insert, 1 update, 2 delete.</param>
/// <param name="IsBid">Side.</param>
/// <param name="Row">The row as it is now; for a delete as it was.</param>
internal readonly record struct DepthChange(int Position, int Operation, bool IsBid, DepthRow Row);

/// <summary>What an order of a simulated account adds to the book.</summary>
/// <param name="IsBid">True on the buying side.</param>
/// <param name="Step">Price, in price steps.</param>
/// <param name="Size">Quantity shown.</param>
internal readonly record struct RestingSize(bool IsBid, long Step, decimal Size);

/// <summary>
/// The book around a quote: the quote itself on top, and rows a step apart behind it whose sizes are a function of price and time, so that two clients see
/// the same book.
/// </summary>
internal sealed class DepthBook(Instrument instrument, int rows)
{
    private const int Insert = 0, Update = 1, Delete = 2;
    private const int SizeSalt = 42;
    private const long SizeLastsMs = 2_500;
    private readonly List<DepthRow> _bids = [];
    private readonly List<DepthRow> _asks = [];

    /// <summary>Adds the changes that lead from the book told last to the book of a quote.</summary>
    /// <param name="state">The quote.</param>
    /// <param name="resting">Orders of the simulated accounts that stand in the book too.</param>
    /// <param name="nowMs">Time of the market.</param>
    /// <param name="into">Where the changes go.</param>
    public void Move(InstrumentState state, IReadOnlyList<RestingSize> resting, long nowMs, List<DepthChange> into)
    {
        Diff(_bids, With(resting, Ladder(state.Bid, state.BidSize, isBid: true, nowMs), isBid: true), isBid: true, into);
        Diff(_asks, With(resting, Ladder(state.Ask, state.AskSize, isBid: false, nowMs), isBid: false), isBid: false, into);
    }

    // An order at a price that is in the book stands in that row; one between bid and ask makes a row of its own at the top.
    private DepthRow[] With(IReadOnlyList<RestingSize> resting, DepthRow[] ladder, bool isBid)
    {
        if (ladder.Length == 0)
            return ladder;
        List<DepthRow>? merged = null;
        foreach (RestingSize order in resting)
        {
            if (order.IsBid != isBid)
                continue;
            merged ??= [.. ladder];
            double price = instrument.PriceOf(order.Step);
            int at = merged.FindIndex(r => isBid ? r.Price <= price : r.Price >= price);
            if (at < 0)
                continue;
            if (merged[at].Price == price)
                merged[at] = merged[at] with { Size = merged[at].Size + order.Size };
            else
                merged.Insert(at, new DepthRow(price, order.Size, Venues.Of(instrument, order.Step)));
        }

        return merged is null ? ladder : [.. merged.Take(rows)];
    }

    private DepthRow[] Ladder(double? best, decimal size, bool isBid, long nowMs)
    {
        if (best is not { } top)
            return [];
        long step = instrument.StepsOf(top);
        var ladder = new DepthRow[rows];
        for (int i = 0; i < rows; i++)
        {
            long at = isBid ? step - i : step + i;
            ladder[i] = new DepthRow(instrument.PriceOf(at), i == 0 ? size : SizeAt(at, i, size, nowMs), Venues.Of(instrument, at));
        }

        return ladder;
    }

    // Deeper rows are larger, and each changes at a moment of its own.
    private decimal SizeAt(long step, int depth, decimal best, long nowMs)
    {
        ulong price = Noise.Hash((ulong)(uint)instrument.ConId, step, SizeSalt);
        long period = (nowMs + (long)(price % (ulong)SizeLastsMs)) / SizeLastsMs;
        double factor = 0.5 + (2.5 * Noise.Uniform(Noise.Hash(price, period, SizeSalt))) + (0.15 * depth);
        return Math.Max(1, Math.Round(Math.Max(1, best) * (decimal)factor));
    }

    private static void Diff(List<DepthRow> old, DepthRow[] now, bool isBid, List<DepthChange> into)
    {
        // Rows that are still there keep their place in the order, so what is left of the old ones is found by price.
        for (int i = old.Count - 1; i >= 0; i--)
        {
            double price = old[i].Price;
            if (Array.Exists(now, r => r.Price == price))
                continue;
            into.Add(new DepthChange(i, Delete, isBid, old[i]));
            old.RemoveAt(i);
        }

        for (int i = 0; i < now.Length; i++)
        {
            if (i < old.Count && old[i].Price == now[i].Price)
            {
                if (old[i] != now[i])
                    into.Add(new DepthChange(i, Update, isBid, now[i]));
                old[i] = now[i];
                continue;
            }

            into.Add(new DepthChange(i, Insert, isBid, now[i]));
            old.Insert(i, now[i]);
        }
    }
}
