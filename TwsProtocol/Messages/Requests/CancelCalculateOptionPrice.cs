using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a price calculation.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelCalculateOptionPrice(int ReqId)
    : IRequest, IDecodable<CancelCalculateOptionPrice>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 57;

    private const string Name = "cancelCalculateOptionPrice";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelCalculateOptionPrice Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelCalculateOptionPrice(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
