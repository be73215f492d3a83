using TradingCore.Domain;

namespace TradingCore.Tests.MarketData;

/// <summary>Contracts for tests.</summary>
internal static class Instruments
{
    public static Instrument Spy { get; } = Of("SPY", 756733);
    public static Instrument Euro { get; } = Of("EUR.USD", 12087792, SecurityType.Forex);

    public static Instrument Of(string ticker, int conId, SecurityType type = SecurityType.Stock) => new()
    {
        Contract = new Contract { ConId = new ConId(conId), Ticker = ticker, Symbol = ticker.Split('.')[0], SecurityType = type },
    };
}
