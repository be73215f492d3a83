using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>One-cancels-all groups, and groups of an advisor's accounts.</summary>
internal sealed class GroupRules : IOrderRule
{
    private const int NameMax = 64;

    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        OrderAttributes attributes = spec.Attributes;
        bool hasGroup = attributes.OcaGroup.Length > 0;
        if (hasGroup != (attributes.OcaType != OcaType.None))
            faults.Add(new OrderFault(hasGroup ? "ocaType" : "ocaGroup", hasGroup ? "The group does not say what a fill does to the others" : "A type without a group has no meaning", "Give both ocaGroup and ocaType, or neither."));
        if (attributes.OcaType is < OcaType.None or > OcaType.ReduceWithoutBlock) faults.Add(new OrderFault("ocaType", $"{(int)attributes.OcaType} is not a type of group", "Give 1, 2 or 3.", (int)attributes.OcaType));
        if (attributes.OcaGroup.Length > NameMax || (hasGroup && attributes.OcaGroup.AsSpan().ContainsAnyExceptInRange(' ', '~')))
            faults.Add(new OrderFault("ocaGroup", "The name of the group cannot be sent", $"Use up to {NameMax} plain characters."));
        if (attributes.FaMethod == AdvisorGroup.PercentageChange || attributes.FaPercentage.Length > 0)
            faults.Add(new OrderFault("faMethod", $"By {AdvisorGroup.PercentageChange} the broker makes the size of what each account holds, so nothing here can tell how much is traded", "Use another method, with a quantity."));
        else if (attributes.FaMethod.Length > 0 && !AdvisorGroup.Methods.Contains(attributes.FaMethod))
            faults.Add(new OrderFault("faMethod", $"'{attributes.FaMethod}' is no method of dividing an order among accounts", $"Use one of {string.Join(", ", AdvisorGroup.Methods)}."));
        if (hasGroup && spec.Tif.IsImmediate()) faults.Add(new OrderFault("ocaGroup", $"An {spec.Tif.Code()} order does not wait for others", "Use DAY, GTC or GTD, or leave the group out."));
    }
}
