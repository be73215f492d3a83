using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>What an order has beyond side, quantity, type, prices and time in force. Null or left out means that it has none of it.</summary>
/// <param name="TrailAmount">Distance of a trailing stop from the market.</param>
/// <param name="TrailPercent">The same in percent.</param>
/// <param name="Offset">Distance of the limit from the stop of <c>TRAIL LIMIT</c>; offset of <c>REL</c> and <c>PEG MID</c>.</param>
/// <param name="GoodTill">End of a <c>GTD</c> order.</param>
/// <param name="GoodAfter">The order does not work before.</param>
/// <param name="Hidden">Not shown in the book.</param>
/// <param name="DisplaySize">Size shown at a time (iceberg).</param>
/// <param name="AllOrNone">Fills in one piece.</param>
/// <param name="MinQuantity">Smallest first fill.</param>
/// <param name="SweepToFill">Takes the best prices of all exchanges at once.</param>
/// <param name="CashQuantity">Size in money, instead of a quantity.</param>
/// <param name="OcaGroup">Name of the one-cancels-all group.</param>
/// <param name="OcaType">1 cancels the others, 2 and 3 reduce them, 3 without holding them back.</param>
/// <param name="ParentId">Id in this system of the order that must fill first.</param>
/// <param name="Algo">Algorithm of the broker.</param>
/// <param name="Conditions">What must happen first, or what cancels it.</param>
/// <param name="FaGroup">Group of an advisor's accounts among which the broker divides it, instead of an account.</param>
/// <param name="FaMethod">How it is divided; the group's own method when left out.</param>
/// <param name="FaPercentage">Percentage of the method <c>PctChange</c>, which is refused: the broker would make the size of what each account holds.</param>
public sealed record OrderAttributesDto(
    decimal? TrailAmount = null, decimal? TrailPercent = null, decimal? Offset = null, DateTimeOffset? GoodTill = null, DateTimeOffset? GoodAfter = null,
    bool? Hidden = null, decimal? DisplaySize = null, bool? AllOrNone = null, decimal? MinQuantity = null, bool? SweepToFill = null, decimal? CashQuantity = null,
    string? OcaGroup = null, int? OcaType = null, string? ParentId = null, OrderAlgoDto? Algo = null, OrderConditionsDto? Conditions = null,
    string? FaGroup = null, string? FaMethod = null, string? FaPercentage = null)
{
    internal static OrderAttributesDto? Of(OrderAttributes a) => a == OrderAttributes.None ? null : new OrderAttributesDto(
        a.TrailAmount, a.TrailPercent, a.Offset, a.GoodTill, a.GoodAfter, Yes(a.Hidden), a.DisplaySize, Yes(a.AllOrNone), a.MinQuantity, Yes(a.SweepToFill), a.CashQuantity,
        a.OcaGroup.Length == 0 ? null : a.OcaGroup, a.OcaType == TradingCore.Domain.OcaType.None ? null : (int)a.OcaType, a.Parent?.Value,
        a.Algo is { } algo ? new OrderAlgoDto(algo.Strategy, algo.Parameters.ToDictionary(p => p.Name, p => p.Value)) : null,
        a.Conditions is { } c ? new OrderConditionsDto([.. c.Items.Select(OrderConditionDto.Of)], Yes(c.CancelOrder), Yes(c.IgnoreRth)) : null,
        Text(a.FaGroup), Text(a.FaMethod), Text(a.FaPercentage));

    /// <summary>Reads the fields, which stand beside those of the order.</summary>
    internal static OrderAttributes Read(JsonFields fields)
    {
        const string Size = "a whole number above 0";
        var attributes = new OrderAttributes
        {
            TrailAmount = fields.Number("trailAmount", "an amount above 0, such as 0.50"),
            TrailPercent = fields.Number("trailPercent", "a percent above 0, such as 1.5"),
            Offset = fields.Number("offset", "an offset of 0 or above, such as 0.02"),
            GoodTill = fields.Time("goodTill"),
            GoodAfter = fields.Time("goodAfter"),
            Hidden = fields.Flag("hidden") ?? false,
            DisplaySize = fields.Number("displaySize", Size),
            AllOrNone = fields.Flag("allOrNone") ?? false,
            MinQuantity = fields.Number("minQuantity", Size),
            SweepToFill = fields.Flag("sweepToFill") ?? false,
            CashQuantity = fields.Number("cashQuantity", "an amount of money above 0"),
            OcaGroup = fields.Text("ocaGroup", "the name of a group") ?? "",
            OcaType = (OcaType)(fields.Whole("ocaType", 1, 3) ?? 0),
            Parent = fields.Text("parentId", "the id of an order") is { } parent ? new OrderRef(parent) : null,
            Algo = OrderAlgoDto.Read(fields),
            Conditions = OrderConditionsDto.Read(fields),
            FaGroup = fields.Text("faGroup", "the name of a group") ?? "",
            FaMethod = fields.Text("faMethod", "a method such as \"NetLiq\"") ?? "",
            FaPercentage = fields.Text("faPercentage", "a percentage such as \"10\"") ?? "",
        };
        return attributes == OrderAttributes.None ? OrderAttributes.None : attributes;
    }

    private static string? Text(string value) => value.Length == 0 ? null : value;

    private static bool? Yes(bool value) => value ? true : null;
}

/// <summary>An algorithm of the broker.</summary>
/// <param name="Strategy"><c>Adaptive</c>, <c>Twap</c>, <c>Vwap</c> or <c>ArrivalPx</c>. <example>Adaptive</example></param>
/// <param name="Parameters">Values by IB's names, such as <c>adaptivePriority</c>: <c>Normal</c>.</param>
public sealed record OrderAlgoDto(string Strategy, IReadOnlyDictionary<string, string>? Parameters = null)
{
    internal static OrderAlgo? Read(JsonFields fields)
    {
        if (fields.Object("algo", "an object with strategy and parameters") is not { } algo) return null;
        string strategy = algo.Text("strategy", "the name of an algorithm, such as \"Adaptive\"", isRequired: true) ?? "";
        return new OrderAlgo(strategy, [.. algo.Texts("parameters", "an object of texts").Select(p => new AlgoParameter(p.Key, p.Value))]);
    }
}
