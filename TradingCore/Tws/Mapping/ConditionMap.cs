using TradingCore.Domain;
using Wire = TwsProtocol.Orders;

namespace TradingCore.Tws.Mapping;

/// <summary>Conditions of orders between domain and wire.</summary>
internal static class ConditionMap
{
    /// <summary>The wire condition.</summary>
    public static Wire.OrderCondition ToWire(OrderCondition condition) => condition switch
    {
        PriceCondition c => new Wire.PriceCondition(c.And, c.IsMore, (double)c.Price, c.ConId.Value, c.Exchange, c.TriggerMethod),
        TimeCondition c => new Wire.TimeCondition(c.And, c.IsMore, WireTime.Format(c.Time)),
        MarginCondition c => new Wire.MarginCondition(c.And, c.IsMore, c.Percent),
        ExecutionCondition c => new Wire.ExecutionCondition(c.And, SecurityTypes.Code(c.SecurityType), c.Exchange, c.Symbol),
        VolumeCondition c => new Wire.VolumeCondition(c.And, c.IsMore, c.Volume, c.ConId.Value, c.Exchange),
        PercentChangeCondition c => new Wire.PercentChangeCondition(c.And, c.IsMore, (double)c.Percent, c.ConId.Value, c.Exchange),
        _ => throw new ArgumentException($"A condition of type {condition.GetType().Name} cannot be sent.", nameof(condition)),
    };

    /// <summary>The conditions of an order of the broker; null when it has none. One whose time cannot be read is left out: it is shown, never sent again.</summary>
    public static OrderConditions? ToDomain(Wire.Order order, DateTimeOffset now, TimeZoneInfo loginZone)
    {
        if (order.Conditions.Count == 0) return null;
        OrderCondition[] items = [.. order.Conditions.Select(c => ToDomain(c, now, loginZone)).OfType<OrderCondition>()];
        return items.Length == 0 ? null : new OrderConditions(items, order.ConditionsCancelOrder, order.ConditionsIgnoreRth);
    }

    private static OrderCondition? ToDomain(Wire.OrderCondition condition, DateTimeOffset now, TimeZoneInfo loginZone) => condition switch
    {
        Wire.PriceCondition c => new PriceCondition(c.IsConjunctionConnection, new ConId(c.ConId), c.Exchange, c.IsMore, WireNumber.ToDecimalOrZero(c.Price), c.TriggerMethod),
        Wire.TimeCondition c => WireTime.Parse(c.Time, loginZone, now) is { } time ? new TimeCondition(c.IsConjunctionConnection, c.IsMore, time) : null,
        Wire.MarginCondition c => new MarginCondition(c.IsConjunctionConnection, c.IsMore, c.Percent),
        Wire.ExecutionCondition c => new ExecutionCondition(
            c.IsConjunctionConnection, c.Symbol, SecurityTypes.TryParse(c.SecType, out SecurityType type) ? type : SecurityType.Unknown, c.Exchange),
        Wire.VolumeCondition c => new VolumeCondition(c.IsConjunctionConnection, new ConId(c.ConId), c.Exchange, c.IsMore, c.Volume),
        Wire.PercentChangeCondition c => new PercentChangeCondition(c.IsConjunctionConnection, new ConId(c.ConId), c.Exchange, c.IsMore, WireNumber.ToDecimalOrZero(c.ChangePercent)),
        _ => null,
    };
}
