using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>The server confirms the hedge of a delta neutral order.</summary>
/// <param name="ReqId">Id of the request that is answered.</param>
/// <param name="ConId">Contract of the hedge.</param>
/// <param name="Delta">Delta.</param>
/// <param name="Price">Price.</param>
public sealed record DeltaNeutralValidation(int ReqId, int ConId, double Delta, double Price)
    : IResponse, IDecodable<DeltaNeutralValidation>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 56;

    private const string Name = "deltaNeutralValidation";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static DeltaNeutralValidation Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new DeltaNeutralValidation(
            ReqId: reader.ReadInt("reqId"),
            ConId: reader.ReadInt("conId"),
            Delta: reader.ReadDouble("delta"),
            Price: reader.ReadDouble("price"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(ConId);
        writer.Write(Delta);
        writer.Write(Price);
    }
}
