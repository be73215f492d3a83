using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>All rows of a scanner; sent again about every 30 s.</summary>
/// <param name="ReqId">Id of the scanner.</param>
/// <param name="Rows">Rows, best first; may be empty.</param>
public sealed record ScannerData(int ReqId, IReadOnlyList<ScannerRow> Rows)
    : IResponse, IDecodable<ScannerData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 20;

    private const string Name = "scannerData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ScannerData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new ScannerData(
            ReqId: reader.ReadInt("reqId"),
            Rows: ListFields.Read<ScannerRow>(ref reader, "rows.count"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(3);
        writer.Write(ReqId);
        ListFields.Write(writer, Rows);
    }
}
