using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>All scanner parameters; can be longer than 1 MB.</summary>
/// <param name="Xml">XML document.</param>
public sealed record ScannerParameters(string Xml)
    : IResponse, IDecodable<ScannerParameters>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 19;

    private const string Name = "scannerParameters";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ScannerParameters Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ScannerParameters(reader.ReadText("xml"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(Xml);
    }
}
