using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>The price of a contract reaches a level.</summary>
/// <param name="IsConjunctionConnection">True joins the next condition by "and", false by "or".</param>
/// <param name="IsMore">True for at or above, false for at or below.</param>
/// <param name="Price">The level.</param>
/// <param name="ConId">Contract that is watched.</param>
/// <param name="Exchange">Its exchange.</param>
/// <param name="TriggerMethod">0 default, 1 double bid/ask, 2 last, 3 double last, 4 bid/ask, 7 last or bid/ask, 8 midpoint.</param>
public sealed record PriceCondition(bool IsConjunctionConnection, bool IsMore, double Price, int ConId, string Exchange, int TriggerMethod)
    : OrderCondition(IsConjunctionConnection)
{
    internal const int Type = 1;

    /// <inheritdoc/>
    public override int TypeNumber => Type;

    internal static PriceCondition DecodeRest(ref FieldReader reader, bool and) => new(
        and,
        IsMore: reader.ReadBool("condition.isMore"),
        Price: reader.ReadRequiredDouble("condition.price"),
        ConId: reader.ReadInt("condition.conId"),
        Exchange: reader.ReadText("condition.exchange"),
        TriggerMethod: reader.ReadInt("condition.triggerMethod"));

    private protected override void EncodeRest(FieldWriter writer)
    {
        writer.Write(IsMore);
        writer.Write(Price);
        writer.Write(ConId);
        writer.Write(Exchange);
        writer.Write(TriggerMethod);
    }
}
