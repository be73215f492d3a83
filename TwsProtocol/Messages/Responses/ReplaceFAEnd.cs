using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An advisor document was replaced.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Text">Result; empty on success.</param>
public sealed record ReplaceFAEnd(int ReqId, string Text)
    : IResponse, IDecodable<ReplaceFAEnd>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 103;

    private const string Name = "replaceFAEnd";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReplaceFAEnd Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReplaceFAEnd(
            ReqId: reader.ReadInt("reqId"),
            Text: reader.ReadText("text"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(Text);
    }
}
