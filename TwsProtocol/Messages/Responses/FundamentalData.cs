using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Fundamental data; the service is withdrawn.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Data">XML.</param>
public sealed record FundamentalData(int ReqId, string Data)
    : IResponse, IDecodable<FundamentalData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 51;

    private const string Name = "fundamentalData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static FundamentalData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new FundamentalData(
            ReqId: reader.ReadInt("reqId"),
            Data: reader.ReadText("data"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Data);
    }
}
