using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Requests;

/// <summary>Ends a volatility calculation.</summary>
/// <param name="ReqId">Id of the request that is ended.</param>
public sealed record CancelCalculateImpliedVolatility(int ReqId)
    : IRequest, IDecodable<CancelCalculateImpliedVolatility>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 56;

    private const string Name = "cancelCalculateImpliedVolatility";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static CancelCalculateImpliedVolatility Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new CancelCalculateImpliedVolatility(reader.ReadInt("reqId"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.Begin(Id, Name, ReqId);
        writer.Write(1);
        writer.Write(ReqId);
    }
}
