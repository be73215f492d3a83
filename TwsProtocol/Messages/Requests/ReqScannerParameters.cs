using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the XML document of all scanner parameters.</summary>
public sealed record ReqScannerParameters : IRequest, IDecodable<ReqScannerParameters>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 24;

    private const string Name = "reqScannerParameters";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqScannerParameters Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ReqScannerParameters();
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name);
        writer.Write(1);
    }
}
