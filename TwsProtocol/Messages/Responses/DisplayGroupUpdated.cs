using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A display group shows another contract.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="ContractInfo">none, conId@exchange, or combo.</param>
public sealed record DisplayGroupUpdated(int ReqId, string ContractInfo)
    : IResponse, IDecodable<DisplayGroupUpdated>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 68;

    private const string Name = "displayGroupUpdated";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static DisplayGroupUpdated Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new DisplayGroupUpdated(
            ReqId: reader.ReadInt("reqId"),
            ContractInfo: reader.ReadText("contractInfo"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(ContractInfo);
    }
}
