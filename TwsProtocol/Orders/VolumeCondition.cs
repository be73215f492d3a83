using TwsProtocol.Wire;

namespace TwsProtocol.Orders;

/// <summary>The volume of a contract reaches a level.</summary>
/// <param name="IsConjunctionConnection">True joins the next condition by "and", false by "or".</param>
/// <param name="IsMore">True for at or above, false for at or below.</param>
/// <param name="Volume">The level.</param>
/// <param name="ConId">Contract that is watched.</param>
/// <param name="Exchange">Its exchange.</param>
public sealed record VolumeCondition(bool IsConjunctionConnection, bool IsMore, int Volume, int ConId, string Exchange)
    : OrderCondition(IsConjunctionConnection)
{
    internal const int Type = 6;

    /// <inheritdoc/>
    public override int TypeNumber => Type;

    internal static VolumeCondition DecodeRest(ref FieldReader reader, bool and)
    {
        bool isMore = reader.ReadBool("condition.isMore");
        bool contractFirst = HasContractFirst(reader);
        int value = contractFirst ? default : reader.ReadRequiredInt("condition.volume");
        int conId = reader.ReadInt("condition.conId");
        string exchange = reader.ReadText("condition.exchange");
        if (contractFirst) value = reader.ReadRequiredInt("condition.volume");
        return new VolumeCondition(and, isMore, value, conId, exchange);
    }

    private protected override void EncodeRest(FieldWriter writer)
    {
        writer.Write(IsMore);
        writer.Write(Volume);
        writer.Write(ConId);
        writer.Write(Exchange);
    }
}
