using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A number. Hot: decodes without allocation.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="TickType">Tick type id, see <see cref="TwsProtocol.TickType"/>.</param>
/// <param name="Value">The number; its meaning depends on the tick type.</param>
public readonly record struct TickGeneric(int ReqId, int TickType, double Value)
    : IResponse, IDecodable<TickGeneric>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 45;

    private const string Name = "tickGeneric";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickGeneric Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new TickGeneric(
            ReqId: reader.ReadInt("reqId"),
            TickType: reader.ReadInt("tickType"),
            Value: reader.ReadDouble("value"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(6);
        writer.Write(ReqId);
        writer.Write(TickType);
        writer.Write(Value);
    }
}
