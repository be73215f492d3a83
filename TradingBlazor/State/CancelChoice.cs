using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>Working orders that can be cancelled together.</summary>
/// <param name="Ticker">Contract; null for every one.</param>
/// <param name="Side">Side; null for both.</param>
/// <param name="Count">How many they are.</param>
public sealed record CancelChoice(string? Ticker, OrderSide? Side, int Count)
{
    /// <summary>What they are, with their number: <c>2 buy orders in SPY</c>.</summary>
    public string Words => $"{Count} {(Side is { } side ? OrderWords.Side(side).ToLowerInvariant() + " " : "")}{(Count == 1 ? "order" : "orders")}{(Ticker is null ? "" : $" in {TickerName.Short(Ticker)}")}";

    /// <summary>The choices that take less than everything: by side, by symbol, and by both.</summary>
    public static IReadOnlyList<CancelChoice> Of(IReadOnlyList<Order> orders)
    {
        Order[] working = [.. orders.Where(o => o.State.IsWorking())];
        var choices = new List<CancelChoice>();
        foreach (OrderSide side in new[] { OrderSide.Buy, OrderSide.Sell }) Add(null, side);
        foreach (string ticker in working.Select(o => o.Contract.Ticker).Distinct().Order(StringComparer.Ordinal))
        {
            Add(ticker, null);
            foreach (OrderSide side in new[] { OrderSide.Buy, OrderSide.Sell }) Add(ticker, side);
        }
        return choices;

        void Add(string? ticker, OrderSide? side)
        {
            int count = working.Count(o => (ticker is null || o.Contract.Ticker == ticker) && (side is null || o.Side == side));
            if (count > 0) choices.Add(new CancelChoice(ticker, side, count));
        }
    }
}
