using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A change of one row of the order book, with its maker. Hot: decodes without allocation once a maker is known.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="Position">Row; 0 = best.</param>
/// <param name="MarketMaker">Market maker; with smart depth the exchange.</param>
/// <param name="Operation">0 insert, 1 update, 2 delete.</param>
/// <param name="Side">0 ask, 1 bid.</param>
/// <param name="Price">Price.</param>
/// <param name="Size">Size; null = none.</param>
/// <param name="IsSmartDepth">True = aggregated over venues.</param>
public readonly record struct MarketDepthL2(
    int ReqId,
    int Position,
    string MarketMaker,
    int Operation,
    int Side,
    double Price,
    decimal? Size,
    bool IsSmartDepth)
    : IResponse, IDecodable<MarketDepthL2>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 13;

    private const string Name = "updateMktDepthL2";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static MarketDepthL2 Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new MarketDepthL2(
            ReqId: reader.ReadInt("reqId"),
            Position: reader.ReadInt("position"),
            MarketMaker: reader.ReadSharedText("marketMaker"),
            Operation: reader.ReadInt("operation"),
            Side: reader.ReadInt("side"),
            Price: reader.ReadDouble("price"),
            Size: reader.ReadOptionalDecimal("size"),
            IsSmartDepth: reader.ReadBool("isSmartDepth"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Position);
        writer.Write(MarketMaker);
        writer.Write(Operation);
        writer.Write(Side);
        writer.Write(Price);
        writer.WriteOrEmpty(Size);
        writer.Write(IsSmartDepth);
    }
}
