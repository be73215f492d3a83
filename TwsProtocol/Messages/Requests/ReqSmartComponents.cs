using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks which exchange letters a quote uses.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="BboExchange">Code from tickReqParams.</param>
public sealed record ReqSmartComponents(int ReqId, string BboExchange)
    : IRequest, IDecodable<ReqSmartComponents>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 83;

    private const string Name = "reqSmartComponents";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqSmartComponents Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqSmartComponents(
            ReqId: reader.ReadInt("reqId"),
            BboExchange: reader.ReadText("bboExchange"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.Write(BboExchange);
    }
}
