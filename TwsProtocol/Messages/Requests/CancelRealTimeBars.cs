using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a subscription of five-second bars.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelRealTimeBars(int ReqId)
    : IRequest, IDecodable<CancelRealTimeBars>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 51;

    private const string Name = "cancelRealTimeBars";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelRealTimeBars Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelRealTimeBars(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
