using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Snapshots that a test sets.</summary>
public sealed class FakeTradingView : ITradingView
{
    private readonly Dictionary<string, Quote> _quotes = [];
    private readonly Dictionary<string, Instrument> _instruments = [];
    private readonly Dictionary<(string, BarSize), BarSeries> _bars = [];
    private readonly List<TradingNotice> _notices = [];

    public SessionStatus Session { get; set; } = Given.ReadySession();
    public IReadOnlyList<TradingCore.Risk.Kill.KillStatus> KillSwitches { get; set; } = [];

    public IReadOnlyList<WatchlistItem> Watchlist { get; set; } = [];
    public IReadOnlyList<Order> Orders { get; set; } = [];
    public IReadOnlyList<Fill> Fills { get; set; } = [];
    public IReadOnlyList<Position> Positions { get; set; } = [];
    public IReadOnlyList<OutageReport> Outages { get; set; } = [];

    public MoneyState Money { get; set; } = MoneyState.Empty;

    public IReadOnlyList<AccountState> Accounts { get; set; } = [];

    public Quote? FindQuote(string ticker) => _quotes.GetValueOrDefault(ticker);
    public Instrument? FindInstrument(string ticker) => _instruments.GetValueOrDefault(ticker);
    public BarTruth BarTruth { get; set; } = BarTruth.Empty;

    public BarSeries FindBars(string ticker, BarSize size)
    {
        if (!_bars.TryGetValue((ticker, size), out BarSeries? series)) _bars[(ticker, size)] = series = new BarSeries(ticker, size, [], 0);
        return series;
    }

    public IReadOnlyList<TradingNotice> NoticesSince(long sequence) => [.. _notices.Where(n => n.Sequence > sequence)];

    public void Put(Quote quote) => _quotes[quote.Ticker] = quote;
    public void Put(Instrument instrument) => _instruments[instrument.Contract.Ticker] = instrument;
    public void Put(BarSeries series) => _bars[(series.Ticker, series.Size)] = series;

    /// <summary>A watched, resolved contract.</summary>
    public void Watch(Instrument instrument)
    {
        Put(instrument);
        Watchlist = [.. Watchlist, new WatchlistItem(instrument.Contract.Ticker, new ContractQuery(instrument.Contract.Ticker), instrument, WatchState.Subscribed, "")];
    }

    public void Tell(string kind, NoticeSeverity severity, string text, string ticker = "SPY") =>
        _notices.Add(new TradingNotice(_notices.Count + 1, Given.Now, severity, kind, text, ticker, default));
}
