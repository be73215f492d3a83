using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>An advisor document.</summary>
/// <param name="FaDataType">1 groups, 2 profiles (gone from server version 177), 3 aliases.</param>
/// <param name="Xml">XML document.</param>
public sealed record ReceiveFA(int FaDataType, string Xml)
    : IResponse, IDecodable<ReceiveFA>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 16;

    private const string Name = "receiveFA";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReceiveFA Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReceiveFA(
            FaDataType: reader.ReadInt("faDataType"),
            Xml: reader.ReadText("xml"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(FaDataType);
        writer.Write(Xml);
    }
}
