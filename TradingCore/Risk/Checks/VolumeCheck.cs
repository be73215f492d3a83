using TradingCore.Domain;
using TradingCore.Risk.Limits;

namespace TradingCore.Risk.Checks;

/// <summary>R11: the order is a small part of what trades in a day and in a minute. Products without a volume are not judged; what closes a position passes.</summary>
public sealed class VolumeCheck() : RiskCheck("R11", "Volume share", RiskUnit.Quantity)
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        decimal quantity = Math.Abs(context.Quantity);
        decimal ofDay = context.Limits[RiskLimit.DailyVolumePercentMax], ofMinute = context.Limits[RiskLimit.MinuteVolumePercentMax];
        if ((ofDay == 0m && ofMinute == 0m) || (context.IsClosing && context.IsReduction)) return Pass(quantity);
        if (context.Instrument is { Contract.SecurityType: SecurityType.Forex or SecurityType.Commodity or SecurityType.Combo }) return Pass(quantity, null, "This kind of product has no volume.");
        decimal? daily = ofDay > 0m ? context.Quote?.AverageVolume * ofDay * 0.01m : null, minute = ofMinute > 0m ? context.Facts.MinuteVolume * ofMinute * 0.01m : null;
        if (quantity > daily) return Over(context, quantity, daily.Value, $"{Say.Number(ofDay)} % of the average daily volume");
        if (quantity > minute) return Over(context, quantity, minute.Value, $"{Say.Number(ofMinute)} % of the average volume of a minute");
        if (daily is null && minute is null) return NotJudged(context, "The usual volume is not known.");
        return Pass(quantity, daily is { } d && minute is { } m ? Math.Min(d, m) : daily ?? minute);
    }

    private RiskCheckResult Over(RiskContext context, decimal quantity, decimal limit, string what) =>
        Deny($"{Say.Quantity(quantity, context.Instrument)} is over {what}, {Say.Number(decimal.Floor(limit))}", "Split the order, use an algorithm of the broker, or ask an admin to raise the limit.", quantity, limit);
}
