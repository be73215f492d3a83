using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;

namespace TradingBlazor.Tests.Components;

public sealed class TicketTests : DeskTest
{
    public TicketTests()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        State.Ticker = "SPY";
    }

    [Fact]
    public void The_button_says_in_words_what_it_does()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Assert.Equal("Buy 100 SPY at market", Text(cut, "ticket-submit"));

        Find(cut, "ticket-side-sell").Click();
        Find(cut, "ticket-quantity").Input("50");
        Find(cut, "ticket-type").Change("LMT");
        Find(cut, "ticket-tif").Change("GTC");

        Assert.Equal("Sell 50 SPY at 430.11 limit, until cancelled", Text(cut, "ticket-submit"));
    }

    [Fact]
    public async Task A_press_on_a_button_that_named_another_contract_sends_nothing()
    {
        View.Watch(Given.Instrument("QQQ"));
        View.Put(Given.Quote("QQQ"));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Assert.Equal("SPY", Find(cut, "ticket-submit").GetAttribute("data-for"));

        State.Select("QQQ");
        Find(cut, "ticket-pressed").Change("SPY");
        Find(cut, "ticket-submit").Click();
        await BeatAsync();
        string told = Text(cut, "ticket-message");
        int sent = Commands.Submits.Count;
        Find(cut, "ticket-pressed").Change("QQQ");
        Find(cut, "ticket-submit").Click();

        Assert.Equal(("Not sent: the button said SPY when you pressed it. Look at the order, and press again.", 0), (told, sent));
        Assert.Equal("QQQ", Assert.Single(Commands.Submits).Spec.Ticker);
    }

    [Fact]
    public void A_press_that_arrives_when_what_the_page_showed_is_old_sends_nothing()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-pressed").Change($"SPY|{SecondOfPage(9)}");
        Find(cut, "ticket-submit").Click();
        string told = Text(cut, "ticket-message");
        int sent = Commands.Submits.Count;
        Find(cut, "ticket-pressed").Change($"SPY|{SecondOfPage(2)}");
        Find(cut, "ticket-submit").Click();

        Assert.Equal(("Not sent: what the page showed was 9.0 s old when the press arrived. Look at the order, and press again.", 0), (told, sent));
        Assert.Single(Commands.Submits);
    }

    [Fact]
    public void The_button_carries_the_key_of_the_order_that_it_sends()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        string? key = Find(cut, "ticket-submit").GetAttribute("data-intent");

        Find(cut, "ticket-submit").Click();

        Assert.Equal(key, Assert.Single(Commands.Submits).Context.IdempotencyKey);
        cut.WaitForAssertion(() => Assert.NotEqual(key, Find(cut, "ticket-submit").GetAttribute("data-intent")));
    }

    [Fact]
    public async Task An_order_whose_press_was_lost_with_the_line_is_told_and_counts_once()
    {
        View.Session = View.Session with { IsVerified = false };
        Services.GetRequiredService<OrderSender>().Resume(new PressedOrder("desk-lost", "Buy 100 SPY at market", Clock.GetUtcNow().ToUnixTimeMilliseconds()));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Assert.Equal("Buy 100 SPY at market: the line was lost as it was sent; whether it arrived is not known yet.", Text(cut, "ticket-truth"));

        View.Session = Given.ReadySession();
        await BeatAsync();
        Assert.StartsWith("Buy 100 SPY at market: the line was lost as it was sent, and no such order arrived.", Text(cut, "ticket-truth"), StringComparison.Ordinal);

        View.Orders = [Given.Order() with { IdempotencyKey = "desk-lost" }];
        await BeatAsync();
        Assert.Equal(("Buy 100 SPY at market: Working", "Working"), (Text(cut, "ticket-truth"), Find(cut, "ticket-truth").GetAttribute("data-state")));

        Find(cut, "ticket-submit").Click();
        Assert.Equal("desk-lost", Assert.Single(Commands.Submits).Context.IdempotencyKey);
    }

    [Fact]
    public void A_limit_price_starts_at_the_touch_of_the_side()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-type").Change("LMT");

        Assert.Equal("430.13", Find(cut, "ticket-limit").GetAttribute("value"));
    }

    [Fact]
    public void What_is_sent_is_what_was_typed()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-type").Change("STP LMT");
        Find(cut, "ticket-quantity").Input("1,200");
        Find(cut, "ticket-stop").Input("431.00");
        Find(cut, "ticket-limit").Input("431.25");

        Find(cut, "ticket-submit").Click();

        (OrderSpec spec, CommandContext context) = Assert.Single(Commands.Submits);
        Assert.Equal(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1200m, Type = OrderType.StopLimit, StopPrice = 431m, LimitPrice = 431.25m, Tif = TimeInForce.Day }, spec);
        Assert.Equal("user", context.Source);
        Assert.NotEmpty(context.IdempotencyKey);
    }

    [Fact]
    public void Exits_stay_out_of_the_way_until_they_are_wanted()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        bool before = Has(cut, "ticket-exits");

        Find(cut, "ticket-exits-toggle").Click();
        string withoutExit = Text(cut, "ticket-submit");
        Find(cut, "ticket-profit").Input("435.50");
        Find(cut, "ticket-loss").Input("425");
        string words = Text(cut, "ticket-submit");
        Find(cut, "ticket-submit").Click();
        Find(cut, "ticket-loss-limit").Input("0.50");
        Find(cut, "ticket-exit-tif").Change("day");

        Assert.False(before);
        Assert.Equal("Buy 100 SPY at market, take profit 435.50 for the day, stop loss 425.00 with its limit 0.5 beyond for the day", Text(cut, "ticket-submit"));
        Assert.Equal("Enter a take profit or a stop loss", withoutExit);
        Assert.Equal("Buy 100 SPY at market, take profit 435.50, stop loss 425.00", words);
        Assert.Equal(new BracketSpec(new ExitSpec { Price = 435.50m }, new ExitSpec { Price = 425m }), Assert.Single(Commands.Submits).Spec.Bracket);
    }

    [Fact]
    public void Exits_can_be_distances_and_a_number_is_never_read_in_another_unit()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-exits-toggle").Click();
        Find(cut, "ticket-loss").Input("425");

        Find(cut, "ticket-exit-unit").Change("Percent");
        string? kept = Find(cut, "ticket-loss").GetAttribute("value");
        Find(cut, "ticket-loss").Input("1.5");
        Find(cut, "ticket-submit").Click();

        Assert.Equal("", kept);
        Assert.Equal(new BracketSpec(null, new ExitSpec { Percent = 1.5m }), Assert.Single(Commands.Submits).Spec.Bracket);
    }

    [Fact]
    public async Task While_the_gateway_is_away_an_order_can_be_queued_and_only_when_that_was_chosen()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        View.Session = View.Session with { State = TradingCore.Domain.SessionState.WaitingToReconnect, IsVerified = false, IsTradingEnabled = false };
        await BeatAsync();
        bool refused = Find(cut, "ticket-submit").HasAttribute("disabled");
        Order queued = Given.Order(state: OrderState.Queued) with { Handling = new OrderHandling { QueuedUntil = Given.Now.AddMinutes(5) } };
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Queued, queued, Given.Allowed, ""));

        Find(cut, "ticket-offline").Change("Queue");
        string words = Text(cut, "ticket-submit");
        Find(cut, "ticket-submit").Click();

        Assert.True(refused);
        Assert.Equal("Queue: Buy 100 SPY at market", words);
        Assert.Equal(OfflineChoice.Queue, Assert.Single(Commands.Submits).Spec.IfOffline);
        Assert.StartsWith("Queued until", Text(cut, "ticket-message"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Risk_is_asked_after_a_pause_in_typing_and_only_about_the_last_text()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.Single(Commands.Previews));
        Commands.Previews.Clear();

        // Waited for: the clock must not go on before the ticket has heard the key.
        await Find(cut, "ticket-quantity").InputAsync("2");
        Clock.Advance(TimeSpan.FromMilliseconds(200));
        await Find(cut, "ticket-quantity").InputAsync("25");
        Clock.Advance(TimeSpan.FromMilliseconds(299));
        Assert.Empty(Commands.Previews);
        Clock.Advance(TimeSpan.FromMilliseconds(1));

        cut.WaitForAssertion(() => Assert.Equal(25m, Assert.Single(Commands.Previews).Spec.Quantity));
        Assert.False(Commands.Previews[0].WithMargin);
    }

    [Fact]
    public void An_allowed_order_shows_value_margin_and_commission()
    {
        Commands.OnPreview = (_, withMargin) => Task.FromResult(new PreviewResult(Given.Allowed, 43_013m, withMargin ? new MarginPreview(1.05m, "USD", 10_750m, null, null, null, null, "") : null));
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.Equal("true", Find(cut, "ticket-preview").GetAttribute("data-allowed")));
        Clock.Advance(TimeSpan.FromMilliseconds(700));

        cut.WaitForAssertion(() => Assert.Equal("1.05", Text(cut, "ticket-commission")));
        Assert.Equal("43,013.00", Text(cut, "ticket-notional"));
        Assert.Equal("+10,750.00", Text(cut, "ticket-margin"));
    }

    [Fact]
    public void A_denied_preview_shows_every_failed_check_with_its_sentence()
    {
        Commands.OnPreview = (_, _) => Task.FromResult(new PreviewResult(Given.Denied("1,000,000 shares is over your order limit of 1,000."), null, null));

        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Clock.Advance(TimeSpan.FromMilliseconds(300));

        cut.WaitForAssertion(() => Assert.Contains("over your order limit of 1,000", Text(cut, "ticket-preview-check-R08"), StringComparison.Ordinal));
        Assert.Equal("false", Find(cut, "ticket-preview").GetAttribute("data-allowed"));
        Assert.False(Has(cut, "ticket-preview-check-R01"));
    }

    [Fact]
    public void What_must_be_typed_again_is_asked_above_the_button_too()
    {
        Commands.OnPreview = (_, _) => Task.FromResult(new PreviewResult(new RiskVerdict([new RiskCheckResult("R37", "Unusual size", false, 100m, 3m, "100 shares is more than 3 times the 1 that you usually send (R37).")]), null, null));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Clock.Advance(TimeSpan.FromMilliseconds(300));
        cut.WaitForAssertion(() => Assert.True(Has(cut, "ticket-confirm")));

        Find(cut, "ticket-confirm-touch").Input("10");
        string? both = Find(cut, "ticket-confirm").GetAttribute("value");
        Find(cut, "ticket-confirm-touch").Input("100");
        Find(cut, "ticket-submit").Click();

        Assert.Equal("10", both);
        Assert.True(Assert.Single(Commands.Submits).Spec.IsConfirmed);
    }

    [Fact]
    public void A_denied_order_says_why()
    {
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Denied, null, Given.Denied(), "Denied: too many."));
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-submit").Click();

        Assert.Equal("Denied: too many.", Text(cut, "ticket-message"));
    }

    [Fact]
    public async Task A_second_press_while_the_first_is_under_way_sends_nothing()
    {
        var answer = new TaskCompletionSource<SubmitResult>();
        Commands.OnSubmit = _ => answer.Task;
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Task first = Find(cut, "ticket-submit").ClickAsync(new MouseEventArgs());
        Assert.True(Find(cut, "ticket-submit").HasAttribute("disabled"));
        Assert.Equal("Sending", Text(cut, "ticket-submit"));
        await Find(cut, "ticket-submit").ClickAsync(new MouseEventArgs());
        answer.SetResult(new SubmitResult(SubmitOutcome.Accepted, null, Given.Allowed, ""));
        await first;

        Assert.Single(Commands.Submits);
        cut.WaitForAssertion(() => Assert.StartsWith("Accepted", Text(cut, "ticket-message"), StringComparison.Ordinal));
    }

    [Fact]
    public void The_second_press_of_a_double_click_sends_nothing()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-submit").Click(new MouseEventArgs { Detail = 1 });
        Find(cut, "ticket-submit").Click(new MouseEventArgs { Detail = 2 });

        Assert.Single(Commands.Submits);
    }

    [Fact]
    public void The_same_order_sent_again_after_no_answer_keeps_its_key()
    {
        int calls = 0;
        Commands.OnSubmit = _ => calls++ == 0 ? throw new TimeoutException("The engine did not answer.") : Task.FromResult(new SubmitResult(SubmitOutcome.AlreadyAccepted, null, Given.Allowed, ""));
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-submit").Click();
        Assert.Contains("did not answer", Text(cut, "ticket-message"), StringComparison.Ordinal);
        Find(cut, "ticket-submit").Click();

        Assert.Equal(2, Commands.Submits.Count);
        Assert.Equal(Commands.Submits[0].Context.IdempotencyKey, Commands.Submits[1].Context.IdempotencyKey);
    }

    [Fact]
    public void A_new_intent_gets_a_new_key()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-submit").Click();
        Find(cut, "ticket-submit").Click();

        Assert.NotEqual(Commands.Submits[0].Context.IdempotencyKey, Commands.Submits[1].Context.IdempotencyKey);
    }

    [Fact]
    public void Text_that_is_no_quantity_turns_the_button_off_and_says_what_to_enter()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Find(cut, "ticket-quantity").Input("ten");

        Assert.True(Find(cut, "ticket-submit").HasAttribute("disabled"));
        Assert.Equal("Enter a quantity above 0", Text(cut, "ticket-submit"));
    }

    [Fact]
    public async Task Without_verified_session_the_ticket_is_off_and_says_why()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        View.Session = View.Session with { State = SessionState.WaitingToReconnect, IsVerified = false, IsTradingEnabled = false, Cause = "The gateway closed the connection." };
        await BeatAsync();

        Assert.True(Find(cut, "ticket-submit").HasAttribute("disabled"));
        Assert.Contains("The gateway closed the connection.", Text(cut, "ticket-disabled-reason"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_typed_survives_a_change_of_panel()
    {
        IRenderedComponent<Ticket> first = Render<Ticket>();
        Find(first, "ticket-type").Change("LMT");
        Find(first, "ticket-quantity").Input("77");
        Find(first, "ticket-limit").Input("429.50");
        first.Instance.Dispose();

        IRenderedComponent<Ticket> second = Render<Ticket>();

        Assert.Equal("77", Find(second, "ticket-quantity").GetAttribute("value"));
        Assert.Equal("429.50", Find(second, "ticket-limit").GetAttribute("value"));
    }

    [Fact]
    public async Task Prices_of_one_contract_are_never_kept_for_another()
    {
        View.Watch(Given.Instrument("QQQ"));
        View.Put(Given.Quote("QQQ", 371.10m, 371.14m, 371.12m));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-type").Change("LMT");
        Find(cut, "ticket-limit").Input("429.50");

        State.Select("QQQ");
        await BeatAsync();

        Assert.Equal("371.14", Find(cut, "ticket-limit").GetAttribute("value"));
    }

    [Fact]
    public async Task Prices_that_were_typed_before_there_was_a_symbol_are_those_of_the_first_one()
    {
        State.Ticker = "";
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-type").Change("LMT");
        Find(cut, "ticket-limit").Input("429.50");
        Find(cut, "ticket-exits-toggle").Click();
        Find(cut, "ticket-loss").Input("425");

        State.Select("SPY");
        await BeatAsync();

        Assert.Equal(("429.50", "425"), (Find(cut, "ticket-limit").GetAttribute("value"), Find(cut, "ticket-loss").GetAttribute("value")));
    }

    [Theory]
    [InlineData("Price", "440")]
    [InlineData("Percent", "2")]
    [InlineData("Price", "")]
    public async Task Exits_of_one_contract_close_with_it_and_do_not_stand_in_the_way_of_another(string unit, string typed)
    {
        View.Watch(Given.Instrument("QQQ"));
        View.Put(Given.Quote("QQQ", 371.10m, 371.14m, 371.12m));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-exits-toggle").Click();
        Find(cut, "ticket-exit-unit").Change(unit);
        Find(cut, "ticket-profit").Input(typed);

        State.Select("QQQ");
        await BeatAsync();

        Assert.False(Has(cut, "ticket-exits"));
        Assert.Equal(("Buy 100 QQQ at market", false), (Text(cut, "ticket-submit"), Find(cut, "ticket-submit").HasAttribute("disabled")));
    }

    [Fact]
    public async Task The_stop_loss_that_a_size_is_counted_from_stays_in_sight_for_another_contract()
    {
        View.Watch(Given.Instrument("QQQ"));
        View.Put(Given.Quote("QQQ", 371.10m, 371.14m, 371.12m));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-size-unit").Change("RiskPercent");
        Find(cut, "ticket-loss").Input("425");

        State.Select("QQQ");
        await BeatAsync();

        Assert.Equal("", Find(cut, "ticket-loss").GetAttribute("value"));
        Assert.Equal("Enter a stop loss: the risk is counted from it", Text(cut, "ticket-submit"));
    }

    [Fact]
    public void With_several_accounts_the_order_is_for_the_chosen_account_or_group()
    {
        View.Session = View.Session with { Accounts = [new AccountId("DU1"), new AccountId("DU3")] };
        View.Money = new MoneyState
        {
            Groups = [new AdvisorGroup("Growth", "Ratio", [new AdvisorShare(new AccountId("DU1"), 1m), new AdvisorShare(new AccountId("DU3"), 3m)])],
            Aliases = new Dictionary<AccountId, string> { [new AccountId("DU3")] = "Family" },
        };
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Assert.Equal(["DU1", "Family (DU3)", "Group Growth: DU1, Family (DU3), by Ratio"], Find(cut, "ticket-account").Children.Select(o => o.TextContent));
        Find(cut, "ticket-account").Change("group:Growth");
        Find(cut, "ticket-submit").Click();
        Find(cut, "ticket-account").Change("DU3");
        Find(cut, "ticket-submit").Click();

        Assert.Equal([(null, "Growth"), ("DU3", "")], Commands.Submits.Select(s => (s.Spec.Account, s.Spec.Attributes.FaGroup)));
    }

    [Fact]
    public void With_one_account_there_is_nothing_to_choose()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();

        Assert.False(Has(cut, "ticket-account"));
    }
}
