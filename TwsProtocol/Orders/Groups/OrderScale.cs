using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>An order in levels.</summary>
internal record struct OrderScale
{
    public int? ScaleInitLevelSize;
    public int? ScaleSubsLevelSize;
    public double? ScalePriceIncrement;
    public double? ScalePriceAdjustValue;
    public int? ScalePriceAdjustInterval;
    public double? ScaleProfitOffset;
    public bool ScaleAutoReset;
    public int? ScaleInitPosition;
    public int? ScaleInitFillQty;
    public bool ScaleRandomPercent;
    public string ScaleTable = "";
    public string ActiveStartTime = "";
    public string ActiveStopTime = "";

    public OrderScale()
    {
    }

    /// <summary>True when the fields after the price increment travel.</summary>
    public readonly bool HasLevels => ScalePriceIncrement > 0;

    /// <summary>Reads the group but for its table and times, which only requests have.</summary>
    public void Read(ref FieldReader reader)
    {
        ScaleInitLevelSize = reader.ReadOptionalInt("scaleInitLevelSize");
        ScaleSubsLevelSize = reader.ReadOptionalInt("scaleSubsLevelSize");
        ScalePriceIncrement = reader.ReadOptionalDouble("scalePriceIncrement");
        if (!HasLevels) return;
        ScalePriceAdjustValue = reader.ReadOptionalDouble("scalePriceAdjustValue");
        ScalePriceAdjustInterval = reader.ReadOptionalInt("scalePriceAdjustInterval");
        ScaleProfitOffset = reader.ReadOptionalDouble("scaleProfitOffset");
        ScaleAutoReset = reader.ReadBool("scaleAutoReset");
        ScaleInitPosition = reader.ReadOptionalInt("scaleInitPosition");
        ScaleInitFillQty = reader.ReadOptionalInt("scaleInitFillQty");
        ScaleRandomPercent = reader.ReadBool("scaleRandomPercent");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer, OrderLayout layout)
    {
        WriteSize(writer, ScaleInitLevelSize, layout);
        WriteSize(writer, ScaleSubsLevelSize, layout);
        writer.WriteOrEmpty(ScalePriceIncrement);
        if (!HasLevels) return;
        writer.WriteOrEmpty(ScalePriceAdjustValue);
        writer.WriteOrEmpty(ScalePriceAdjustInterval);
        writer.WriteOrEmpty(ScaleProfitOffset);
        writer.Write(ScaleAutoReset);
        writer.WriteOrEmpty(ScaleInitPosition);
        writer.WriteOrEmpty(ScaleInitFillQty);
        writer.Write(ScaleRandomPercent);
    }

    // A client leaves a size that is not set empty, a server writes its number for that.
    private static void WriteSize(FieldWriter writer, int? size, OrderLayout layout)
    {
        if (layout == OrderLayout.Place) writer.WriteOrEmpty(size);
        else writer.WriteOrMax(size);
    }
}
