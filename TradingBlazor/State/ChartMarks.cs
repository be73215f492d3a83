using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>An own fill on the chart.</summary>
/// <param name="EtSeconds">Start of the candle it belongs to, on the New York wall clock as in <see cref="ChartRow"/>.</param>
/// <param name="Price">Price.</param>
/// <param name="IsBuy">Bought or sold.</param>
/// <param name="Text">What it was.</param>
public sealed record FillMark(long EtSeconds, double Price, bool IsBuy, string Text);

/// <summary>A working order on the chart.</summary>
/// <param name="Price">Price of the line.</param>
/// <param name="IsBuy">Buys or sells.</param>
/// <param name="Text">What it is.</param>
public sealed record OrderMark(double Price, bool IsBuy, string Text);

/// <summary>Own fills and working orders of one contract.</summary>
/// <param name="Fills">Fills, newest first; bounded.</param>
/// <param name="Orders">Lines of working orders; a stop limit order has two.</param>
public sealed record ChartMarks(IReadOnlyList<FillMark> Fills, IReadOnlyList<OrderMark> Orders)
{
    private const int MostFills = 200;
    private const int MostOrders = 20;

    /// <summary>Picks what belongs on the chart of <paramref name="ticker"/>.</summary>
    public static ChartMarks Of(string ticker, BarSize size, IReadOnlyList<Fill> fills, IReadOnlyList<Order> orders, int decimals)
    {
        FillMark[] fillMarks =
        [
            .. fills.Where(f => f.Contract.Ticker == ticker && f.Quantity > 0).Take(MostFills).Select(f => new FillMark(
                Format.ToEt(size.StartOf(f.Time)).DateTime.Ticks / TimeSpan.TicksPerSecond - DateTimeOffset.UnixEpoch.Ticks / TimeSpan.TicksPerSecond,
                (double)f.Price, f.Side == OrderSide.Buy, $"{OrderWords.Side(f.Side)} {Format.Quantity(f.Quantity)} at {Format.Price(f.Price, decimals)}")),
        ];
        var orderMarks = new List<OrderMark>();
        foreach (Order o in orders)
        {
            if (o.Contract.Ticker != ticker || o.State.IsFinal() || orderMarks.Count >= MostOrders) continue;
            string what = $"{OrderWords.Side(o.Side)} {Format.Quantity(o.Remaining)} {OrderWords.Type(o.Type)}";
            if (o.StopPrice is { } stop && o.Type is OrderType.Stop or OrderType.StopLimit) orderMarks.Add(new OrderMark((double)stop, o.Side == OrderSide.Buy, what + " trigger"));
            if (o.LimitPrice is { } limit && o.Type is OrderType.Limit or OrderType.StopLimit) orderMarks.Add(new OrderMark((double)limit, o.Side == OrderSide.Buy, what));
        }
        return new ChartMarks(fillMarks, orderMarks);
    }
}
