using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Guarantees.Bars;
using TradingCore.Tws;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>Every subscription has a deadline in the hours of its market, from the moment it was asked for: silence is found, asked for again and told.</summary>
public sealed class LivenessGuaranteeTests
{
    private static readonly string[] Products = ["SPY OPT", "AAPL", "EUR.USD", "ES FUT CME", "SPX IND CBOE", "BTC CRYPTO PAXOS"];

    private static void Soon(TwsOptions options) => (options.QuoteSilenceMax, options.BarSilenceMax) = (TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10));

    [Fact]
    public async Task Data_that_is_silent_from_the_first_moment_of_a_new_connection_is_asked_for_again_and_told()
    {
        // Nobody but the session may find it: the bars' own watch looks away.
        await using BarDesk desk = await BarDesk.StartAsync(new BarsOptions { SilenceMax = TimeSpan.FromMinutes(10), MinuteOverdueAfter = TimeSpan.FromMinutes(1) }, change: Soon);

        await desk.PlayAsync("- { fault: silence, symbol: SPY }\n- { fault: reset, for: 5s }");
        await desk.UntilAsync(v => Alarms(v, "quotes").Contains("SPY") && Alarms(v, "five-second bars").Contains("SPY"));
        Assert.Equal((SessionState.Ready, 2), (desk.View.Session.State, desk.System.Statistics.Connects));
        await desk.PlayAsync("fault: clear");
        DateTimeOffset back = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => v.FindQuote("SPY") is { IsInterrupted: false } q && q.EventTime > back && desk.Parts.Bars[^1].Time >= back);
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text == "Quotes of SPY come again.") && v.NoticesSince(0).Any(n => n.Text == "Five-second bars of SPY come again."));
        Assert.Equal(2, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task Every_kind_of_product_has_a_deadline_for_its_quotes_and_its_bars()
    {
        await using BarDesk desk = await BarDesk.StartAsync(
            new BarsOptions { SilenceMax = TimeSpan.FromMinutes(10), MinuteOverdueAfter = TimeSpan.FromMinutes(1) }, simulate: o => o with { Symbols = ["SPY", "AAPL", "EUR.USD", "ES", "SPX", "BTC"] }, change: Soon, watchlist: Products, isReady: false);
        await desk.UntilAsync(v => v.Watchlist.Count == Products.Length && v.Watchlist.All(i => i.State == WatchState.Subscribed && v.FindQuote(i.Ticker) is not null && v.FindBars(i.Ticker, BarSize.FiveSeconds).Bars.Any(b => b.Source == BarSource.Live)));
        string[] tickers = [.. desk.View.Watchlist.Select(i => i.Ticker).Order(StringComparer.Ordinal)];

        await desk.PlayAsync("{ fault: silence }");
        await desk.UntilAsync(v => Alarms(v, "quotes").Count == Products.Length && Alarms(v, "five-second bars").Count == Products.Length);
        await desk.PlayAsync("fault: clear");
        DateTimeOffset back = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => tickers.All(t => v.FindQuote(t) is { IsInterrupted: false } q && q.EventTime > back && v.FindBars(t, BarSize.FiveSeconds).Bars[^1].Time >= back));
        Assert.Equal(Products.Length, tickers.Distinct().Count());
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task Frozen_data_of_a_closed_market_is_marked_is_not_taken_for_silent_and_is_not_traded_on()
    {
        // A Saturday in New York, by the exchange's own hours; the broker is asked for the last prices of the session that ended.
        await using BarDesk desk = await BarDesk.StartAsync(
            start: new DateTimeOffset(2026, 3, 7, 17, 0, 0, TimeSpan.Zero), simulate: o => o with { RealHours = true }, change: o => { Soon(o); o.MarketDataType = 2; }, isReady: false);
        await desk.UntilAsync(v => v.Session.IsTradingEnabled && v.FindQuote("SPY") is { Last: not null });

        await desk.UntilAsync(desk.Clock.GetUtcNow().AddMinutes(2));
        Quote quote = desk.View.FindQuote("SPY")!;
        SubmitResult denied = await desk.System.Engine.Commands.SubmitAsync(Desk.Buy(10m, quote.Last), new CommandContext("user", "anna"), desk.Test);

        Assert.Equal(MarketDataType.Frozen, quote.DataType);
        Assert.True(quote.IsStale(desk.Clock.GetUtcNow(), TimeSpan.FromDays(1)));
        Assert.Contains("The data of SPY is frozen, not live", denied.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n is { Kind: "market data" or "bars", Severity: NoticeSeverity.Warning or NoticeSeverity.Error });
        Assert.Empty(desk.Simulator.Truth.Orders);
    }

    [Fact]
    public void Trading_hours_are_asked_for_anew_before_they_end_and_every_watch_goes_by_the_new_ones()
    {
        Desk desk = Desk.Ready();
        Instrument week = new() { Contract = Desk.Spy, TimeZoneId = "US/Eastern", TradingHours = "20260302:0930-20260302:1600;20260306:0930-20260306:1600" };
        Instrument next = week with { TradingHours = "20260309:0930-20260309:1600" };
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, week) { Time = desk.Now });
        int asked = desk.Gateway.Resolved.Count;

        desk.Wait(TimeSpan.FromDays(2));
        int early = desk.Gateway.Resolved.Count;
        desk.Wait(TimeSpan.FromDays(1));
        desk.Wait(TimeSpan.FromHours(1));
        int inTime = desk.Gateway.Resolved.Count;
        desk.Apply(new InstrumentResolved(Desk.SpyQuery, next) { Time = desk.Now });

        Assert.Equal((asked, asked + 1), (early, inTime));
        Assert.Equal(next, desk.Seen.FindInstrument("SPY"));
        Assert.Equal(next, desk.Gateway.Subscribed[^1]);
        Assert.Single(desk.Seen.Watchlist);
    }

    private static HashSet<string> Alarms(ITradingView view, string what) =>
        [.. view.NoticesSince(0).Where(n => n is { Kind: "market data", Severity: NoticeSeverity.Error } && n.Text.StartsWith($"No {what} of ", StringComparison.Ordinal)).Select(n => n.Ticker)];
}
