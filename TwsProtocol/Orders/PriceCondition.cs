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

    internal static PriceCondition DecodeRest(ref FieldReader reader, bool and)
    {
        bool isMore = reader.ReadBool("condition.isMore");
        bool contractFirst = HasContractFirst(reader);
        double value = contractFirst ? default : reader.ReadRequiredDouble("condition.price");
        int conId = reader.ReadInt("condition.conId");
        string exchange = reader.ReadText("condition.exchange");
        if (contractFirst) value = reader.ReadRequiredDouble("condition.price");
        return new PriceCondition(and, isMore, value, conId, exchange, reader.ReadInt("condition.triggerMethod"));
    }

    private protected override void EncodeRest(FieldWriter writer)
    {
        writer.Write(IsMore);
        writer.Write(Price);
        writer.Write(ConId);
        writer.Write(Exchange);
        writer.Write(TriggerMethod);
    }
}
