using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The snapshot is complete.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
public sealed record TickSnapshotEnd(int ReqId)
    : IResponse, IDecodable<TickSnapshotEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 57;

    private const string Name = "tickSnapshotEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickSnapshotEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new TickSnapshotEnd(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
