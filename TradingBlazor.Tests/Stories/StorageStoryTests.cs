using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using TradingBlazor.Tests.Harness;
using TradingCore.Tests.Shared;

namespace TradingBlazor.Tests.Stories;

/// <summary>The disk is full, or the database away, while a real desk trades.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class StorageStoryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_a_full_disk_orders_are_refused_with_the_reason_cancels_work_and_orders_flow_again_when_there_is_space()
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 32);
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("gateway-full-disk", port: null, ["--seed", "7"], Stop);
        string[] settings = ["--Simulator:Enabled=false", $"--Tws:Port={gateway.Port}"];
        string resting, kept;
        await using (AppProcess app = await AppProcess.StartAsync("full-disk", disk.Path, port: null, settings, Stop))
        {
            using Api api = await Api.OfAsync(app, Stop);
            resting = await Trades.PositionAndRestingOrderAsync(api, Stop);

            disk.Fill();
            string reason = await Until.NotNullAsync(
                "an order to be refused", async () => await RefusalAsync(app, Stop) is { } refusal && refusal.Contains("journal", StringComparison.OrdinalIgnoreCase) ? refusal : null, Stop);
            // A few bytes may still find room in a block that is there already, and then it is the database that is told of: each order asks anew.
            await Until.TrueAsync("the program to say that it is not ready, and why", async () =>
            {
                await RefusalAsync(app, Stop);
                using HttpResponseMessage ready = await app.Http.GetAsync("ready", Stop);
                return ready.StatusCode == HttpStatusCode.ServiceUnavailable && (await ready.Content.ReadAsStringAsync(Stop)).Contains("No space left", StringComparison.Ordinal);
            }, Stop);
            await api.CancelAsync(resting, Stop);
            await api.OrderInStateAsync(resting, "cancelled", Stop);

            disk.Free();
            await api.ReadyToTradeAsync("SPY", Stop);
            JsonNode order = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 3, type = "MKT" }, Stop);
            kept = (string)order["id"]!;
            await api.OrderInStateAsync(kept, "filled", Stop);

            Assert.Contains("No space left", reason, StringComparison.Ordinal);
            await app.KillAsync();
        }

        // What was learned while nothing could be written was written afterwards.
        await using AppProcess again = await AppProcess.StartAsync("full-disk-again", disk.Path, port: null, settings, Stop);
        using Api after = await Api.OfAsync(again, Stop);
        await after.OrderInStateAsync(kept, "filled", Stop);
        await after.OrderInStateAsync(resting, "cancelled", Stop);
    }

    [Fact]
    public async Task While_another_program_locks_the_database_orders_are_refused_with_the_reason_cancels_work_and_orders_flow_again()
    {
        using var data = new TemporaryFolder();
        await using AppProcess app = await AppProcess.StartAsync("locked-database", data.Path, port: null, ["--Persistence:HistoryGrace=00:00:05"], Stop);
        using Api api = await Api.OfAsync(app, Stop);
        string resting = await Trades.PositionAndRestingOrderAsync(api, Stop);
        await using var other = new SqliteConnection($"Data Source={Path.Combine(data.Path, "trading.db")};Pooling=False");
        await other.OpenAsync(Stop);
        await ExecuteAsync(other, "BEGIN EXCLUSIVE");

        // Until it shows that nothing is stored, orders are accepted: the journal has them.
        string reason = await Until.NotNullAsync(
            "an order to be refused for it", async () => await RefusalAsync(app, Stop) is { } refusal && refusal.Contains("is locked by another program", StringComparison.Ordinal) ? refusal : null, Stop);
        await api.CancelAsync(resting, Stop);
        await api.OrderInStateAsync(resting, "cancelled", Stop);
        await ExecuteAsync(other, "ROLLBACK");
        await api.ReadyToTradeAsync("SPY", Stop);
        JsonNode order = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 3, type = "MKT" }, Stop);

        await api.OrderInStateAsync((string)order["id"]!, "filled", Stop);
        Assert.Contains("The history cannot be written, so no new order leaves; cancels work", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_PostgreSQL_a_desk_trades_through_an_outage_of_the_server_and_the_history_catches_up()
    {
        using var data = new TemporaryFolder();
        await using PostgresServer server = await PostgresServer.StartNewAsync(Stop);
        string connection = await server.NewDatabaseAsync(Stop);
        string[] settings = ["--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={connection}", "--Persistence:HistoryGrace=01:00:00"];
        await using AppProcess app = await AppProcess.StartAsync("postgres-outage", data.Path, port: null, settings, Stop);
        using Api api = await Api.OfAsync(app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);

        await server.StopAsync(Stop);
        JsonNode order = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 20, type = "MKT" }, Stop);
        await api.OrderInStateAsync((string)order["id"]!, "filled", Stop);
        await Until.TrueAsync("the status to tell of the outage", async () => ((string)(await api.GetAsync("status", Stop))["persistence"]!["failure"]!).Contains("cannot be reached", StringComparison.Ordinal), Stop);
        using HttpResponseMessage search = await app.Http.GetAsync("api/v1/history/executions", Stop);
        using HttpClient keyed = await app.ClientWithKeyAsync(Stop);
        List<(HttpStatusCode Status, string? Code)> others = [];
        foreach (string path in new[] { "api/v1/users", "api/v1/audit/verify" })
        {
            using HttpResponseMessage answer = await keyed.GetAsync(path, Stop);
            others.Add((answer.StatusCode, (string?)(await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["code"]));
        }
        await server.StartAsync(Stop);
        await Until.TrueAsync("the execution to be in the history", async () => (await app.Http.GetAsync("api/v1/history/executions?symbol=SPY", Stop)) is { IsSuccessStatusCode: true } answer
            && (await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["items"]!.AsArray().Count > 0, Stop);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, search.StatusCode);
        Assert.All(others, o => Assert.Equal((HttpStatusCode.ServiceUnavailable, "databaseUnavailable"), o));
        await Until.TrueAsync("the status to be well", async () => (string)(await api.GetAsync("status", Stop))["persistence"]!["failure"]! == "", Stop);
        Assert.False(File.Exists(Path.Combine(data.Path, "trading.db")));
    }

    [Theory]
    [InlineData("", "Persistence:ConnectionString is empty")]
    [InlineData("Host=127.0.0.1;Nonsense=1", "Persistence:ConnectionString cannot be used")]
    [InlineData("Host=127.0.0.1;Port=1;Database=trading;Username=x;Password=secret-word", "cannot be reached")]
    public async Task A_connection_string_that_leads_nowhere_stops_the_start_with_one_sentence(string connection, string expected)
    {
        using var data = new TemporaryFolder();
        await using AppProcess app = AppProcess.Launch("postgres-wrong", data.Path, port: null, ["--Persistence:Provider=PostgreSql", $"--Persistence:ConnectionString={connection}"]);

        int code = await app.Process.WaitForExitAsync(Stop);

        Assert.NotEqual(0, code);
        string complaint = Assert.Single(app.Process.Output.Split('\n'), l => l.StartsWith("TradingBlazor cannot start: ", StringComparison.Ordinal));
        Assert.Contains(expected, complaint, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", app.Process.Output, StringComparison.Ordinal);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string sql)
    {
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Stop);
    }

    /// <summary>Sends an order that would rest far away; what the answer says when it is refused, null when it is accepted.</summary>
    private static async Task<string?> RefusalAsync(AppProcess app, CancellationToken stop)
    {
        using HttpClient http = await app.ClientWithKeyAsync(stop);
        using HttpResponseMessage answer = await http.PostAsJsonAsync("api/v1/orders", new { symbol = "SPY", side = "BUY", quantity = 1, type = "LMT", limitPrice = 300.01m }, stop);
        return answer.IsSuccessStatusCode ? null : await answer.Content.ReadAsStringAsync(stop);
    }
}
