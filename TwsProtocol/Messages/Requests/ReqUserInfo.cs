using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the branding of the user.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
public sealed record ReqUserInfo(int ReqId)
    : IRequest, IDecodable<ReqUserInfo>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 104;

    private const string Name = "reqUserInfo";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqUserInfo Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqUserInfo(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
