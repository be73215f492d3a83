using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Order book for this contract comes from another one: ask for that instead.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="ConId">Contract to use.</param>
/// <param name="Exchange">Exchange to use.</param>
public sealed record RerouteMktDepthReq(int ReqId, int ConId, string Exchange)
    : IResponse, IDecodable<RerouteMktDepthReq>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 92;

    private const string Name = "rerouteMktDepthReq";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static RerouteMktDepthReq Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new RerouteMktDepthReq(
            ReqId: reader.ReadInt("reqId"),
            ConId: reader.ReadInt("conId"),
            Exchange: reader.ReadText("exchange"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(ConId);
        writer.Write(Exchange);
    }
}
