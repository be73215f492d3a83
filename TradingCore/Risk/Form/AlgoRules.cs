using System.Globalization;
using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>The broker's algorithms and their parameters.</summary>
/// <remarks>Source: IB's description of its algorithms: names, values and ranges of the parameters.</remarks>
public sealed class AlgoRules : IOrderRule
{
    private static readonly IReadOnlyList<string> Urgency = ["Urgent", "Normal", "Patient"];
    private static readonly IReadOnlyList<string> TwapKinds = ["Marketable", "Matching Midpoint", "Matching Same Side", "Matching Last"];
    private static readonly IReadOnlyList<string> Aversion = ["Get Done", "Aggressive", "Neutral", "Passive"];

    private static readonly Dictionary<string, AlgoField[]> Table = new(StringComparer.Ordinal)
    {
        ["Adaptive"] = [new("adaptivePriority", AlgoFieldKind.Choice, Urgency, IsRequired: true)],
        ["Twap"] = [new("strategyType", AlgoFieldKind.Choice, TwapKinds), .. Times, new("allowPastEndTime", AlgoFieldKind.Flag)],
        ["Vwap"] = [new("maxPctVol", AlgoFieldKind.Share), .. Times, new("allowPastEndTime", AlgoFieldKind.Flag), new("noTakeLiq", AlgoFieldKind.Flag), new("speedUp", AlgoFieldKind.Flag)],
        ["ArrivalPx"] = [new("maxPctVol", AlgoFieldKind.Share), new("riskAversion", AlgoFieldKind.Choice, Aversion), .. Times, new("forceCompletion", AlgoFieldKind.Flag), new("allowPastEndTime", AlgoFieldKind.Flag)],
    };

    /// <summary>Names of the algorithms.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>The parameters of an algorithm; none for an unknown one.</summary>
    public static IReadOnlyList<AlgoField> FieldsOf(string strategy) => Table.GetValueOrDefault(strategy, []);

    private static AlgoField[] Times => [new("startTime", AlgoFieldKind.Time), new("endTime", AlgoFieldKind.Time)];

    /// <inheritdoc/>
    void IOrderRule.Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        // What the lambdas below hold must not be made for an order without an algorithm.
        if (spec.Attributes.Algo is { } algo) Check(spec, instrument, algo, now, faults);
    }

    private static void Check(OrderSpec spec, Instrument? instrument, OrderAlgo algo, DateTimeOffset now, List<OrderFault> faults)
    {
        if (!Table.TryGetValue(algo.Strategy, out AlgoField[]? fields))
        {
            faults.Add(new OrderFault("algo", $"'{algo.Strategy}' is not an algorithm that is known here", $"Use one of {string.Join(", ", Names)}."));
            return;
        }
        if (spec.Type is not (OrderType.Market or OrderType.Limit)) faults.Add(new OrderFault("algo", $"{algo.Strategy} works MKT and LMT orders, not {spec.Type.Code()}", "Use MKT or LMT."));
        if (spec.Tif is not (TimeInForce.Day or TimeInForce.Gtc)) faults.Add(new OrderFault("algo", $"{algo.Strategy} takes its time, so the order cannot be {spec.Tif.Code()}", "Use DAY."));
        if (instrument is { Contract.SecurityType: SecurityType.Forex or SecurityType.Crypto or SecurityType.Index } && algo.Strategy != "Adaptive")
            faults.Add(new OrderFault("algo", $"{algo.Strategy} does not work this kind of product", "Leave the algorithm out."));
        OrderAttributes attributes = spec.Attributes;
        if (attributes.Hidden || attributes.DisplaySize is not null || attributes.AllOrNone || attributes.MinQuantity is not null || attributes.SweepToFill)
            faults.Add(new OrderFault("algo", $"{algo.Strategy} decides itself how the order is shown and filled", "Leave hidden, display size, all or none, minimum and sweep out, or the algorithm."));
        foreach (AlgoField field in fields.Where(f => f.IsRequired && algo.Parameters.All(p => p.Name != f.Name)))
            faults.Add(new OrderFault("algo", $"{algo.Strategy} needs {field.Name}", $"Give {field.Expected}."));
        foreach (IGrouping<string, AlgoParameter> twice in algo.Parameters.GroupBy(p => p.Name).Where(g => g.Count() > 1))
            faults.Add(new OrderFault("algo", $"{twice.Key} is given {twice.Count().ToString(CultureInfo.InvariantCulture)} times", "Give it once."));
        foreach (AlgoParameter parameter in algo.Parameters)
        {
            AlgoField? field = fields.FirstOrDefault(f => f.Name == parameter.Name);
            if (field is null) faults.Add(new OrderFault("algo", $"{algo.Strategy} has no parameter '{parameter.Name}'", $"Use {string.Join(", ", fields.Select(f => f.Name))}."));
            else if (!field.Takes(parameter.Value)) faults.Add(new OrderFault("algo", $"{parameter.Name} is '{parameter.Value}'", $"Give {field.Expected}."));
        }
        CheckTimes(algo, now, faults);
    }

    private static void CheckTimes(OrderAlgo algo, DateTimeOffset now, List<OrderFault> faults)
    {
        if (ValueOf("endTime") is not { } end) return;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (ValueOf("startTime") is { } start && (AlgoField.MomentOf(end) <= AlgoField.MomentOf(start) || AlgoField.MomentOf(end, today) <= AlgoField.MomentOf(start, today)))
            faults.Add(new OrderFault("algo", $"endTime is {end}, which is not after the startTime {start}", "Give a later endTime."));
        // A time of the day may be meant for the next session.
        else if (AlgoField.MomentOf(end) <= now && ValueOf("allowPastEndTime") != "1")
            faults.Add(new OrderFault("algo", $"endTime is {end}, which is past", "Give a time to come, or allowPastEndTime as 1."));

        string? ValueOf(string name) => algo.Parameters.FirstOrDefault(p => p.Name == name)?.Value;
    }
}
