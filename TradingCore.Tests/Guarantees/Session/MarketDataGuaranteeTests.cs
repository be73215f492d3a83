using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Tests.Engine;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>What is promised of quotes: silence is found, lines are counted, and nothing old looks live.</summary>
public sealed class MarketDataGuaranteeTests
{
    private static readonly CommandContext Anna = new("user", "anna");

    [Fact]
    public async Task Quotes_that_fall_silent_while_connected_are_asked_for_again()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.QuoteSilenceMax = TimeSpan.FromSeconds(5));

        // The data comes back with the next subscription and not before.
        await desk.PlayAsync("- { fault: silence, symbol: SPY, kind: quotes }\n- { when: subscribed, fault: clear }");
        DateTimeOffset resumed = desk.Simulator.Truth.MarketTime;

        await desk.UntilAsync(v => v.FindQuote("SPY")!.ReceivedTime >= resumed);
        Assert.Equal(1, desk.System.Statistics.Connects);
        Assert.Equal(SessionState.Ready, desk.View.Session.State);
    }

    [Fact]
    public async Task Silence_that_asking_again_does_not_end_is_told_and_the_order_channel_stays()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.QuoteSilenceMax = TimeSpan.FromSeconds(5));
        OrderRef order = await desk.RestingAsync();

        await desk.PlayAsync("{ fault: silence, symbol: SPY, kind: quotes }");
        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n is { Kind: "market data", Severity: NoticeSeverity.Error } && n.Text.Contains("No quotes of SPY", StringComparison.Ordinal)));
        await desk.CancelAsync(order);
        await desk.UntilAsync(_ => desk.Find(order).State == OrderState.Cancelled);
        await desk.PlayAsync("fault: clear");

        await desk.UntilAsync(v => v.NoticesSince(0).Any(n => n.Text == "Quotes of SPY come again."));
        Assert.Equal(1, desk.System.Statistics.Connects);
    }

    [Fact]
    public async Task A_halted_contract_is_not_taken_for_silent()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(change: o => o.QuoteSilenceMax = TimeSpan.FromSeconds(5));
        await desk.PlayAsync("{ fault: haltSymbol, symbol: SPY }");
        await desk.UntilAsync(v => v.FindQuote("SPY")!.IsHalted);

        Quote quote = desk.View.FindQuote("SPY")!;
        Assert.True(quote.IsHalted);
        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n.Kind == "market data");
    }

    [Fact]
    public async Task When_the_broker_has_fewer_lines_no_more_are_asked_for_and_who_waits_gets_the_next_free_one()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { Symbols = ["SPY", "AAPL", "MSFT"], MarketDataLines = 2 });
        await desk.System.Engine.Commands.AddToWatchlistAsync(new ContractQuery("AAPL"), Anna, desk.Test);
        await desk.System.Engine.Commands.AddToWatchlistAsync(new ContractQuery("MSFT"), Anna, desk.Test);

        await desk.UntilAsync(v => v.Session.Lines is { Used: 2, Max: 2, Waiting: 1 });
        WatchlistItem waiting = desk.View.Watchlist.Single(i => i.State == WatchState.Failed);
        Assert.Contains("All 2 market data lines are in use", waiting.Reason, StringComparison.Ordinal);

        string watched = desk.View.Watchlist.First(i => i.Ticker != waiting.Ticker && i.Ticker != "SPY").Ticker;
        await desk.System.Engine.Commands.RemoveFromWatchlistAsync(watched, Anna, desk.Test);
        await desk.UntilAsync(v => v.FindQuote(waiting.Ticker) is { Bid: not null, IsInterrupted: false } && v.Session.Lines is { Used: 2, Waiting: 0 });
    }

    [Theory]
    [InlineData(3, MarketDataType.Delayed)]
    [InlineData(4, MarketDataType.DelayedFrozen)]
    public async Task Delayed_data_is_marked_and_not_traded_on(int asked, MarketDataType shown)
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { DelayedSymbols = ["SPY"] }, o => o.MarketDataType = asked, isReady: false);
        await desk.UntilAsync(v => v.Session.IsTradingEnabled && v.FindQuote("SPY") is { Bid: not null, Ask: not null });

        Quote quote = desk.View.FindQuote("SPY")!;
        SubmitResult denied = await desk.TrySubmitAsync(Desk.Buy(10m, quote.Ask!.Value));

        Assert.True(quote.DataType is MarketDataType.Delayed or MarketDataType.DelayedFrozen, $"{quote.DataType} instead of {shown}");
        Assert.Equal(SubmitOutcome.Denied, denied.Outcome);
        Assert.Contains("R16", denied.Message, StringComparison.Ordinal);
        Assert.Empty(desk.Simulator.Truth.Orders);
    }

    [Fact]
    public async Task Farms_are_states_of_their_own_by_kind_and_never_one_of_the_session()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.UntilAsync(v => v.Session.Farms.Count >= 3);
        Assert.All(desk.View.Session.Farms, f => Assert.Equal(FarmHealth.Connected, f.Health));

        await desk.PlayAsync("- { fault: farmDown, farm: ushmds }\n- { fault: farmInactive, farm: usfarm }\n- { fault: farmDown, farm: secdefil }");

        await desk.UntilAsync(v => v.Session.BrokenFarms.Count == 2);
        Assert.Equal(
            [("secdefil", FarmKind.SecurityDefinition, FarmHealth.Disconnected), ("usfarm", FarmKind.MarketData, FarmHealth.Inactive), ("ushmds", FarmKind.History, FarmHealth.Disconnected)],
            desk.View.Session.Farms.Select(f => (f.Name, f.Kind, f.Health)));
        Assert.Equal(SessionState.Ready, desk.View.Session.State);
    }

    [Fact]
    public async Task A_broken_link_of_TWS_counts_as_a_lost_broker_until_it_says_otherwise()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync();
        await desk.PlayAsync("{ fault: notice, code: 2110, text: 'Connectivity between TWS and server is broken. It will be restored automatically.' }");
        await desk.UntilAsync(v => v.Session is { IsBrokerConnected: false, IsVerified: false });

        await desk.PlayAsync("{ fault: connectionRestored, dataLost: false }");

        await desk.ReadyAsync();
        Assert.Equal(1, desk.System.Statistics.Connects);
    }
}
