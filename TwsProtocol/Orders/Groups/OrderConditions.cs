using TwsProtocol.Wire;

namespace TwsProtocol.Orders.Groups;

/// <summary>Conditions under which an order is submitted or cancelled.</summary>
internal record struct OrderConditions
{
    private const int FieldsPerCondition = 4;

    public IReadOnlyList<OrderCondition> Conditions = [];
    public bool ConditionsIgnoreRth;
    public bool ConditionsCancelOrder;

    public OrderConditions()
    {
    }

    /// <summary>Reads the conditions and, when there are any, their two flags.</summary>
    public void Read(ref FieldReader reader)
    {
        int count = reader.ReadCount("conditions.count", FieldsPerCondition);
        if (count == 0) return;
        var conditions = new OrderCondition[count];
        for (int i = 0; i < conditions.Length; i++) conditions[i] = OrderCondition.Decode(ref reader);
        Conditions = conditions;
        ConditionsIgnoreRth = reader.ReadBool("conditionsIgnoreRth");
        ConditionsCancelOrder = reader.ReadBool("conditionsCancelOrder");
    }

    /// <summary>Writes what <see cref="Read"/> reads.</summary>
    public readonly void Write(FieldWriter writer)
    {
        writer.Write(Conditions.Count);
        if (Conditions.Count == 0) return;
        foreach (OrderCondition condition in Conditions) condition.Encode(writer);
        writer.Write(ConditionsIgnoreRth);
        writer.Write(ConditionsCancelOrder);
    }
}
