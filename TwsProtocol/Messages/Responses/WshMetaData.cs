using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Meta data of the corporate event calendar.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="DataJson">JSON.</param>
public sealed record WshMetaData(int ReqId, string DataJson)
    : IResponse, IDecodable<WshMetaData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 104;

    private const string Name = "wshMetaData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static WshMetaData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new WshMetaData(
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
