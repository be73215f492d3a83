using System.Text;
using System.Text.Json;
using TradingCore.Domain;
using TradingCore.Engine.Ports;
using TradingCore.Persistence.Export;
using TradingCore.Persistence.History;

namespace TradingCore.Tests.Persistence;

/// <summary>The same events in SQLite and in PostgreSQL, the same questions, the same answers to the last digit.</summary>
[Collection(PostgresTestsCollection.Name)]
public sealed class SameAnswersTests(SharedPostgres postgres) : IAsyncLifetime
{
    private const int Seed = 20261127;

    // What a search for a name must not take for anything but letters.
    private static readonly string[] Tickers = ["SPY", "spy", "Spy", "S%", "S_Y", "S\\Y", "BRK B", "EUR.USD", "O'NEIL", "SPY   260227C00100000", "ÄÖÜ", "\uD83D\uDE80", "\uFF33PY", "a\0b", ""];
    private static readonly string[] Strategies = ["", "ema", "EMA", "e%", "e_a", "ema ", "\"ema\"", "ema\n2"];
    private static readonly string[] Accounts = ["DU1", "du1", "DU%", "DU_"];

    // Numbers that a double would round, and the largest and smallest that there are.
    private static readonly decimal[] Numbers =
    [
        0m, 1m, 1.50m, 0.1m, 0.10m, 412.3456789m, 0.0000000000000000000000000001m, 79228162514264337593543950335m, 1.1234567890123456789012345678m, 99999999.99999999m, 100m, 1E-8m,
    ];

    private readonly TemporaryFolder _folder = new();
    private StoredFolder _sqlite = null!;
    private StoredFolder _postgres = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        string file = _folder.Below("trading.db"), connection = await postgres.NewDatabaseAsync();
        _sqlite = new StoredFolder(_folder, () => new SqliteDatabase(file));
        var other = new TemporaryFolder();
        _postgres = new StoredFolder(other, () => new PostgresDatabase(connection, TimeProvider.System));
        foreach (StoredFolder stored in Both)
        {
            stored.Options.FillDays = 3_650;
            await stored.StartAsync();
            foreach (JournalEntry[] append in Appends(new Random(Seed))) stored.Journal.Append(append);
            await stored.Writer.CatchUpAsync(Stop);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (StoredFolder stored in Both) await stored.DisposeAsync();
        _postgres.Folder.Dispose();
        _folder.Dispose();
    }

    private StoredFolder[] Both => [_sqlite, _postgres];

    [Fact]
    public async Task Every_search_gives_the_same_pages()
    {
        int found = 0;
        foreach (HistoryFilter filter in Filters(new Random(Seed)))
            foreach (int limit in new[] { 1, 7, 100 })
            {
                string[] answers = await AnswersAsync(stored => SearchedAsync(stored, filter, limit));
                Assert.True(answers[0] == answers[1], $"{filter} by {limit}: {Difference(answers)}");
                found += answers[0].Length;
            }

        Assert.True(found > 100_000, "The questions find next to nothing.");
    }

    [Fact]
    public async Task Every_order_has_the_same_history()
    {
        string[] refs = [.. Appends(new Random(Seed)).SelectMany(a => a).OfType<OrderWritten>().Select(o => o.Order.OrderRef.Value).Distinct()];
        foreach (string orderRef in refs.Append("nobody").Append("tb-1").Append("TB-%"))
        {
            string[] answers = await AnswersAsync(async stored => Text(await new HistorySearch(stored.Database).OrderAsync(new OrderRef(orderRef), Stop)));
            Assert.True(answers[0] == answers[1], $"{orderRef}: {Difference(answers)}");
        }
    }

    [Fact]
    public async Task A_start_finds_the_same_state_also_when_old_fills_are_summed_up_and_deleted()
    {
        string[] whole = await AnswersAsync(async stored => Sorted(await stored.StartAsync()));
        foreach (StoredFolder stored in Both)
        {
            stored.Options.FillDays = 10;
            stored.Options.RetentionDays = 20;
        }
        string[] summed = await AnswersAsync(async stored => Sorted(await stored.StartAsync()));
        string[] stock = await AnswersAsync(async stored => Text((await new HistoryStock(stored.Database).CountAsync(Given.Now.AddDays(-20), Stop)).ToString()));
        foreach (StoredFolder stored in Both) await stored.Writer.MaintainAsync(Stop);
        string[] trimmed = await AnswersAsync(async stored => Sorted(await stored.StartAsync()));
        string[] left = await AnswersAsync(stored => SearchedAsync(stored, new HistoryFilter(), 100));

        Assert.True(whole[0] == whole[1], Difference(whole));
        Assert.True(summed[0] == summed[1], Difference(summed));
        Assert.Equal(stock[0], stock[1]);
        Assert.True(trimmed[0] == trimmed[1], Difference(trimmed));
        Assert.True(left[0] == left[1], Difference(left));
        Assert.NotEqual(whole[0], summed[0]);
        Assert.NotEqual(summed[0], trimmed[0]);
    }

    [Fact]
    public async Task Exports_are_the_same_to_the_byte()
    {
        string[] answers = await AnswersAsync(async stored =>
        {
            var search = new HistorySearch(stored.Database);
            using var executions = new MemoryStream();
            using var orders = new MemoryStream();
            await CsvExport.WriteAsync(executions, ExportColumns.Executions, search.AllExecutionsAsync(new HistoryFilter(), Stop), Stop);
            await CsvExport.WriteAsync(orders, ExportColumns.Orders, search.AllOrdersAsync(new HistoryFilter(), Stop), Stop);
            return Encoding.UTF8.GetString(executions.ToArray()) + Encoding.UTF8.GetString(orders.ToArray());
        });

        Assert.True(answers[0] == answers[1], Difference(answers));
    }

    private async Task<string[]> AnswersAsync(Func<StoredFolder, Task<string>> ask) => [await ask(_sqlite), await ask(_postgres)];

    // Page by page with the place as it stands in an address, as a client goes on.
    private static async Task<string> SearchedAsync(StoredFolder stored, HistoryFilter filter, int limit)
    {
        var search = new HistorySearch(stored.Database);
        var text = new StringBuilder();
        HistoryCursor? after = null;
        do
        {
            HistoryPage<ExecutionRecord> page = await search.ExecutionsAsync(filter, after, limit, Stop);
            text.Append(Text(page.Items)).Append(page.Next).Append('\n');
            after = page.Next is { } next ? HistoryCursor.Parse(next.ToString()) : null;
        }
        while (after is not null);
        do
        {
            HistoryPage<Order> page = await search.OrdersAsync(filter, after, limit, Stop);
            text.Append(Text(page.Items)).Append(page.Next).Append('\n');
            after = page.Next is { } next ? HistoryCursor.Parse(next.ToString()) : null;
        }
        while (after is not null);
        return text.ToString();
    }

    private static IEnumerable<HistoryFilter> Filters(Random random)
    {
        yield return new HistoryFilter();
        foreach (string ticker in Tickers.Append("%").Append("_").Append("sPY").Append("NONE")) yield return new HistoryFilter { Symbol = ticker };
        foreach (string strategy in Strategies.Append("%").Append("em_")) yield return new HistoryFilter { Strategy = strategy };
        foreach (string account in Accounts.Append("").Append("%")) yield return new HistoryFilter { Account = account };
        foreach (OrderSide side in Enum.GetValues<OrderSide>()) yield return new HistoryFilter { Side = side };
        foreach (OrderState state in Enum.GetValues<OrderState>()) yield return new HistoryFilter { States = [state, OrderState.Filled] };
        yield return new HistoryFilter { From = DateTimeOffset.MinValue, To = DateTimeOffset.MaxValue };
        // At, just before and just after times that rows have.
        for (int i = 0; i < 25; i++)
        {
            DateTimeOffset from = Time(random), to = from.AddTicks(random.Next(3) switch { 0 => random.Next(1, 30), 1 => TimeSpan.TicksPerDay * 3, _ => 0 });
            yield return new HistoryFilter { From = from, To = to, Symbol = random.Next(3) == 0 ? Tickers[random.Next(4)] : null };
            yield return new HistoryFilter { From = from.ToOffset(TimeSpan.FromHours(-5)), Strategy = random.Next(2) == 0 ? Strategies[random.Next(3)] : null };
        }
    }

    // Few days and few moments in them, so that many rows have the same time or differ by less than a microsecond.
    private static DateTimeOffset Time(Random random) => Given.Now.AddDays(-random.Next(40)).AddSeconds(random.Next(2)).AddTicks(random.Next(25));

    private static List<JournalEntry[]> Appends(Random random)
    {
        var appends = new List<JournalEntry[]>();
        for (int i = 0; i < 150; i++)
        {
            Order order = RandomOrder(random, i);
            Fill[] fills = [.. Enumerable.Range(0, random.Next(3)).Select(n => RandomFill(random, $"{(char)('a' + random.Next(26))}{(random.Next(2) == 0 ? "A" : "_")}{i:000}{n}", random.Next(8) == 0 ? null : order))];
            appends.Add([new OrderWritten(order), .. fills.Select(f => new FillWritten(f))]);
            if (random.Next(4) == 0 && fills.Length > 0)
                appends.Add([new FillWritten(fills[0] with { ExecId = new ExecId($"{fills[0].ExecId.Key}.02"), Quantity = random.Next(2), Commission = 1.10m, CommissionCurrency = "USD", Version = 2 })]);
            if (random.Next(10) == 0) appends.Add([new PositionAdjusted(order.Account, order.Contract, random.Next(-5, 6), 7.25m, "100 % of _ it's\n\\", Time(random), AdjustmentKind.Person)]);
            if (random.Next(6) == 0) appends.Add([new SettingWritten($"risk-limits:{i:00000000}", $$"""{"version":{{i}},"old":0.10,"text":"%_'"}""", "anna", Time(random))]);
        }
        appends.Add([new SettingWritten("Ä\uD83D\uDE80 %_", "a\0b", "engine", Given.Now), new OrderIdsReserved(7, 500), new WatchlistWritten([new ContractQuery("SPY"), new ContractQuery("EUR", SecurityType.Forex, "IDEALPRO", "USD")])]);
        return appends;
    }

    private static Order RandomOrder(Random random, int i)
    {
        OrderState[] states = Enum.GetValues<OrderState>();
        DateTimeOffset time = Time(random);
        return Given.Order($"{(random.Next(2) == 0 ? "TB" : "tb")}-{i}") with
        {
            Account = new AccountId(Accounts[random.Next(Accounts.Length)]),
            Contract = ContractOf(random),
            Side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell,
            State = states[random.Next(states.Length)],
            Strategy = Strategies[random.Next(Strategies.Length)],
            Quantity = Numbers[random.Next(Numbers.Length)],
            LimitPrice = random.Next(3) == 0 ? null : -Numbers[random.Next(Numbers.Length)],
            Reason = Tickers[random.Next(Tickers.Length)],
            CreatedTime = time,
            UpdatedTime = time.AddTicks(random.Next(1_000_000)),
            History = [.. Enumerable.Range(0, random.Next(5)).Select(n => new OrderEvent(time.AddTicks(n * 3), "filled", OrderState.Working, "broker", $"{n} {Tickers[random.Next(Tickers.Length)]}"))],
            IdempotencyKey = $"key-{i}",
            Version = i,
        };
    }

    private static Fill RandomFill(Random random, string key, Order? order)
    {
        DateTimeOffset time = Time(random);
        return Given.Fill($"{key}.01", random.Next(1, 500), Math.Round((decimal)random.NextDouble() * 500m, random.Next(9))) with
        {
            OrderRef = order?.OrderRef ?? default,
            Account = order?.Account ?? new AccountId(Accounts[random.Next(Accounts.Length)]),
            Contract = order?.Contract ?? ContractOf(random),
            Side = random.Next(2) == 0 ? OrderSide.Buy : OrderSide.Sell,
            Time = time,
            ReceivedTime = time.AddTicks(random.Next(10_000_000)),
            Commission = random.Next(3) == 0 ? null : Math.Round((decimal)random.NextDouble(), random.Next(7)),
            CommissionCurrency = random.Next(3) == 0 ? "" : random.Next(2) == 0 ? "USD" : "EUR",
        };
    }

    private static Contract ContractOf(Random random)
    {
        int n = random.Next(Tickers.Length);
        return new Contract { ConId = new ConId(1_000 + n), Ticker = Tickers[n], Symbol = Tickers[n], Multiplier = n % 3 == 0 ? 50m : 1m };
    }

    // What is looked up by name has no order.
    private static string Sorted(RecoveredState state) => Text(state with
    {
        SummedExecutions = [.. state.SummedExecutions.Order(StringComparer.Ordinal)],
        Settings = state.Settings.OrderBy(s => s.Key, StringComparer.Ordinal).ToDictionary(s => s.Key, s => s.Value),
    });

    private static string Text(object? value) => JsonSerializer.Serialize(value);

    private static string Difference(string[] answers)
    {
        int at = answers[0].Zip(answers[1]).TakeWhile(p => p.First == p.Second).Count(), from = Math.Max(0, at - 150);
        return $"seed {Seed}\nSQLite:     …{answers[0].Substring(from, Math.Min(300, answers[0].Length - from))}\nPostgreSQL: …{answers[1].Substring(from, Math.Min(300, answers[1].Length - from))}";
    }
}
