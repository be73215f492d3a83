using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.Api;

internal static class Given
{
    public static readonly Contract Spy = new() { ConId = new ConId(756733), Ticker = "SPY", Symbol = "SPY" };

    public static readonly WatchlistItem SpyWatched = new("SPY", new ContractQuery("SPY"), new Instrument { Contract = Spy, LongName = "SPDR S&P 500 ETF" }, WatchState.Subscribed, "");

    public static Order Order(string id = "TB-1", OrderState state = OrderState.Working) => new()
    {
        OrderRef = new OrderRef(id),
        Contract = Spy,
        Account = new AccountId("DU1234567"),
        Side = OrderSide.Buy,
        Quantity = 100.50m,
        Type = OrderType.StopLimit,
        LimitPrice = 412.10m,
        StopPrice = 411m,
        State = state,
        CreatedTime = ApiHost.Now,
        UpdatedTime = ApiHost.Now,
        History = [new OrderEvent(ApiHost.Now, "submitted", OrderState.PendingSubmit, "api", "")],
    };

    public static Quote Quote(TimeSpan age) => new()
    {
        Ticker = "SPY",
        ConId = Spy.ConId,
        Bid = 412.10m,
        Ask = 412.12m,
        Last = 412.11000m,
        DataType = MarketDataType.Live,
        EventTime = ApiHost.Now - age,
        ReceivedTime = ApiHost.Now - age,
    };
}
