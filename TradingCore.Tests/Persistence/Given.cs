using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence;
using TradingCore.Persistence.Journal;

namespace TradingCore.Tests.Persistence;

internal static class Given
{
    public static readonly DateTimeOffset Now = new(2026, 10, 5, 14, 30, 15, 123, TimeSpan.Zero);

    public static readonly Contract Spy = new() { ConId = new ConId(756733), Ticker = "SPY", Symbol = "SPY", PrimaryExchange = "ARCA" };

    public static Order Order(string orderRef, OrderState state = OrderState.Working, decimal filled = 0m, params string[] events) => new()
    {
        OrderRef = new OrderRef(orderRef),
        OrderId = new OrderId(17),
        PermId = new PermId(9_876_543_210),
        ClientId = 1,
        Account = new AccountId("DU1234567"),
        Contract = Spy,
        Side = OrderSide.Buy,
        Quantity = 100m,
        Type = OrderType.Limit,
        LimitPrice = 412.3456789m,
        Tif = TimeInForce.Gtc,
        Source = "api",
        State = state,
        Filled = filled,
        CreatedTime = Now,
        UpdatedTime = Now.AddMicroseconds(7),
        History = [.. events.Select((e, i) => new OrderEvent(Now.AddSeconds(i), e, state, "engine", ""))],
        IdempotencyKey = "key-1",
        Handling = new OrderHandling { CorrelationId = "req-1", Intent = "open", Role = OrderRole.StopLoss, QueuedUntil = Now.AddMinutes(5), WireTime = Now.AddMilliseconds(3) },
        Version = 5,
    };

    public static Fill Fill(string execId, decimal quantity = 100m, decimal price = 412.34m) => new()
    {
        ExecId = new ExecId(execId),
        OrderRef = new OrderRef("TB-1"),
        OrderId = new OrderId(17),
        PermId = new PermId(9_876_543_210),
        ClientId = 1,
        Account = new AccountId("DU1234567"),
        Contract = Spy,
        Side = OrderSide.Sell,
        Quantity = quantity,
        Price = price,
        Time = Now,
        ReceivedTime = Now.AddMilliseconds(12),
        Exchange = "ISLAND",
        Version = 3,
    };

    public static FileJournal Journal(TemporaryFolder folder, int segmentBytesMax = 8 * 1024 * 1024, Func<string, IJournalFile>? openFile = null) =>
        new(folder.Below("journal"), new PersistenceOptions { SegmentBytesMax = segmentBytesMax }, new FakeTimeProvider(Now), NullLogger<FileJournal>.Instance,
            openFile ?? (path => new DiskJournalFile(path)));

    public static FileJournal OpenJournal(TemporaryFolder folder, int segmentBytesMax = 8 * 1024 * 1024, Func<string, IJournalFile>? openFile = null)
    {
        FileJournal journal = Journal(folder, segmentBytesMax, openFile);
        journal.Open();
        return journal;
    }

    /// <summary>Everything in the journal, one text per append: lists inside records compare by value that way.</summary>
    public static IReadOnlyList<string> Texts(FileJournal journal)
    {
        var texts = new List<string>();
        long sequence = 0;
        while (journal.Read(sequence, 1_000) is { Count: > 0 } frames)
        {
            texts.AddRange(frames.Select(f => Text(f.Entries)));
            sequence = frames[^1].Sequence;
        }
        return texts;
    }

    public static string Text(IEnumerable<JournalEntry> entries) => JsonSerializer.Serialize(entries.Cast<object>());

    public static string Text(object value) => JsonSerializer.Serialize(value);
}
