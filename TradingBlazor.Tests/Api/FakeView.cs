using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.Api;

/// <summary>What the engine shows, set by the test.</summary>
internal sealed class FakeView : ITradingView
{
    public SessionStatus Session { get; set; } = new() { State = SessionState.Ready, IsBrokerConnected = true, Host = "127.0.0.1", Port = 4002 };
    private bool _hasBegun = true;
    private int _begunAsked;

    public bool HasBegun
    {
        get { Interlocked.Increment(ref _begunAsked); return Volatile.Read(ref _hasBegun); }
        set => Volatile.Write(ref _hasBegun, value);
    }

    /// <summary>How often it was asked whether it has begun.</summary>
    public int BegunAsked => Volatile.Read(ref _begunAsked);
    public IReadOnlyList<TradingCore.Risk.Kill.KillStatus> KillSwitches { get; set; } = [];

    public IReadOnlyList<WatchlistItem> Watchlist { get; set; } = [];
    public IReadOnlyList<Quote> Quotes { get; set; } = [];
    public IReadOnlyList<BarSeries> Series { get; set; } = [];
    public IReadOnlyList<Order> Orders { get; set; } = [];
    public IReadOnlyList<Fill> Fills { get; set; } = [];
    public TradingCore.Orders.OrderNewsFeed News { get; } = new();
    public TradingCore.Orders.OrderNewsReader FollowOrders() => News.Follow();
    public IReadOnlyList<Position> Positions { get; set; } = [];
    public IReadOnlyList<OutageReport> Outages { get; set; } = [];

    public MoneyState Money { get; set; } = MoneyState.Empty;

    public IReadOnlyList<AccountState> Accounts { get; set; } = [];

    public Quote? FindQuote(string ticker) => Quotes.FirstOrDefault(q => q.Ticker == ticker);
    public Instrument? FindInstrument(string ticker) => Watchlist.FirstOrDefault(w => w.Ticker == ticker)?.Instrument;
    public BarTruth BarTruth { get; set; } = BarTruth.Empty;

    public BarSeries FindBars(string ticker, BarSize size) => Series.FirstOrDefault(s => s.Ticker == ticker && s.Size == size) ?? new BarSeries(ticker, size, [], 0);
    public IReadOnlyList<TradingNotice> NoticesSince(long sequence) => [];
}
