using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Risk;

namespace TradingCore.Hosting.Rehearsing;

/// <summary>Account, contract and engine that rehearsals alone know.</summary>
internal static class RehearsalDesk
{
    public const int ClientId = 1;

    /// <summary>Below the market of <see cref="Quote"/>.</summary>
    public const decimal LimitPrice = 99m;

    /// <summary>A Monday at noon in New York, so that no rule about the time of day speaks.</summary>
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 17, 0, 0, TimeSpan.Zero);

    // Of a paper account: Risk takes no other one in the mode that is the default.
    public static readonly AccountId Account = new("DU0000000");

    public static readonly Contract Contract = new() { ConId = new ConId(1), Ticker = "REHEARSAL", Symbol = "REHEARSAL" };

    /// <summary>Nobody acknowledges what goes nowhere.</summary>
    public static TradingOptions Trading => new() { AnswerWhen = AnswerMoment.Durable };

    /// <summary>Limits of which none stops hundreds of orders without a fill.</summary>
    public static RiskOptions Limits => new() { OrdersPerMinute = 2_400, OrderTradeRatioFrom = int.MaxValue };

    /// <summary>An engine that writes to the ports of a rehearsal, and has yet to be started.</summary>
    public static EngineProcessor Engine(RehearsalPorts ports, TradingOptions trading, RiskOptions risk)
    {
        var engine = new EngineProcessor(trading, risk, new MarketDataOptions(), new BarsOptions { BackfillOnSubscribe = false }, ports, NullLogger.Instance);
        engine.Effects.Gateway = ports;
        return engine;
    }

    /// <summary>Starts an engine as it is when it has been compared with the broker and knows account, contract and market.</summary>
    public static void Open(EngineProcessor engine, DateTimeOffset now)
    {
        engine.Start(RecoveredState.Empty);
        EngineState state = engine.Core.State;
        state.Observe(now, isFromGateway: true);
        state.Session = new SessionStatus { State = SessionState.Ready, Accounts = [Account], IsBrokerConnected = true, ClientId = ClientId };
        state.IsVerified = true;
        state.OrderIdsOf(ClientId).NotBelow(1);
        state.Accounts.Apply(new AccountState { Account = Account, Currency = "USD", NetLiquidation = 1_000_000m, ExcessLiquidity = 1_000_000m, TotalCash = 1_000_000m, UpdatedTime = now });
        state.Market.EnsureInstrument(new Instrument { Contract = Contract });
        engine.Process(new MarketTick(Contract.ConId, TickField.DataType, (decimal)MarketDataType.Live, 100m, now));
    }

    /// <summary>The market, always the same.</summary>
    public static MarketTick[] Quote(DateTimeOffset now) =>
    [
        new(Contract.ConId, TickField.Bid, 99.99m, 100m, now),
        new(Contract.ConId, TickField.Ask, 100m, 100m, now),
        new(Contract.ConId, TickField.Last, 100m, 100m, now),
    ];
}
