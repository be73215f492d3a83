using TradingCore.Domain;

namespace TradingCore.Risk.Activity;

/// <summary>The broker's newest what-if answers, by account, contract and side (R23). Not thread-safe: one writer.</summary>
public sealed class MarginPreviews : IRiskFigures
{
    private readonly Dictionary<(AccountId, ConId, OrderSide), Answer> _previews = [];

    /// <summary>Change of the initial margin for each share or contract of an order; null when the broker was not asked within <paramref name="maxAge"/>, or about an order that says nothing of this one.</summary>
    /// <param name="account">Account.</param>
    /// <param name="conId">Contract.</param>
    /// <param name="side">Side.</param>
    /// <param name="quantity">Quantity of the order.</param>
    /// <param name="held">Signed quantity that is held.</param>
    /// <param name="maxAge">Age up to which an answer counts.</param>
    /// <param name="now">Time of the judgement, UTC.</param>
    public decimal? PerUnit(AccountId account, ConId conId, OrderSide side, decimal quantity, decimal held, TimeSpan maxAge, DateTimeOffset now) =>
        _previews.TryGetValue((account, conId, side), out Answer known) && now - known.Time <= maxAge && (known.IsOpening || (quantity <= known.Quantity && held == known.Held)) ? known.PerUnit : null;

    /// <summary>Expected commission for each share or contract; null when the broker never told one.</summary>
    public decimal? CommissionPerUnit(AccountId account, ConId conId, OrderSide side) =>
        _previews.TryGetValue((account, conId, side), out Answer known) && known.CommissionPerUnit > 0m ? known.CommissionPerUnit : null;

    /// <summary>
    /// The broker answered. An order that frees margin is taken as needing none: what it frees is not there before it fills. What an order needs that closes
    /// or hedges something is no measure of a larger one, which opens with the rest.
    /// </summary>
    /// <param name="account">Account.</param>
    /// <param name="conId">Contract.</param>
    /// <param name="side">Side.</param>
    /// <param name="quantity">Quantity that was asked about.</param>
    /// <param name="preview">The answer.</param>
    /// <param name="held">Signed quantity that was held then.</param>
    /// <param name="now">When it came, UTC.</param>
    public void Add(AccountId account, ConId conId, OrderSide side, decimal quantity, MarginPreview preview, decimal held, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(preview);
        // Combinations have no id of their own: the answer about one of them is none about another.
        if (quantity <= 0m || !conId.IsResolved || preview.InitMarginChange is not { } change) return;
        bool isOpening = change > 0m && (side == OrderSide.Buy ? held >= 0m : held <= 0m);
        _previews[(account, conId, side)] = new Answer(Math.Max(0m, change) / quantity, (preview.Commission ?? 0m) / quantity, quantity, held, isOpening, now);
    }

    IEnumerable<string> IRiskFigures.Figures(DateTimeOffset now) =>
        _previews.OrderBy(p => p.Key.Item1.Value, StringComparer.Ordinal).ThenBy(p => p.Key.Item2.Value).ThenBy(p => p.Key.Item3).Select(p => $"{p.Key}|{p.Value.PerUnit}|{p.Value.CommissionPerUnit}|{p.Value.Quantity}|{p.Value.Held}|{p.Value.Time.UtcTicks}");

    private readonly record struct Answer(decimal PerUnit, decimal CommissionPerUnit, decimal Quantity, decimal Held, bool IsOpening, DateTimeOffset Time);
}
