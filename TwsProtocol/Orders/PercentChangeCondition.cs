using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>The change of a contract since the last close reaches a level.</summary>
/// <param name="IsConjunctionConnection">True joins the next condition by "and", false by "or".</param>
/// <param name="IsMore">True for at or above, false for at or below.</param>
/// <param name="ChangePercent">Change in percent.</param>
/// <param name="ConId">Contract that is watched.</param>
/// <param name="Exchange">Its exchange.</param>
public sealed record PercentChangeCondition(bool IsConjunctionConnection, bool IsMore, double ChangePercent, int ConId, string Exchange)
    : OrderCondition(IsConjunctionConnection)
{
    internal const int Type = 7;

    /// <inheritdoc/>
    public override int TypeNumber => Type;

    internal static PercentChangeCondition DecodeRest(ref FieldReader reader, bool and)
    {
        bool isMore = reader.ReadBool("condition.isMore");
        bool contractFirst = HasContractFirst(reader);
        double value = contractFirst ? default : reader.ReadRequiredDouble("condition.changePercent");
        int conId = reader.ReadInt("condition.conId");
        string exchange = reader.ReadText("condition.exchange");
        if (contractFirst) value = reader.ReadRequiredDouble("condition.changePercent");
        return new PercentChangeCondition(and, isMore, value, conId, exchange);
    }

    private protected override void EncodeRest(FieldWriter writer)
    {
        writer.Write(IsMore);
        writer.Write(ChangePercent);
        writer.Write(ConId);
        writer.Write(Exchange);
    }
}
