using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One position.</summary>
/// <param name="Account">Account.</param>
/// <param name="Contract">Contract.</param>
/// <param name="Position">Signed quantity; 0 when the position was closed.</param>
/// <param name="AvgCost">Average cost per unit times multiplier, commission included.</param>
public sealed record PositionMessage(string Account, Contract Contract, decimal? Position, double AvgCost)
    : IResponse, IDecodable<PositionMessage>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 61;

    private const string Name = "position";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PositionMessage Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int version = reader.ReadInt("version");
        return new PositionMessage(
            Account: reader.ReadText("account"),
            Contract: version < 2 ? ReadOldContract(ref reader) : ContractFields.ReadServer(ref reader),
            Position: reader.ReadOptionalDecimal("position"),
            AvgCost: version < 3 ? 0 : reader.ReadDouble("avgCost"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(3);
        writer.Write(Account);
        ContractFields.WriteServer(writer, Contract);
        writer.WriteOrEmpty(Position);
        writer.Write(AvgCost);
    }

    // Version 1 of the message has no trading class.
    private static Contract ReadOldContract(ref FieldReader reader) => new()
    {
        ConId = reader.ReadInt("conId"),
        Symbol = reader.ReadText("symbol"),
        SecType = reader.ReadText("secType"),
        LastTradeDateOrContractMonth = reader.ReadText("lastTradeDateOrContractMonth"),
        Strike = reader.ReadDouble("strike"),
        Right = reader.ReadText("right"),
        Multiplier = reader.ReadText("multiplier"),
        Exchange = reader.ReadText("exchange"),
        Currency = reader.ReadText("currency"),
        LocalSymbol = reader.ReadText("localSymbol"),
    };
}
