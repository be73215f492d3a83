using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;

namespace TradingCore.Tests.Engine;

/// <summary>Prices of notes in sentences: in 32nds as the desk shows them, with the decimals of the interface beside them.</summary>
public sealed class NotePriceTests
{
    private static readonly Contract Note = new() { ConId = new ConId(700_202_603), Ticker = "ZNH6", Symbol = "ZN", SecurityType = SecurityType.Future, Multiplier = 1_000m };

    private static Desk Ready()
    {
        Desk desk = Desk.Ready(risk: r => r.OrderNotionalMax = 1_000_000m);
        var add = new AddToWatchlist(new ContractQuery("ZN", SecurityType.Future, "CBOT", "USD", "202603")) { Time = desk.Now, Context = new CommandContext("user", "anna") };
        desk.Apply(add);
        desk.Apply(new InstrumentResolved(add.Query, new Instrument { Contract = Note, MinTick = 0.015625m }) { Time = desk.Now });
        desk.Apply(new MarketTick(Note.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, desk.Now));
        desk.Apply(new MarketTick(Note.ConId, TickField.Bid, 110.46875m, 10m, desk.Now));
        desk.Apply(new MarketTick(Note.ConId, TickField.Ask, 110.484375m, 10m, desk.Now));
        return desk;
    }

    private static OrderSpec Buy(decimal limit) => new() { Ticker = "ZNH6", Side = OrderSide.Buy, Quantity = 1m, Type = OrderType.Limit, LimitPrice = limit };

    [Fact]
    public void R07_advises_the_steps_of_the_market_and_the_collar_its_price()
    {
        Desk desk = Ready();

        SubmitResult off = desk.Submit(Buy(110.48m)), far = desk.Submit(Buy(117m));

        Assert.Contains("Use 110'15.0 (110.46875) or 110'15.5 (110.484375).", off.Message, StringComparison.Ordinal);
        Assert.Contains("The limit price 110.48 is between two price steps", off.Message, StringComparison.Ordinal);
        Assert.Contains("117'00.0 (117) is more than 5 % above the market of 110'15.5 (110.484375)", far.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_changes_and_fills_are_told_in_32nds_and_a_repeated_command_is_known_by_it()
    {
        Desk desk = Ready();
        var command = new SubmitOrder(new OrderRef("TB-n-1"), Buy(110.453125m)) { Time = desk.Now, Context = new CommandContext("user", "anna", "note-1") };
        desk.Apply(command);
        Order order = desk.Seen.Orders.Single();
        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.Modify(desk.Find(order), new OrderChange(LimitPrice: 110.484375m));
        desk.Open(desk.Find(order), BrokerOrderStatus.Submitted, e => e with { LimitPrice = 110.484375m });
        desk.Fill(desk.Find(order), "n.01", 1m, 110.484375m);

        var again = new SubmitOrder(new OrderRef("TB-n-2"), Buy(110.453125m)) { Time = desk.Now, Context = new CommandContext("user", "anna", "note-1") };
        desk.Apply(again);

        Assert.Contains("at limit 110'14.5 (110.453125)", order.History[0].Text, StringComparison.Ordinal);
        Assert.Contains(desk.Find(order).History, l => l is { Kind: "modified", Text: "limit 110'15.5 (110.484375)" });
        Assert.Contains(desk.Find(order).History, l => l.Kind == "filled" && l.Text.StartsWith("1 at 110'15.5 (110.484375)", StringComparison.Ordinal));
        Assert.Contains(desk.Seen.NoticesSince(0), n => n.Text.StartsWith("Bought 1 ZNH6 at 110'15.5 (110.484375).", StringComparison.Ordinal));
        Assert.Equal(SubmitOutcome.AlreadyAccepted, (await again.Reply.Task).Outcome);
    }
}
