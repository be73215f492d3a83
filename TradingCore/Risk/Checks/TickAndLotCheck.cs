using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R07: prices and distances stand on the contract's price steps and the quantity on its size steps. Nothing is rounded in silence.</summary>
public sealed class TickAndLotCheck() : RiskCheck("R07", "Tick and lot")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (context.Instrument is not { } instrument) return Deny("The price steps of the contract are not known", "Add it to the watchlist first.");
        OrderSpec spec = context.Spec;
        // The broker makes whole steps of an amount of money.
        bool isByAmount = spec.Attributes.CashQuantity is not null && spec.Quantity == 0m;
        if (!isByAmount && spec.Quantity < instrument.MinSize)
            return Deny($"{Say.Quantity(spec.Quantity, instrument)} is less than the smallest order of {Say.Number(instrument.MinSize)}", "Raise the quantity.", spec.Quantity, instrument.MinSize);
        if (!isByAmount && instrument.SizeIncrement > 0m && spec.Quantity % instrument.SizeIncrement != 0m)
            return Deny($"{Say.Quantity(spec.Quantity, instrument)} is not a multiple of {Say.Number(instrument.SizeIncrement)}", "Change the quantity.", spec.Quantity, instrument.SizeIncrement);
        OrderAttributes attributes = spec.Attributes;
        // The middle that a pegged order follows lies between two steps itself, so what is added to it may, too.
        return OffGrid("limit price", spec.LimitPrice, instrument) ?? OffGrid("stop price", spec.StopPrice, instrument)
            ?? OffStep("trailing amount", attributes.TrailAmount, instrument)
            ?? OffStep("offset", spec.Type == OrderType.PeggedToMidpoint ? null : attributes.Offset, instrument)
            ?? Pass();
    }

    private RiskCheckResult? OffGrid(string name, decimal? price, Instrument instrument)
    {
        if (price is not { } p) return null;
        decimal tick = instrument.TickSizeAt(p);
        if (tick <= 0m || p % tick == 0m) return null;
        decimal below = instrument.ToOrderPrice(p, OrderSide.Buy), above = instrument.ToOrderPrice(p, OrderSide.Sell);
        return Deny($"The {name} {Say.Price(p, instrument)} is between two price steps of {Say.Number(tick)}", $"Use {Say.Price(below, instrument)} or {Say.Price(above, instrument)}.", p, tick);
    }

    // A distance belongs to no band, so only one that fits into no band's steps is wrong for sure.
    private RiskCheckResult? OffStep(string name, decimal? distance, Instrument instrument)
    {
        if (distance is not { } d) return null;
        decimal step = instrument.SmallestTick();
        if (step <= 0m || d % step == 0m) return null;
        decimal below = TickGrid.ToOrderPrice(d, step, OrderSide.Buy), above = TickGrid.ToOrderPrice(d, step, OrderSide.Sell);
        return Deny($"The {name} {Say.Number(d)} is not a multiple of the price step {Say.Number(step)}", below > 0m ? $"Use {Say.Number(below)} or {Say.Number(above)}." : $"Use {Say.Number(above)}.", d, step);
    }
}
