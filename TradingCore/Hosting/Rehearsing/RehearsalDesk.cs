using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.MarketData;
using TradingCore.Risk;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>Account, contract and engine that rehearsals alone know.</summary>
internal static class RehearsalDesk
{
    public const int ClientId = 1;

    // Of a paper account: Risk takes no other one in the mode that is the default.
    public static readonly AccountId Account = new("DU0000000");

    public static readonly Contract Contract = new() { ConId = new ConId(1), Ticker = "REHEARSAL", Symbol = "REHEARSAL" };

    /// <summary>An engine that writes to the ports of a rehearsal, and has yet to be started.</summary>
    public static EngineProcessor Engine(RehearsalPorts ports, TradingOptions trading, RiskOptions risk)
    {
        var engine = new EngineProcessor(trading, risk, new MarketDataOptions(), new BarsOptions { BackfillOnSubscribe = false }, ports, NullLogger.Instance);
        engine.Effects.Gateway = ports;
        return engine;
    }
}
