namespace TwsSimulator.Matching;

/// <summary>Which orders depend on each other: parents and children, brackets, one-cancels-all groups. Says what is to become of them and changes nothing.</summary>
internal sealed class OrderFamilies(OrderLedger ledger)
{
    /// <summary>What a fill means for the others of the order's group, named or the two exits of a bracket: each is reduced to a quantity, or cancelled when there is none.</summary>
    /// <remarks>Type 1 cancels at the first fill; the others take away what has filled. Children of an order that is cancelled may be partners too, so look whether each still works.</remarks>
    public IReadOnlyList<(SimOrder Partner, decimal? Quantity)> PartnersAfterFill(SimOrder order, decimal filled)
        => [.. ledger.Working.Where(o => o != order && ArePartners(o, order)).Select(o => (o, Reduces(o) && o.Remaining > filled ? o.Quantity - filled : (decimal?)null))];

    /// <summary>Children that wait for their parent.</summary>
    public IReadOnlyList<SimOrder> Waiting(SimOrder parent) => [.. ChildrenOf(parent).Where(o => o.WhyHeld == "child")];

    /// <summary>Children that end with their parent: those that still wait, and those that were never transmitted.</summary>
    public IReadOnlyList<SimOrder> EndingWith(SimOrder parent) => [.. ChildrenOf(parent).Where(o => o.WhyHeld == "child" || !o.Order.Transmit)];

    /// <summary>Orders that a transmitted child sets free: brothers that were held back, and last the parent, which may fill at once and must find them waiting.</summary>
    public IReadOnlyList<SimOrder> HeldWith(SimOrder child)
    {
        int parent = child.Order.ParentId;
        return parent == 0
            ? []
            : [.. ledger.Working.Where(o => o.ClientId == child.ClientId && !o.Order.Transmit && (o.OrderId == parent || o.Order.ParentId == parent)).OrderBy(o => o.OrderId == parent).ThenBy(o => o.OrderId)];
    }

    private IEnumerable<SimOrder> ChildrenOf(SimOrder parent) => ledger.Working.Where(o => o.ClientId == parent.ClientId && o.Order.ParentId == parent.OrderId);

    private static bool Reduces(SimOrder order) => order.Order.OcaGroup.Length == 0 || order.Order.OcaType is 2 or 3;

    private static bool ArePartners(SimOrder one, SimOrder other)
        => (one.Order.OcaGroup.Length > 0 && one.Order.OcaGroup == other.Order.OcaGroup && one.Order.Account == other.Order.Account)
            || (one.Order.ParentId != 0 && one.ClientId == other.ClientId && one.Order.ParentId == other.Order.ParentId && one.Instrument == other.Instrument && one.IsBuy == other.IsBuy);
}
