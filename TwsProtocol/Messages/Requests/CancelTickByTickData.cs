using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a tick-by-tick subscription.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelTickByTickData(int ReqId)
    : IRequest, IDecodable<CancelTickByTickData>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 98;

    private const string Name = "cancelTickByTickData";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelTickByTickData Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CancelTickByTickData(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
