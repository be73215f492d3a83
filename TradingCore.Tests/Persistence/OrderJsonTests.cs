using System.Reflection;
using System.Text;
using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

/// <summary>The journal writes usual orders itself; what is read must be what the serializer would have written.</summary>
public sealed class OrderJsonTests
{
    private static readonly DateTimeOffset Time = new(2026, 10, 5, 14, 30, 15, TimeSpan.FromHours(-4));

    private static Order Full => Given.Order("TB-1", OrderState.PendingSubmit, 3m, "submitted", "acknowledged") with
    {
        StopPrice = -0.50m,
        OutsideRth = true,
        ParentId = new OrderId(16),
        Strategy = "trend \"fast\" <ü>",
        AverageFillPrice = 412.300m,
        Commission = 1.05m,
        Reason = "Zeile\nzwei\\ \u2028 😀",
        Side = OrderSide.Sell,
        Handling = new OrderHandling { CorrelationId = "c", Intent = "i", Role = OrderRole.TakeProfit, IsClosing = true, QueuedUntil = Time, ReleasedTime = Time, WireTime = Time.AddTicks(1), AckTime = Time, FirstFillTime = Time },
        Contract = Given.Spy with { LocalSymbol = "SPY  261218C", TradingClass = "SPY", LastTradeDateOrContractMonth = "20261218", Multiplier = 100m, Strike = 400.5m, Right = "C", SecurityType = SecurityType.Option, Currency = "EUR" },
    };

    public static TheoryData<string> Kinds => ["full", "plain", "every side, type and state", "random"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_usual_order_reads_back_as_the_one_that_the_serializer_writes(string kind)
    {
        foreach (Order order in Orders(kind))
        {
            var buffer = new JournalBuffer();

            Assert.True(OrderJson.TryWrite(order, buffer));

            string written = Encoding.UTF8.GetString(buffer.Frame[FrameCodec.HeaderBytes..]);
            JournalEntry read = JsonSerializer.Deserialize<JournalLine>(written, StorageJson.Reading)!.ToEntry()!;
            Assert.Equal(General(new OrderWritten(order)), General(read));
        }
    }

    [Fact]
    public void Every_member_of_an_order_is_written()
    {
        var buffer = new JournalBuffer();
        OrderJson.TryWrite(Full, buffer);
        JsonElement order = JsonDocument.Parse(Encoding.UTF8.GetString(buffer.Frame[FrameCodec.HeaderBytes..])).RootElement.GetProperty("order").GetProperty("order");

        Assert.Equal(Names<Order>(nameof(Order.Attributes), nameof(Order.PendingChange)), order.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Names<Contract>(nameof(Contract.Legs)), order.GetProperty("contract").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Names<OrderHandling>(nameof(OrderHandling.Hold), nameof(OrderHandling.GroupAccounts)), order.GetProperty("handling").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
        Assert.Equal(Names<OrderEvent>(), order.GetProperty("history")[0].EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void How_an_order_is_handled_comes_back_from_the_history_as_it_was()
    {
        Order order = Full with { Handling = Full.Handling with { GroupAccounts = [new AccountId("DU1"), new AccountId("DU2")] } };

        OrderHandling read = TradingCore.Persistence.History.OrderExtras.ReadHandling(TradingCore.Persistence.History.OrderExtras.Write(order));

        Assert.True(read.IsClosing);
        Assert.Equal(order.Handling.GroupAccounts, read.GroupAccounts);
    }

    [Fact]
    public void An_order_with_something_unusual_is_left_to_the_serializer()
    {
        Order[] unusual =
        [
            Full with { Attributes = new OrderAttributes { Hidden = true } },
            Full with { PendingChange = new OrderChange(Quantity: 5m) },
            Full with { Handling = Full.Handling with { Hold = new OrderHold(Time, [new OrderRef("TB-8"), new OrderRef("TB-9")], IsClosing: true) } },
            Full with { Handling = Full.Handling with { GroupAccounts = [new AccountId("DU1"), new AccountId("DU2")] } },
            Full with { Contract = Given.Spy with { Legs = new ComboLegs([new ComboLeg(new ConId(1), "A", 1, OrderSide.Buy), new ComboLeg(new ConId(2), "B", 1, OrderSide.Sell)]) } },
        ];
        using var folder = new TemporaryFolder();
        using FileJournal journal = Given.OpenJournal(folder);

        foreach (Order order in unusual)
        {
            var buffer = new JournalBuffer();
            Assert.False(OrderJson.TryWrite(order, buffer));
            Assert.Equal(0, buffer.PayloadLength);
        }
        JournalEntry[] entries = [.. unusual.Select(o => new OrderWritten(o)), new OrderWritten(Full), new OrderIdsReserved(1, 64)];
        journal.Append(entries);

        Assert.Equal([Given.Text(entries)], Given.Texts(journal));
    }

    [Fact]
    public async Task What_is_appended_quietly_is_durable_at_once_and_wakes_its_readers_only_when_told()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        using FileJournal journal = Given.OpenJournal(folder);
        Task woken = journal.WaitForAppendAsync(stop);

        journal.AppendQuietly([new OrderWritten(Full)]);

        Assert.Equal(1, journal.LastSequence);
        Assert.Single(journal.Read(0, 10));
        Assert.False(woken.IsCompleted);
        journal.Wake();
        await woken;
    }

    private static IEnumerable<Order> Orders(string kind) => kind switch
    {
        "full" => [Full],
        "plain" => [new Order { OrderRef = new OrderRef("TB-2"), Contract = new Contract { Ticker = "SPY", Symbol = "SPY" }, Side = OrderSide.Buy, Account = new AccountId("DU1") }],
        "random" => Enumerable.Range(0, 300).Select(seed => Random(new Random(seed))),
        _ => from side in Enum.GetValues<OrderSide>()
             from type in Enum.GetValues<OrderType>()
             from state in Enum.GetValues<OrderState>()
             select Full with { Side = side, Type = type, State = state, Tif = (TimeInForce)((int)type % Enum.GetValues<TimeInForce>().Length) },
    };

    private static Order Random(Random random) => Full with
    {
        Quantity = Number(random),
        Filled = Number(random),
        LimitPrice = random.Next(2) == 0 ? null : Number(random),
        StopPrice = random.Next(2) == 0 ? null : Number(random),
        CreatedTime = new DateTimeOffset(random.NextInt64(DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero),
        Reason = new string([.. Enumerable.Range(0, random.Next(20)).Select(_ => (char)random.Next(1, 0xD7FF))]),
        Version = random.NextInt64(),
        History = [.. Enumerable.Range(0, random.Next(4)).Select(i => new OrderEvent(Time.AddTicks(random.NextInt64(1_000_000_000)), "filled", OrderState.Filled, "broker", $"{i} \"'&+<"))],
    };

    private static decimal Number(Random random) => new(random.Next(), random.Next(), random.Next(2) == 0 ? 0 : random.Next(), random.Next(2) == 0, (byte)random.Next(0, 29));

    private static string General(JournalEntry entry) => JsonSerializer.Serialize(JournalLine.From(entry), StorageJson.Default.JournalLine);

    private static IEnumerable<string> Names<T>(params string[] without) => typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.SetMethod is not null && !without.Contains(p.Name)).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)).Order(StringComparer.Ordinal);
}
