using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A bulletin of IB.</summary>
/// <param name="MsgId">Bulletin.</param>
/// <param name="MsgType">1 news, 2 exchange unavailable, 3 exchange available.</param>
/// <param name="Message">Text.</param>
/// <param name="OrigExchange">Exchange it comes from.</param>
public sealed record NewsBulletin(int MsgId, int MsgType, string Message, string OrigExchange)
    : IResponse, IDecodable<NewsBulletin>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 14;

    private const string Name = "updateNewsBulletin";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static NewsBulletin Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new NewsBulletin(
            MsgId: reader.ReadInt("msgId"),
            MsgType: reader.ReadInt("msgType"),
            Message: reader.ReadText("message"),
            OrigExchange: reader.ReadText("origExchange"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(MsgId);
        writer.Write(MsgType);
        writer.Write(Message);
        writer.Write(OrigExchange);
    }
}
