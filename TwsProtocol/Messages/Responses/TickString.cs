using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A text, in a form that depends on the tick type.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="TickType">Tick type id, see <see cref="TwsProtocol.TickType"/>.</param>
/// <param name="Value">The text.</param>
public readonly record struct TickString(int ReqId, int TickType, string Value)
    : IResponse, IDecodable<TickString>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 46;

    private const string Name = "tickString";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickString Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new TickString(
            ReqId: reader.ReadInt("reqId"),
            TickType: reader.ReadInt("tickType"),
            Value: reader.ReadText("value"));
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
