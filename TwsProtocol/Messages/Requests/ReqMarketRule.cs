using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the price steps of a market rule.</summary>
/// <param name="MarketRuleId">From contract details.</param>
public sealed record ReqMarketRule(int MarketRuleId)
    : IRequest, IDecodable<ReqMarketRule>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 91;

    private const string Name = "reqMarketRule";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqMarketRule Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqMarketRule(reader.ReadInt("marketRuleId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(MarketRuleId);
    }
}
