using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>Branding of the user.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="WhiteBrandingId">Empty for plain IB accounts.</param>
public sealed record UserInfo(int ReqId, string WhiteBrandingId)
    : IResponse, IDecodable<UserInfo>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 107;

    private const string Name = "userInfo";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static UserInfo Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new UserInfo(
            ReqId: reader.ReadInt("reqId"),
            WhiteBrandingId: reader.ReadText("whiteBrandingId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(WhiteBrandingId);
    }
}
