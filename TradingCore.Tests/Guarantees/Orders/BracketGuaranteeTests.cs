using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Simulation;
using OpenOrder = TwsProtocol.Messages.Responses.OpenOrder;
using OrderStatusKind = TwsProtocol.Orders.OrderStatusKind;
using WireOrder = TwsProtocol.Orders.Order;

namespace TradingCore.Tests.Guarantees.Orders;

/// <summary>A partial entry and its stop never leave a position that nobody meant.</summary>
public sealed class BracketGuaranteeTests
{
    private const decimal Size = 1_000m;   // more than is shown at the touch, so that it fills in part

    private static OrderSpec Bracket(FaultyDesk desk, decimal limit, decimal quantity = Size)
    {
        decimal entry = limit;
        return Desk.Buy(quantity, entry) with { Bracket = new BracketSpec(new ExitSpec { Price = decimal.Ceiling(entry * 1.1m) }, new ExitSpec { Price = desk.FarPrice }) };
    }

    // The simulated exchange may halt the symbol between the look at it and the change.
    private static async Task<CommandResult> ChangeWhileTradingAsync(FaultyDesk desk, OrderRef exit)
    {
        while (true)
        {
            await desk.UntilAsync(v => v.FindQuote("SPY") is { IsHalted: false, Bid: not null });
            CommandResult change = await desk.ModifyAsync(exit, new OrderChange(LimitPrice: desk.View.FindQuote("SPY")!.Bid!.Value - 1m));
            if (change.Outcome == CommandOutcome.Accepted || !change.Message.Contains("(R18)", StringComparison.Ordinal)) return change;
        }
    }

    private static OrderRef Exit(OrderRef entry, string which) => new($"{entry}-{which}");

    [Fact]
    public async Task A_part_of_the_entry_is_protected_by_a_stop_of_its_size_and_closes_to_nothing()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { StartingCash = 10_000_000m });
        OrderRef entry = await PartlyFilledAsync(desk);

        await desk.CancelAsync(entry);
        await desk.UntilAsync(_ => desk.Find(entry).State.IsFinal());
        decimal held = desk.Find(entry).Filled;
        await desk.UntilAsync(_ => Remaining(desk, Exit(entry, "SL")) == held && Remaining(desk, Exit(entry, "TP")) == held && desk.Find(Exit(entry, "TP")).PendingChange is null);
        CommandResult change = await ChangeWhileTradingAsync(desk, Exit(entry, "TP"));
        Assert.True(change.Outcome == CommandOutcome.Accepted, change.Message);

        await desk.UntilAsync(v => v.Positions.All(p => p.Quantity == 0m) && desk.Find(Exit(entry, "TP")).State == OrderState.Filled);
        await desk.UntilAsync(_ => desk.Find(Exit(entry, "SL")).State == OrderState.Cancelled);
        await desk.AssertAgreesAsync();
        Assert.Empty(desk.Simulator.Truth.Positions);
        Assert.DoesNotContain(desk.View.NoticesSince(0), n => n.Text.Contains("R36", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_partly_filled_bracket_is_the_same_after_a_restart()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { StartingCash = 10_000_000m });
        OrderRef entry = await PartlyFilledAsync(desk);
        decimal filled = desk.Find(entry).Filled;

        await desk.RestartEngineAsync();
        await desk.ReadyAsync();
        await desk.CancelAsync(entry);
        await desk.UntilAsync(_ => desk.Find(entry).State.IsFinal());

        await desk.UntilAsync(_ => Remaining(desk, Exit(entry, "SL")) == desk.Find(entry).Filled && Remaining(desk, Exit(entry, "TP")) == desk.Find(entry).Filled);
        Assert.True(desk.Find(entry).Filled >= filled);
        await desk.AssertAgreesAsync();
    }

    [Fact]
    public async Task A_bracket_killed_between_its_orders_is_taken_back_and_nothing_of_it_was_ever_live()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { StartingCash = 10_000_000m });
        // The journal holds the three orders; the process died after the first of them was on the wire.
        OrderRef entry = new("TB-killed-1");
        int clientId = desk.View.Session.ClientId;
        await desk.EndEngineAsync();
        await using (SimulatorClient before = await SimulatorClient.ConnectAsync(desk.Simulator.EndPoint, clientId))
        {
            before.Place(501, new WireOrder { Action = "BUY", TotalQuantity = 100m, OrderType = "MKT", Tif = "DAY", OrderRef = entry.Value, Transmit = false });
            await before.NextAsync<OpenOrder>();
        }
        Order first = Journalled(entry, 501, OrderRole.Entry, OrderType.Market, clientId);
        desk.Journal.Append(
        [
            new TradingCore.Engine.Ports.OrderWritten(first),
            new TradingCore.Engine.Ports.OrderWritten(Journalled(Exit(entry, "TP"), 502, OrderRole.TakeProfit, OrderType.Limit, clientId)),
            new TradingCore.Engine.Ports.OrderWritten(Journalled(Exit(entry, "SL"), 503, OrderRole.StopLoss, OrderType.Stop, clientId)),
        ]);

        await desk.RestartEngineAsync();

        await desk.UntilAsync(v => v.Orders.Count(o => o.State.IsFinal()) == 3);
        Assert.Equal(OrderState.Cancelled, desk.Find(entry).State);
        Assert.Empty(desk.Simulator.Truth.Executions);
        Assert.Contains(desk.View.NoticesSince(0), n => n.Severity == NoticeSeverity.Error && n.Text.Contains("Only a part of the bracket", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_entry_whose_stop_the_broker_rejects_ends_and_is_told_loudly()
    {
        await using FaultyDesk desk = await FaultyDesk.StartAsync(o => o with { StartingCash = 10_000_000m });
        Task played = desk.PlayAsync("{ when: orderPlaced, count: 2, fault: rejectOrder }");

        OrderRef entry = await desk.SubmitAsync(Bracket(desk, desk.FarPrice + 1m, 10m));
        await played;

        await desk.UntilAsync(_ => desk.Find(entry).State == OrderState.Cancelled);
        Assert.Contains(desk.View.NoticesSince(0), n => n.Severity == NoticeSeverity.Error && n.Text.Contains("R36", StringComparison.Ordinal));
        Assert.All(desk.Simulator.Truth.Orders, o => Assert.NotEqual(OrderStatusKind.Submitted, o.Status));
    }

    private static async Task<OrderRef> PartlyFilledAsync(FaultyDesk desk)
    {
        // At the touch a part fills at once; then trading stops, so that the rest stays as it is.
        OrderRef entry = await desk.SubmitAsync(Bracket(desk, desk.View.FindQuote("SPY")!.Ask!.Value));
        await desk.UntilAsync(_ => desk.Find(entry).Filled > 0m);
        await desk.PlayAsync("{ fault: haltSymbol, symbol: SPY, for: 500ms }");
        return entry;
    }

    private static decimal Remaining(FaultyDesk desk, OrderRef order) => desk.Find(order) is { State: OrderState.PreSubmitted or OrderState.Working } o ? o.Remaining : -1m;

    private static Order Journalled(OrderRef orderRef, int id, OrderRole role, OrderType type, int clientId) => new()
    {
        OrderRef = orderRef,
        OrderId = new OrderId(id),
        ClientId = clientId,
        Account = Desk.Account,
        Contract = Desk.Spy,
        Side = role == OrderRole.Entry ? OrderSide.Buy : OrderSide.Sell,
        Quantity = 100m,
        Type = type,
        LimitPrice = type == OrderType.Limit ? 999m : null,
        StopPrice = type == OrderType.Stop ? 1m : null,
        ParentId = role == OrderRole.Entry ? default : new OrderId(501),
        Attributes = role == OrderRole.Entry ? OrderAttributes.None : new OrderAttributes { Parent = new OrderRef("TB-killed-1") },
        State = OrderState.PendingSubmit,
        Source = "user",
        CreatedTime = Desk.Start,
        UpdatedTime = Desk.Start,
        Handling = new OrderHandling { CorrelationId = "killed", Role = role },
    };
}
