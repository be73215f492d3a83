using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One trade. Hot: no allocation, except for a venue seen for the first time.</summary>
/// <param name="ReqId">Id of the request.</param>
/// <param name="TickType">1 Last, 2 AllLast.</param>
/// <param name="Time">Unix seconds.</param>
/// <param name="Price">Price.</param>
/// <param name="Size">Size.</param>
/// <param name="AttribMask">Bit 0 pastLimit, bit 1 unreported.</param>
/// <param name="Exchange">Venue.</param>
/// <param name="SpecialConditions">Trade condition codes.</param>
public readonly record struct TickByTickAllLast(
    int ReqId, int TickType, long Time, double Price, decimal? Size, int AttribMask = 0, string Exchange = "", string SpecialConditions = "")
    : IResponse, IDecodable<TickByTickAllLast>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 99;

    private const string Name = "tickByTickAllLast";

    /// <summary>The price is past the day's limit.</summary>
    public bool PastLimit => (AttribMask & 1) != 0;

    /// <summary>The trade is not reported to the tape.</summary>
    public bool Unreported => (AttribMask & 2) != 0;

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static TickByTickAllLast Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        (int reqId, int tickType) = TickByTick.ReadHead(ref reader);
        return DecodeRest(ref reader, reqId, tickType);
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(ReqId);
        writer.Write(TickType);
        writer.Write(Time);
        writer.Write(Price);
        writer.WriteOrEmpty(Size);
        writer.Write(AttribMask);
        writer.Write(Exchange);
        writer.Write(SpecialConditions);
    }

    internal static TickByTickAllLast DecodeRest(ref FieldReader reader, int reqId, int tickType) => new(
        reqId,
        tickType,
        Time: reader.ReadLong("time"),
        Price: reader.ReadDouble("price"),
        Size: reader.ReadOptionalDecimal("size"),
        AttribMask: reader.ReadInt("attribMask"),
        Exchange: reader.ReadSharedText("exchange"),
        SpecialConditions: reader.ReadSharedText("specialConditions"));
}
