using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The option chain is complete.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
public sealed record SecurityDefinitionOptionParameterEnd(int ReqId)
    : IResponse, IDecodable<SecurityDefinitionOptionParameterEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 76;

    private const string Name = "securityDefinitionOptionParameterEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static SecurityDefinitionOptionParameterEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new SecurityDefinitionOptionParameterEnd(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
    }
}
