using System.Runtime.CompilerServices;
using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>What the contract's own details say that it takes: order types, times in force and attributes. They win over what is usual.</summary>
/// <remarks>Source: field <c>orderTypes</c> of the contract's details, for example that of the future ES, which has no AON, FOK, OPG, MOC, SWEEP and CASHQTY.</remarks>
internal sealed class DetailRules : IOrderRule
{
    // Read once for each list that the broker told: an order is judged without walking over it.
    private static readonly ConditionalWeakTable<IReadOnlyList<string>, HashSet<string>> Read = [];

    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        if (instrument is not { OrderTypes.Count: > 0 }) return;
        HashSet<string> codes = Read.GetValue(instrument.OrderTypes, static list => new HashSet<string>(list, StringComparer.OrdinalIgnoreCase));
        string ticker = instrument.Contract.Ticker;
        if (TypeCode(spec.Type) is { Length: > 0 } type && !codes.Contains(type))
            faults.Add(new OrderFault("type", $"The broker takes no {spec.Type.Code()} orders in {ticker}", "Use another type."));
        // A short list tells of types alone.
        if (!codes.Contains("DAY")) return;
        if (!codes.Contains(spec.Tif.Code())) faults.Add(new OrderFault("tif", $"The broker takes no {spec.Tif.Code()} orders in {ticker}", "Use another time in force."));
        OrderAttributes a = spec.Attributes;
        if (ReferenceEquals(a, OrderAttributes.None)) return;
        Needs(a.AllOrNone, "AON", "allOrNone", "all or none");
        Needs(a.Hidden, "HID", "hidden", "hidden");
        Needs(a.DisplaySize is not null, "ICE", "displaySize", "iceberg");
        Needs(a.SweepToFill, "SWEEP", "sweepToFill", "sweeping");
        Needs(a.CashQuantity is not null, "CASHQTY", "cashQuantity", "by an amount of money");
        Needs(a.GoodAfter is not null, "GAT", "goodAfter", "good after a time");
        Needs(a.Conditions is not null, "COND", "conditions", "conditional");
        Needs(a.Algo is not null, "ALGO", "algo", "worked by an algorithm");
        Needs(a.OcaGroup.Length > 0, "OCA", "ocaGroup", "in a group");

        void Needs(bool isGiven, string code, string field, string words)
        {
            if (isGiven && !codes.Contains(code)) faults.Add(new OrderFault(field, $"The broker takes no orders in {ticker} that are {words}", "Leave it out."));
        }
    }

    // The details have spellings of their own.
    private static string TypeCode(OrderType type) => type switch
    {
        OrderType.Market => "MKT",
        OrderType.Limit => "LMT",
        OrderType.Stop => "STP",
        OrderType.StopLimit => "STPLMT",
        OrderType.Trail => "TRAIL",
        OrderType.TrailLimit => "TRAILLMT",
        OrderType.MarketIfTouched => "MIT",
        OrderType.LimitIfTouched => "LIT",
        OrderType.MarketOnClose => "MOC",
        OrderType.LimitOnClose => "LOC",
        OrderType.MidPrice => "MIDPX",
        OrderType.Relative => "REL",
        OrderType.PeggedToMidpoint => "PEGMID",
        _ => "",
    };
}
