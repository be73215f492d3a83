using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the option chain of an underlying.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="UnderlyingSymbol">Symbol.</param>
/// <param name="FutFopExchange">Exchange for options on futures; else empty.</param>
/// <param name="UnderlyingSecType">STK, IND or FUT.</param>
/// <param name="UnderlyingConId">conId; required.</param>
public sealed record ReqSecDefOptParams(
    int ReqId,
    string UnderlyingSymbol,
    string FutFopExchange,
    string UnderlyingSecType,
    int UnderlyingConId)
    : IRequest, IDecodable<ReqSecDefOptParams>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 78;

    private const string Name = "reqSecDefOptParams";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqSecDefOptParams Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqSecDefOptParams(
            ReqId: reader.ReadInt("reqId"),
            UnderlyingSymbol: reader.ReadText("underlyingSymbol"),
            FutFopExchange: reader.ReadText("futFopExchange"),
            UnderlyingSecType: reader.ReadText("underlyingSecType"),
            UnderlyingConId: reader.ReadInt("underlyingConId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.Write(UnderlyingSymbol);
        writer.Write(FutFopExchange);
        writer.Write(UnderlyingSecType);
        writer.Write(UnderlyingConId);
    }
}
