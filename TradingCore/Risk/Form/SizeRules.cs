using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>The quantity, and everything about how much of it shows or fills at a time.</summary>
internal sealed class SizeRules : IOrderRule
{
    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        OrderAttributes attributes = spec.Attributes;
        if (attributes.CashQuantity is { } cash)
        {
            if (cash <= 0m) faults.Add(new OrderFault("cashQuantity", $"{Say.Number(cash)} is not an amount of money", "Give an amount above 0.", cash, 0m));
            if (spec.Quantity != 0m) faults.Add(new OrderFault("quantity", "An order has a quantity or an amount of money, not both", "Leave one of them out.", spec.Quantity));
            if (instrument is { Contract.SecurityType: not (SecurityType.Forex or SecurityType.Crypto or SecurityType.Stock) }) faults.Add(new OrderFault("cashQuantity", "Only currencies, crypto currencies and stocks are bought by amount", "Give a quantity.", cash));
            if (spec.Type is not (OrderType.Market or OrderType.Limit)) faults.Add(new OrderFault("cashQuantity", $"A {spec.Type.Code()} order cannot be sized by amount", "Use MKT or LMT, or give a quantity.", cash));
            if (attributes.DisplaySize is not null || attributes.MinQuantity is not null || attributes.AllOrNone || attributes.SweepToFill)
                faults.Add(new OrderFault("cashQuantity", "An order by amount has no size of which a part could show, be a minimum or fill as a whole", "Give a quantity, or leave the display size, minimum, all or none and sweep out.", cash));
            return;
        }
        if (spec is { Side: OrderSide.Buy, Type: OrderType.Market } && instrument is { Contract.SecurityType: SecurityType.Crypto })
            faults.Add(new OrderFault("cashQuantity", "Crypto currency is bought at market by an amount of money", "Give cashQuantity without a quantity, or use LMT."));
        if (spec.Quantity <= 0m) faults.Add(new OrderFault("quantity", $"A quantity of {Say.Number(spec.Quantity)} cannot be traded", "Give a quantity above 0; selling is a side, not a sign.", spec.Quantity, 0m));
        if (attributes.DisplaySize is { } shown) Iceberg(spec, shown, faults);
        if (attributes.MinQuantity is { } least)
        {
            if (least <= 0m || least > spec.Quantity || decimal.Truncate(least) != least) faults.Add(new OrderFault("minQuantity", $"A minimum quantity of {Say.Number(least)} does not fit an order for {Say.Number(spec.Quantity)}", "Give a whole number from 1 to the quantity.", least, spec.Quantity));
            if (attributes.AllOrNone) faults.Add(new OrderFault("minQuantity", "All or none says already that the whole quantity must fill", "Leave the minimum quantity out."));
        }
        if (attributes.AllOrNone && spec.Tif.IsImmediate()) faults.Add(new OrderFault("allOrNone", $"An {spec.Tif.Code()} order does not wait for its whole size", spec.Tif == TimeInForce.Ioc ? "Use FOK, or leave all or none out." : "Leave all or none out; FOK says it already."));
        if (spec.Type.IsOnClose() || spec.Tif == TimeInForce.Opg)
        {
            if (attributes.AllOrNone) faults.Add(new OrderFault("allOrNone", "An auction does not take all or none", "Leave all or none out."));
            if (attributes.MinQuantity is not null) faults.Add(new OrderFault("minQuantity", "An auction does not take a minimum quantity", "Leave the minimum quantity out."));
            if (attributes.Hidden) faults.Add(new OrderFault("hidden", "An auction does not take hidden orders", "Leave hidden out."));
        }
        if (attributes.SweepToFill && (spec.Type is not (OrderType.Limit or OrderType.Market) || instrument is { Contract.SecurityType: not SecurityType.Stock }))
            faults.Add(new OrderFault("sweepToFill", "Only market and limit orders in stocks sweep the exchanges", "Leave sweepToFill out."));
    }

    private static void Iceberg(OrderSpec spec, decimal shown, List<OrderFault> faults)
    {
        if (shown <= 0m || shown >= spec.Quantity || decimal.Truncate(shown) != shown) faults.Add(new OrderFault("displaySize", $"Showing {Say.Number(shown)} of {Say.Number(spec.Quantity)} is no iceberg", "Give a whole number above 0 and below the quantity.", shown, spec.Quantity));
        if (!spec.Type.HasLimit()) faults.Add(new OrderFault("displaySize", $"A {spec.Type.Code()} order rests nowhere, so no part of it shows", "Use a type with a limit, or leave the display size out."));
        if (spec.Attributes.Hidden) faults.Add(new OrderFault("displaySize", "A hidden order shows nothing", "Leave hidden or the display size out."));
        if (spec.Attributes.AllOrNone || spec.Tif.IsImmediate()) faults.Add(new OrderFault("displaySize", "An order that fills at once or as a whole cannot show only a part", "Leave the display size out."));
    }
}
