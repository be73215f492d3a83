using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Prices of the stock between which an option order follows it.</summary>
internal record struct OrderStockRange
{
    public double? StartingPrice;
    public double? StockRefPrice;
    public double? Delta;
    public double? StockRangeLower;
    public double? StockRangeUpper;

    /// <summary>Reads the group.</summary>
    public void Read(ref FieldReader reader)
    {
        StartingPrice = reader.ReadOptionalDouble("startingPrice");
        StockRefPrice = reader.ReadOptionalDouble("stockRefPrice");
        Delta = reader.ReadOptionalDouble("delta");
        StockRangeLower = reader.ReadOptionalDouble("stockRangeLower");
        StockRangeUpper = reader.ReadOptionalDouble("stockRangeUpper");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.WriteOrEmpty(StartingPrice);
        writer.WriteOrEmpty(StockRefPrice);
        writer.WriteOrEmpty(Delta);
        writer.WriteOrEmpty(StockRangeLower);
        writer.WriteOrEmpty(StockRangeUpper);
    }
}
