using Bunit;
using MudBlazor;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using Position = TradingCore.Domain.Position;

namespace TradingBlazor.Tests.Components;

public sealed class TradingTablesTests : DeskTest
{
    private IRenderedComponent<MudDialogProvider> Dialogs()
    {
        Render<MudPopoverProvider>();
        return Render<MudDialogProvider>();
    }

    [Fact]
    public void A_queued_order_looks_queued_and_tells_until_when_and_a_foreign_one_whose_it_is()
    {
        View.Orders =
        [
            Given.Order("TB-1", OrderState.Queued) with { Handling = new OrderHandling { QueuedUntil = Given.Now.AddMinutes(5) } },
            Given.Order("X-7") with { Source = "client 5" },
        ];

        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        Assert.Contains("is-queued", Find(cut, "order-row-TB-1").ClassList);
        Assert.Contains("Queued", Text(cut, "order-row-TB-1"), StringComparison.Ordinal);
        Assert.Equal("Waits for the gateway until Mar 10 2026 14:08:27 ET", Text(cut, "order-reason-TB-1"));
        Assert.Contains("client 5", Text(cut, "order-row-X-7"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_exits_of_a_bracket_stand_below_their_entry()
    {
        var child = new OrderAttributes { Parent = new OrderRef("TB-1") };
        View.Orders =
        [
            Given.Order("TB-1-SL") with { Attributes = child, Handling = new OrderHandling { Role = OrderRole.StopLoss } },
            Given.Order("TB-1-TP") with { Attributes = child, Handling = new OrderHandling { Role = OrderRole.TakeProfit } },
            Given.Order("TB-1") with { Handling = new OrderHandling { Role = OrderRole.Entry } },
            Given.Order("TB-0"),
        ];

        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        Assert.Equal(["order-row-TB-1", "order-row-TB-1-TP", "order-row-TB-1-SL", "order-row-TB-0"], cut.FindAll("tr[data-testid^='order-row-']").Select(r => r.GetAttribute("data-testid")));
        Assert.Equal("SL", Text(cut, "order-role-TB-1-SL"));
    }

    [Fact]
    public void An_order_shows_its_state_in_words_fills_and_reason()
    {
        View.Orders = [Given.Order("TB-1", OrderState.Working, filled: 30m), Given.Order("TB-2", OrderState.Rejected, reason: "201: Order rejected.")];

        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        Assert.Equal("Working", Find(cut, "order-row-TB-1").GetAttribute("data-state"));
        Assert.Equal("30", Find(cut, "order-row-TB-1").GetAttribute("data-filled"));
        Assert.Contains("Partly filled", Text(cut, "order-row-TB-1"), StringComparison.Ordinal);
        Assert.Equal("201: Order rejected.", Text(cut, "order-reason-TB-2"));
        Assert.False(Has(cut, "order-cancel-TB-2"));
    }

    [Fact]
    public void Cancel_is_sent_once_and_a_refusal_is_shown_in_the_row()
    {
        View.Orders = [Given.Order()];
        Commands.OnCancel = _ => Task.FromResult(new CommandResult(CommandOutcome.Refused, "The order is filled."));
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        Find(cut, "order-cancel-TB-1").Click();

        Assert.Equal([new OrderRef("TB-1")], Commands.Cancels);
        Assert.Equal("The order is filled.", Text(cut, "order-reason-TB-1"));
    }

    [Fact]
    public async Task Only_the_row_of_a_changed_order_renders()
    {
        Order first = Given.Order("TB-1"), second = Given.Order("TB-2");
        View.Orders = [first, second];
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        int untouched = cut.FindComponents<OrderRow>()[1].RenderCount;

        View.Orders = [first with { Filled = 10m, Version = 2 }, second];
        await BeatAsync();

        Assert.Equal("10", Find(cut, "order-row-TB-1").GetAttribute("data-filled"));
        Assert.Equal(untouched, cut.FindComponents<OrderRow>()[1].RenderCount);
    }

    [Fact]
    public void Close_names_its_size_and_waits_for_yes()
    {
        View.Positions = [Given.Position(quantity: 200m)];
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();

        Find(cut, "position-close-SPY").Click();
        dialogs.WaitForAssertion(() => Assert.Contains("Close SPY: sell 200 at market", Text(dialogs, "confirm-dialog"), StringComparison.Ordinal));
        Assert.Empty(Commands.Closes);
        Find(dialogs, "confirm-yes").Click();

        cut.WaitForAssertion(() => Assert.Equal("SPY", Assert.Single(Commands.Closes).Ticker));
        Assert.NotEmpty(Commands.Closes[0].Context.IdempotencyKey);
    }

    [Fact]
    public void No_keeps_the_position()
    {
        View.Positions = [Given.Position()];
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();
        Find(cut, "position-close-SPY").Click();
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-no")));

        Find(dialogs, "confirm-no").Click();

        dialogs.WaitForAssertion(() => Assert.False(Has(dialogs, "confirm-dialog")));
        Assert.Empty(Commands.Closes);
    }

    [Fact]
    public async Task A_position_moves_with_the_market()
    {
        Position position = Given.Position(unrealized: 12.5m);
        View.Positions = [position];
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();
        Assert.Equal("+12.50", Text(cut, "position-unrealized-SPY"));
        Assert.Equal("430.0500", Text(cut, "position-avg-SPY"));

        View.Positions = [position with { UnrealizedPnl = -3m }];
        await BeatAsync();

        Assert.Equal("−3.00", Text(cut, "position-unrealized-SPY"));
    }

    [Fact]
    public async Task A_toast_tells_a_fill_once_and_nothing_of_before()
    {
        View.Tell("fill", NoticeSeverity.Success, "Bought 1 SPY at 430.00.");
        IRenderedComponent<MudSnackbarProvider> toasts = Render<MudSnackbarProvider>();
        Render<Toasts>();

        View.Tell("fill", NoticeSeverity.Success, "Bought 100 SPY at 430.13.");
        View.Tell("warning", NoticeSeverity.Info, "Only for the log.");
        await BeatAsync();
        await BeatAsync();

        toasts.WaitForAssertion(() => Assert.Contains("Bought 100 SPY at 430.13.", Text(toasts, "toast"), StringComparison.Ordinal));
        Assert.Equal("fill", Assert.Single(toasts.FindAll("[data-testid='toast']")).GetAttribute("data-kind"));
    }

    [Fact]
    public async Task Toasts_and_log_name_an_option_as_the_desk_does()
    {
        IRenderedComponent<MudSnackbarProvider> toasts = Render<MudSnackbarProvider>();
        Render<Toasts>();
        View.Tell("fill", NoticeSeverity.Success, "Bought 1 SPY   260116C00600000 at 4.10.", "SPY   260116C00600000");
        await BeatAsync();
        IRenderedComponent<LogTable> log = Render<LogTable>();

        toasts.WaitForAssertion(() => Assert.Equal("Fill SPY 600C Jan16'26Bought 1 SPY 600C Jan16'26 at 4.10.", Text(toasts, "toast")));
        AngleSharp.Dom.IElement row = log.Find("[data-testid^='notice-row-']");
        Assert.Equal(("SPY 600C Jan16'26", "Bought 1 SPY 600C Jan16'26 at 4.10."), (row.Children[2].TextContent, row.Children[3].TextContent));
    }

    [Fact]
    public void The_log_tells_everything_newest_first()
    {
        View.Tell("session", NoticeSeverity.Warning, "The gateway closed the connection.");
        View.Tell("fill", NoticeSeverity.Success, "Bought 100 SPY at 430.13.");

        IRenderedComponent<LogTable> cut = Render<LogTable>();

        Assert.Equal(["fill", "session"], cut.FindAll("[data-testid^='notice-row-']").Select(r => r.GetAttribute("data-kind")));
    }

    [Fact]
    public void Cancel_all_names_the_number_and_asks_first()
    {
        View.Orders = [Given.Order("TB-1"), Given.Order("TB-2"), Given.Order("TB-3", OrderState.Filled)];
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<CancelAll> cut = Render<CancelAll>();
        Assert.Equal("Cancel all 2 orders", Text(cut, "orders-cancel-all"));

        Find(cut, "orders-cancel-all").Click();
        dialogs.WaitForAssertion(() => Assert.True(Has(dialogs, "confirm-yes")));
        Assert.Empty(Commands.CancelAlls);
        Find(dialogs, "confirm-yes").Click();

        cut.WaitForAssertion(() => Assert.Equal((null, null), Assert.Single(Commands.CancelAlls)));
    }

    [Fact]
    public void Words_of_a_state_are_never_those_of_the_code() =>
        Assert.All(Enum.GetValues<OrderState>(), s => Assert.DoesNotMatch("[a-z][A-Z]", OrderWords.State(Given.Order(state: s))));

    [Fact]
    public void Positions_show_day_and_open_profit_the_brokers_beside_and_the_sum_in_the_base_currency()
    {
        View.Positions =
        [
            Given.Position(unrealized: 12.5m) with { DayPnl = 7.25m, DayPnlBase = 7.25m, UnrealizedPnlBase = 12.5m, RealizedPnlBase = 3m, CommissionBase = 1m, BaseCurrency = "USD", BrokerDailyPnl = 7.2m, BrokerUnrealizedPnl = 12.4m, MarkFlaw = "one-sided" },
        ];
        View.Accounts = [new AccountState { Account = View.Positions[0].Account, Currency = "USD", DailyPnl = 7.2m, UnrealizedPnl = 12.4m, PnlTime = Given.Now }];
        View.Money = new MoneyState { Ledgers = [new DayLedger { Account = View.Positions[0].Account, BaseCurrency = "USD", DayPnl = 7.25m }] };

        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();

        Assert.Equal("+7.25", Text(cut, "position-day-SPY"));
        Assert.Equal("430.12*", Text(cut, "position-mark-SPY"));
        Assert.Equal("+7.20 / +12.40", Text(cut, "position-broker-SPY"));
        Assert.Equal(("+7.25", "+12.50", "+3.00", "1.00", "+7.20 / +12.40"), (Text(cut, "total-day"), Text(cut, "total-unrealized"), Text(cut, "total-realized"), Text(cut, "total-fees"), Text(cut, "total-broker")));
        Assert.Contains("SPY one-sided", Text(cut, "positions-remark"), StringComparison.Ordinal);
        Assert.False(Has(cut, "tie-out"));
    }

    [Fact]
    public async Task A_difference_that_stops_orders_is_told_above_the_table_and_booked_with_a_cause()
    {
        View.Positions = [Given.Position()];
        View.Money = new MoneyState
        {
            TieOut = [new TieOutItem { Account = new AccountId("DU1234567"), Kind = TieOutKind.Cash, Currency = "USD", Ours = 500m, Brokers = 700m, Tolerance = 5m, State = TieOutState.Halted }],
        };
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<PositionsTable> cut = Render<PositionsTable>();

        Assert.Contains("DU1234567, cash USD: own 500.00, broker 700.00, difference 20,000 cents. No new order in the account until it is settled; cancels work.", Text(cut, "tie-out"), StringComparison.Ordinal);
        Find(cut, "tie-out-book").Click();
        await dialogs.WaitForStateAsync(() => Has(dialogs, "book-yes"));
        Find(dialogs, "book-cause").Change("Interest");
        Find(dialogs, "book-yes").Click();

        await cut.WaitForAssertionAsync(() => Assert.Equal([("DU1234567", "", "USD", DifferenceCause.Interest)], Commands.Accepted));
    }
}
