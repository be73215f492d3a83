using System.Net.Http.Json;
using System.Text.Json.Nodes;
using TradingBlazor.Hosting;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Hosting;

/// <summary>A process beside the gateway cancels every order when the trading program dies and does not come back.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class GuardTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_program_is_killed_its_orders_are_cancelled_at_the_gateway_and_the_next_start_knows_it()
    {
        using var data = new TemporaryFolder();
        int port = Loopback.FreePort();
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("guarded-gateway", port: null, ["--seed", "7"], Stop);
        string[] settings = ["--Simulator:Enabled=false", $"--Tws:Port={gateway.Port}"];
        await using ChildProcess guard = ChildProcess.Start(
            "guard", "dotnet", [BuiltProgram.PathOf("TradingBlazor"), "guard", $"--Tws:Port={gateway.Port}", $"--Guard:Url=http://127.0.0.1:{port}", "--Guard:After=00:00:02"]);
        string id;
        await using (AppProcess app = await AppProcess.StartAsync("guarded-app", data.Path, port, settings, Stop))
        {
            using var api = await Stories.Api.OfAsync(app, Stop);
            await api.ReadyToTradeAsync("SPY", Stop);
            id = (string)(await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = 10, type = "LMT", limitPrice = 300.01m, tif = "GTC" }, Stop))["id"]!;
            await Until.TrueAsync("the guard to see the program", () => Task.FromResult(guard.Output.Contains("guarding it", StringComparison.Ordinal)), Stop);
            await app.KillAsync();
        }

        await Until.TrueAsync("the guard to cancel", () => Task.FromResult(guard.Output.Contains("every order is cancelled, none works any more", StringComparison.Ordinal)), Stop);

        await using AppProcess again = await AppProcess.StartAsync("guarded-app-again", data.Path, port, settings, Stop);
        await Until.TrueAsync("the order to be known as cancelled", async () =>
            (string?)(await again.Http.GetFromJsonAsync<JsonNode>($"api/v1/orders/{id}", Stop))!["state"] == "cancelled", Stop);
        await Until.TrueAsync("the guard to see the program again", () => Task.FromResult(guard.Output.Split("guarding it").Length == 3), Stop);
    }

    [Theory]
    [InlineData("Tws:Port is not set", "--Guard:ClientId=5")]
    [InlineData("as Tws:ClientId", "--Tws:Port=4002", "--Guard:ClientId=1")]
    [InlineData("Guard:After", "--Tws:Port=4002", "--Guard:After=00:00:01")]
    [InlineData("Guard:Url", "--Tws:Port=4002", "--Guard:Url=ftp://x")]
    public async Task A_wrong_setting_stops_it_with_a_sentence(string expected, params string[] args)
    {
        using var errors = new StringWriter();

        int code = await GuardCommand.RunAsync(args, TextWriter.Null, errors, Stop);

        Assert.Equal(2, code);
        Assert.Contains(expected, errors.ToString(), StringComparison.Ordinal);
    }
}
