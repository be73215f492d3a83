using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The first image of the positions is complete.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
public sealed record PositionMultiEnd(int ReqId)
    : IResponse, IDecodable<PositionMultiEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 72;

    private const string Name = "positionMultiEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PositionMultiEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new PositionMultiEnd(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
