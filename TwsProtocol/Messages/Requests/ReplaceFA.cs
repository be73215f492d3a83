using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Replaces an advisor document; answered by replaceFAEnd.</summary>
/// <param name="ReqId">Id chosen by the client.</param>
/// <param name="FaDataType">1 groups, 3 aliases; 2 (profiles) below server version 177 only.</param>
/// <param name="Xml">The whole new document.</param>
public sealed record ReplaceFA(int ReqId, int FaDataType, string Xml)
    : IRequest, IDecodable<ReplaceFA>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 19;

    private const string Name = "replaceFA";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReplaceFA Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReplaceFA(FaDataType: reader.ReadInt("faDataType"), Xml: reader.ReadText("xml"), ReqId: reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        if (FaDataType == Profiles && serverVersion >= ServerVersion.FaProfileDesupport) throw ProfilesAreGone(Name, ReqId);
        writer.Write(1);
        writer.Write(FaDataType);
        writer.Write(Xml);
        writer.Write(ReqId);
    }

    internal const int Profiles = 2;

    internal static TwsProtocolException ProfilesAreGone(string callName, int requestId) => new(
        TwsProtocolErrorKind.Unsupported, 585, $"{callName}: advisor profiles do not exist from server version 177 on; use groups.", callName, "faDataType", requestId: requestId);
}
