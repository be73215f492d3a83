using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>Keeps an order's history bounded: how it began and how it ends matter most, so the middle is dropped first.</summary>
internal static class OrderHistory
{
    /// <summary>Lines kept of the beginning.</summary>
    public const int FirstKept = 10;

    /// <summary>Lines kept in all.</summary>
    public const int KeptMax = 50;

    /// <summary>A new history with one more line at its end.</summary>
    public static IReadOnlyList<OrderEvent> With(IReadOnlyList<OrderEvent> history, OrderEvent line) =>
        history.Count < KeptMax
            ? [.. history, line]
            : [.. history.Take(FirstKept), .. history.Skip(history.Count - (KeptMax - FirstKept - 1)), line];
}
