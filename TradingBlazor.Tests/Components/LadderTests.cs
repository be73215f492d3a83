using Bunit;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using TradingBlazor.Components.Trading.Ladder;
using TradingBlazor.State;
using TradingBlazor.State.Keys;
using TradingBlazor.State.Ladder;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.MarketData.Depth;

namespace TradingBlazor.Tests.Components;

public sealed class LadderTests : DeskTest
{
    private static DepthSnapshot Book(decimal bid = 430.11m, long sequence = 1, DepthState state = DepthState.Live, string reason = "") => new()
    {
        ConId = Given.Instrument().Contract.ConId,
        Ticker = "SPY",
        Bids = [new DepthLevel(bid, 300m, "ARCA"), new DepthLevel(bid, 200m, "NYSE"), new DepthLevel(bid - 0.01m, 1_000m, "ARCA")],
        Asks = [new DepthLevel(bid + 0.02m, 400m, "ARCA")],
        Sequence = sequence,
        State = state,
        Reason = reason,
        ReceivedTime = Given.Now,
    };

    private IRenderedComponent<DepthLadder> Ladder()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        Depth.Put(Book());
        State.Ticker = "SPY";
        return Render<DepthLadder>();
    }

    private static Task KeyAsync(IRenderedComponent<DepthLadder> cut, string key, bool shift = false) =>
        Find(cut, "ladder-rows").KeyDownAsync(new KeyboardEventArgs { Key = key, ShiftKey = shift });

    private static string Cursor(IRenderedComponent<DepthLadder> cut) => Find(cut, "ladder").GetAttribute("data-cursor")!;

    [Fact]
    public async Task A_page_that_is_gone_leaves_its_book_to_those_who_look_and_has_it_again_when_it_is_back()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        PageLine line = Services.GetRequiredService<PageLine>();

        line.Lose();
        Clock.Advance(PageLine.GoneAfter - TimeSpan.FromSeconds(1));
        await BeatAsync();
        string[] soon = [.. Depth.Open];
        Clock.Advance(TimeSpan.FromSeconds(1));
        await BeatAsync();
        string[] later = [.. Depth.Open];
        line.Find();
        await BeatAsync();

        Assert.Equal(["SPY"], soon);
        Assert.Empty(later);
        Assert.Equal(["SPY"], Depth.Open);
        Assert.True(Has(cut, "ladder-row-430.11"));
    }

    [Fact]
    public async Task An_order_of_the_ladder_is_shown_as_being_sent_as_one_of_the_ticket_is()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        await KeyAsync(cut, "a");

        await KeyAsync(cut, "b");

        Assert.Equal("SPY", Assert.Single(Services.GetRequiredService<OrderSender>().Sent).Spec.Ticker);
    }

    [Fact]
    public async Task A_press_on_the_armed_ladder_that_arrives_late_neither_sends_nor_moves_an_order()
    {
        View.Orders = [Given.Order("TB-1", limit: 430.10m)];
        IRenderedComponent<DepthLadder> cut = Ladder();
        PageLine line = Services.GetRequiredService<PageLine>();
        await KeyAsync(cut, "a");
        while (Cursor(cut) != "430.10" && Cursor(cut) != "430.1") await KeyAsync(cut, decimal.Parse(Cursor(cut), System.Globalization.CultureInfo.InvariantCulture) > 430.10m ? "ArrowDown" : "ArrowUp");

        line.Note(SecondOfPage(9));
        await KeyAsync(cut, "b");
        string told = Text(cut, "ladder-note");
        line.Note(SecondOfPage(9));
        await KeyAsync(cut, "ArrowUp", shift: true);

        Assert.StartsWith("Not sent: what the page showed was 9.0 s old", told, StringComparison.Ordinal);
        Assert.StartsWith("Not moved: what the page showed was 9.0 s old", Text(cut, "ladder-note"), StringComparison.Ordinal);
        Assert.Empty(Commands.Submits);
        Assert.Empty(Commands.Modifies);
        await KeyAsync(cut, "b");
        Assert.Single(Commands.Submits);
    }

    [Fact]
    public void Sizes_of_all_venues_at_a_price_stand_in_one_row_beside_the_last_trade()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        Assert.Equal("500", Size(cut, "ladder-bid-430.11"));
        Assert.Equal("1,000", Size(cut, "ladder-bid-430.1"));
        Assert.Equal("400", Size(cut, "ladder-ask-430.13"));
        Assert.Contains("is-last", Find(cut, "ladder-row-430.12").ClassName, StringComparison.Ordinal);
        Assert.Equal("live", Text(cut, "ladder-state"));
    }

    [Fact]
    public async Task Own_orders_stand_in_place_and_one_that_is_not_confirmed_is_marked()
    {
        View.Orders = [Given.Order("TB-1", limit: 430.09m), Given.Order("TB-2", limit: 430.09m, quantity: 50m), Given.Order("TB-3", OrderState.PendingSubmit, side: OrderSide.Sell, limit: 430.15m)];
        IRenderedComponent<DepthLadder> cut = Ladder();
        await BeatAsync();

        Assert.Equal("150", Text(cut, "ladder-pick-Buy-430.09"));
        Assert.Equal("false", Find(cut, "ladder-own-Buy-430.09").GetAttribute("data-pending"));
        Assert.Equal("true", Find(cut, "ladder-own-Sell-430.15").GetAttribute("data-pending"));
    }

    [Fact]
    public async Task A_click_sends_nothing_until_the_ladder_is_armed_and_then_the_chosen_size()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        await Find(cut, "ladder-bid-430.1").ClickAsync(new MouseEventArgs());
        Assert.Empty(Commands.Submits);
        await Find(cut, "ladder-arm").ClickAsync(new MouseEventArgs());
        Assert.Equal("true", Find(cut, "ladder").GetAttribute("data-armed"));
        await Find(cut, "ladder-size-4").ClickAsync(new MouseEventArgs());
        await Find(cut, "ladder-ask-430.13").ClickAsync(new MouseEventArgs { Detail = 1 });
        await Find(cut, "ladder-ask-430.13").ClickAsync(new MouseEventArgs { Detail = 2 });

        (OrderSpec spec, CommandContext context) = Assert.Single(Commands.Submits);
        Assert.Equal((OrderSide.Sell, 100m, OrderType.Limit, 430.13m), (spec.Side, spec.Quantity, spec.Type, spec.LimitPrice));
        Assert.NotEqual("", context.IdempotencyKey);
    }

    [Fact]
    public async Task The_keys_alone_arm_choose_place_move_cancel_and_centre()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        string start = Cursor(cut);

        await KeyAsync(cut, "b");
        Assert.Empty(Commands.Submits);
        await KeyAsync(cut, "a");
        await KeyAsync(cut, "2");
        await KeyAsync(cut, "ArrowDown");
        await KeyAsync(cut, "ArrowDown");
        await KeyAsync(cut, "B");
        Assert.Equal((OrderSide.Buy, 10m, 430.10m), (Commands.Submits[0].Spec.Side, Commands.Submits[0].Spec.Quantity, Commands.Submits[0].Spec.LimitPrice));

        View.Orders = [Given.Order("TB-1", quantity: 10m, limit: 430.10m)];
        await BeatAsync();
        await KeyAsync(cut, "ArrowUp", shift: true);
        Assert.Equal((new OrderRef("TB-1"), new OrderChange(LimitPrice: 430.11m)), Commands.Modifies[0]);
        Assert.Equal("430.11", Cursor(cut));
        await KeyAsync(cut, "Delete");
        Assert.Equal([new OrderRef("TB-1")], Commands.Cancels);
        await KeyAsync(cut, "c");
        Assert.Equal(start, Cursor(cut));
        await KeyAsync(cut, "t");
        await KeyAsync(cut, "s");
        Assert.Equal((OrderType.Stop, OrderSide.Sell), (Commands.Submits[1].Spec.Type, Commands.Submits[1].Spec.Side));
    }

    [Fact]
    public async Task A_letter_with_shift_is_a_key_of_the_desk_and_none_of_the_ladder()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        await KeyAsync(cut, "a");
        await KeyAsync(cut, "B", shift: true);
        await KeyAsync(cut, "S", shift: true);

        Assert.Empty(Commands.Submits);
    }

    [Fact]
    public async Task What_became_of_an_order_is_not_written_over_by_what_risk_was_asked_a_moment_before()
    {
        var late = new TaskCompletionSource<PreviewResult>();
        Commands.OnPreview = (_, _) => late.Task;
        IRenderedComponent<DepthLadder> cut = Ladder();
        await KeyAsync(cut, "a");
        await KeyAsync(cut, "ArrowDown");
        Clock.Advance(TimeSpan.FromSeconds(2));

        await KeyAsync(cut, "b");
        await cut.InvokeAsync(() => late.SetResult(new PreviewResult(Given.Denied(), 43_013m, null)));

        Assert.StartsWith("Accepted: Buy", Text(cut, "ladder-note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contract_that_the_exchange_has_halted_is_named_so_and_not_live()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        View.Put(Given.Quote() with { IsHalted = true, Version = 99 });
        await BeatAsync();

        Assert.Equal("halted by the exchange", Text(cut, "ladder-state"));
        Assert.Equal("true", Find(cut, "ladder").GetAttribute("data-stale"));
    }

    [Theory]
    [InlineData(true, "Disarmed: The page was out of sight.")]
    [InlineData(false, "Disarmed: not used for 5 minutes.")]
    public async Task An_armed_ladder_that_nobody_looks_at_or_uses_is_disarmed(bool isHidden, string why)
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        await KeyAsync(cut, "a");
        Assert.Equal("true", Find(cut, "ladder").GetAttribute("data-armed"));

        if (isHidden) await Services.GetRequiredService<DeskCommands>().RunAsync("hidden");
        else Clock.Advance(HotkeyArming.Lasts);
        await BeatAsync();

        Assert.Equal(("false", why), (Find(cut, "ladder").GetAttribute("data-armed"), Text(cut, "ladder-note")));
    }

    [Fact]
    public async Task A_denial_is_told_in_place_with_its_reason()
    {
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Denied, null, Given.Denied(), Given.Denied().Summary));
        IRenderedComponent<DepthLadder> cut = Ladder();

        await KeyAsync(cut, "a");
        await KeyAsync(cut, "b");

        Assert.Contains("R08", Text(cut, "ladder-note"), StringComparison.Ordinal);
        Assert.Contains("down", Find(cut, "ladder-note").ClassName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_changed_after_it_was_picked_up_stays_with_what_changed()
    {
        Order order = Given.Order("TB-1", limit: 430.10m, version: 5);
        View.Orders = [order];
        IRenderedComponent<DepthLadder> cut = Ladder();

        await Find(cut, "ladder-pick-Buy-430.1").ClickAsync(new MouseEventArgs());
        View.Orders = [order with { Quantity = 500m, Version = 6 }];
        await BeatAsync();
        await Find(cut, "ladder-price-430.07").ClickAsync(new MouseEventArgs());

        Assert.Empty(Commands.Modifies);
        Assert.Contains("quantity 100 is 500 now", Text(cut, "ladder-note"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrderState.Filled, "filled")]
    [InlineData(OrderState.Cancelled, "cancelled")]
    public async Task An_order_that_fills_or_goes_while_it_is_dragged_lets_the_hand_go_and_the_next_press_does_not_move_it(OrderState end, string word)
    {
        Order order = Given.Order("TB-1", limit: 430.10m, version: 5);
        View.Orders = [order];
        IRenderedComponent<DepthLadder> cut = Ladder();

        await Find(cut, "ladder-own-Buy-430.1").DragStartAsync(new DragEventArgs());
        View.Orders = [order with { State = end, Version = 6 }];
        await BeatAsync();
        Assert.Equal($"Buy 100 SPY at 430.10 limit is {word}. Nothing was moved.", Text(cut, "ladder-note"));
        Assert.False(Has(cut, "ladder-cancel-picked"));
        await Find(cut, "ladder-row-430.07").DropAsync(new DragEventArgs());
        await Find(cut, "ladder-price-430.07").ClickAsync(new MouseEventArgs());

        Assert.Empty(Commands.Modifies);
        Assert.Contains(word, Text(cut, "ladder-note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_order_that_is_let_go_outside_the_rows_is_held_no_longer()
    {
        View.Orders = [Given.Order("TB-1", limit: 430.10m, version: 5)];
        IRenderedComponent<DepthLadder> cut = Ladder();

        await Find(cut, "ladder-own-Buy-430.1").DragStartAsync(new DragEventArgs());
        await Find(cut, "ladder-own-Buy-430.1").DragEndAsync(new DragEventArgs());
        await Find(cut, "ladder-price-430.07").ClickAsync(new MouseEventArgs());

        Assert.Empty(Commands.Modifies);
    }

    [Fact]
    public async Task An_order_that_was_pressed_before_is_dragged_as_any_other()
    {
        View.Orders = [Given.Order("TB-1", limit: 430.10m, version: 5)];
        IRenderedComponent<DepthLadder> cut = Ladder();

        await Find(cut, "ladder-pick-Buy-430.1").ClickAsync(new MouseEventArgs());
        await Find(cut, "ladder-own-Buy-430.1").DragStartAsync(new DragEventArgs());
        await Find(cut, "ladder-row-430.07").DropAsync(new DragEventArgs());

        Assert.Equal(430.07m, Assert.Single(Commands.Modifies).Change.LimitPrice);
    }

    [Fact]
    public async Task A_moved_order_is_pending_until_the_broker_answers_and_goes_back_with_the_reason_when_refused()
    {
        Order order = Given.Order("TB-1", limit: 430.10m, version: 5);
        View.Orders = [order];
        IRenderedComponent<DepthLadder> cut = Ladder();
        var answer = new TaskCompletionSource<CommandResult>();
        Commands.OnModify = _ => answer.Task;

        await Find(cut, "ladder-pick-Buy-430.1").ClickAsync(new MouseEventArgs());
        Task dropping = Find(cut, "ladder-price-430.07").ClickAsync(new MouseEventArgs());
        await BeatAsync();
        Assert.Equal("true", Find(cut, "ladder-own-Buy-430.07").GetAttribute("data-pending"));
        Order pending = order with { PendingChange = new OrderChange(LimitPrice: 430.07m), Version = 6 };
        answer.SetResult(new CommandResult(CommandOutcome.Accepted, "Change sent.", pending));
        await dropping;
        View.Orders = [pending];
        await BeatAsync();
        Assert.Equal("true", Find(cut, "ladder-own-Buy-430.07").GetAttribute("data-pending"));

        View.Orders = [order with { Version = 7, History = [new OrderEvent(Given.Now, "modify rejected", OrderState.Working, "broker", "Price does not conform to the tick.")] }];
        await BeatAsync();

        Assert.Equal("false", Find(cut, "ladder-own-Buy-430.1").GetAttribute("data-pending"));
        Assert.Contains("Price does not conform", Text(cut, "ladder-note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_window_stays_while_the_market_moves_in_it_and_follows_when_it_leaves()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        Depth.Put(Book(430.14m, 2));
        await BeatAsync();
        Assert.True(Has(cut, "ladder-row-430.02"));
        Depth.Put(Book(431.50m, 3));
        await BeatAsync();

        Assert.False(Has(cut, "ladder-row-430.02"));
        Assert.Equal("500", Size(cut, "ladder-bid-431.5"));
    }

    [Fact]
    public async Task A_market_that_leaves_the_window_moves_it_no_further_than_it_must()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        LadderLine[] before = [.. cut.FindComponents<LadderLine>().Select(l => l.Instance)];
        decimal top = before[0].Price;

        Depth.Put(Book(top, 2));
        await BeatAsync();

        LadderLine[] after = [.. cut.FindComponents<LadderLine>().Select(l => l.Instance)];
        Assert.Equal(3, after.Except(before).Count());
        Assert.Equal(top + 0.03m, after[0].Price);
    }

    [Fact]
    public async Task A_window_that_moves_renders_its_lines_and_neither_the_ladder_around_them_nor_lines_that_stay()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        int around = cut.Instance.Renders, lines = cut.FindComponent<LadderLines>().Instance.Renders;
        LadderLine stays = cut.FindComponents<LadderLine>()[0].Instance;
        int renders = stays.Renders;

        // Above the window: what the highest line says of the market is the same before and after, and the others go.
        Depth.Put(Book(stays.Price, 2) with { Bids = [new DepthLevel(stays.Price + 0.02m, 5m, "ARCA")], Asks = [new DepthLevel(stays.Price + 0.03m, 5m, "ARCA")] });
        await BeatAsync();

        Assert.Equal(lines + 1, cut.FindComponent<LadderLines>().Instance.Renders);
        Assert.True(Has(cut, $"ladder-row-{Format.Raw(stays.Price + 0.03m)}"));
        Assert.Equal(around, cut.Instance.Renders);
        Assert.Equal(renders, stays.Renders);
    }

    [Fact]
    public async Task An_armed_window_stays_while_the_market_is_in_it_and_a_disarmed_one_brings_it_back_to_the_middle_after_a_while()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        await KeyAsync(cut, "a");

        Depth.Put(Book(430.20m, 2));
        await BeatAsync();
        Assert.True(Has(cut, "ladder-row-430.02"));
        await KeyAsync(cut, "a");
        Depth.Put(Book(430.20m, 3));
        await BeatAsync();
        Assert.True(Has(cut, "ladder-row-430.02"));
        Clock.Advance(TimeSpan.FromSeconds(3));
        await BeatAsync();

        Assert.False(Has(cut, "ladder-row-430.02"));
        Assert.True(Has(cut, "ladder-row-430.31"));
    }

    [Fact]
    public async Task Both_sides_of_the_market_stay_in_sight_while_the_window_follows_it()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        decimal highest = cut.FindComponents<LadderLine>().Max(l => l.Instance.Price), lowest = cut.FindComponents<LadderLine>().Min(l => l.Instance.Price);

        Depth.Put(Book(highest - 0.01m, 2));
        await BeatAsync();
        Assert.Equal("400", Size(cut, $"ladder-ask-{Format.Raw(highest + 0.01m)}"));
        Depth.Put(Book(lowest - 0.01m, 3));
        await BeatAsync();

        Assert.Equal("500", Size(cut, $"ladder-bid-{Format.Raw(lowest - 0.01m)}"));
    }

    [Fact]
    public async Task A_row_keeps_its_price_when_the_window_moves_so_that_a_click_means_the_price_that_was_seen()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        LadderLine line = cut.FindComponents<LadderLine>().Single(l => l.Instance.Price == 430.15m).Instance;

        await cut.InvokeAsync(() => cut.Instance.Shift(4));

        Assert.Same(line, cut.FindComponents<LadderLine>().Single(l => l.Instance.Price == 430.15m).Instance);
    }

    [Fact]
    public async Task A_window_that_was_moved_away_from_the_market_stays_there_until_it_is_centred()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        for (int i = 0; i < 3; i++) await KeyAsync(cut, "PageDown");
        Depth.Put(Book(sequence: 2));
        await BeatAsync();
        Assert.True(Has(cut, "ladder-row-429.82"));
        await KeyAsync(cut, "c");

        Assert.True(Has(cut, "ladder-row-430.12"));
    }

    [Fact]
    public async Task A_window_that_was_pushed_until_the_market_stood_at_its_edge_is_not_brought_back()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        await cut.InvokeAsync(() => cut.Instance.Fit(9));

        await cut.InvokeAsync(() => cut.Instance.Shift(-3));
        string shown = Shown(cut);
        for (int i = 0; i < 3; i++)
        {
            Clock.Advance(TimeSpan.FromSeconds(2));
            Depth.Put(Book(sequence: 2 + i));
            await BeatAsync();
        }

        Assert.Equal(shown, Shown(cut));
        Assert.Contains("430.12", shown, StringComparison.Ordinal);

        static string Shown(IRenderedComponent<DepthLadder> cut) => string.Join(' ', cut.FindAll(".ladder-price").Select(p => p.TextContent.Trim()));
    }

    [Fact]
    public async Task An_order_that_was_picked_up_is_cancelled_by_a_button_that_a_finger_hits()
    {
        View.Orders = [Given.Order("TB-1", limit: 430.10m, version: 5)];
        IRenderedComponent<DepthLadder> cut = Ladder();
        Assert.False(Has(cut, "ladder-cancel-picked"));

        await Find(cut, "ladder-pick-Buy-430.1").ClickAsync(new MouseEventArgs());
        Assert.Equal("Cancel buy at 430.10", Text(cut, "ladder-cancel-picked"));
        await Find(cut, "ladder-cancel-picked").ClickAsync(new MouseEventArgs());

        Assert.Equal("TB-1", Assert.Single(Commands.Cancels).Value);
        Assert.False(Has(cut, "ladder-cancel-picked"));
    }

    [Fact]
    public async Task An_interrupted_book_is_shaded_with_its_age_and_a_quiet_one_gets_its_age()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        Clock.Advance(TimeSpan.FromSeconds(12));
        await BeatAsync();
        Assert.Equal(("true", "12 s old"), (Find(cut, "ladder").GetAttribute("data-stale"), Text(cut, "ladder-state")));
        Depth.Put(Book(sequence: 2, state: DepthState.Interrupted, reason: "The connection is down; this is the last known book."));
        await BeatAsync();

        Assert.Equal("interrupted, 12 s old", Text(cut, "ladder-state"));
        Assert.Equal("500", Size(cut, "ladder-bid-430.11"));
    }

    [Fact]
    public void Without_a_book_the_top_of_the_quotes_is_shown()
    {
        View.Watch(Given.Instrument());
        View.Put(Given.Quote());
        Depth.Put(new DepthSnapshot { ConId = new ConId(1), Ticker = "SPY", State = DepthState.Refused, Reason = "Requested market data is not subscribed (354)." });
        State.Ticker = "SPY";

        IRenderedComponent<DepthLadder> cut = Render<DepthLadder>();

        Assert.Equal(("300", "500"), (Size(cut, "ladder-bid-430.11"), Size(cut, "ladder-ask-430.13")));
        Assert.Contains("354", Find(cut, "ladder-state").GetAttribute("title"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_contract_disarms_and_closes_the_book_of_the_one_before()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        View.Watch(Given.Instrument("QQQ"));
        await KeyAsync(cut, "a");

        State.Select("QQQ");
        await BeatAsync();

        Assert.Equal(("false", "QQQ"), (Find(cut, "ladder").GetAttribute("data-armed"), Find(cut, "ladder").GetAttribute("data-ticker")));
        Assert.Equal(["QQQ"], Depth.Open);
        await cut.Instance.DisposeAsync();
        Assert.Empty(Depth.Open);
    }

    [Fact]
    public async Task Only_rows_that_look_different_are_rendered()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        int[] before = [.. cut.FindComponents<LadderLine>().Select(l => l.RenderCount)];

        DepthSnapshot book = Book(sequence: 2);
        Depth.Put(book with { Asks = [new DepthLevel(430.13m, 200m, "ARCA")] });
        await BeatAsync();

        int changed = cut.FindComponents<LadderLine>().Select((l, i) => l.RenderCount - before[i]).Count(n => n > 0);
        Assert.Equal(1, changed);
    }

    [Fact]
    public async Task Own_quantities_are_kept_with_the_person()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();

        await Find(cut, "ladder-size-edit").ClickAsync(new MouseEventArgs());
        await Find(cut, "ladder-size-edit-5").ChangeAsync("750");
        await Find(cut, "ladder-size-edit").ClickAsync(new MouseEventArgs());
        await KeyAsync(cut, "5");
        await KeyAsync(cut, "a");
        await KeyAsync(cut, "b");

        Assert.Equal(750m, Assert.Single(Commands.Submits).Spec.Quantity);
        Assert.Contains("750", Mine.GetJson("ladder.sizes.STK"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quantity_that_is_none_is_put_back_and_named_until_a_right_one_is_typed()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        await Find(cut, "ladder-size-edit").ClickAsync(new MouseEventArgs());

        await Find(cut, "ladder-size-edit-4").ChangeAsync("abc");
        Assert.Equal("100", Find(cut, "ladder-size-edit-4").GetAttribute("value"));
        Assert.Contains("\"abc\"", Text(cut, "ladder-note"), StringComparison.Ordinal);
        Assert.Contains("keeps 100", Text(cut, "ladder-note"), StringComparison.Ordinal);

        await Find(cut, "ladder-size-edit-4").ChangeAsync("1250");
        Assert.Equal("", Text(cut, "ladder-note"));
        await Find(cut, "ladder-size-edit").ClickAsync(new MouseEventArgs());
        // What a key sends stands on it, not about that much.
        Assert.Equal("1,250", Text(cut, "ladder-size-4"));
    }

    [Theory]
    [InlineData("0.001", "0.001")]
    [InlineData("1234", "1,234")]
    [InlineData("25000", "25K")]
    [InlineData("25500", "25,500")]
    [InlineData("1200000", "1.2M")]
    public void A_quantity_on_a_key_is_shortened_and_never_rounded(string size, string text) =>
        Assert.Equal(text, LadderSizes.Text(decimal.Parse(size, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public async Task A_key_sends_nothing_to_a_price_that_is_out_of_sight()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        await KeyAsync(cut, "a");
        string cursor = Cursor(cut);
        await cut.InvokeAsync(() => cut.Instance.Shift(21));
        await cut.InvokeAsync(() => cut.Instance.Shift(21));
        Assert.False(Has(cut, $"ladder-row-{cursor}"));

        await KeyAsync(cut, "b");
        Assert.Empty(Commands.Submits);
        Assert.True(Has(cut, $"ladder-row-{cursor}"));
        Assert.Contains("out of sight", Text(cut, "ladder-note"), StringComparison.Ordinal);

        await KeyAsync(cut, "b");
        Assert.Equal(cursor, Format.Raw(Assert.Single(Commands.Submits).Spec.LimitPrice!.Value));
    }

    [Fact]
    public async Task What_was_said_of_an_order_at_its_old_price_goes_when_a_key_moves_it()
    {
        IRenderedComponent<DepthLadder> cut = Ladder();
        await KeyAsync(cut, "a");
        await KeyAsync(cut, "b");
        Assert.Contains("Accepted", Text(cut, "ladder-note"), StringComparison.Ordinal);
        View.Orders = [Given.Order("TB-1", quantity: 10m, limit: decimal.Parse(Cursor(cut), System.Globalization.CultureInfo.InvariantCulture))];
        await BeatAsync();

        await KeyAsync(cut, "ArrowDown", shift: true);

        Assert.Single(Commands.Modifies);
        Assert.Equal("", Text(cut, "ladder-note"));
    }

    private static string Size(IRenderedComponent<DepthLadder> cut, string id) => Find(cut, id).ChildNodes[^1].TextContent;
}
