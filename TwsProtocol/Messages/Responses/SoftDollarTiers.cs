using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The soft dollar tiers.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Tiers">Tiers.</param>
public sealed record SoftDollarTiers(int ReqId, IReadOnlyList<SoftDollarTierItem> Tiers)
    : IResponse, IDecodable<SoftDollarTiers>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 77;

    private const string Name = "softDollarTiers";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static SoftDollarTiers Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new SoftDollarTiers(
            ReqId: reader.ReadInt("reqId"),
            Tiers: ListFields.Read<SoftDollarTierItem>(ref reader, "tiers.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        ListFields.Write(writer, Tiers);
    }
}
