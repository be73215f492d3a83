using TwsProtocol.Contracts;
using TwsProtocol.Wire;

namespace TwsProtocol.Messages.Responses;

/// <summary>One row of a market scanner.</summary>
/// <param name="Rank">Rank, from 0.</param>
/// <param name="Contract">Contract.</param>
/// <param name="MarketName">Market name.</param>
/// <param name="Distance">Distance, as text.</param>
/// <param name="Benchmark">Benchmark, as text.</param>
/// <param name="Projection">Projection, as text.</param>
/// <param name="LegsStr">Legs of a combination, conId/ratio joined by commas.</param>
public sealed record ScannerRow(
    int Rank, Contract Contract, string MarketName, string Distance, string Benchmark, string Projection, string LegsStr)
    : IListItem<ScannerRow>
{
    static int IListItem<ScannerRow>.FieldCount => 16;

    static ScannerRow IListItem<ScannerRow>.Decode(ref FieldReader reader)
    {
        int rank = reader.ReadInt("rank");
        var contract = new Contract
        {
            ConId = reader.ReadInt("conId"),
            Symbol = reader.ReadText("symbol"),
            SecType = reader.ReadText("secType"),
            LastTradeDateOrContractMonth = reader.ReadText("lastTradeDateOrContractMonth"),
            Strike = reader.ReadDouble("strike"),
            Right = reader.ReadText("right"),
            Exchange = reader.ReadText("exchange"),
            Currency = reader.ReadText("currency"),
            LocalSymbol = reader.ReadText("localSymbol"),
        };
        string marketName = reader.ReadText("marketName");
        contract = contract with { TradingClass = reader.ReadText("tradingClass") };
        return new ScannerRow(
            rank,
            contract,
            marketName,
            Distance: reader.ReadText("distance"),
            Benchmark: reader.ReadText("benchmark"),
            Projection: reader.ReadText("projection"),
            LegsStr: reader.ReadText("legsStr"));
    }

    void IListItem<ScannerRow>.Encode(FieldWriter writer)
    {
        writer.Write(Rank);
        writer.Write(Contract.ConId);
        writer.Write(Contract.Symbol);
        writer.Write(Contract.SecType);
        writer.Write(Contract.LastTradeDateOrContractMonth);
        writer.Write(Contract.Strike);
        writer.Write(Contract.Right);
        writer.Write(Contract.Exchange);
        writer.Write(Contract.Currency);
        writer.Write(Contract.LocalSymbol);
        writer.Write(MarketName);
        writer.Write(Contract.TradingClass);
        writer.Write(Distance);
        writer.Write(Benchmark);
        writer.Write(Projection);
        writer.Write(LegsStr);
    }
}
