using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Events of the corporate event calendar.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="DataJson">JSON.</param>
public sealed record WshEventData(int ReqId, string DataJson)
    : IResponse, IDecodable<WshEventData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 105;

    private const string Name = "wshEventData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static WshEventData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new WshEventData(
            ReqId: reader.ReadInt("reqId"),
            DataJson: reader.ReadText("dataJson"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(DataJson);
    }
}
