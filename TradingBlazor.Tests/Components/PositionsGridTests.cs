using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.State.Keys;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using Position = TradingCore.Domain.Position;

namespace TradingBlazor.Tests.Components;

/// <summary>Positions: reverse, flatten, columns, and rows that keep their place.</summary>
public sealed class PositionsGridTests : DeskTest
{
    private IRenderedComponent<MudDialogProvider> Dialogs()
    {
        Render<MudPopoverProvider>();
        return Render<MudDialogProvider>();
    }

    private static string Shown(IRenderedComponent<PositionsTable> cut) => string.Join(' ', cut.FindAll("tr[data-testid^='position-row-']").Select(r => r.GetAttribute("data-testid")!["position-row-".Length..]));

    [Fact]
    public void Reverse_names_its_size_and_needs_it_typed()
    {
        View.Positions = [Given.Position(quantity: -200m)];
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();

        Find(cut, "position-reverse-SPY").Click();
        dialogs.WaitForAssertion(() => Assert.StartsWith("Reverse SPY: buy 400 SPY at market, to hold 200.", Text(dialogs, "confirm-dialog"), StringComparison.Ordinal));
        bool offAtFirst = Find(dialogs, "confirm-yes").HasAttribute("disabled");
        Find(dialogs, "confirm-type").Input("200");
        bool offWhenWrong = Find(dialogs, "confirm-yes").HasAttribute("disabled");
        Find(dialogs, "confirm-type").Input("400");
        Find(dialogs, "confirm-yes").Click();

        Assert.True(offAtFirst && offWhenWrong);
        cut.WaitForAssertion(() => Assert.Equal("SPY", Assert.Single(Commands.Reverses).Ticker));
        Assert.NotEmpty(Commands.Reverses[0].Context.IdempotencyKey);
    }

    [Theory]
    [InlineData("reverse", 50, false)]
    [InlineData("reverse", -200, false)]
    [InlineData("close", 50, true)]
    [InlineData("close", -50, false)]
    [InlineData("close", 0, false)]
    public async Task A_position_that_is_another_one_by_the_time_the_question_is_answered_is_left_alone(string what, int quantity, bool isSent)
    {
        View.Positions = [Given.Position(quantity: 200m)];
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();
        Find(cut, $"position-{what}-SPY").Click();
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-yes")));
        if (what == "reverse") Find(dialogs, "confirm-type").Input("400");

        View.Positions = [Given.Position(quantity: quantity)];
        await BeatAsync();
        Find(dialogs, "confirm-yes").Click();

        dialogs.WaitForAssertion(() => Assert.False(Has(dialogs, "confirm-yes")));
        if (isSent) cut.WaitForAssertion(() => Assert.Single(Commands.Closes));
        else cut.WaitForAssertion(() => Assert.Equal($"Not sent: SPY was 200 when you were asked, and is {Format.Quantity(quantity)} now.", Text(cut, "position-broker-SPY")));
        Assert.Equal(isSent ? 1 : 0, Commands.Closes.Count + Commands.Reverses.Count);
    }

    [Theory]
    [InlineData("close")]
    [InlineData("reverse")]
    public void An_answer_that_was_held_up_on_its_way_sends_nothing_and_says_so_until_it_is_given_again(string what)
    {
        View.Positions = [Given.Position(quantity: 200m)];
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();
        Find(cut, $"position-{what}-SPY").Click();
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-yes")));
        if (what == "reverse") Find(dialogs, "confirm-type").Input("400");

        Services.GetRequiredService<PageLine>().Note($"{Clock.GetUtcNow().UtcTicks / TimeSpan.TicksPerSecond - 30}");
        Find(dialogs, "confirm-yes").Click();
        dialogs.WaitForAssertion(() => Assert.Equal("Not done: what the page showed was 30 s old when the press arrived. Look at the market, and press again.", Text(dialogs, "confirm-late")));
        Assert.Empty(Commands.Closes);
        Assert.Empty(Commands.Reverses);
        Find(dialogs, "confirm-yes").Click();

        cut.WaitForAssertion(() => Assert.Equal("SPY", Assert.Single(what == "close" ? Commands.Closes : Commands.Reverses).Ticker));
    }

    [Fact]
    public async Task Nothing_is_closed_reversed_or_flattened_while_the_gateway_is_away()
    {
        View.Positions = [Given.Position()];
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();
        IRenderedComponent<FlattenAll> all = Render<FlattenAll>();
        Assert.False(Find(cut, "position-close-SPY").HasAttribute("disabled"));

        View.Session = View.Session with { State = SessionState.WaitingToReconnect, IsVerified = false };
        await BeatAsync();
        Assert.True(Find(cut, "position-close-SPY").HasAttribute("disabled") && Find(cut, "position-reverse-SPY").HasAttribute("disabled") && Find(all, "positions-flatten-all").HasAttribute("disabled"));
        Assert.Contains("is away", Find(cut, "position-close-SPY").GetAttribute("title"), StringComparison.Ordinal);

        View.Session = Given.ReadySession();
        await BeatAsync();
        Assert.False(Find(cut, "position-close-SPY").HasAttribute("disabled") || Find(all, "positions-flatten-all").HasAttribute("disabled"));
    }

    [Fact]
    public void A_refused_reversal_says_why_in_the_row()
    {
        View.Positions = [Given.Position()];
        Commands.OnReverse = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Denied, null, default, "Orders in SPY work."));
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();

        Find(cut, "position-reverse-SPY").Click();
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-type")));
        Find(dialogs, "confirm-type").Input("400");
        Find(dialogs, "confirm-yes").Click();

        cut.WaitForAssertion(() => Assert.Equal("Orders in SPY work.", Text(cut, "position-broker-SPY")));
    }

    [Fact]
    public void Flatten_all_lists_what_it_closes_and_needs_the_number_typed()
    {
        View.Positions = [Given.Position(), Given.Position("QQQ", quantity: -30m), Given.Position("AAPL", quantity: 0m)];
        View.Orders = [Given.Order()];
        Commands.OnClose = ticker => Task.FromResult(new SubmitResult(ticker == "QQQ" ? SubmitOutcome.Denied : SubmitOutcome.Accepted, null, Given.Allowed, ticker == "QQQ" ? "The market is closed." : ""));
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<FlattenAll> cut = Render<FlattenAll>();
        string words = Text(cut, "positions-flatten-all");

        Find(cut, "positions-flatten-all").Click();
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-lines")));
        string[] lines = [.. dialogs.FindAll("[data-testid='confirm-lines'] li span:first-child").Select(l => l.TextContent)];
        string text = Text(dialogs, "confirm-dialog");
        Find(dialogs, "confirm-type").Input("2");
        Find(dialogs, "confirm-yes").Click();

        Assert.Equal("Flatten all 2 positions", words);
        Assert.Equal(["Buy 30 QQQ", "Sell 200 SPY"], lines);
        Assert.Contains("The 1 working order stays", text, StringComparison.Ordinal);
        cut.WaitForAssertion(() => Assert.Equal("QQQ: The market is closed.", Text(cut, "flatten-message")));
        Assert.Equal(["QQQ", "SPY"], Commands.Closes.Select(c => c.Ticker));
    }

    [Theory]
    [InlineData(OrderSide.Sell, 150, true, "SPY: 150 of 200 are being closed, the rest is left to orders that work.")]
    [InlineData(OrderSide.Buy, 200, false, "1 closing order sent.")]
    public void What_working_orders_close_already_is_told_before_and_after_the_rest_is_closed(OrderSide working, int sent, bool isTold, string after)
    {
        View.Positions = [Given.Position()];
        View.Orders = [Given.Order() with { Side = working, Account = View.Positions[0].Account }];
        Commands.OnClose = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Accepted, Given.Order("TB-2") with { Side = OrderSide.Sell, Quantity = sent }, Given.Allowed, ""));
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<FlattenAll> cut = Render<FlattenAll>();

        Find(cut, "positions-flatten-all").Click();
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-type")));
        string before = Text(dialogs, "confirm-dialog");
        Find(dialogs, "confirm-type").Input("1");
        Find(dialogs, "confirm-yes").Click();

        Assert.Equal(isTold, before.Contains("What working orders in SPY would sell is left to them: cancel them first to close all of it.", StringComparison.Ordinal));
        cut.WaitForAssertion(() => Assert.Equal(after, Text(cut, "flatten-message")));
    }

    [Fact]
    public async Task Sorted_by_a_moving_figure_a_row_keeps_its_place_for_a_second()
    {
        Position spy = Given.Position(unrealized: 10m), qqq = Given.Position("QQQ", unrealized: 20m);
        View.Positions = [spy, qqq];
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();
        Find(cut, "positions-sort-unrealized").Click();
        Clock.Advance(TimeSpan.FromSeconds(2));
        View.Positions = [spy with { UnrealizedPnl = 11m }, qqq];
        await BeatAsync();
        string before = Shown(cut);

        Clock.Advance(TimeSpan.FromMilliseconds(100));
        View.Positions = [spy with { UnrealizedPnl = 30m }, qqq];
        await BeatAsync();
        string soon = Shown(cut);
        string figure = Text(cut, "position-unrealized-SPY");
        Clock.Advance(TimeSpan.FromSeconds(1));
        View.Positions = [spy with { UnrealizedPnl = 31m }, qqq];
        await BeatAsync();

        Assert.Equal(("SPY QQQ", "SPY QQQ", "+30.00", "QQQ SPY"), (before, soon, figure, Shown(cut)));
    }

    [Fact]
    public void Since_open_and_percent_can_be_shown()
    {
        View.Positions = [Given.Position(quantity: 100m, unrealized: 430.05m, realized: 20m) with { Commission = 1.5m }];
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();

        Find(cut, "positions-column-sinceOpen").Change(true);
        Find(cut, "positions-column-percent").Change(true);

        Assert.Contains("+448.55", Text(cut, "position-row-SPY"), StringComparison.Ordinal);
        Assert.Contains("+1.00%", Text(cut, "position-row-SPY"), StringComparison.Ordinal);
    }
}
