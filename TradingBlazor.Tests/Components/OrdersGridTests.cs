using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using TradingBlazor.Components.Orders;
using TradingBlazor.Components.Trading;
using TradingBlazor.State;
using TradingBlazor.Tests.Components.Fakes;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Risk;

namespace TradingBlazor.Tests.Components;

/// <summary>The grid of orders: filter, groups, columns, file, change in place, bulk cancel and history.</summary>
public sealed class OrdersGridTests : DeskTest
{
    private static readonly Contract Qqq = Given.Instrument("QQQ").Contract;

    public OrdersGridTests()
    {
        View.Put(Given.Instrument());
        View.Orders =
        [
            Given.Order("TB-4", OrderState.Rejected, reason: "201: Order rejected.") with { Contract = Qqq },
            Given.Order("TB-3", OrderState.Filled, filled: 100m),
            Given.Order("TB-2", side: OrderSide.Sell) with { Contract = Qqq, LimitPrice = 370m },
            Given.Order("TB-1"),
        ];
    }

    private static string Shown(IRenderedComponent<OrdersTable> cut) => string.Join(' ', cut.FindAll("tr[data-testid^='order-row-']").Select(r => r.GetAttribute("data-testid")!["order-row-".Length..]));

    private IRenderedComponent<MudDialogProvider> Dialogs()
    {
        Render<MudPopoverProvider>();
        return Render<MudDialogProvider>();
    }

    [Fact]
    public void Words_of_the_filter_must_all_be_in_the_row_and_a_choice_takes_a_state()
    {
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        string all = Shown(cut);

        Find(cut, "orders-filter").Input("qqq sell");
        string filtered = Shown(cut);
        Find(cut, "orders-filter").Input("nothing");
        string none = Text(cut, "orders-none");
        Find(cut, "orders-filter").Input("");
        Find(cut, "orders-which").Change("refused");

        Assert.Equal(("TB-2 TB-1 TB-4 TB-3", "TB-2", "TB-4"), (all, filtered, Shown(cut)));
        Assert.Equal("No order passes the filter. 4 are known.", none);
    }

    [Fact]
    public void Groups_sorting_and_columns_are_chosen_and_remembered_for_the_person()
    {
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        Find(cut, "orders-group").Change("symbol");
        string[] groups = [.. cut.FindAll("tr.group").Select(g => g.TextContent.Trim())];
        Find(cut, "orders-sort-price").Click();
        Find(cut, "orders-column-commission").Change(true);
        Find(cut, "orders-column-averagePrice").Change(false);
        cut.Instance.Dispose();
        IRenderedComponent<OrdersTable> again = Render<OrdersTable>();

        Assert.Equal(["QQQ 2", "SPY 2"], groups);
        Assert.Equal("TB-2 TB-4 TB-1 TB-3", Shown(again));
        string[] headings = [.. again.FindAll("thead .sort").Select(h => h.TextContent.Trim())];
        Assert.Contains("Commission", headings);
        Assert.Contains("Price ↑", headings);
        Assert.DoesNotContain("Avg fill", headings);
    }

    [Fact]
    public void The_file_holds_what_is_shown()
    {
        BunitJSModuleInterop script = JSInterop.SetupModule("./js/download.js");
        script.SetupVoid("save", _ => true).SetVoidResult();
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        Find(cut, "orders-filter").Input("TB-2");

        Find(cut, "orders-export").Click();

        cut.WaitForAssertion(() => Assert.Single(script.Invocations["save"]));
        JSRuntimeInvocation saved = script.Invocations["save"][0];
        Assert.Equal("orders.csv", saved.Arguments[0]);
        string[] lines = System.Text.Encoding.UTF8.GetString((byte[])saved.Arguments[2]!).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("symbol,side,filled,quantity,type,limitPrice,stopPrice,averagePrice,state,time,reason", lines[0]);
        Assert.Equal("QQQ,Sell,0,100,LMT DAY,370,,,Working,2026-03-10T18:03:27Z,", Assert.Single(lines[1..]));
    }

    [Fact]
    public void The_same_file_is_there_as_parquet()
    {
        BunitJSModuleInterop script = JSInterop.SetupModule("./js/download.js");
        script.SetupVoid("save", _ => true).SetVoidResult();
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        Find(cut, "orders-parquet").Click();

        cut.WaitForAssertion(() => Assert.Single(script.Invocations["save"]));
        JSRuntimeInvocation saved = script.Invocations["save"][0];
        byte[] file = (byte[])saved.Arguments[2]!;
        Assert.Equal(("orders.parquet", "PAR1", "PAR1"), (saved.Arguments[0], System.Text.Encoding.ASCII.GetString(file[..4]), System.Text.Encoding.ASCII.GetString(file[^4..])));
    }

    [Fact]
    public void A_change_is_made_in_the_row_and_sends_only_what_is_different()
    {
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();

        Find(cut, "order-modify-TB-1").Click();
        string? before = Find(cut, "modify-limit").GetAttribute("value");
        Find(cut, "modify-limit").Input("401.50");
        Find(cut, "modify-tif").Change("GTC");
        Find(cut, "modify-limit").KeyDown("Enter");

        Assert.Equal("400.00", before);
        (OrderRef orderRef, OrderChange change) = Assert.Single(Commands.Modifies);
        Assert.Equal(("TB-1", new OrderChange(LimitPrice: 401.5m, Tif: TimeInForce.Gtc)), (orderRef.Value, change));
        Assert.False(Has(cut, "modify-limit"));
    }

    [Fact]
    public async Task A_refused_change_keeps_what_was_typed_with_the_reason_also_while_the_order_changes()
    {
        Commands.OnModify = _ => Task.FromResult(new CommandResult(CommandOutcome.Refused, "401.505 is not on the price step 0.01."));
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        Find(cut, "order-modify-TB-1").Click();
        Find(cut, "modify-limit").Input("401.505");
        Find(cut, "modify-save").Click();

        View.Orders = [.. View.Orders.Select(o => o.OrderRef.Value == "TB-1" ? o with { Filled = 5m } : o)];
        await BeatAsync();

        Assert.Equal("401.505 is not on the price step 0.01.", Text(cut, "modify-message"));
        Assert.Equal("401.505", Find(cut, "modify-limit").GetAttribute("value"));
        Find(cut, "modify-limit").KeyDown("Escape");
        Assert.False(Has(cut, "modify-limit"));
    }

    [Fact]
    public async Task An_order_that_another_changed_while_it_was_edited_is_shown_as_it_is_and_sent_at_the_second_word()
    {
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        Find(cut, "order-modify-TB-1").Click();
        Find(cut, "modify-quantity").Input("80");
        View.Orders = [.. View.Orders.Select(o => o.OrderRef.Value == "TB-1" ? o with { LimitPrice = 399.5m, Version = 12 } : o)];
        await BeatAsync();

        Find(cut, "modify-save").Click();
        Assert.Empty(Commands.Modifies);
        Assert.StartsWith("Changed meanwhile: limit 400.00 is 399.50 now.", Text(cut, "modify-message"), StringComparison.Ordinal);
        Assert.Equal(("80", "399.50"), (Find(cut, "modify-quantity").GetAttribute("value"), Find(cut, "modify-limit").GetAttribute("value")));
        Find(cut, "modify-save").Click();

        // The limit that somebody else chose is not taken back by a field that was left alone.
        Assert.Equal((new OrderRef("TB-1"), new OrderChange(Quantity: 80m)), Assert.Single(Commands.Modifies));
        Assert.Equal([12L], Commands.Versions.Select(v => v!.Value));
    }

    [Fact]
    public void An_unusual_size_is_confirmed_by_typing_it_again_in_the_row_where_it_was_changed()
    {
        var unusual = new RiskVerdict([new RiskCheckResult("R37", "Unusual size", false, 900m, 30m, "900 shares is more than 3 times the 10 that you usually send (R37).")]);
        Commands.OnModify = m => Task.FromResult(m.IsConfirmed ? new CommandResult(CommandOutcome.Accepted, "Change sent.") : new CommandResult(CommandOutcome.Refused, unusual.Summary, null, unusual));
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        Find(cut, "order-modify-TB-1").Click();
        Find(cut, "modify-quantity").Input("900");
        bool before = Has(cut, "modify-confirm");
        Find(cut, "modify-save").Click();
        string told = Text(cut, "modify-message");

        Find(cut, "modify-confirm").Input("90");
        Find(cut, "modify-confirm").KeyDown("Enter");
        bool isStillAsked = Has(cut, "modify-confirm");
        Find(cut, "modify-confirm").Input("900");
        Find(cut, "modify-confirm").KeyDown("Enter");

        Assert.Equal((false, true, false), (before, isStillAsked, Has(cut, "modify-quantity")));
        Assert.Contains("usually send (R37)", told, StringComparison.Ordinal);
        Assert.Equal([false, false, true], Commands.Modifies.Select(m => m.Change.IsConfirmed));
    }

    [Fact]
    public void A_total_below_what_has_filled_is_refused_before_it_is_sent()
    {
        View.Orders = [Given.Order(filled: 30m)];
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        Find(cut, "order-modify-TB-1").Click();

        Find(cut, "modify-quantity").Input("30");
        Find(cut, "modify-save").Click();

        Assert.Empty(Commands.Modifies);
        Assert.Contains("30 are filled already", Text(cut, "modify-message"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "Cancel 1 buy order", null, OrderSide.Buy)]
    [InlineData(2, "Cancel 1 order in QQQ", "QQQ", null)]
    [InlineData(3, "Cancel 1 sell order in QQQ", "QQQ", OrderSide.Sell)]
    public void Some_orders_are_cancelled_by_side_and_symbol_with_their_number(int choice, string yes, string? ticker, OrderSide? side)
    {
        IRenderedComponent<MudDialogProvider> dialogs = Dialogs();
        IRenderedComponent<CancelAll> cut = Render<CancelAll>();

        Find(cut, "orders-cancel-some").Change($"{choice}");
        dialogs.WaitForAssertion(() => Assert.Equal(yes, Text(dialogs, "confirm-yes")));
        Assert.Empty(Commands.CancelAlls);
        Find(dialogs, "confirm-yes").Click();

        cut.WaitForAssertion(() => Assert.Equal((ticker, side), Assert.Single(Commands.CancelAlls)));
    }

    [Fact]
    public async Task An_order_on_its_way_is_shown_at_once_and_gives_way_to_the_truth()
    {
        OrderSender sender = Services.GetRequiredService<OrderSender>();
        var answer = new TaskCompletionSource<SubmitResult>();
        Commands.OnSubmit = _ => answer.Task;
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        Task sending = sender.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 5m, Type = OrderType.Market }, "key-1");
        await BeatAsync();
        (string? state, string words) = (Find(cut, "sent-row").GetAttribute("data-state"), Text(cut, "sent-row"));

        View.Orders = [Given.Order("TB-9", OrderState.PendingSubmit) with { IdempotencyKey = "key-1" }, .. View.Orders];
        await BeatAsync();

        Assert.Equal("Sending", state);
        Assert.Contains("Buy 5 SPY at market", words, StringComparison.Ordinal);
        Assert.False(Has(cut, "sent-row"));
        Assert.Contains("is-pending", Find(cut, "order-row-TB-9").ClassList);
        answer.SetResult(new SubmitResult(SubmitOutcome.Accepted, null, Given.Allowed, ""));
        await sending;
    }

    [Fact]
    public async Task A_denied_order_stays_with_its_figures_until_it_was_read()
    {
        OrderSender sender = Services.GetRequiredService<OrderSender>();
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.Denied, null, Given.Denied(), "Denied."));
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        await sender.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 1_000_000m, Type = OrderType.Market }, "key-1");
        await BeatAsync();

        string why = Text(cut, "sent-why");
        Find(cut, "sent-dismiss").Click();
        await BeatAsync();

        Assert.Contains("ask an admin to raise the limit", why, StringComparison.Ordinal);
        Assert.Contains("1,000,000", why, StringComparison.Ordinal);
        Assert.False(Has(cut, "sent-row"));
    }

    [Fact]
    public async Task An_order_that_waits_for_a_second_person_is_not_shown_as_denied()
    {
        OrderSender sender = Services.GetRequiredService<OrderSender>();
        Commands.OnSubmit = _ => Task.FromResult(new SubmitResult(SubmitOutcome.AwaitsSecondPerson, null, Given.Allowed, "Waiting for a second person.") { ApprovalId = "1" });
        IRenderedComponent<OrdersTable> cut = Render<OrdersTable>();
        await sender.SubmitAsync(new OrderSpec { Ticker = "SPY", Side = OrderSide.Buy, Quantity = 500m, Type = OrderType.Market }, "key-1");
        await BeatAsync();

        Assert.Equal(SentState.Waiting, Assert.Single(sender.Sent).State);
        Assert.False(Has(cut, "sent-row"));
    }

    [Fact]
    public async Task The_history_of_an_order_shows_every_event_and_how_long_its_way_took()
    {
        Order order = Given.Order("TB-1", OrderState.Filled, filled: 100m) with
        {
            History = [new(Given.Now, "submitted", OrderState.PendingSubmit, "user", "Buy 100 SPY"), new(Given.Now.AddMilliseconds(42), "acknowledged", OrderState.Working, "broker", ""), new(Given.Now.AddSeconds(2), "filled", OrderState.Filled, "broker", "Bought 100")],
            Handling = new OrderHandling { CorrelationId = "c-1", WireTime = Given.Now.AddMilliseconds(1.5), AckTime = Given.Now.AddMilliseconds(42.5), FirstFillTime = Given.Now.AddMilliseconds(1999.4) },
        };
        View.Orders = [order];
        View.Fills = [Given.Fill() with { OrderRef = order.OrderRef }, Given.Fill("x.01")];
        IRenderedComponent<OrdersTable> grid = Render<OrdersTable>();
        IRenderedComponent<OrderDrawer> cut = Render<OrderDrawer>();

        Find(grid, "order-history-TB-1").Click();
        await BeatAsync();

        Assert.Equal("Buy 100 SPY at 400.00 limit", Text(cut, "drawer-words"));
        Assert.Equal(["Submitted", "Acknowledged", "Filled"], cut.FindAll("[data-testid='drawer-events'] b").Select(b => b.TextContent));
        Assert.Equal(["1.5 ms", "41 ms", "1998 ms"], cut.FindAll("[data-testid='drawer-latency'] dd").Select(d => d.TextContent));
        Assert.Contains("+42 ms", Text(cut, "drawer-events"), StringComparison.Ordinal);
        Find(cut, "order-drawer").KeyDown("Escape");
        await BeatAsync();
        Assert.False(Has(cut, "order-drawer"));
    }

    [Fact]
    public async Task An_old_order_is_looked_up_in_the_history_and_one_that_is_not_there_says_so()
    {
        History.Orders.Add(Given.Order("TB-OLD", OrderState.Cancelled) with { History = [new(Given.Now, "submitted", OrderState.PendingSubmit, "user", "")] });
        IRenderedComponent<OrderDrawer> cut = Render<OrderDrawer>();

        State.ShowOrder(new OrderRef("TB-OLD"));
        await BeatAsync();
        string state = Text(cut, "drawer-state");
        State.ShowOrder(new OrderRef("TB-NONE"));
        await BeatAsync();

        Assert.Equal("Cancelled", state);
        Assert.Contains("Order TB-NONE is not in the history", Text(cut, "order-drawer"), StringComparison.Ordinal);
    }
}
