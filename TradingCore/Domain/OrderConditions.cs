namespace TradingCore.Domain;

/// <summary>Conditions of an order with what they lead to.</summary>
/// <param name="Items">At least one; each says how it joins the next.</param>
/// <param name="CancelOrder">True: when they are met the order is cancelled; false: it starts to work.</param>
/// <param name="IgnoreRth">True: they are judged outside regular hours too.</param>
public sealed record OrderConditions(IReadOnlyList<OrderCondition> Items, bool CancelOrder = false, bool IgnoreRth = false)
{
    /// <summary>Equal when the conditions are, one by one.</summary>
    public bool Equals(OrderConditions? other) => other is not null && CancelOrder == other.CancelOrder && IgnoreRth == other.IgnoreRth && Items.SequenceEqual(other.Items);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Items.Count, CancelOrder, IgnoreRth);
}
