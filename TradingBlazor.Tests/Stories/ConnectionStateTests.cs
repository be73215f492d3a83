using System.Net.Http.Headers;
using System.Text;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Stories;

/// <summary>The states of a connection that needs a person, as a trader sees them on the desk and on the phone, on real processes.</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class ConnectionStateTests(Browser browser)
{
    private const string Window = "http://127.0.0.1:6080/vnc.html";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_client_id_in_use_a_stuck_gateway_and_a_missing_login_are_named_with_the_way_out()
    {
        using var data = new TemporaryFolder();
        int admin = Loopback.FreePort();
        using var faults = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{admin}/"), Timeout = ChildProcess.Patience };
        await using SimulatorProcess gateway = await SimulatorProcess.StartAsync("gateway-with-faults", port: null, ["--admin-port", $"{admin}"], Stop);
        await using AppProcess app = await AppProcess.StartAsync("app-over-states", data.Path, port: null,
            [
                "--Simulator:Enabled=false", $"--Tws:Port={gateway.Port}", $"--Tws:LoginHelpUrl={Window}", "--Tws:LoginAfter=00:00:01",
                "--Tws:ClientIdRefusalsMax=1", "--Tws:ClientIdProbeInterval=00:00:01", "--Tws:ReconnectDelayMax=00:00:01",
                "--Tws:HandshakeTimeout=00:00:01", "--Tws:StuckAfter=1", "--Tws:HeartbeatInterval=00:00:01", "--Tws:RequestTimeout=00:00:03",
            ], Stop);
        await using BrowserPage page = await browser.OpenAsync(), phone = await browser.OpenAsync(390, 844);
        Desk desk = await Desk.OpenAsync(page, app.Address), small = await Desk.OpenAsync(phone, app.Address);
        using Api api = await Api.OfAsync(app, Stop);
        await desk.SeesAsync("connection-chip", "data-state", "ready");

        await PlayAsync(faults, "- { fault: clientIdInUse, client: 1, count: 1000 }\n- fault: dropConnection");
        await desk.SeesAsync("connection-chip", "data-state", "readonly");
        await desk.SeesTextAsync("connection-chip", "Read-only: client id 1 in use");
        Assert.Equal("readOnly", await api.SessionStateAsync(Stop));
        await LooksRightAsync(desk, small, "read-only");
        await EndAsync(faults);
        await desk.SeesAsync("connection-chip", "data-state", "ready");

        await PlayAsync(faults, "fault: stopReading");
        await desk.SeesAsync("connection-chip", "data-state", "stuck");
        await desk.SeesAsync("login-help", "href", Window);
        await LooksRightAsync(desk, small, "stuck");
        await EndAsync(faults);
        await desk.SeesAsync("connection-chip", "data-state", "ready");

        await gateway.KillAsync();
        await desk.SeesAsync("login-help", "href", Window);
        await desk["connection-chip"].ClickAsync();
        await desk.SeesTextAsync("connection-detail", "Approve the login on your phone: IBKR Mobile");
        await LooksRightAsync(desk, small, "login");
        await using SimulatorProcess back = await SimulatorProcess.StartAsync("gateway-after-login", gateway.Port, [], Stop);
        await desk.SeesAsync("connection-chip", "data-state", "ready");
        Assert.Equal(0, await desk["login-help"].CountAsync());
    }

    private static async Task LooksRightAsync(Desk desk, Desk phone, string name)
    {
        await phone.SeesAsync("connection-chip");
        await desk.Page.ScreenshotAsync($"connection-{name}-1440x900");
        await phone.Page.ScreenshotAsync($"connection-{name}-390x844");
        Assert.True(await phone.Page.Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"The phone's page scrolls sideways: {name}.");
    }

    private static async Task PlayAsync(HttpClient faults, string script)
    {
        using var content = new StringContent(script, Encoding.UTF8, new MediaTypeHeaderValue("application/yaml"));
        using HttpResponseMessage answer = await faults.PostAsync("faults", content, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private static async Task EndAsync(HttpClient faults)
    {
        using HttpResponseMessage answer = await faults.DeleteAsync("faults", Stop);
        answer.EnsureSuccessStatusCode();
    }
}
