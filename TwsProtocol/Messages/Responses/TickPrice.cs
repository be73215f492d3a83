using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A price. Hot: decodes without allocation.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="TickType">Tick type id, see <see cref="TwsProtocol.TickType"/>.</param>
/// <param name="Price">Price; -1 for bid and ask = no quote.</param>
/// <param name="Size">Size that goes with bid, ask and last, live or delayed (<see cref="TwsProtocol.TickType.SizeOf"/>); means nothing for other types. Null = none.</param>
/// <param name="AttrMask">Bit 0 canAutoExecute, bit 1 pastLimit, bit 2 preOpen.</param>
public readonly record struct TickPrice(int ReqId, int TickType, double Price, decimal? Size, int AttrMask = 0)
    : IResponse, IDecodable<TickPrice>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 1;

    private const string Name = "tickPrice";

    /// <summary>The quote can be hit automatically.</summary>
    public bool CanAutoExecute => (AttrMask & 1) != 0;

    /// <summary>The bid is below the day's low limit or the ask above its high limit.</summary>
    public bool PastLimit => (AttrMask & 2) != 0;

    /// <summary>The quote belongs to the pre-open.</summary>
    public bool PreOpen => (AttrMask & 4) != 0;

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickPrice Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int version = reader.ReadInt("version");
        return new TickPrice(
            ReqId: reader.ReadInt("reqId"),
            TickType: reader.ReadInt("tickType"),
            Price: reader.ReadDouble("price"),
            Size: version < 2 ? null : reader.ReadOptionalDecimal("size"),
            AttrMask: version < 3 ? 0 : reader.ReadInt("attrMask"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(6);
        writer.Write(ReqId);
        writer.Write(TickType);
        writer.Write(Price);
        writer.WriteOrEmpty(Size);
        writer.Write(AttrMask);
    }
}
