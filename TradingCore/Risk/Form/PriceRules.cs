using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>An order has the prices that its type needs, and no others.</summary>
internal sealed class PriceRules : IOrderRule
{
    private const decimal TrailPercentMax = 100m;

    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        OrderTypeTraits traits = spec.Type.Traits();
        OrderAttributes attributes = spec.Attributes;
        // The price of a combination is a difference and may be zero or below.
        bool isDifference = instrument?.Contract.SecurityType == SecurityType.Combo;
        Price("limitPrice", "limit price", spec.LimitPrice, traits.Limit);
        Price("stopPrice", "stop price", spec.StopPrice, traits.Stop);
        Offset();
        Trail();
        return;

        void Price(string field, string name, decimal? price, Need need)
        {
            if (need == Need.No && price is not null) faults.Add(new OrderFault(field, $"A {traits.Code} order has no {name}", $"Leave the {name} out or choose another type.", price));
            else if (need == Need.Required && price is null) faults.Add(new OrderFault(field, $"The {name} is missing", $"Give a {name}."));
            else if (price <= 0m && !isDifference) faults.Add(new OrderFault(field, $"A {name} of {Say.Number(price.Value)} is not a price", "Give a price above 0.", price, 0m));
        }

        void Offset()
        {
            if (traits.Offset == Need.No && attributes.Offset is not null) faults.Add(new OrderFault("offset", $"A {traits.Code} order has no offset", "Leave the offset out or choose another type.", attributes.Offset));
            else if (traits.Offset == Need.Required && attributes.Offset is null) faults.Add(new OrderFault("offset", $"The offset is missing: the distance of the limit from the stop of a {traits.Code} order", "Give an offset of 0 or above."));
            else if (attributes.Offset < 0m) faults.Add(new OrderFault("offset", $"An offset of {Say.Number(attributes.Offset.Value)} goes the wrong way", "Give an offset of 0 or above; the side says its direction.", attributes.Offset, 0m));
        }

        void Trail()
        {
            bool hasAmount = attributes.TrailAmount is not null, hasPercent = attributes.TrailPercent is not null;
            if (traits.Trail == Need.No)
            {
                if (hasAmount || hasPercent) faults.Add(new OrderFault(hasAmount ? "trailAmount" : "trailPercent", $"A {traits.Code} order does not trail", "Leave the trailing amount and percent out or choose TRAIL.", attributes.TrailAmount ?? attributes.TrailPercent));
                return;
            }
            if (hasAmount == hasPercent) faults.Add(new OrderFault("trailAmount", hasAmount ? "A trailing order has an amount or a percent, not both" : "The trailing amount is missing", "Give a trailing amount or a trailing percent."));
            else if (attributes.TrailAmount <= 0m) faults.Add(new OrderFault("trailAmount", $"A trailing amount of {Say.Number(attributes.TrailAmount.Value)} does not trail", "Give an amount above 0.", attributes.TrailAmount, 0m));
            else if (attributes.TrailPercent is <= 0m or >= TrailPercentMax) faults.Add(new OrderFault("trailPercent", $"A trailing percent of {Say.Number(attributes.TrailPercent.Value)} does not trail", "Give a percent above 0 and below 100.", attributes.TrailPercent, TrailPercentMax));
        }
    }
}
