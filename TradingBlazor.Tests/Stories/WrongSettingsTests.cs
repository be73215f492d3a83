using System.Net;
using System.Net.Sockets;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>What a person reads who made a mistake in the settings: one sentence, and not a stack trace.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class WrongSettingsTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("--Tws:Port=99999", "Tws:Port", "65535")]
    [InlineData("--Tws:Port=gateway", "Tws:Port", "gateway")]
    [InlineData("--Tws:Prot=4002", "Prot", "Tws")]
    [InlineData("--Simulator:Speed=-1", "Simulator:Speed", "-1")]
    [InlineData("--Trading:Mode=Casino", "Trading:Mode", "Casino")]
    [InlineData("--Simulator:ReplayFolder=not-there", "not-there", "folder")]
    public async Task A_wrong_setting_stops_the_start_with_one_sentence_that_names_it(string setting, string name, string detail)
    {
        using var data = new TemporaryFolder();
        await using AppProcess app = AppProcess.Launch("wrong-setting", data.Path, port: null, [setting]);

        int code = await app.Process.WaitForExitAsync(Stop);

        Assert.NotEqual(0, code);
        string complaint = Assert.Single(Complaints(app));
        Assert.True(complaint.Contains(name, StringComparison.Ordinal) && complaint.Contains(detail, StringComparison.OrdinalIgnoreCase), complaint);
        AssertNoStackTrace(app);
    }

    [Fact]
    public async Task A_port_in_use_stops_the_start_with_one_sentence_that_names_it()
    {
        using var data = new TemporaryFolder();
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using AppProcess app = AppProcess.Launch("port-in-use", data.Path, port, []);

        int code = await app.Process.WaitForExitAsync(Stop);

        Assert.NotEqual(0, code);
        string complaint = Assert.Single(Complaints(app));
        Assert.True(complaint.Contains($"{port}", StringComparison.Ordinal) && complaint.Contains("in use", StringComparison.OrdinalIgnoreCase), complaint);
        AssertNoStackTrace(app);
    }

    [Fact]
    public async Task A_gateway_that_is_not_there_is_told_and_tried_again_until_it_is()
    {
        using var data = new TemporaryFolder();
        int port = Loopback.FreePort();
        await using AppProcess app = await AppProcess.StartAsync("gateway-not-there", data.Path, port: null, ["--Simulator:Enabled=false", $"--Tws:Port={port}"], Stop);
        using Api api = await Api.OfAsync(app, Stop);

        await Until.TrueAsync("the app to wait for the next attempt", async () => await api.SessionStateAsync(Stop) == "waitingToReconnect", Stop);
        string cause = (string)(await api.GetAsync("status", Stop))["session"]!["cause"]!;
        HttpStatusCode ready = (await app.Http.GetAsync("ready", Stop)).StatusCode;
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("late-gateway", port, ["--seed", "7"], Stop);
        await api.ReadyToTradeAsync("SPY", Stop);

        Assert.Contains($"{port}", cause, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready);
        Assert.Equal(HttpStatusCode.OK, (await app.Http.GetAsync("ready", Stop)).StatusCode);
        AssertNoStackTrace(app);
    }

    private static IEnumerable<string> Complaints(AppProcess app) => app.Process.Output.Split('\n').Where(l => l.StartsWith("TradingBlazor cannot start: ", StringComparison.Ordinal));

    private static void AssertNoStackTrace(AppProcess app) =>
        Assert.DoesNotContain(app.Process.Output.Split('\n'), l => l.TrimStart().StartsWith("at ", StringComparison.Ordinal) && l.Contains('('));
}
