using Microsoft.Extensions.Time.Testing;
using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Tests.Shared;

namespace TradingCore.Tests.Engine;

/// <summary>One id from the command to the last fill, in history and log, with the time that each stage took.</summary>
public sealed class CorrelationTests
{
    [Fact]
    public void Every_log_line_about_an_order_carries_the_id_of_its_command()
    {
        var log = new RecordingLog();
        Desk desk = Desk.Ready(log: log);
        var command = new SubmitOrder(new OrderRef("TB-c-1"), Desk.Buy(100m, 99m)) { Time = desk.Now, Context = new CommandContext("api", "key", "", "req-42") };

        desk.Apply(command);
        Order order = desk.Core.State.Orders.Find(new OrderRef("TB-c-1"))!.Order;
        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.Error(order, 399, "Order message: held", isWarning: true);
        desk.Modify(order, new OrderChange(LimitPrice: 99.5m));
        desk.Fill(order, "a.01", 40m, 99m);
        desk.Cancel(order);
        desk.Status(order, BrokerOrderStatus.Cancelled);

        Assert.Equal("req-42", desk.Find(order).Handling.CorrelationId);
        IReadOnlyDictionary<string, string>[] about = [.. log.Lines.Where(l => l.Values.Contains("TB-c-1"))];
        Assert.True(about.Length >= 6, $"Only {about.Length} lines.");
        Assert.All(about, l => Assert.Equal("req-42", l.GetValueOrDefault("CorrelationId")));
    }

    [Fact]
    public void The_history_tells_how_long_each_stage_took()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Accepted(Desk.Buy(100m, 99m));

        desk.Now += TimeSpan.FromMilliseconds(2);
        desk.Apply(new OrderOnWire(order.OrderId, Desk.ClientId) { Time = desk.Now });
        desk.Now += TimeSpan.FromMilliseconds(30);
        desk.Open(order, BrokerOrderStatus.Submitted);
        desk.Now += TimeSpan.FromMilliseconds(400);
        desk.Fill(order, "a.01", 100m, 99m);

        Order done = desk.Find(order);
        Assert.Equal(["submitted", "sent", "acknowledged", "filled"], done.History.Select(h => h.Kind));
        Assert.Contains("2 ms", done.History[1].Text, StringComparison.Ordinal);
        Assert.Contains("30 ms", done.History[2].Text, StringComparison.Ordinal);
        Assert.Contains("400 ms", done.History[3].Text, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(432), done.Handling.FirstFillTime - done.CreatedTime);
    }

    [Fact]
    public void A_change_on_the_wire_does_not_begin_the_way_again()
    {
        Desk desk = Desk.Ready();
        Order order = desk.Working(Desk.Buy(100m, 99m));
        desk.Apply(new OrderOnWire(order.OrderId, Desk.ClientId) { Time = desk.Now });
        DateTimeOffset? first = desk.Find(order).Handling.WireTime;

        desk.Now += TimeSpan.FromSeconds(1);
        desk.Apply(new OrderOnWire(order.OrderId, Desk.ClientId) { Time = desk.Now });

        Assert.Equal(first, desk.Find(order).Handling.WireTime);
    }

    [Fact]
    public void The_id_is_there_again_after_a_restart()
    {
        Desk first = Desk.Ready();
        Order order = first.Working(Desk.Buy(100m, 99m));

        var second = new Desk(first.Journal.Recover());

        Assert.Equal(order.OrderRef.Value, second.Find(order).Handling.CorrelationId);
    }

    [Theory]
    [InlineData("req-42", true)]
    [InlineData("a.b_C-9", true)]
    [InlineData("", false)]
    [InlineData("two words", false)]
    [InlineData("line\nbreak", false)]
    public void Ids_that_could_forge_a_line_are_not_taken_over(string id, bool isValid) => Assert.Equal(isValid, CorrelationId.IsValid(id));

    [Fact]
    public void Made_ids_are_valid_and_differ()
    {
        var clock = new FakeTimeProvider();

        string one = CorrelationId.New(clock), other = CorrelationId.New(clock);

        Assert.True(CorrelationId.IsValid(one));
        Assert.NotEqual(one, other);
    }
}
