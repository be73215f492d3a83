using TradingCore.Domain;

namespace TradingBlazor.State.Charts;

/// <summary>An own fill on the chart.</summary>
/// <param name="EtSeconds">Start of the candle it belongs to, on the New York wall clock as in <see cref="ChartRow"/>.</param>
/// <param name="Price">Price.</param>
/// <param name="IsBuy">Bought or sold.</param>
/// <param name="Text">What it was.</param>
public sealed record FillMark(long EtSeconds, double Price, bool IsBuy, string Text);

/// <summary>A line of an order on the chart.</summary>
/// <param name="Id">Our id of the order, or <c>draft</c> for one that is not sent.</param>
/// <param name="Kind"><c>limit</c>, <c>trigger</c>, and of a draft <c>entry</c>, <c>profit</c> or <c>loss</c>.</param>
/// <param name="Price">Price of the line.</param>
/// <param name="IsBuy">Buys or sells.</param>
/// <param name="Text">What it is.</param>
/// <param name="CanMove">It can be dragged now.</param>
/// <param name="IsPending">The broker has not confirmed that it is there.</param>
/// <param name="Seen">Which look at the order this is, see <see cref="OrderMover.Look"/>; 0 of a draft. It comes back with a drag.</param>
public sealed record OrderMark(string Id, string Kind, double Price, bool IsBuy, string Text, bool CanMove, bool IsPending, long Seen = 0);

/// <summary>Average price of a position.</summary>
/// <param name="Price">Price.</param>
/// <param name="Text">What is held.</param>
/// <param name="IsLong">Long or short.</param>
public sealed record AverageMark(double Price, string Text, bool IsLong);

/// <summary>Own fills, working orders and the position of one contract, and an order that is being made.</summary>
/// <param name="Fills">Fills, newest first; bounded.</param>
/// <param name="Orders">Lines of working orders; a stop limit order has two.</param>
/// <param name="Average">Average price of what is held; null when flat.</param>
public sealed record ChartMarks(IReadOnlyList<FillMark> Fills, IReadOnlyList<OrderMark> Orders, AverageMark? Average)
{
    private const int MostFills = 200;
    private const int MostOrders = 40;

    /// <summary>Nothing.</summary>
    public static ChartMarks None { get; } = new([], [], null);

    /// <summary>Picks what belongs on the chart of <paramref name="ticker"/>.</summary>
    public static ChartMarks Of(string ticker, BarSize size, IReadOnlyList<Fill> fills, IReadOnlyList<Order> orders, Position? position, OrderMover mover, ChartDraft? draft, int decimals)
    {
        FillMark[] fillMarks =
        [
            .. fills.Where(f => f.Contract.Ticker == ticker && f.Quantity > 0).Take(MostFills).Select(f => new FillMark(
                EtStart(size, f.Time), (double)f.Price, f.Side == OrderSide.Buy, $"{OrderWords.Side(f.Side)} {Format.Quantity(f.Quantity)} at {Format.Price(f.Price, decimals)}")),
        ];
        List<OrderMark> lines = [.. draft?.Lines() ?? []];
        foreach (Order o in orders)
        {
            if (o.Contract.Ticker != ticker || o.State.IsFinal() || lines.Count >= MostOrders) continue;
            foreach (OrderLineKind kind in OrderLines.Of(o))
            {
                if (mover.Shown(o, kind) is not { } price) continue;
                string role = o.Handling.Role.IsExit() ? OrderWords.RoleInShort(o.Handling.Role) + " " : "";
                string what = $"{role}{OrderWords.Side(o.Side)} {Format.Quantity(o.Remaining)} {OrderWords.Type(o.Type)}{(kind == OrderLineKind.Trigger && o.Type == OrderType.StopLimit ? " trigger" : "")}";
                bool isPending = mover.IsPending(o, kind) || o.State is OrderState.PendingSubmit or OrderState.PendingCancel or OrderState.Unknown;
                lines.Add(new OrderMark(o.OrderRef.Value, kind == OrderLineKind.Limit ? "limit" : "trigger", (double)price, o.Side == OrderSide.Buy, what, OrderLines.CanMove(o), isPending, mover.Look(o)));
            }
        }
        AverageMark? average = position is { Quantity: not 0m, AveragePrice: var p } held
            ? new AverageMark((double)p, $"{(held.Quantity > 0m ? "Long" : "Short")} {Format.Quantity(Math.Abs(held.Quantity))} at {Format.Price(p, decimals)}", held.Quantity > 0m)
            : null;
        return new ChartMarks(fillMarks, lines, average);
    }

    /// <summary>True when nothing would be drawn differently.</summary>
    public bool Same(ChartMarks other) => Average == other.Average && Fills.SequenceEqual(other.Fills) && Orders.SequenceEqual(other.Orders);

    private static long EtStart(BarSize size, DateTimeOffset time)
    {
        long et = ChartModel.Et(time);
        return size == BarSize.OneDay ? et - et % size.Seconds : ChartModel.Et(size.StartOf(time));
    }
}
