using TradingCore.Domain;
using TradingCore.Risk.Form;

namespace TradingCore.Risk.Checks;

/// <summary>R06: the order is whole and of a kind that the broker takes, see <see cref="OrderRules"/>.</summary>
public sealed class OrderFormCheck() : RiskCheck("R06", "Order form")
{
    private readonly List<OrderFault> _faults = [];

    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        OrderSpec spec = context.Spec;
        if (context.Replaces is { } order && spec.Quantity <= order.Filled && spec.Quantity > 0m)
            return Deny($"{Say.Number(order.Filled)} of the order have filled already, so its quantity cannot become {Say.Number(spec.Quantity)}", "Give a larger quantity, or cancel the rest.", spec.Quantity, order.Filled);
        if (context.ParentFault.Length > 0) return Deny(context.ParentFault, "Send the order on its own, or after another one.");
        if (context.GroupMethod == AdvisorGroup.PercentageChange)
            return Deny($"The group {spec.Attributes.FaGroup} is divided by a change in percent of what its accounts hold, so the broker and not the order says how much is traded", "Give another faMethod, such as Equal.");
        // One thread judges, so the list is used again.
        List<OrderFault> faults = _faults;
        faults.Clear();
        OrderRules.Check(spec, context.Instrument, context.Now, faults);
        if (faults.Count == 0) return Pass(spec.Quantity, 0m);
        // One failure holds all of it: each is a sentence of its own.
        OrderFault first = faults[0];
        string more = string.Concat(faults.Skip(1).Select(f => $" Also: {f.Finding}. {f.Advice}"));
        return Deny(first.Finding, first.Advice + more, first.Observed, first.Limit);
    }
}
