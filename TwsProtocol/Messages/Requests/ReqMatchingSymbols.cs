using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Searches contracts by symbol or name; about one a second is allowed.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
/// <param name="Pattern">Start of a symbol or part of a name.</param>
public sealed record ReqMatchingSymbols(int ReqId, string Pattern)
    : IRequest, IDecodable<ReqMatchingSymbols>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 81;

    private const string Name = "reqMatchingSymbols";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqMatchingSymbols Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqMatchingSymbols(
            ReqId: reader.ReadInt("reqId"),
            Pattern: reader.ReadText("pattern"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
        writer.Write(Pattern);
    }
}
