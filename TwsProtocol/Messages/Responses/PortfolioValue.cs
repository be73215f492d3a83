using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One position of the subscribed account, valued.</summary>
/// <param name="Contract">Contract; has a primary exchange and no exchange.</param>
/// <param name="Position">Signed quantity.</param>
/// <param name="MarketPrice">Price per unit.</param>
/// <param name="MarketValue">Value.</param>
/// <param name="AverageCost">Average cost.</param>
/// <param name="UnrealizedPNL">Unrealized profit and loss.</param>
/// <param name="RealizedPNL">Realized profit and loss.</param>
/// <param name="AccountName">Account.</param>
public sealed record PortfolioValue(
    Contract Contract,
    decimal? Position,
    double MarketPrice,
    double MarketValue,
    double AverageCost,
    double UnrealizedPNL,
    double RealizedPNL,
    string AccountName)
    : IResponse, IDecodable<PortfolioValue>
{
    /// <summary>Message id on the wire.</summary>
    public const int Id = 7;

    private const string Name = "updatePortfolio";

    /// <inheritdoc/>
    public string CallName => Name;

    /// <inheritdoc/>
    public int MessageId => Id;

    /// <inheritdoc/>
    public static PortfolioValue Decode(ref FieldReader reader, int serverVersion)
    {
        reader.MessageName = Name;
        int version = reader.ReadInt("version");
        return new PortfolioValue(
            Contract: ReadContract(ref reader, version),
            Position: reader.ReadOptionalDecimal("position"),
            MarketPrice: reader.ReadDouble("marketPrice"),
            MarketValue: reader.ReadDouble("marketValue"),
            AverageCost: reader.ReadDouble("averageCost"),
            UnrealizedPNL: reader.ReadDouble("unrealizedPNL"),
            RealizedPNL: reader.ReadDouble("realizedPNL"),
            AccountName: reader.ReadText("accountName"));
    }

    /// <inheritdoc/>
    public void Encode(FieldWriter writer, int serverVersion)
    {
        writer.BeginServer(Id, Name);
        writer.Write(8);
        writer.Write(Contract.ConId);
        writer.Write(Contract.Symbol);
        writer.Write(Contract.SecType);
        writer.Write(Contract.LastTradeDateOrContractMonth);
        writer.Write(Contract.Strike);
        writer.Write(Contract.Right);
        writer.Write(Contract.Multiplier);
        writer.Write(Contract.PrimaryExch);
        writer.Write(Contract.Currency);
        writer.Write(Contract.LocalSymbol);
        writer.Write(Contract.TradingClass);
        writer.WriteOrEmpty(Position);
        writer.Write(MarketPrice);
        writer.Write(MarketValue);
        writer.Write(AverageCost);
        writer.Write(UnrealizedPNL);
        writer.Write(RealizedPNL);
        writer.Write(AccountName);
    }

    private static Contract ReadContract(ref FieldReader reader, int version) => new()
    {
        ConId = reader.ReadInt("conId"),
        Symbol = reader.ReadText("symbol"),
        SecType = reader.ReadText("secType"),
        LastTradeDateOrContractMonth = reader.ReadText("lastTradeDateOrContractMonth"),
        Strike = reader.ReadDouble("strike"),
        Right = reader.ReadText("right"),
        Multiplier = version < 7 ? "" : reader.ReadText("multiplier"),
        PrimaryExch = version < 7 ? "" : reader.ReadText("primaryExchange"),
        Currency = reader.ReadText("currency"),
        LocalSymbol = reader.ReadText("localSymbol"),
        TradingClass = version < 8 ? "" : reader.ReadText("tradingClass"),
    };
}
