using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends profit and loss of an account.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelPnL(int ReqId)
    : IRequest, IDecodable<CancelPnL>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 93;

    private const string Name = "cancelPnL";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelPnL Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        return new CancelPnL(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(ReqId);
    }
}
