using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the meta data of the corporate event calendar.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
public sealed record ReqWshMetaData(int ReqId)
    : IRequest, IDecodable<ReqWshMetaData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 100;

    private const string Name = "reqWshMetaData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqWshMetaData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqWshMetaData(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
