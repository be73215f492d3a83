using System.Diagnostics;
using System.Net;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsSimulator;

namespace TradingCore.Tests.Simulation;

/// <summary>The simulator as a program of its own: started, killed and started again.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("program").FullName;
    private readonly List<Process> _started = [];

    public void Dispose()
    {
        foreach (Process process in _started)
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_killed_process_has_lost_no_order_and_no_fill_that_a_client_was_told_of()
    {
        (Process first, IPEndPoint endPoint) = await ServeAsync();
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(endPoint, clientId: 5);
        client.Place(1, Given.Limit("BUY", 50, 100.25) with { OrderRef = "resting" });
        await client.NextAsync<OrderStatus>(s => s is { OrderId: 1, Status: OrderStatusKind.Submitted });
        client.Place(2, Given.Market("BUY", 100) with { OrderRef = "filled" });
        ExecDetails told = await client.NextAsync<ExecDetails>();

        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        (_, endPoint) = await ServeAsync();
        await using SimulatorClient again = await SimulatorClient.ConnectAsync(endPoint, clientId: 5);
        NextValidId next = await again.NextAsync<NextValidId>();
        again.Send(new ReqAllOpenOrders());
        await again.NextAsync<OpenOrderEnd>();
        again.Send(new ReqExecutions(9));
        await again.NextAsync<ExecDetailsEnd>();
        again.Send(new ReqPositions());
        PositionMessage position = await again.NextAsync<PositionMessage>();

        Assert.Equal(3, next.OrderId);
        Assert.Contains(again.Seen.OfType<OpenOrder>(), o => o is { OrderId: 1, Order.OrderRef: "resting" });
        Assert.Contains(again.Seen.OfType<ExecDetails>(), e => e.Execution.ExecId == told.Execution.ExecId && e.Execution.Shares == told.Execution.Shares);
        Assert.True(position.Position >= told.Execution.Shares);
    }

    [Theory]
    [InlineData("The port 99999 does not exist", "--port", "99999")]
    [InlineData("'abc'", "--port", "abc")]
    [InlineData("does not exist", "--port", "0", "--replay", "/no/such/folder")]
    [InlineData("is not a time", "--port", "0", "--replay", "/tmp", "--start", "soon")]
    [InlineData("\"XYZ\" is not simulated", "--port", "0", "--symbols", "SPY,XYZ")]
    public async Task A_wrong_argument_ends_the_program_with_one_sentence(string says, params string[] arguments)
    {
        Process process = Start(arguments);

        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        string error = (await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains(says, error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error);
        Assert.Equal("", output.Trim());
    }

    private async Task<(Process Process, IPEndPoint EndPoint)> ServeAsync()
    {
        Process process = Start("--port", "0", "--state", _folder, "--latency-ms", "0", "--symbols", "SPY");
        string? line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.StartsWith("Simulated gateway listening on ", line, StringComparison.Ordinal);
        return (process, IPEndPoint.Parse(line!.Split(' ')[4].TrimEnd(',')));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(SimulatedGateway).Assembly.Location);
        start.ArgumentList.Add("serve");
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }
}
