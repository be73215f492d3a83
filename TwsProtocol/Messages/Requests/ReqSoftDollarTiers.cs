using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Asks for the soft dollar tiers.</summary>
/// <param name="ReqId">Id chosen by the client; echoed in answers and errors.</param>
public sealed record ReqSoftDollarTiers(int ReqId)
    : IRequest, IDecodable<ReqSoftDollarTiers>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 79;

    private const string Name = "reqSoftDollarTiers";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static ReqSoftDollarTiers Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new ReqSoftDollarTiers(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
