using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The price steps of a market rule.</summary>
/// <param name="MarketRuleId">The rule; not a request id.</param>
/// <param name="PriceIncrements">Steps, lowest price first.</param>
public sealed record MarketRule(int MarketRuleId, IReadOnlyList<PriceIncrement> PriceIncrements)
    : IResponse, IDecodable<MarketRule>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 93;

    private const string Name = "marketRule";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static MarketRule Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new MarketRule(
            MarketRuleId: reader.ReadInt("marketRuleId"),
            PriceIncrements: ListFields.Read<PriceIncrement>(ref reader, "priceIncrements.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(MarketRuleId);
        ListFields.Write(writer, PriceIncrements);
    }
}
