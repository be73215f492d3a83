using System.Globalization;
using System.Text;
using TradingCore.Domain;

namespace TradingCore.Engine;

/// <summary>Orders and fills in words.</summary>
internal static class OrderText
{
    /// <summary>An order as a sentence without full stop, for example <c>Buy 100 SPY at limit 430.13, day</c>. The same order gives the same text.</summary>
    /// <param name="spec">The order.</param>
    /// <param name="instrument">Its instrument, by which prices are written; null for decimals.</param>
    public static string Of(OrderSpec spec, Instrument? instrument = null) =>
        $"{spec.Side} {Size(spec)} {spec.Ticker.ToUpperInvariant()} {Price(spec, instrument)}, {Tif(spec.Tif)}{(spec.OutsideRth ? ", outside regular hours too" : "")}{Extras(spec)}{Exits(spec.Bracket, instrument)}";

    /// <summary>An order as a short name, for example <c>buy 100 SPY</c>.</summary>
    public static string Short(Order order) => $"{(order.Side == OrderSide.Buy ? "buy" : "sell")} {Number(order.Quantity)} {order.Contract.Ticker}";

    /// <summary>A state as in <c>the order is filled already</c>.</summary>
    public static string Name(OrderState state) => state switch
    {
        OrderState.Filled => "filled",
        OrderState.Cancelled => "cancelled",
        OrderState.Expired => "expired",
        OrderState.Denied => "denied",
        OrderState.Queued => "queued",
        OrderState.Rejected => "rejected",
        _ => "open",
    };

    /// <summary>The values asked for by a change, for example <c>quantity 50, limit 430.10</c>.</summary>
    /// <param name="change">The change.</param>
    /// <param name="instrument">Its instrument, by which prices are written; null for decimals.</param>
    public static string Of(OrderChange change, Instrument? instrument = null)
    {
        var parts = new List<string>(4);
        if (change.Quantity is { } quantity) parts.Add($"quantity {Number(quantity)}");
        if (change.LimitPrice is { } limit) parts.Add($"limit {Say.Price(limit, instrument)}");
        if (change.StopPrice is { } stop) parts.Add($"stop {Say.Price(stop, instrument)}");
        if (change.Tif is { } tif) parts.Add(Tif(tif));
        return string.Join(", ", parts);
    }

    /// <summary>A fill as a sentence, for example <c>Bought 100 SPY at 430.13.</c>; parts of an order say so.</summary>
    /// <param name="fill">The fill.</param>
    /// <param name="order">Its order; null when not known.</param>
    /// <param name="instrument">Its instrument, by which prices are written; null for decimals.</param>
    public static string Of(Fill fill, Order? order, Instrument? instrument = null)
    {
        string verb = fill.Side == OrderSide.Buy ? "Bought" : "Sold";
        string text = $"{verb} {Number(fill.Quantity)} {fill.Contract.Ticker} at {Say.Price(fill.Price, instrument)}";
        if (order is null || fill.Quantity >= order.Quantity) return text + ".";
        return order.Filled >= order.Quantity
            ? $"{text}: the order for {Number(order.Quantity)} is filled at {Say.Price(Math.Round(order.AverageFillPrice ?? fill.Price, 8), instrument)} on average."
            : $"{text}: {Number(order.Filled)} of {Number(order.Quantity)} are filled.";
    }

    /// <summary>
    /// True when a sentence of <see cref="Of(OrderSpec, Instrument?)"/> says this order. How its prices were written depends on what was known of the contract then, and zeros at
    /// the end of a number are no difference.
    /// </summary>
    public static bool Says(string text, OrderSpec spec, Instrument? instrument)
    {
        string plain = Plain(text);
        return plain == Plain(Of(spec)) || plain == Plain(Of(spec, instrument));
    }

    private static string Plain(string text)
    {
        var to = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length;)
        {
            int end = i + 1;
            if (text[i] == '.' && end < text.Length && char.IsAsciiDigit(text[end]))
            {
                while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
                to.Append(text.AsSpan(i, end - i).TrimEnd('0').TrimEnd('.'));
            }
            else
            {
                to.Append(text[i]);
            }
            i = end;
        }
        return to.ToString();
    }

    /// <summary>A number with thousands separators and without trailing zeros, the same in every culture.</summary>
    public static string Number(decimal value) => value.ToString("#,0.################", CultureInfo.InvariantCulture);

    private static string Size(OrderSpec spec) => spec.Attributes.CashQuantity is { } cash ? $"for {Number(cash)}" : Number(spec.Quantity);

    private static string Price(OrderSpec spec, Instrument? instrument)
    {
        OrderTypeTraits traits = spec.Type.Traits();
        if (spec.Type == OrderType.Market) return "at market";
        if (traits.Code.Length == 0) return "of another type";
        var words = new List<string>(5);
        if (spec.Type is not (OrderType.Limit or OrderType.Stop or OrderType.StopLimit)) words.Add(traits.Code);
        if (spec.Attributes.TrailAmount is { } amount) words.Add($"trailing by {Say.Price(amount, instrument)}");
        if (spec.Attributes.TrailPercent is { } percent) words.Add($"trailing by {Number(percent)} %");
        if (spec.StopPrice is not null || traits.Stop == Need.Required) words.Add($"at stop {At(spec.StopPrice, instrument)}");
        if (spec.LimitPrice is not null || traits.Limit == Need.Required) words.Add(words.Count == 0 ? $"at limit {At(spec.LimitPrice, instrument)}" : $"{(traits.Limit == Need.Optional ? "cap" : "limit")} {At(spec.LimitPrice, instrument)}");
        if (spec.Attributes.Offset is { } offset) words.Add($"offset {Say.Price(offset, instrument)}");
        // "at stop 1, limit 2" as before, and "TRAIL trailing by 1, at stop 2".
        return words[0] + (words.Count == 1 ? "" : (words[0] == traits.Code ? " " : ", ") + string.Join(", ", words.Skip(1)));
    }

    private static string Extras(OrderSpec spec)
    {
        OrderAttributes a = spec.Attributes;
        if (a == OrderAttributes.None) return "";
        var words = new List<string>();
        if (a.GoodTill is { } till) words.Add($"until {Say.Moment(till)}");
        if (a.GoodAfter is { } after) words.Add($"from {Say.Moment(after)}");
        if (a.Hidden) words.Add("hidden");
        if (a.DisplaySize is { } shown) words.Add($"showing {Number(shown)}");
        if (a.AllOrNone) words.Add("all or none");
        if (a.MinQuantity is { } least) words.Add($"at least {Number(least)}");
        if (a.SweepToFill) words.Add("sweep to fill");
        if (a.OcaGroup.Length > 0) words.Add($"group {a.OcaGroup} type {(int)a.OcaType}");
        if (a.Parent is { } parent) words.Add($"after {parent}");
        if (a.Algo is { } algo) words.Add(algo.ToString());
        if (a.Conditions is { } conditions)
            words.Add($"{(conditions.CancelOrder ? "cancelled" : "held")} until {string.Join(' ', conditions.Items.Select((c, i) => ConditionText.Of(c) + (i == conditions.Items.Count - 1 ? "" : c.And ? " and" : " or")))}{(conditions.IgnoreRth ? ", at any hour" : "")}");
        return string.Concat(words.Select(w => ", " + w));
    }

    private static string Exits(BracketSpec? bracket, Instrument? instrument) =>
        (bracket?.TakeProfit is { } profit ? $", take profit {Exit(profit, instrument)}" : "") + (bracket?.StopLoss is { } loss ? $", stop loss {Exit(loss, instrument)}" : "");

    private static string Exit(ExitSpec exit, Instrument? instrument)
    {
        string where = exit.Price is { } price ? $"at {Say.Price(price, instrument)}" : exit.Offset is { } offset ? $"{Say.Price(offset, instrument)} away" : $"{Number(exit.Percent)} % away";
        return where + (exit.LimitOffset is { } limit ? $" with limit {Say.Price(limit, instrument)} beyond" : "") + (exit.Tif is { } tif ? $" ({Tif(tif)})" : "");
    }

    private static string Number(decimal? value) => value is { } v ? Number(v) : "(missing)";

    private static string At(decimal? price, Instrument? instrument) => price is { } p ? Say.Price(p, instrument) : "(missing)";

    private static string Tif(TimeInForce tif) => tif switch
    {
        TimeInForce.Day => "day",
        TimeInForce.Gtc => "good till cancelled",
        TimeInForce.Ioc => "immediate or cancel",
        TimeInForce.Gtd => "good till date",
        TimeInForce.Fok => "fill or kill",
        TimeInForce.Opg => "at the open",
        _ => "other time in force",
    };
}
