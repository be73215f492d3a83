using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;

namespace TradingCore.Risk.Limits;

/// <summary>The table of limits. Checks, interface, page and storage all read it; names, ranges and defaults come from <see cref="RiskOptions"/>.</summary>
public static class RiskLimits
{
    private static readonly RiskLimitInfo[] Table = MakeTable();

    /// <summary>How many there are.</summary>
    public static int Count => Table.Length;

    /// <summary>All, in the order of the enum.</summary>
    public static IReadOnlyList<RiskLimitInfo> All => Table;

    /// <summary>What is known of a limit.</summary>
    public static RiskLimitInfo Info(this RiskLimit limit) => Table[(int)limit];

    /// <summary>The values of the options, in the order of the enum.</summary>
    public static decimal[] ValuesOf(RiskOptions options)
    {
        var values = new decimal[Table.Length];
        foreach (RiskLimitInfo info in Table)
        {
            values[(int)info.Limit] = typeof(RiskOptions).GetProperty(info.Limit.ToString())!.GetValue(options) switch
            {
                TimeSpan span => Seconds(span),
                bool flag => flag ? 1m : 0m,
                int number => number,
                decimal number => number,
                object other => throw new InvalidOperationException($"{info.Limit} is a {other.GetType().Name}, which is no limit."),
                null => throw new InvalidOperationException($"{info.Limit} has no value."),
            };
        }
        return values;
    }

    /// <summary>The lists of the options, in the order of the enum.</summary>
    public static IReadOnlyList<string>[] ListsOf(RiskOptions options) =>
        [.. Enum.GetValues<RiskList>().Select(l => (IReadOnlyList<string>)[.. ((IList<string>)typeof(RiskOptions).GetProperty(l.ToString())!.GetValue(options)!)])];

    /// <summary>What is wrong with a value, a sentence; empty when nothing is.</summary>
    public static string FaultOf(RiskLimitInfo info, decimal value)
    {
        if (value < info.Min || value > info.Max) return string.Create(CultureInfo.InvariantCulture, $"{info.Name} is {value:0.##########}. Expected {info.Min:0.##########} to {info.Max:0.##########}.");
        return info.Unit is RiskUnit.Count or RiskUnit.Switch && decimal.Truncate(value) != value ? string.Create(CultureInfo.InvariantCulture, $"{info.Name} is {value}. Expected a whole number.") : "";
    }

    internal static decimal Seconds(TimeSpan span) => span.Ticks / (decimal)TimeSpan.TicksPerSecond;

    private static RiskLimitInfo[] MakeTable()
    {
        RiskLimitInfo[] rows =
        [
            Row(RiskLimit.OrderQuantityMax, "R08", "Largest order", RiskUnit.Quantity),
            Row(RiskLimit.OrderQuantityMaxForex, "R08", "Largest order, currencies", RiskUnit.Quantity),
            Row(RiskLimit.OrderNotionalMax, "R09", "Largest order notional", RiskUnit.Money),
            Row(RiskLimit.OrderQuantityMin, "R10", "Smallest order", RiskUnit.Quantity, Tighter.Higher),
            Row(RiskLimit.OrderNotionalMin, "R10", "Smallest order notional", RiskUnit.Money, Tighter.Higher),
            Row(RiskLimit.DailyVolumePercentMax, "R11", "Order of the daily volume", RiskUnit.Percent, isZeroOff: true),
            Row(RiskLimit.MinuteVolumePercentMax, "R11", "Order of a minute's volume", RiskUnit.Percent, isZeroOff: true),
            Row(RiskLimit.PriceCollarPercent, "R12", "Price collar", RiskUnit.Percent),
            Row(RiskLimit.PriceCollarPercentForex, "R12", "Price collar, currencies", RiskUnit.Percent),
            Row(RiskLimit.PriceCollarAtr, "R12", "Price collar in true ranges", RiskUnit.Multiple, isZeroOff: true),
            Row(RiskLimit.PriceCollarAtrFloorPercent, "R12", "Least collar by true range", RiskUnit.Percent),
            Row(RiskLimit.PriceFarPercent, "R12", "Price far from the market", RiskUnit.Percent),
            Row(RiskLimit.FillDriftPercentMax, "R13", "Own fills from the market", RiskUnit.Percent),
            Row(RiskLimit.FillDriftWindow, "R13", "Own fills averaged over", RiskUnit.Duration, Tighter.Higher),
            Row(RiskLimit.LuldBands, "R14", "Limit up-limit down bands", RiskUnit.Switch, Tighter.Higher),
            Row(RiskLimit.QuoteMaxAge, "R16", "Oldest quote", RiskUnit.Duration),
            Row(RiskLimit.QuoteMaxAgeOutsideRth, "R16", "Oldest quote outside regular hours", RiskUnit.Duration),
            Row(RiskLimit.MarketHours, "R17", "Keep to market hours", RiskUnit.Switch, Tighter.Higher),
            Row(RiskLimit.AuctionCutOff, "R17", "Auction orders before", RiskUnit.Duration, Tighter.Higher),
            Row(RiskLimit.PositionMax, "R19", "Largest position", RiskUnit.Quantity),
            Row(RiskLimit.PositionMaxForex, "R19", "Largest position, currencies", RiskUnit.Quantity),
            Row(RiskLimit.PositionTotalMax, "R19", "Largest position, all accounts", RiskUnit.Quantity, isZeroOff: true, firmOnly: true),
            Row(RiskLimit.GrossExposureMax, "R20", "Gross exposure", RiskUnit.Multiple),
            Row(RiskLimit.GrossExposureTotalMax, "R20", "Gross exposure, all accounts", RiskUnit.Money, isZeroOff: true, firmOnly: true),
            Row(RiskLimit.NetExposureMax, "R21", "Net exposure", RiskUnit.Multiple),
            Row(RiskLimit.ConcentrationPercentMax, "R22", "Concentration", RiskUnit.Percent),
            Row(RiskLimit.MarginCushionPercent, "R23", "Margin cushion", RiskUnit.Percent, Tighter.Higher),
            Row(RiskLimit.MarginRatePercent, "R23", "Margin estimate", RiskUnit.Percent, Tighter.Higher),
            Row(RiskLimit.MarginRatePercentForex, "R23", "Margin estimate, currencies", RiskUnit.Percent, Tighter.Higher),
            Row(RiskLimit.MarginRatePercentFutures, "R23", "Margin estimate, futures", RiskUnit.Percent, Tighter.Higher),
            Row(RiskLimit.MarginPreviewMaxAge, "R23", "Broker's margin counts for", RiskUnit.Duration),
            Row(RiskLimit.SettledCashOnly, "R24", "Settled cash only", RiskUnit.Switch, Tighter.Higher),
            Row(RiskLimit.IntradayMarginPercent, "R24", "Intraday margin", RiskUnit.Percent, Tighter.Higher),
            Row(RiskLimit.DailyLossPercentMax, "R25", "Daily loss", RiskUnit.Percent),
            Row(RiskLimit.DailyLossTotalMax, "R25", "Daily loss, all accounts", RiskUnit.Money, isZeroOff: true, firmOnly: true),
            Row(RiskLimit.DrawdownPercentMax, "R26", "Drawdown", RiskUnit.Percent),
            Row(RiskLimit.LossStreakMax, "R27", "Losing trades in a row", RiskUnit.Count),
            Row(RiskLimit.StrategyLossPercentMax, "R27", "Daily loss of a strategy", RiskUnit.Percent),
            Row(RiskLimit.OrdersPerSecond, "R28", "Orders a second", RiskUnit.Count),
            Row(RiskLimit.OrdersPerMinute, "R28", "Orders a minute", RiskUnit.Count),
            Row(RiskLimit.AccountOrdersPerSecond, "R28", "Orders a second, account", RiskUnit.Count),
            Row(RiskLimit.MessagesPerSecond, "R29", "Messages a second", RiskUnit.Count, firmOnly: true),
            Row(RiskLimit.MessagesKeptForCancels, "R29", "Messages kept for cancels", RiskUnit.Count, Tighter.Higher, firmOnly: true),
            Row(RiskLimit.RepeatsPerMinute, "R30", "Repeats a minute", RiskUnit.Count),
            Row(RiskLimit.RepeatsPerDay, "R30", "Repeats a day", RiskUnit.Count),
            Row(RiskLimit.OrderTradeRatioMax, "R31", "Messages for each fill", RiskUnit.Multiple),
            Row(RiskLimit.OrderTradeRatioWarning, "R31", "Messages for each fill, warning", RiskUnit.Multiple),
            Row(RiskLimit.OrderTradeRatioFrom, "R31", "Ratio counts from", RiskUnit.Count),
            Row(RiskLimit.WorkingOrdersMax, "R32", "Working orders of a side", RiskUnit.Count),
            Row(RiskLimit.DuplicateWindow, "R33", "Duplicate window", RiskUnit.Duration, Tighter.Higher),
            Row(RiskLimit.SelfMatch, "R34", "Prevent self-match", RiskUnit.Switch, Tighter.Higher),
            Row(RiskLimit.SelfMatchDeniesNewest, "R34", "Self-match denies the newer order", RiskUnit.Switch, Tighter.Higher),
            Row(RiskLimit.ShortLocate, "R35", "Short locate", RiskUnit.Switch, Tighter.Higher),
            Row(RiskLimit.ProtectiveStop, "R36", "Protective stop required", RiskUnit.Switch, Tighter.Higher),
            Row(RiskLimit.UsualSizeMultipleMax, "R37", "Unusual size", RiskUnit.Multiple, isZeroOff: true),
            Row(RiskLimit.StrategyHeartbeatMax, "R39", "Strategy heartbeat", RiskUnit.Duration),
            Row(RiskLimit.FillCollarPercent, "R40", "Fill from the market", RiskUnit.Percent),
            Row(RiskLimit.FeePercentMax, "R40", "Commission of a fill", RiskUnit.Percent),
            Row(RiskLimit.PositionMismatchMax, "R40", "Position difference", RiskUnit.Quantity),
            Row(RiskLimit.MissingDataDenies, "all", "Missing market data denies", RiskUnit.Switch, Tighter.Higher),
        ];
        for (int i = 0; i < rows.Length; i++)
            if ((int)rows[i].Limit != i) throw new InvalidOperationException($"The table of limits has {rows[i].Limit} in the place of {(RiskLimit)i}.");
        return rows;
    }

    private static RiskLimitInfo Row(RiskLimit limit, string code, string name, RiskUnit unit, Tighter tighter = Tighter.Lower, bool isZeroOff = false, bool firmOnly = false)
    {
        PropertyInfo property = typeof(RiskOptions).GetProperty(limit.ToString()) ?? throw new InvalidOperationException($"RiskOptions has no {limit}.");
        (decimal min, decimal max) = property.GetCustomAttribute<RangeAttribute>() is { } range ? (Bound(range.Minimum, unit), Bound(range.Maximum, unit)) : (0m, 1m);
        return new RiskLimitInfo(limit, code, name, unit, tighter, isZeroOff, min, max, firmOnly);
    }

    private static decimal Bound(object bound, RiskUnit unit) =>
        unit == RiskUnit.Duration ? Seconds(TimeSpan.Parse((string)bound, CultureInfo.InvariantCulture)) : Convert.ToDecimal(bound, CultureInfo.InvariantCulture);
}
