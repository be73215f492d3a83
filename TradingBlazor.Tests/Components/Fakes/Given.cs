using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Risk;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Values with only the fields that matter.</summary>
public static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 3, 10, 18, 3, 27, TimeSpan.Zero);

    public static readonly RiskVerdict Allowed = new([new RiskCheckResult("R01", "State gate", true, null, null, ""), new RiskCheckResult("R08", "Order quantity", true, 100m, 1000m, "")]);

    public static RiskVerdict Denied(string message = "1,000,000 shares is over your order limit of 1,000 (R08). Change the quantity or ask an admin to raise the limit.") =>
        new([new RiskCheckResult("R01", "State gate", true, null, null, ""), new RiskCheckResult("R08", "Order quantity", false, 1_000_000m, 1000m, message)]);

    public static SessionStatus ReadySession(TradingMode mode = TradingMode.Simulator) => new()
    {
        Mode = mode,
        State = SessionState.Ready,
        Since = Now.AddMinutes(-5),
        Host = "127.0.0.1",
        Port = 7500,
        ClientId = 1,
        ServerVersion = 187,
        Accounts = [new AccountId("DU1234567")],
        LastMessageTime = Now,
        IsBrokerConnected = true,
        IsVerified = true,
        IsTradingEnabled = true,
        Cause = "Connected and verified.",
    };

    public static Instrument Instrument(string ticker = "SPY", decimal tick = 0.01m, SecurityType type = SecurityType.Stock, string name = "SPDR S&P 500 ETF Trust") => new()
    {
        Contract = new Contract { Ticker = ticker, Symbol = ticker, ConId = new ConId(Math.Abs(ticker.GetHashCode(StringComparison.Ordinal))), SecurityType = type },
        LongName = name,
        MinTick = tick,
    };

    public static Quote Quote(string ticker = "SPY", decimal bid = 430.11m, decimal ask = 430.13m, decimal? last = 430.12m, decimal close = 428.32m, long version = 1, DateTimeOffset? received = null) => new()
    {
        Ticker = ticker,
        Bid = bid,
        BidSize = 300,
        Ask = ask,
        AskSize = 500,
        Last = last,
        LastSize = 100,
        Volume = 12_345_678m,
        Open = close,
        Close = close,
        DataType = MarketDataType.Live,
        EventTime = received ?? Now,
        ReceivedTime = received ?? Now,
        Version = version,
    };

    public static Order Order(string orderRef = "TB-1", OrderState state = OrderState.Working, OrderType type = OrderType.Limit, decimal quantity = 100m, decimal filled = 0m, decimal? limit = 400m,
        string reason = "", long version = 1, OrderSide side = OrderSide.Buy) => new()
        {
            OrderRef = new OrderRef(orderRef),
            OrderId = new OrderId(7),
            Contract = Instrument().Contract,
            Side = side,
            Quantity = quantity,
            Type = type,
            LimitPrice = type is OrderType.Limit or OrderType.StopLimit ? limit : null,
            State = state,
            Filled = filled,
            Reason = reason,
            Version = version,
            CreatedTime = Now,
            UpdatedTime = Now,
        };

    /// <summary>Risk of the account of <see cref="ReadySession"/>.</summary>
    public static AccountRisk Risk(RiskUsage[] usage, params SymbolRisk[] symbols) => new(new AccountId("DU1234567"), "USD", TradingGate.Open, 1_000_000m, 1_000_000m, 1_000_000m, 0m, usage, symbols);

    public static Position Position(string ticker = "SPY", decimal quantity = 200m, decimal unrealized = 12.5m, decimal realized = 0m) => new()
    {
        Account = new AccountId("DU1234567"),
        Contract = Instrument(ticker).Contract,
        Quantity = quantity,
        AveragePrice = 430.05m,
        MarkPrice = 430.12m,
        MarketValue = 86_024m,
        UnrealizedPnl = unrealized,
        RealizedPnl = realized,
        BrokerQuantity = quantity,
        UpdatedTime = Now,
    };

    public static Fill Fill(string execId = "0001.01.01", decimal quantity = 100m, decimal price = 430.13m, OrderSide side = OrderSide.Buy) => new()
    {
        ExecId = new ExecId(execId),
        Contract = Instrument().Contract,
        Side = side,
        Quantity = quantity,
        Price = price,
        Time = Now,
        ReceivedTime = Now,
        Exchange = "ISLAND",
        Commission = 1m,
        CommissionCurrency = "USD",
    };

    /// <summary>Closed one-minute bars that end before <see cref="Now"/>, rising by 0.01 a bar.</summary>
    public static IReadOnlyList<Bar> Bars(int count, BarSize? size = null, BarSource source = BarSource.Live)
    {
        BarSize s = size ?? BarSize.OneMinute;
        DateTimeOffset end = s.StartOf(Now);
        return [.. Enumerable.Range(0, count).Select(i => Bar(end - s.Span * (count - i), 430m + 0.01m * i, s, source))];
    }

    public static Bar Bar(DateTimeOffset time, decimal close, BarSize? size = null, BarSource source = BarSource.Live, bool isClosed = true) => new()
    {
        Time = time,
        Size = size ?? BarSize.OneMinute,
        Open = close - 0.01m,
        High = close + 0.02m,
        Low = close - 0.03m,
        Close = close,
        Volume = 1000m,
        Wap = close,
        Count = 10,
        Parts = (size ?? BarSize.OneMinute).PartsExpected,
        Source = source,
        IsClosed = isClosed,
    };

    public static BarSeries Series(IReadOnlyList<Bar> bars, long version = 1, string ticker = "SPY") => new(ticker, bars.Count > 0 ? bars[0].Size : BarSize.OneMinute, bars, version);
}
