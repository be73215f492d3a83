using Bunit;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.State.Keys;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;

namespace TradingBlazor.Tests.Components;

/// <summary>Templates, the last order, armed keys, and an order from the press of the button to the broker's word.</summary>
public sealed class TicketMemoryTests : DeskTest
{
    public TicketMemoryTests()
    {
        View.Watch(Given.Instrument());
        View.Watch(Given.Instrument("QQQ"));
        View.Put(Given.Quote());
        View.Put(Given.Quote("QQQ", 371.10m, 371.14m, 371.12m));
        State.Ticker = "SPY";
    }

    private TradingKeys Keys => Services.GetRequiredService<TradingKeys>();

    private HotkeyArming Arming => Services.GetRequiredService<HotkeyArming>();

    private OrderSender Sender => Services.GetRequiredService<OrderSender>();

    [Fact]
    public async Task A_symbol_starts_with_its_template_without_old_prices()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-quantity").Input("25");
        Find(cut, "ticket-type").Change("LMT");
        Find(cut, "ticket-limit").Input("400");
        Find(cut, "ticket-exits-toggle").Click();
        Find(cut, "ticket-exit-unit").Change("Percent");
        Find(cut, "ticket-loss").Input("2");
        Find(cut, "ticket-template").Click();

        State.Select("QQQ");
        await BeatAsync();
        Find(cut, "ticket-quantity").Input("7");
        bool other = Find(cut, "ticket-template").GetAttribute("aria-pressed") == "true";
        State.Select("SPY");
        await BeatAsync();
        await BeatAsync();

        Assert.False(other);
        Assert.Equal(("25", "430.13", "2"), (Find(cut, "ticket-quantity").GetAttribute("value"), Find(cut, "ticket-limit").GetAttribute("value"), Find(cut, "ticket-loss").GetAttribute("value")));
        Assert.Equal("true", Find(cut, "ticket-template").GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task What_is_typed_while_a_template_is_read_stays()
    {
        var answer = new TaskCompletionSource();
        Preferences.Slow = answer.Task;
        Preferences.Stored[(UserCommands.DeskUser, "ticket.template.SPY")] = new TicketDraft { Quantity = "25", Type = OrderType.Limit, PricesFor = "SPY" }.Write();
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-quantity").Input("7");

        answer.SetResult();
        cut.WaitForAssertion(() => Assert.Equal("true", Find(cut, "ticket-template").GetAttribute("aria-pressed")));
        await BeatAsync();

        Assert.Equal(("7", "Buy 7 SPY at market"), (Find(cut, "ticket-quantity").GetAttribute("value"), Text(cut, "ticket-submit")));
        Assert.Equal("25", await SelectedAgainAsync(cut));
    }

    [Fact]
    public async Task What_was_typed_before_there_was_a_symbol_is_not_replaced_by_a_template()
    {
        Preferences.Stored[(UserCommands.DeskUser, "ticket.template.SPY")] = new TicketDraft { Quantity = "25", Type = OrderType.Limit, PricesFor = "SPY" }.Write();
        State.Ticker = "";
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-quantity").Input("7");

        string? first = await QuantityOfAsync(cut, "SPY");

        Assert.Equal(("7", "25"), (first, await SelectedAgainAsync(cut)));
    }

    [Fact]
    public async Task A_template_that_could_not_be_read_is_there_when_the_database_is_back()
    {
        Preferences.Trouble = "The database is away.";
        Preferences.Stored[(UserCommands.DeskUser, "ticket.template.SPY")] = new TicketDraft { Quantity = "25", PricesFor = "SPY" }.Write();
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        await BeatAsync();

        Preferences.Trouble = "";
        await Mine.RetryAsync();

        Assert.Equal("25", await SelectedAgainAsync(cut));
    }

    private async Task<string?> SelectedAgainAsync(IRenderedComponent<Ticket> cut)
    {
        await QuantityOfAsync(cut, "QQQ");
        return await QuantityOfAsync(cut, "SPY");
    }

    [Theory]
    [InlineData(SecurityType.Future)]
    [InlineData(SecurityType.Option)]
    [InlineData(SecurityType.FutureOption)]
    public async Task A_quantity_of_shares_is_never_one_of_contracts_and_each_kind_keeps_what_was_typed_for_it(SecurityType kind)
    {
        View.Watch(Given.Instrument("ESZ6", 0.25m, kind));
        View.Watch(Given.Instrument("NQZ6", 0.25m, kind));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-quantity").Input("250");

        string? first = await QuantityOfAsync(cut, "ESZ6");
        Find(cut, "ticket-quantity").Input("3");
        string?[] then = [await QuantityOfAsync(cut, "NQZ6"), await QuantityOfAsync(cut, "QQQ"), await QuantityOfAsync(cut, "ESZ6")];
        Find(cut, "ticket-clear").Click();
        await BeatAsync();

        Assert.Equal("1", first);
        Assert.Equal(["3", "250", "3"], then);
        Assert.Equal("1", Find(cut, "ticket-quantity").GetAttribute("value"));
    }

    [Fact]
    public async Task The_template_of_a_future_says_its_quantity()
    {
        View.Watch(Given.Instrument("ESZ6", 0.25m, SecurityType.Future));
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        await QuantityOfAsync(cut, "ESZ6");
        Find(cut, "ticket-quantity").Input("100");
        Find(cut, "ticket-template").Click();
        await QuantityOfAsync(cut, "SPY");

        Assert.Equal("100", await QuantityOfAsync(cut, "ESZ6"));
    }

    private async Task<string?> QuantityOfAsync(IRenderedComponent<Ticket> cut, string ticker)
    {
        State.Select(ticker);
        await BeatAsync();
        await BeatAsync();
        return Find(cut, "ticket-quantity").GetAttribute("value");
    }

    [Fact]
    public async Task Repeat_fills_the_ticket_with_the_last_order_and_sends_nothing()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-repeat").Click();
        string nothing = Text(cut, "ticket-message");
        Find(cut, "ticket-quantity").Input("33");
        Find(cut, "ticket-submit").Click();
        State.Select("QQQ");
        await BeatAsync();
        Find(cut, "ticket-quantity").Input("1");

        Find(cut, "ticket-repeat").Click();
        await BeatAsync();

        Assert.Equal("Nothing was sent yet that could be repeated.", nothing);
        Assert.Equal("Buy 33 SPY at market", Text(cut, "ticket-submit"));
        Assert.Single(Commands.Submits);
    }

    [Fact]
    public async Task The_ticket_shows_that_keys_are_armed_and_why_they_went_off()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-arm").Click();
        await BeatAsync();
        string armed = Text(cut, "ticket-armed");

        Clock.Advance(HotkeyArming.Lasts);
        await BeatAsync();

        Assert.StartsWith("A key sends its order after 3 s, Esc takes it back, without a question.", armed, StringComparison.Ordinal);
        Assert.False(Arming.IsArmed);
        Assert.Contains("Not used for 5 minutes", Text(cut, "ticket-disarmed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_repeats_the_last_order_only_while_armed()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Find(cut, "ticket-quantity").Input("33");
        Find(cut, "ticket-submit").Click();
        State.Select("QQQ");

        KeyResult unarmed = await cut.InvokeAsync(Keys.RepeatLastAsync);
        Arming.Arm("");
        Task<KeyResult> armed = await cut.InvokeAsync(() => Task.FromResult(Keys.RepeatLastAsync()));
        Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.False(unarmed.IsDone);
        Assert.True((await armed).IsDone);
        Assert.Equal([("SPY", 33m), ("SPY", 33m)], Commands.Submits.Select(s => (s.Spec.Ticker, s.Spec.Quantity)));
    }

    [Fact]
    public async Task What_became_of_an_order_is_told_with_its_symbol_under_a_ticket_of_another_one()
    {
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        await Find(cut, "ticket-submit").ClickAsync(new());
        View.Orders = [Given.Order("TB-1") with { IdempotencyKey = Commands.Submits[0].Context.IdempotencyKey }];
        await BeatAsync();
        string here = Text(cut, "ticket-truth");
        State.Select("QQQ");
        await BeatAsync();
        string elsewhere = Text(cut, "ticket-truth");
        State.Select("SPY");
        await BeatAsync();

        Assert.Equal(("Working", "SPY: Working", "Working"), (here, elsewhere, Text(cut, "ticket-truth")));
    }

    [Fact]
    public async Task An_order_is_shown_as_being_sent_and_then_only_as_what_the_broker_says()
    {
        var answer = new TaskCompletionSource<SubmitResult>();
        Commands.OnSubmit = _ => answer.Task;
        IRenderedComponent<Ticket> cut = Render<Ticket>();
        Task sending = Find(cut, "ticket-submit").ClickAsync(new());
        await BeatAsync();
        string before = Text(cut, "ticket-truth");

        string key = Commands.Submits[0].Context.IdempotencyKey;
        View.Orders = [Given.Order("TB-1", OrderState.PendingSubmit) with { IdempotencyKey = key }];
        answer.SetResult(new SubmitResult(SubmitOutcome.Accepted, View.Orders[0], Given.Allowed, ""));
        await sending;
        await BeatAsync();
        string pending = Text(cut, "ticket-truth");
        View.Orders = [View.Orders[0] with { State = OrderState.Queued, Reason = "Waits for the gateway until 2026-03-10 18:08:27 UTC.", Handling = new OrderHandling { QueuedUntil = Given.Now.AddMinutes(5) } }];
        await BeatAsync();
        // Times on the desk are those of the exchange.
        Assert.Equal("Queued: Waits for the gateway until Mar 10 2026 14:08:27 ET", Text(cut, "ticket-truth"));
        View.Orders = [View.Orders[0] with { State = OrderState.Rejected, Reason = "201: Order rejected. Change the price." }];
        await BeatAsync();

        Assert.Equal(("Sending: nothing is known yet", "Sending"), (before, pending));
        Assert.Equal("Rejected: 201: Order rejected. Change the price.", Text(cut, "ticket-truth"));
        Assert.Empty(Sender.Beside(View.Orders));
    }

    [Fact]
    public void A_draft_survives_being_stored()
    {
        var draft = new TicketDraft { Quantity = "12", Type = OrderType.Trail, Algo = "Vwap", Conditions = [new ConditionDraft { Kind = ConditionKind.Volume, Value = "5" }], Legs = [new LegDraft { Symbol = "QQQ" }], AlgoValues = { ["maxPctVol"] = "20" } };

        TicketDraft read = TicketDraft.Read(draft.Write())!;

        Assert.Equal(draft.Write(), read.Write());
        Assert.Equal(("12", "5", "QQQ", "20"), (read.Quantity, read.Conditions[0].Value, read.Legs[0].Symbol, read.AlgoValues["maxPctVol"]));
        Assert.Null(TicketDraft.Read("{\"Conditions\": 7}"));
    }

    [Theory]
    [InlineData(SecurityType.Crypto, 36_042.50, "0.00000001", "0.00001", "0.01")]
    [InlineData(SecurityType.Crypto, 2_012.25, "0.00000001", "0.00001", "0.1")]
    [InlineData(SecurityType.Crypto, 0.52, "1", "1", "1000")]
    [InlineData(SecurityType.Crypto, 250_000, "0.00000001", "0.05", "0.05")]
    [InlineData(SecurityType.Crypto, 0, "0.00000001", "0.00001", "0.01")] // no price yet
    [InlineData(SecurityType.Forex, 1.09875, "0.01", "1", "25000")]
    [InlineData(SecurityType.Future, 4_035.25, "1", "1", "1")]
    [InlineData(SecurityType.Stock, 400.12, "0.0001", "0.0001", "100")]
    public void A_contract_starts_with_a_quantity_that_is_usual_for_its_kind(SecurityType kind, double price, string step, string smallest, string expected)
    {
        Instrument instrument = Given.Instrument("X", type: kind) with { SizeIncrement = Number(step), MinSize = Number(smallest) };
        var draft = new TicketDraft();

        draft.SizeFor(instrument, price == 0 ? null : (decimal)price);

        Assert.Equal(expected, draft.Quantity);

        static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
    }
}
