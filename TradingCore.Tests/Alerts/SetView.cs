using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Alerts;

/// <summary>What the engine shows, as a test sets it.</summary>
internal sealed class SetView : ITradingView, IRiskView
{
    private readonly Dictionary<string, Quote> _quotes = [];
    private readonly Dictionary<(string, BarSize), BarSeries> _bars = [];
    private readonly List<TradingNotice> _notices = [];

    public SessionStatus Session { get; set; } = new() { State = SessionState.Ready, IsBrokerConnected = true, IsVerified = true };
    public IReadOnlyList<WatchlistItem> Watchlist { get; set; } = [];
    public BarTruth BarTruth => BarTruth.Empty;
    public IReadOnlyList<Order> Orders { get; set; } = [];
    public IReadOnlyList<Fill> Fills { get; set; } = [];
    public IReadOnlyList<Position> Positions { get; set; } = [];
    public IReadOnlyList<AccountState> Accounts { get; set; } = [];
    public MoneyState Money { get; set; } = MoneyState.Empty;
    public IReadOnlyList<OutageReport> Outages { get; set; } = [];
    public IReadOnlyList<KillStatus> KillSwitches { get; set; } = [];
    public RiskSnapshot Current { get; set; } = new() { State = TradingGate.Open, Limits = new RiskLimitBook(new RiskOptions()) };
    public OrderNewsFeed News { get; } = new();

    public OrderNewsReader FollowOrders() => News.Follow();

    public Quote? FindQuote(string ticker) => _quotes.GetValueOrDefault(ticker);

    public Instrument? FindInstrument(string ticker) => Watchlist.FirstOrDefault(w => w.Ticker == ticker)?.Instrument;

    public BarSeries FindBars(string ticker, BarSize size) => _bars.GetValueOrDefault((ticker, size)) ?? new BarSeries(ticker, size, [], 0);

    public IReadOnlyList<TradingNotice> NoticesSince(long sequence) => [.. _notices.Where(n => n.Sequence > sequence)];

    public void Price(decimal last, DateTimeOffset time, decimal? high = null, decimal? low = null, decimal? volume = null, decimal? close = null) => _quotes["SPY"] = new Quote
    {
        Ticker = "SPY",
        Bid = last - 0.01m,
        Ask = last + 0.01m,
        Last = last,
        High = high,
        Low = low,
        Volume = volume,
        Close = close,
        DataType = MarketDataType.Live,
        ReceivedTime = time,
        EventTime = time,
    };

    public void Change(Func<Quote, Quote> change) => _quotes["SPY"] = change(_quotes["SPY"]);

    public void Bars(BarSize size, params (DateTimeOffset Time, decimal Close, decimal Volume, bool IsClosed)[] bars) => _bars[("SPY", size)] = new BarSeries("SPY", size,
        [.. bars.Select(b => new Bar { Time = b.Time, Size = size, Open = b.Close, High = b.Close, Low = b.Close, Close = b.Close, Volume = b.Volume, Wap = b.Close, IsClosed = b.IsClosed })], bars.Length);

    public void Call(string text) => _notices.Add(new TradingNotice(_notices.Count + 1, default, NoticeSeverity.Error, "session", text, "", new OrderRef(""), CallsPerson: true));
}
