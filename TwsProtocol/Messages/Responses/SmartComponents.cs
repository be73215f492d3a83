using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The exchange letters of a quote.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Components">One entry per exchange.</param>
public sealed record SmartComponents(int ReqId, IReadOnlyList<SmartComponent> Components)
    : IResponse, IDecodable<SmartComponents>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 82;

    private const string Name = "smartComponents";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static SmartComponents Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new SmartComponents(
            ReqId: reader.ReadInt("reqId"),
            Components: ListFields.Read<SmartComponent>(ref reader, "components.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        ListFields.Write(writer, Components);
    }
}
