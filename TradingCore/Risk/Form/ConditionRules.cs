using TradingCore.Domain;

namespace TradingCore.Risk.Form;

/// <summary>Conditions name what they watch, and can come true.</summary>
internal sealed class ConditionRules : IOrderRule
{
    private const int ItemsMax = 20;
    private static readonly int[] TriggerMethods = [0, 1, 2, 3, 4, 7, 8];

    public void Check(OrderSpec spec, Instrument? instrument, DateTimeOffset now, List<OrderFault> faults)
    {
        if (spec.Attributes.Conditions is not { } conditions) return;
        if (conditions.Items.Count is 0 or > ItemsMax) Add($"{conditions.Items.Count} conditions cannot be sent", $"Give 1 to {ItemsMax}.");
        if (spec.Tif.IsImmediate() || spec.Tif == TimeInForce.Opg || spec.Type.IsOnClose())
            Add($"A {spec.Type.Code()} order that is {spec.Tif.Code()} cannot wait for conditions", "Use DAY, GTC or GTD, or leave the conditions out.");
        foreach (OrderCondition condition in conditions.Items) CheckOne(condition);
        return;

        void CheckOne(OrderCondition condition)
        {
            switch (condition)
            {
                case PriceCondition c:
                    Watches(c.ConId, c.Exchange);
                    if (!TriggerMethods.Contains(c.TriggerMethod)) Add($"{c.TriggerMethod} is not a way to trigger", "Give 0, 1, 2, 3, 4, 7 or 8.");
                    break;
                case VolumeCondition c:
                    Watches(c.ConId, c.Exchange);
                    if (c.Volume <= 0) Add($"A volume of {c.Volume} is reached always", "Give a volume above 0.");
                    break;
                case PercentChangeCondition c:
                    Watches(c.ConId, c.Exchange);
                    break;
                case MarginCondition { Percent: < 0 or > 100 } c:
                    Add($"A margin cushion of {c.Percent} % does not exist", "Give 0 to 100.");
                    break;
                case TimeCondition c when c.Time <= now && c.IsMore:
                    Add("The time of a condition is past", "Give a time to come.");
                    break;
                case ExecutionCondition c when c.Symbol.Length == 0 || c.SecurityType == SecurityType.Unknown || c.Exchange.Length == 0:
                    Add("A condition on an execution does not say of what", "Give symbol, security type and exchange.");
                    break;
            }
        }

        void Watches(ConId conId, string exchange)
        {
            if (!conId.IsResolved || exchange.Length == 0) Add("A condition does not say which contract it watches", "Give conId and exchange.");
        }

        void Add(string finding, string advice) => faults.Add(new OrderFault("conditions", finding, advice));
    }
}
