using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for an advisor document.</summary>
/// <param name="FaDataType">1 groups, 3 aliases; 2 (profiles) below server version 177 only.</param>
public sealed record RequestFA(int FaDataType)
    : IRequest, IDecodable<RequestFA>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 18;

    private const string Name = "requestFA";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static RequestFA Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new RequestFA(reader.ReadInt("faDataType"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        if (FaDataType == ReplaceFA.Profiles && serverVersion >= ServerVersion.FaProfileDesupport) throw ReplaceFA.ProfilesAreGone(Name, -1);
        writer.Write(1);
        writer.Write(FaDataType);
    }
}
