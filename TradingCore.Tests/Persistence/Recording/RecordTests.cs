using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Events;
using TradingCore.Persistence.Recording;

namespace TradingCore.Tests.Persistence.Recording;

public sealed class RecordTests
{
    public static TheoryData<string> EventKinds => [.. RecordingJson.EventTypes.Keys];

    [Theory]
    [MemberData(nameof(EventKinds))]
    public void Every_kind_of_event_comes_back_as_it_was(string kind)
    {
        var sample = (EngineEvent)Sample.Of(RecordingJson.EventTypes[kind])!;

        EngineEvent read = RecordingJson.Read(kind, RecordingJson.Write(sample));

        Assert.Equal(Text(sample), Text(read));
        Assert.NotEqual("{}", Text(read));
    }

    [Fact]
    public void Ticks_come_back_exactly()
    {
        decimal?[] numbers = [null, 0m, 0.00m, 412.34m, -0.5m, 1_000_000m, decimal.MaxValue, decimal.MinValue, 0.0000000000000000000000000001m, long.MaxValue, ulong.MaxValue];
        MarketTick[] ticks =
        [
            .. from value in numbers
               from size in numbers
               from time in new DateTimeOffset?[] { null, Given.Now.AddDays(-1), Given.Now.AddTicks(1) }
               select new MarketTick(new ConId(756733), TickField.Halted, value, size, Given.Now.AddTicks(value.GetHashCode() % 1_000), time),
        ];
        var writer = new RecordWriter();
        foreach (MarketTick tick in ticks) writer.Write(new RecordedItem(RecordKind.Tick, tick));

        var reader = new RecordReader(writer.Bytes);
        var read = new List<MarketTick>();
        while (reader.TryRead(out RecordedItem item)) read.Add(item.Input.Tick);

        Assert.Equal(ticks.Select(t => JsonSerializer.Serialize(t)), read.Select(t => JsonSerializer.Serialize(t)));
    }

    [Fact]
    public void A_tick_of_a_busy_contract_takes_few_bytes()
    {
        var writer = new RecordWriter();
        for (int i = 0; i < 1_000; i++) writer.Write(new RecordedItem(RecordKind.Tick, new MarketTick(new ConId(756733), TickField.Bid, 412.34m, 300m, Given.Now.AddMilliseconds(i))));

        Assert.True(writer.Length < 20_000, $"{writer.Length} bytes");
    }

    [Fact]
    public void The_name_of_a_kind_is_written_once_and_clocks_take_a_few_bytes()
    {
        var writer = new RecordWriter();
        writer.Write(new RecordedItem(RecordKind.Clock, new ClockTick { Time = Given.Now }));
        int first = writer.Length;
        writer.Write(new RecordedItem(RecordKind.Clock, new ClockTick { Time = Given.Now.AddMilliseconds(250) }));

        Assert.True(writer.Length - first <= 5, $"{writer.Length - first} bytes");
    }

    private static string Text(object value) => JsonSerializer.Serialize(value, value.GetType(), RecordingJson.Options);
}
