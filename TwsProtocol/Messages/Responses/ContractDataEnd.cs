using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>All matching contracts have been sent.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
public sealed record ContractDataEnd(int ReqId)
    : IResponse, IDecodable<ContractDataEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 52;

    private const string Name = "contractDetailsEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ContractDataEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ContractDataEnd(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
