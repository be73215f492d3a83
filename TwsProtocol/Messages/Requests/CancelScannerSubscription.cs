using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a scanner.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelScannerSubscription(int ReqId)
    : IRequest, IDecodable<CancelScannerSubscription>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 23;

    private const string Name = "cancelScannerSubscription";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelScannerSubscription Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelScannerSubscription(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
