using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A size. Hot: decodes without allocation.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="TickType">Tick type id, see <see cref="TwsProtocol.TickType"/>.</param>
/// <param name="Size">Size; null = none.</param>
public readonly record struct TickSize(int ReqId, int TickType, decimal? Size)
    : IResponse, IDecodable<TickSize>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 2;

    private const string Name = "tickSize";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickSize Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new TickSize(
            ReqId: reader.ReadInt("reqId"),
            TickType: reader.ReadInt("tickType"),
            Size: reader.ReadOptionalDecimal("size"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(6);
        writer.Write(ReqId);
        writer.Write(TickType);
        writer.WriteOrEmpty(Size);
    }
}
