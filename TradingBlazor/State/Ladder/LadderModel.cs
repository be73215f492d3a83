using TradingCore.Domain;
using TradingCore.MarketData.Depth;

namespace TradingBlazor.State.Ladder;

/// <summary>What the ladder is made of at one moment.</summary>
/// <param name="Instrument">Contract with its price steps.</param>
/// <param name="Book">Order book; null when none is open.</param>
/// <param name="Quote">Top of the book from the quotes, used where the order book has no rows.</param>
/// <param name="Orders">All orders.</param>
/// <param name="Mover">Where orders under way are drawn.</param>
/// <param name="Placing">Orders that were sent and have no answer yet.</param>
/// <param name="AveragePrice">Average price of the position; null when flat.</param>
/// <param name="KeepsStill">True follows the market only when it leaves the window: somebody is about to click. Otherwise it comes back to the middle after a while.</param>
/// <param name="Now">Time of the look.</param>
public sealed record LadderInput(
    Instrument Instrument, DepthSnapshot? Book, Quote? Quote, IReadOnlyList<Order> Orders, OrderMover Mover, IReadOnlyList<OrderSpec> Placing, decimal? AveragePrice, bool KeepsStill, DateTimeOffset Now);

/// <summary>
/// A window of prices around a centre, one row each, with what stands at them. The window stays where it is while the market moves inside it, so
/// that a price never jumps from under the pointer; it follows, no further than it must, when the market leaves it, and brings a market that stays
/// at its edge back to the middle.
/// </summary>
public sealed class LadderModel
{
    // Used again with every price.
    private readonly Dictionary<decimal, decimal> _bids = [];
    private readonly Dictionary<decimal, decimal> _asks = [];
    private readonly Dictionary<(OrderSide, decimal), OwnOrders> _own = [];
    private LadderRow[] _rows = [];
    // How far inside the window a market is that had left it.
    private const int Margin = 2;
    private static readonly TimeSpan RestlessFor = TimeSpan.FromSeconds(3);

    private decimal? _top;
    private DateTimeOffset? _atEdgeSince;

    // False after somebody has moved the window away from the market: then it stays where it was put.
    private bool _isFollowing = true;

    /// <summary>Rows shown; at least 5.</summary>
    public int RowCount { get; private set; } = 21;

    /// <summary>True while the market is at an edge of the window, which will move when it stays there: the model must be asked although nothing has changed.</summary>
    public bool IsUneasy => _atEdgeSince is not null;

    /// <summary>Changes whenever other prices are shown.</summary>
    public int Window { get; private set; }

    /// <summary>The price cursor; null before the first price.</summary>
    public decimal? Cursor { get; private set; }

    /// <summary>The rows, highest price first; empty before the first price.</summary>
    public IReadOnlyList<LadderRow> Rows => _rows;

    /// <summary>The row of a price; null when it is not shown.</summary>
    public LadderRow? Find(decimal price)
    {
        foreach (ref readonly LadderRow row in _rows.AsSpan())
            if (row.Price == price) return row;
        return null;
    }

    /// <summary>Another contract: nothing is kept.</summary>
    public void Reset()
    {
        _top = null;
        _atEdgeSince = null;
        _isFollowing = true;
        Cursor = null;
        _rows = [];
        Window++;
    }

    /// <summary>Sets how many rows fit, keeping the middle where it is.</summary>
    public void Fit(int rows, Instrument? instrument)
    {
        rows = Math.Clamp(rows, 5, 101);
        if (rows == RowCount) return;
        int shift = (rows - RowCount) / 2;
        RowCount = rows;
        if (_top is { } top && instrument is not null) _top = Step(instrument, top, shift);
    }

    /// <summary>Puts the middle of the market, or else the cursor, in the middle of the window, and the cursor with it.</summary>
    public void Center(Instrument instrument, Quote? quote, DepthSnapshot? book)
    {
        if (Middle(instrument, quote, book) is not { } middle) return;
        Cursor = middle;
        _top = Step(instrument, middle, RowCount / 2);
        _isFollowing = true;
    }

    /// <summary>Shifts the window.</summary>
    /// <param name="instrument">Contract.</param>
    /// <param name="steps">Rows up; negative goes down.</param>
    public void Shift(Instrument instrument, int steps)
    {
        if (_top is not { } top) return;
        _top = Step(instrument, top, Math.Clamp(steps, -RowCount, RowCount));
        _isFollowing = false;
    }

    /// <summary>Moves the cursor, and the window when the cursor would leave it.</summary>
    public void MoveCursor(Instrument instrument, int steps)
    {
        if (Cursor is { } at) SetCursor(instrument, Step(instrument, at, steps));
    }

    /// <summary>Puts the cursor on a price.</summary>
    public void SetCursor(Instrument instrument, decimal price)
    {
        Cursor = price;
        if (_top is not { } top) return;
        if (price <= top && price >= Step(instrument, top, 1 - RowCount)) return;
        _top = price > top ? price : Step(instrument, price, RowCount - 1);
        _isFollowing = false;
    }

    /// <summary>The price that lies some steps above <paramref name="price"/>; below it for negative ones.</summary>
    public static decimal Step(Instrument instrument, decimal price, int steps)
    {
        for (int i = 0; i < Math.Abs(steps); i++)
        {
            // The step below the edge of a band is the finer one.
            decimal tick = steps > 0 ? instrument.TickSizeAt(price) : instrument.TickSizeAt(Math.Abs(price) > instrument.MinTick ? price - Math.Sign(price) * instrument.MinTick : price);
            price += steps > 0 ? tick : -tick;
        }
        return price;
    }

    /// <summary>Makes the rows anew.</summary>
    public void Update(LadderInput input)
    {
        Instrument instrument = input.Instrument;
        if (Middle(instrument, input.Quote, input.Book) is { } middle)
        {
            Follow(input, middle);
        }
        if (_top is not { } first) return;
        Sum(input.Book?.Bids, _bids);
        Sum(input.Book?.Asks, _asks);
        if (_bids.Count == 0 && input.Quote is { Bid: { } bid, BidSize: var bidSize }) _bids[bid] = bidSize ?? 0m;
        if (_asks.Count == 0 && input.Quote is { Ask: { } ask, AskSize: var askSize }) _asks[ask] = askSize ?? 0m;
        decimal largest = 1m;
        decimal? bestBid = null, bestAsk = null;
        foreach ((decimal at, decimal size) in _bids) (largest, bestBid) = (Math.Max(largest, size), bestBid > at ? bestBid : at);
        foreach ((decimal at, decimal size) in _asks) (largest, bestAsk) = (Math.Max(largest, size), bestAsk < at ? bestAsk : at);
        Own(input);
        decimal? average = input.AveragePrice is { } a ? Snap(instrument, a) : null;

        bool isSame = _rows.Length == RowCount;
        if (!isSame) _rows = new LadderRow[RowCount];
        decimal price = first;
        for (int i = 0; i < _rows.Length; i++, price = Step(instrument, price, -1))
        {
            isSame &= _rows[i].Price == price;
            decimal? bidAt = _bids.TryGetValue(price, out decimal b) ? b : null, askAt = _asks.TryGetValue(price, out decimal k) ? k : null;
            _rows[i] = new LadderRow(price, bidAt, askAt, Share(bidAt, largest), Share(askAt, largest), _own.GetValueOrDefault((OrderSide.Buy, price)), _own.GetValueOrDefault((OrderSide.Sell, price)),
                IsLast: input.Quote?.Last == price, IsInside: price >= bestBid && price <= bestAsk, IsCursor: price == Cursor, IsAverage: price == average);
        }
        if (!isSame) Window++;
    }

    private void Follow(LadderInput input, decimal middle)
    {
        Instrument instrument = input.Instrument;
        int edge = Math.Min(Math.Max(2, RowCount / 6), (RowCount - 1) / 2 - 1);
        if (_top is not { } top || (_isFollowing && IsRestless(input, middle, top, edge)))
        {
            decimal? cursor = Cursor;
            Center(instrument, input.Quote, input.Book);
            // A cursor that somebody has put somewhere stays there: an order goes to the price that was chosen.
            Cursor = cursor ?? Cursor;
            _atEdgeSince = null;
            return;
        }
        decimal bottom = Step(instrument, top, 1 - RowCount);
        (decimal? bid, decimal? ask) = Best(input.Quote, input.Book);
        // Both sides of the market are in sight wherever they have room: the last row with bids above it is no market that can be traded from.
        decimal high = Math.Max(middle, ask ?? middle), low = Math.Min(middle, bid ?? middle);
        if (high > Step(instrument, low, RowCount - 1 - 2 * Margin)) (high, low) = (middle, middle);
        bool isAbove = high > top, isBelow = low < bottom;
        // A market that somebody has put to the edge, to see more of one side, is not brought back to the middle before it has come back by itself.
        if (middle <= Step(instrument, top, -edge) && middle >= Step(instrument, bottom, edge)) _isFollowing = true;
        else if (_isFollowing && (isAbove || isBelow)) _top = isAbove ? Math.Max(high, Step(instrument, middle, Margin)) : Step(instrument, Math.Min(low, Step(instrument, middle, -Margin)), RowCount - 1);
    }

    // A market that swings from edge to edge is left alone: rows that come and go are harder to read than a market off the middle.
    private bool IsRestless(LadderInput input, decimal middle, decimal top, int edge)
    {
        bool isAtEdge = !input.KeepsStill && (middle > Step(input.Instrument, top, -edge) || middle < Step(input.Instrument, top, 1 - RowCount + edge));
        _atEdgeSince = isAtEdge ? _atEdgeSince ?? input.Now : null;
        return _atEdgeSince is { } since && input.Now - since >= RestlessFor;
    }

    /// <summary>Own orders drawn at a price, newest first.</summary>
    public static IReadOnlyList<Order> OrdersAt(LadderInput input, decimal price) =>
        [.. input.Orders.Where(o => o.Contract.Ticker == input.Instrument.Contract.Ticker && !o.State.IsFinal() && OrderLines.MainOf(o) is { } kind && input.Mover.Shown(o, kind) == price)];

    private void Own(LadderInput input)
    {
        _own.Clear();
        foreach (Order o in input.Orders)
        {
            if (o.Contract.Ticker != input.Instrument.Contract.Ticker || o.State.IsFinal() || OrderLines.MainOf(o) is not { } kind || input.Mover.Shown(o, kind) is not { } price) continue;
            bool isPending = input.Mover.IsPending(o, kind) || o.State is OrderState.PendingSubmit or OrderState.PendingCancel or OrderState.Unknown or OrderState.Queued;
            Add(o.Side, price, o.Remaining, isPending, kind == OrderLineKind.Trigger);
        }
        foreach (OrderSpec spec in input.Placing)
            if (spec.Ticker == input.Instrument.Contract.Ticker && (spec.StopPrice ?? spec.LimitPrice) is { } price) Add(spec.Side, price, spec.Quantity, true, spec.StopPrice is not null);

        void Add(OrderSide side, decimal price, decimal quantity, bool isPending, bool isStop)
        {
            OwnOrders? there = _own.GetValueOrDefault((side, price));
            _own[(side, price)] = new OwnOrders((there?.Quantity ?? 0m) + quantity, (there?.Count ?? 0) + 1, isPending || there?.IsPending == true, isStop || there?.IsStop == true);
        }
    }

    // A book over several venues has several rows of one price.
    private static void Sum(IReadOnlyList<DepthLevel>? levels, Dictionary<decimal, decimal> sums)
    {
        sums.Clear();
        foreach (DepthLevel level in levels ?? []) sums[level.Price] = sums.GetValueOrDefault(level.Price) + level.Size;
    }

    // In twentieths, so that a bar is drawn anew when it looks different and not with every share.
    private static double Share(decimal? size, decimal largest) => size is { } s ? Math.Ceiling((double)(s / largest) * 20) / 20 : 0;

    private static decimal? Middle(Instrument instrument, Quote? quote, DepthSnapshot? book)
    {
        (decimal? bid, decimal? ask) = Best(quote, book);
        return (bid is { } low && ask is { } high ? (low + high) / 2m : quote?.Mark) is { } price ? Snap(instrument, price) : null;
    }

    private static (decimal? Bid, decimal? Ask) Best(Quote? quote, DepthSnapshot? book) => (book?.Bids is [var b, ..] ? b.Price : quote?.Bid, book?.Asks is [var a, ..] ? a.Price : quote?.Ask);

    private static decimal Snap(Instrument instrument, decimal price)
    {
        decimal tick = instrument.TickSizeAt(price);
        return decimal.Floor(price / tick) * tick;
    }
}
