using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Trailing, and what a stop becomes when a trigger price is reached.</summary>
internal record struct OrderAdjustment
{
    public double? TrailStopPrice;
    public double? TrailingPercent;
    public string AdjustedOrderType = "";
    public double? TriggerPrice;
    public double? LmtPriceOffset;
    public double? AdjustedStopPrice;
    public double? AdjustedStopLimitPrice;
    public double? AdjustedTrailingAmount;
    public int AdjustableTrailingUnit;

    public OrderAdjustment()
    {
    }

    /// <summary>Reads the trailing of a request, or of a server's message, where the stop price stands twice and the later one counts.</summary>
    public void ReadTrailing(ref FieldReader reader, OrderLayout layout)
    {
        if (layout == OrderLayout.Place) TrailStopPrice = reader.ReadOptionalDouble("trailStopPrice");
        else reader.Skip("trailStopPrice");
        TrailingPercent = reader.ReadOptionalDouble("trailingPercent");
    }

    /// <summary>Writes what <see cref="ReadTrailing"/> reads.</summary>
    public readonly void WriteTrailing(FieldWriter writer, OrderLayout layout, string orderType)
    {
        // Servers were seen to leave the first of the two empty for orders that do not trail.
        bool isTold = layout == OrderLayout.Place || orderType.StartsWith("TRAIL", StringComparison.Ordinal);
        writer.WriteOrEmpty(isTold ? TrailStopPrice : null, nameof(TrailStopPrice));
        writer.WriteOrEmpty(TrailingPercent);
    }

    /// <summary>Reads what a stop becomes. Empty and the largest double both mean "no value"; the official client never sends the empty form, others do.</summary>
    public void Read(ref FieldReader reader, OrderLayout layout)
    {
        AdjustedOrderType = reader.ReadSharedText("adjustedOrderType");
        TriggerPrice = reader.ReadOptionalDouble("triggerPrice");
        if (layout != OrderLayout.Place) TrailStopPrice = reader.ReadOptionalDouble("trailStopPrice");
        LmtPriceOffset = reader.ReadOptionalDouble("lmtPriceOffset");
        AdjustedStopPrice = reader.ReadOptionalDouble("adjustedStopPrice");
        AdjustedStopLimitPrice = reader.ReadOptionalDouble("adjustedStopLimitPrice");
        AdjustedTrailingAmount = reader.ReadOptionalDouble("adjustedTrailingAmount");
        AdjustableTrailingUnit = reader.ReadInt("adjustableTrailingUnit");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer, OrderLayout layout)
    {
        writer.Write(AdjustedOrderType);
        writer.WriteOrMax(TriggerPrice);
        if (layout != OrderLayout.Place) writer.WriteOrMax(TrailStopPrice);
        writer.WriteOrMax(LmtPriceOffset);
        writer.WriteOrMax(AdjustedStopPrice);
        writer.WriteOrMax(AdjustedStopLimitPrice);
        writer.WriteOrMax(AdjustedTrailingAmount);
        writer.Write(AdjustableTrailingUnit);
    }
}
