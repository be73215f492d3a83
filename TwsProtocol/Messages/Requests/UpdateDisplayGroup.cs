using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Changes the contract of a display group.</summary>
/// <param name="ReqId">Id of the subscription.</param>
/// <param name="ContractInfo">none, conId@exchange, or combo.</param>
public sealed record UpdateDisplayGroup(int ReqId, string ContractInfo)
    : IRequest, IDecodable<UpdateDisplayGroup>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 69;

    private const string Name = "updateDisplayGroup";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static UpdateDisplayGroup Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new UpdateDisplayGroup(
            ReqId: reader.ReadInt("reqId"),
            ContractInfo: reader.ReadText("contractInfo"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(ContractInfo);
    }
}
