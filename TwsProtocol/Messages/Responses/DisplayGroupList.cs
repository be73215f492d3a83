using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The display groups of TWS.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="Groups">Ids separated by bars.</param>
public sealed record DisplayGroupList(int ReqId, string Groups)
    : IResponse, IDecodable<DisplayGroupList>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 67;

    private const string Name = "displayGroupList";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static DisplayGroupList Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new DisplayGroupList(
            ReqId: reader.ReadInt("reqId"),
            Groups: reader.ReadText("groups"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Groups);
    }
}
