using System.Net;
using System.Net.Sockets;
using TradingBlazor.Tests.Harness;

namespace TradingBlazor.Tests.Hosting;

/// <summary>The built program, as a person starts it.</summary>
[Collection(ProcessTestsCollection.Name)]
public sealed class StartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--Tws:Prot=4002", "Did you mean Tws:Port?")]
    [InlineData("--Tws:Port=99999", "Expected a whole number from 1 to 65535")]
    [InlineData("--Persistence:Folder=/dev/null/data", "cannot be created")]
    public async Task A_wrong_setting_ends_the_start_with_one_sentence(string argument, string expected)
    {
        await using AppProcess app = AppProcess.Launch("wrong-setting", _folder.Path, null, [argument]);

        await AssertEndsAsync(app, expected);
    }

    [Fact]
    public async Task A_web_port_in_use_ends_the_start_with_one_sentence()
    {
        using TcpListener taken = Taken(out int port);

        await using AppProcess app = AppProcess.Launch("port-in-use", _folder.Path, port, []);

        await AssertEndsAsync(app, "The web server cannot listen on");
    }

    [Fact]
    public async Task A_simulator_port_in_use_ends_the_start_with_one_sentence()
    {
        using TcpListener taken = Taken(out int port);

        await using AppProcess app = AppProcess.Launch("simulator-port-in-use", _folder.Path, null, [$"--Simulator:Port={port}"]);

        await AssertEndsAsync(app, "The embedded simulator cannot be started");
    }

    [Fact]
    public async Task A_second_program_on_the_data_folder_is_told_who_has_it()
    {
        await using AppProcess first = await AppProcess.StartAsync("first", _folder.Path, null, [], Stop);

        await using AppProcess second = AppProcess.Launch("second", _folder.Path, null, []);

        await AssertEndsAsync(second, "in use by another process (pid ");
    }

    [Fact]
    public async Task Without_a_gateway_it_starts_keeps_trying_and_says_so()
    {
        await using AppProcess app = await AppProcess.StartAsync("no-gateway", _folder.Path, null, [$"--Tws:Port={Loopback.FreePort()}"], Stop);

        string status = await Until.NotNullAsync(
            "the wait for the next attempt",
            async () => await app.Http.GetStringAsync("api/v1/status", Stop) is var text && text.Contains("\"state\":\"waitingToReconnect\"", StringComparison.Ordinal) ? text : null,
            Stop);

        Assert.Contains("\"mode\":\"paper\"", status, StringComparison.Ordinal);
        Assert.Equal(0, await app.StopAsync(Stop));
    }

    private static TcpListener Taken(out int port)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        port = ((IPEndPoint)listener.LocalEndpoint).Port;
        return listener;
    }

    private static async Task AssertEndsAsync(AppProcess app, string expected)
    {
        int code = await app.Process.WaitForExitAsync(Stop);

        string[] told = [.. app.Process.Output.Split('\n').Where(l => l.Contains("TradingBlazor cannot start: ", StringComparison.Ordinal))];
        Assert.NotEqual(0, code);
        Assert.Contains(expected, Assert.Single(told), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", app.Process.Output, StringComparison.Ordinal);
    }
}
