using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TradingBlazor.Components.Commands;
using TradingBlazor.Security.Access;
using TradingBlazor.State;
using TradingBlazor.State.Keys;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.MarketData.Search;
using TradingCore.Risk.Kill;

namespace TradingBlazor.Tests.Components;

public sealed class TradingKeysTests : DeskTest
{
    private readonly List<KeyResult> _told = [];

    public TradingKeysTests()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("QQQ"));
        View.Put(Given.Quote());
        State.Ticker = "SPY";
        DeskActions.Told += _told.Add;
    }

    private DeskCommands DeskActions => Services.GetRequiredService<DeskCommands>();
    private UndoWindow Undo => Services.GetRequiredService<UndoWindow>();
    private HotkeyArming Arming => Services.GetRequiredService<HotkeyArming>();

    [Fact]
    public async Task A_key_that_is_not_armed_sends_nothing_and_says_how_to_arm()
    {
        await DeskActions.RunAsync("trade.buy");

        Assert.Empty(Commands.Submits);
        Assert.Contains("Alt+Shift+A arms them", _told.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_is_dropped_when_the_keys_are_disarmed_by_hand_and_when_they_go_off_by_themselves()
    {
        await DeskActions.RunAsync("arm");
        Task byHand = DeskActions.RunAsync("trade.buy");
        await DeskActions.RunAsync("arm");
        await byHand;
        await DeskActions.RunAsync("arm");
        Task byItself = DeskActions.RunAsync("trade.sell");
        Arming.Check("DU999", View.Session);
        await byItself;

        Clock.Advance(TimeSpan.FromSeconds(UndoWindow.SecondsMax));
        Assert.Empty(Commands.Submits);
        Assert.Equal(["The trading keys were disarmed. Nothing was sent.", "The account was changed. Nothing was sent."], _told.Select(t => t.Message));
    }

    [Fact]
    public async Task An_armed_key_waits_with_a_countdown_and_then_sends_what_the_ticket_holds()
    {
        State.Draft.Quantity = "300";
        IRenderedComponent<UndoBanner> cut = Render<UndoBanner>();
        await DeskActions.RunAsync("arm");

        Task run = DeskActions.RunAsync("trade.sell");
        await BeatAsync();
        Assert.Equal("3", Text(cut, "undo-left"));
        Assert.Contains("Sell 300 SPY at market", Text(cut, "undo-banner"), StringComparison.Ordinal);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await BeatAsync();
        Assert.Equal("1", Text(cut, "undo-left"));
        Assert.Empty(Commands.Submits);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await run;

        OrderSpec sent = Commands.Submits.Single().Spec;
        Assert.Equal((OrderSide.Sell, 300m, OrderType.Market), (sent.Side, sent.Quantity, sent.Type));
        await BeatAsync();
        Assert.False(Has(cut, "undo-banner"));
    }

    [Fact]
    public async Task An_order_that_waits_is_undone_and_never_sent()
    {
        await DeskActions.RunAsync("arm");
        Task run = DeskActions.RunAsync("trade.buy");

        await DeskActions.RunAsync("undo");
        await run;
        Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Empty(Commands.Submits);
        Assert.Equal("Undone: nothing was sent.", _told.Single().Message);
    }

    [Fact]
    public async Task An_order_that_waits_is_not_sent_when_the_page_gives_no_sign_of_life_at_the_end()
    {
        JSInterop.Setup<object?>("isFinite", _ => true).SetCanceled();
        await DeskActions.RunAsync("arm");
        Task run = DeskActions.RunAsync("trade.buy");

        Clock.Advance(TimeSpan.FromSeconds(3));
        await run;

        Assert.Empty(Commands.Submits);
        Assert.StartsWith("Not sent: the page could not be reached", _told.Single().Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trade.buy", 9, 0)]
    [InlineData("trade.buy", 2, 1)]
    [InlineData("trade.cancel-last", 9, 1)]
    public async Task A_key_that_arrives_late_sends_no_order_and_cancels_all_the_same(string id, int secondsAgo, int expected)
    {
        Undo.Seconds = 0;
        View.Orders = [Given.Order("TB-1", limit: 429m)];
        await DeskActions.RunAsync("arm");

        await DeskActions.RunAsync(id, SecondOfPage(secondsAgo));

        Assert.Equal(expected, Commands.Submits.Count + Commands.Cancels.Count);
        if (expected == 0) Assert.Contains("9.0 s old when the press arrived", _told.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_key_while_an_order_waits_is_refused()
    {
        await DeskActions.RunAsync("arm");
        Task run = DeskActions.RunAsync("trade.buy");

        await DeskActions.RunAsync("trade.buy");
        Clock.Advance(TimeSpan.FromSeconds(3));
        await run;

        Assert.Single(Commands.Submits);
        Assert.Contains("an order waits already", _told[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_wait_the_order_leaves_at_once()
    {
        Undo.Seconds = 0;
        await DeskActions.RunAsync("arm");

        await DeskActions.RunAsync("trade.buy");

        Assert.Single(Commands.Submits);
        Assert.Equal("0", Preferences.Stored[("desk", UndoWindow.Key)]);
    }

    [Fact]
    public async Task Flatten_names_its_size_and_closes_the_position()
    {
        View.Positions = [Given.Position()];
        Undo.Seconds = 0;
        await DeskActions.RunAsync("arm");

        await DeskActions.RunAsync("trade.flatten");

        Assert.Equal("SPY", Commands.Closes.Single().Ticker);
        Assert.Equal("Sent: Flatten SPY: sell 200 at market.", _told.Single().Message);
    }

    [Fact]
    public async Task Cancels_need_no_arming_and_never_wait()
    {
        View.Orders = [Given.Order("TB-1") with { CreatedTime = Given.Now.AddMinutes(-2) }, Given.Order("TB-2", side: OrderSide.Sell), Given.Order("TB-3") with { CreatedTime = Given.Now.AddMinutes(-1) }, Given.Order("TB-4", OrderState.Filled)];

        await DeskActions.RunAsync("trade.cancel-last");
        await DeskActions.RunAsync("trade.cancel-buys");

        Assert.Equal([new OrderRef("TB-2")], Commands.Cancels);
        Assert.Equal([("SPY", OrderSide.Buy)], Commands.CancelAlls);
        Assert.Equal("Cancels sent.", _told[^1].Message);
    }

    [Fact]
    public async Task Keys_cannot_be_armed_while_the_gateway_is_away_and_disarm_when_it_goes()
    {
        IRenderedComponent<ArmBadge> cut = Render<ArmBadge>();
        Find(cut, "arm").Click();
        await BeatAsync();
        Assert.Equal("true", Find(cut, "arm").GetAttribute("data-armed"));

        View.Session = View.Session with { State = SessionState.WaitingToReconnect, IsVerified = false, IsTradingEnabled = false, Cause = "The gateway closed the connection." };
        await BeatAsync();
        Assert.Equal("false", Find(cut, "arm").GetAttribute("data-armed"));
        Find(cut, "arm").Click();

        Assert.False(Arming.IsArmed);
        Assert.Contains("The trading keys stay off.", _told[^1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_out_of_sight_sends_nothing_that_waits_and_comes_back_disarmed()
    {
        await DeskActions.RunAsync("arm");
        Task run = DeskActions.RunAsync("trade.buy");

        await DeskActions.RunAsync("hidden");
        await run;
        Clock.Advance(TimeSpan.FromSeconds(UndoWindow.SecondsMax));

        Assert.Empty(Commands.Submits);
        Assert.False(Arming.IsArmed);
        Assert.Equal("The page was out of sight. Nothing was sent.", _told.Single().Message);
    }

    [Fact]
    public async Task Keys_are_disarmed_when_the_right_to_trade_is_taken_and_what_waits_is_not_sent()
    {
        IRenderedComponent<ArmBadge> cut = Render<ArmBadge>();
        await DeskActions.RunAsync("arm");
        Task run = DeskActions.RunAsync("trade.buy");

        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of("viewer")));
        await BeatAsync();
        await run;

        Assert.Equal("false", Find(cut, "arm").GetAttribute("data-armed"));
        Assert.Empty(Commands.Submits);
        Assert.Contains("needs the permission Trade", Arming.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_key_of_the_kill_switch_says_why_to_somebody_who_may_not_use_it()
    {
        Rights.Set(new CallerAccess(CallerKind.User, "u1", "mira", Roles.Of("viewer")));

        await DeskActions.RunAsync("kill");

        Assert.Contains("needs the permission Kill", _told.Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_key_is_told_at_a_time_and_nothing_that_is_told_to_everybody_in_the_same_words()
    {
        IRenderedComponent<MudSnackbarProvider> cut = Render<MudSnackbarProvider>();
        Render<KeyListener>();

        await DeskActions.RunAsync("trade.buy");
        await DeskActions.RunAsync("trade.cancel-last");
        cut.WaitForAssertion(() => Assert.Equal("No order in SPY works.", cut.Find("[data-testid='key-toast'] span").TextContent));
        Assert.Single(cut.FindAll("[data-testid='key-toast']"));
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Denied, null, Given.Denied(), Given.Denied().Summary));
        View.Tell("denied", NoticeSeverity.Warning, Given.Denied().Summary);
        Undo.Seconds = 0;
        await DeskActions.RunAsync("arm");
        await DeskActions.RunAsync("trade.buy");

        Assert.Single(Commands.Submits);
        cut.WaitForAssertion(() => Assert.Empty(cut.FindAll("[data-testid='key-toast']")));
    }

    [Theory]
    [InlineData(KillLevel.Block, 0, 0, "No new order leaves. No order works. Nothing is held.")]
    [InlineData(KillLevel.Cancel, 1, 2, "No new order leaves. 1 working order is cancelled. 2 positions stay.")]
    [InlineData(KillLevel.Flatten, 2, 1, "No new order leaves. 2 working orders are cancelled. 1 position is closed at the market.")]
    [InlineData(KillLevel.Disconnect, 0, 2, "No new order leaves. No order works. 2 positions are closed at the market. Then the connection ends.")]
    [InlineData(KillLevel.Flatten, 2, null, "No new order leaves. 2 working orders are cancelled. What its orders made is closed at the market.")]
    public void The_kill_switch_names_its_size_in_whole_sentences(KillLevel level, int orders, int? positions, string said) => Assert.Equal(said, KillText.Sizes(level, orders, positions));

    [Fact]
    public async Task An_order_that_waits_is_dropped_when_the_page_goes()
    {
        await DeskActions.RunAsync("arm");
        Task run = DeskActions.RunAsync("trade.buy");

        Undo.Dispose();
        await run;

        Assert.Empty(Commands.Submits);
    }

    [Fact]
    public void The_palette_finds_symbols_pages_panels_and_layouts_and_offers_to_watch_what_is_not_known()
    {
        IRenderedComponent<CommandPalette> cut = Render<CommandPalette>();

        Find(cut, "palette-input").Input("qqq");
        Assert.Contains("QQQ", Text(cut, "palette-item-0"), StringComparison.Ordinal);
        Find(cut, "palette-input").Input("tsla");
        Assert.Contains("Watch TSLA", Text(cut, "palette-item-0"), StringComparison.Ordinal);
        Find(cut, "palette-input").Input("layout wall");
        Assert.Contains("Layout Wall", Text(cut, "palette-item-0"), StringComparison.Ordinal);
        Find(cut, "palette-input").Input("qqq");
        Find(cut, "palette-input").KeyDown("Enter");

        Assert.Equal("QQQ", State.Ticker);
    }

    [Fact]
    public async Task The_palette_asks_the_gateway_after_a_pause_and_watches_the_contract_that_was_chosen()
    {
        var es = new ContractHit(new ContractQuery("ES", SecurityType.Future, "CME", "USD", "20261218"), new ConId(4), "ESZ6", SecurityType.Future, "CME", "USD", "E-mini S&P 500", "20261218", null, "", []);
        var spy = new ContractHit(new ContractQuery("SPY", SecurityType.Stock), new ConId(5), "SPY", SecurityType.Stock, "ARCA", "USD", "SPDR", "", null, "", []);
        Queries.OnSearch = _ => Task.FromResult(QueryAnswer.Of<ContractHit>([spy, es]));
        IRenderedComponent<CommandPalette> cut = Render<CommandPalette>();

        Find(cut, "palette-input").Input("es");
        int known = cut.FindAll("[role=option]").Count;
        Assert.Empty(Queries.Searches);
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Equal(known + 1, cut.FindAll("[role=option]").Count));
        Assert.Contains("Dec 18, 2026", Text(cut, $"palette-item-{known}"), StringComparison.Ordinal);
        await Find(cut, $"palette-item-{known}").ClickAsync(new MouseEventArgs());
        Assert.Equal(es.Query, Assert.Single(Commands.Adds));
    }

    [Fact]
    public async Task The_palette_shows_no_contract_that_was_found_for_another_text()
    {
        var apple = new ContractHit(new ContractQuery("AAPL", SecurityType.Stock), new ConId(6), "AAPL", SecurityType.Stock, "NASDAQ", "USD", "Apple", "", null, "", []);
        var agilent = new ContractHit(new ContractQuery("A", SecurityType.Stock), new ConId(7), "A", SecurityType.Stock, "NYSE", "USD", "Agilent", "", null, "", []);
        var late = new TaskCompletionSource<QueryAnswer<ContractHit>>();
        Queries.OnSearch = t => t == "a" ? Task.FromResult(QueryAnswer.Of<ContractHit>([apple, agilent])) : t == "ap" ? late.Task : Task.FromResult(QueryAnswer.Of<ContractHit>([]));
        IRenderedComponent<CommandPalette> cut = Render<CommandPalette>();
        IEnumerable<string> Shown() => cut.FindAll("[role=option] b").Select(b => b.TextContent).Where(t => t is "AAPL" or "A");
        await Find(cut, "palette-input").InputAsync("a");
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.Equal(["AAPL", "A"], Shown()));

        // What fits stays while the answer is on its way, what does not goes at once.
        await Find(cut, "palette-input").InputAsync("ap");
        Assert.Equal(["AAPL"], Shown());
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.Contains("ap", Queries.Searches));
        await Find(cut, "palette-input").InputAsync("zz");
        Assert.Empty(Shown());

        // An answer to the older text, after the newer one was typed.
        await cut.InvokeAsync(() => late.SetResult(QueryAnswer.Of<ContractHit>([apple, agilent])));
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.Contains("zz", Queries.Searches));
        Assert.Empty(Shown());
    }

    [Fact]
    public async Task The_palette_says_why_no_contract_can_be_found()
    {
        Queries.OnSearch = _ => Task.FromResult(QueryAnswer.Failed<ContractHit>("The gateway is not connected."));
        IRenderedComponent<CommandPalette> cut = Render<CommandPalette>();

        await Find(cut, "palette-input").InputAsync("es");
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Equal("The gateway is not connected.", Text(cut, "palette-note")));
    }
}
