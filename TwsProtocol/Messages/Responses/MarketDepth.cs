using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>A change of one row of the order book. Hot: decodes without allocation.</summary>
/// <param name="ReqId">Id of the market data request.</param>
/// <param name="Position">Row; 0 = best.</param>
/// <param name="Operation">0 insert, 1 update, 2 delete.</param>
/// <param name="Side">0 ask, 1 bid.</param>
/// <param name="Price">Price.</param>
/// <param name="Size">Size; null = none.</param>
public readonly record struct MarketDepth(int ReqId, int Position, int Operation, int Side, double Price, decimal? Size)
    : IResponse, IDecodable<MarketDepth>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 12;

    private const string Name = "updateMktDepth";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static MarketDepth Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        reader.Skip("version");
        return new MarketDepth(
            ReqId: reader.ReadInt("reqId"),
            Position: reader.ReadInt("position"),
            Operation: reader.ReadInt("operation"),
            Side: reader.ReadInt("side"),
            Price: reader.ReadDouble("price"),
            Size: reader.ReadOptionalDecimal("size"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(1);
        writer.Write(ReqId);
        writer.Write(Position);
        writer.Write(Operation);
        writer.Write(Side);
        writer.Write(Price);
        writer.WriteOrEmpty(Size);
    }
}
