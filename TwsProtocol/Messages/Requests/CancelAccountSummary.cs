using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends an account summary.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelAccountSummary(int ReqId)
    : IRequest, IDecodable<CancelAccountSummary>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 63;

    private const string Name = "cancelAccountSummary";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelAccountSummary Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelAccountSummary(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
