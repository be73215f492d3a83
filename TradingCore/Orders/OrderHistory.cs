using TradingCore.Domain;

namespace TradingCore.Orders;

/// <summary>Keeps an order's history bounded: how it began and how it ends matter most, so the middle is dropped first.</summary>
internal static class OrderHistory
{
    /// <summary>Kind of the line that says that a cancel was asked for.</summary>
    public const string CancelRequested = "cancel requested";

    /// <summary>Kind of the line that says that the broker did not take a cancel.</summary>
    public const string CancelRefused = "cancel refused";

    /// <summary>Kind of the line that says that an order left the queue.</summary>
    public const string Released = "released";

    /// <summary>Lines kept of the beginning.</summary>
    public const int FirstKept = 10;

    /// <summary>Lines kept in all.</summary>
    public const int KeptMax = 50;

    /// <summary>True when a cancel was asked for from here and the broker has not refused it since; one that was refused of an order that the broker did not have is owed too.</summary>
    public static bool IsCancelOwed(Order order)
    {
        bool isOwed = false, isRefused = false;
        foreach (OrderEvent line in order.History)
        {
            if (line is { Kind: CancelRequested, Source: not "broker" }) (isOwed, isRefused) = (true, false);
            else if (line.Kind == CancelRefused) (isOwed, isRefused) = (false, isOwed);
            else if (line is { Kind: "reconciled", State: OrderState.Rejected } && isRefused) isOwed = true;
        }
        return isOwed;
    }

    /// <summary>A new history with one more line at its end.</summary>
    public static IReadOnlyList<OrderEvent> With(IReadOnlyList<OrderEvent> history, OrderEvent line) =>
        history.Count < KeptMax
            ? [.. history, line]
            : [.. history.Take(FirstKept), .. history.Skip(history.Count - (KeptMax - FirstKept - 1)), line];
}
