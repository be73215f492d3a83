using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TwsSimulator.Faults;

/// <summary>Tells streams of data apart by what they carry.</summary>
internal static class DataMessages
{
    /// <summary>The request a message of a stream belongs to; -1 for anything else.</summary>
    public static int ReqIdOf(IResponse message) => message switch
    {
        TickPrice t => t.ReqId,
        TickSize t => t.ReqId,
        TickString t => t.ReqId,
        TickGeneric t => t.ReqId,
        TickOptionComputation t => t.ReqId,
        TickByTickAllLast t => t.ReqId,
        TickByTickBidAsk t => t.ReqId,
        TickByTickMidPoint t => t.ReqId,
        MarketDepth t => t.ReqId,
        MarketDepthL2 t => t.ReqId,
        TickNews t => t.ReqId,
        RealTimeBar t => t.ReqId,
        HistoricalDataUpdate t => t.ReqId,
        _ => -1,
    };

    /// <summary>A stream of market data, bars included.</summary>
    public static bool IsMarketData(IResponse message) => ReqIdOf(message) != -1;

    /// <summary>Bars that go on.</summary>
    public static bool IsBars(IResponse message) => message is RealTimeBar or HistoricalDataUpdate;

    /// <summary>Answers of a historical data farm.</summary>
    public static bool IsHistory(IResponse message)
        => message is HistoricalData or HistoricalDataEnd or HistoricalDataUpdate or HistoricalSchedule or HistoricalTicks or HistoricalTicksBidAsk or HistoricalTicksLast or HeadTimestampMessage or HistogramData;

    /// <summary>Answers of a security definition farm.</summary>
    public static bool IsDefinition(IResponse message) => message is ContractData or ContractDataEnd or BondContractData or SymbolSamples or SecurityDefinitionOptionParameter or SecurityDefinitionOptionParameterEnd;
}
