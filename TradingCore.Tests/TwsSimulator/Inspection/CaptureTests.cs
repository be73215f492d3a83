using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tests.Tws;
using TradingCore.Tws;
using TwsProtocol.Inspection;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;
using PositionMessage = TwsProtocol.Messages.Responses.PositionMessage;

namespace TradingCore.Tests.Simulation.Inspection;

/// <summary>Recordings: whole, readable, without account numbers, and never in the way.</summary>
public sealed class CaptureTests : IDisposable
{
    private static readonly DateTimeOffset Time = new(2026, 1, 15, 14, 30, 0, TimeSpan.Zero);
    private readonly string _folder = Directory.CreateTempSubdirectory("capture").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Both_sides_of_a_session_are_recorded_and_every_line_decodes_without_an_account_number()
    {
        string simulatorFile = Path.Combine(_folder, "simulator.jsonl");
        string sessionFile = Path.Combine(_folder, "session.jsonl");
        await using (SimulatedGateway simulator = await SimulatedGateway.StartAsync(
            new SimulatorOptions { CaptureFile = simulatorFile, Account = "DU7654321" }, TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken))
        {
            await using var gateway = new TwsGateway(new TwsOptions { Port = simulator.EndPoint.Port, ClientId = 7, CaptureFile = sessionFile }, TimeProvider.System, NullLoggerFactory.Instance);
            var inbox = new RecordingInbox();
            inbox.OnInput = i =>
            {
                if (i.Event is SessionChanged { Status.State: SessionState.Reconciling }) gateway.Reconcile(1);
            };
            gateway.Start(inbox);
            await inbox.StateAsync(SessionState.Ready);
            NextValidIdReceived next = await inbox.EventAsync<NextValidIdReceived>();
            gateway.ResolveInstrument(new ContractQuery("SPY"));
            Instrument spy = (await inbox.EventAsync<InstrumentResolved>()).Instrument;
            gateway.Subscribe(spy);
            gateway.PlaceOrder(GatewayFixture.Limit(next.OrderId.Value) with { Contract = spy.Contract, Type = OrderType.Market, LimitPrice = null, Account = new AccountId("DU7654321") });
            await inbox.EventAsync<ExecutionReceived>(e => !e.IsReplay);
            await inbox.EventAsync<BarReceived>();
        }

        foreach (string file in new[] { simulatorFile, sessionFile })
        {
            string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
            List<JsonObject> shown = await Inspect.LinesAsync(null, lines);
            Assert.Equal(lines.Length, shown.Count);
            Assert.DoesNotContain(shown, s => s["error"] is not null);
            Assert.All(lines, l => Assert.DoesNotContain("DU7654321", Encoding.Latin1.GetString(Bytes(l)), StringComparison.Ordinal));
            string[] names = [.. shown.Select(s => (string)s["name"]!)];
            Assert.Equal(["handshake", "handshake", "startApi"], names[..3]);
            Assert.Contains("placeOrder", names);
            Assert.Contains("realtimeBar", names);
            JsonObject fill = shown.First(s => (string?)s["name"] == "execDetails");
            Assert.Equal("DU*****21", (string?)fill["fields"]!["execution"]!["acctNumber"]);
            Assert.All(lines.Skip(3), l => Assert.Equal(200, (int)JsonNode.Parse(l)!["serverVersion"]!));
        }
        Assert.All(await File.ReadAllLinesAsync(sessionFile, TestContext.Current.CancellationToken), l => Assert.Equal(7, (int)JsonNode.Parse(l)!["clientId"]!));
    }

    [Theory]
    [InlineData("DU1234567", "DU*****67")]
    [InlineData("U1234567", "U1****67")]
    [InlineData("DUH123456", "DU*****56")]
    [InlineData("F1234567A", "F1*****7A")]
    [InlineData("order of U1234567, not for DF7654321.", "order of U1****67, not for DF*****21.")]
    [InlineData("US0378331005", "US0378331005")]
    [InlineData("AAPL  270115C00200000", "AAPL  270115C00200000")]
    [InlineData("1234567", "1234567")]
    [InlineData("paper-desk-1 and paper-desk-12", "pa********-1 and pa********-12")]
    public void Account_numbers_are_overwritten_and_nothing_else(string text, string expected)
    {
        var mask = new AccountMask(["paper-desk-1"]);
        byte[] bytes = Encoding.ASCII.GetBytes(text);

        mask.Apply(bytes);

        Assert.Equal(expected, Encoding.ASCII.GetString(bytes));
    }

    [Fact]
    public async Task Accounts_that_the_server_names_are_masked_from_there_on_whatever_they_look_like()
    {
        var file = new MemoryStream();
        await using (var capture = new FrameCapture(file, []))
        {
            capture.Frames(Time, FrameSource.Server, 1, 187, MessageEncoder.Frame(new ManagedAccounts("GROUPFUND,AB1"), 187));
            capture.Frames(Time, FrameSource.Client, 1, 187, MessageEncoder.Frame(new ReqAccountUpdates(true, "GROUPFUND"), 187));
            capture.Frames(Time, FrameSource.Server, 1, 187, MessageEncoder.Frame(new PositionMessage("AB1", new() { Symbol = "AB12" }, 100m, 12.5), 187));
        }

        List<JsonObject> shown = await Inspect.BytesAsync(null, file.ToArray());

        Assert.Equal("GR*****ND,***", (string?)shown[0]["fields"]!["accountsList"]);
        Assert.Equal("GR*****ND", (string?)shown[1]["fields"]!["acctCode"]);
        Assert.Equal(("***", "AB12"), ((string?)shown[2]["fields"]!["account"], (string?)shown[2]["fields"]!["contract"]!["symbol"]));
    }

    [Fact]
    public async Task What_was_recorded_before_a_flush_is_in_the_file_after_it_also_when_recording_goes_on_or_has_ended()
    {
        string path = Path.Combine(_folder, "flushed.jsonl");
        byte[] frame = MessageEncoder.Frame(new NextValidId(7), 187);
        var capture = FrameCapture.Open(path, []);
        for (int round = 1; round <= 50; round++)
        {
            for (int i = 0; i < 40; i++) capture.Frames(Time, FrameSource.Server, 3, 187, frame);
            Task flushed = capture.FlushAsync(TestContext.Current.CancellationToken);
            capture.Frames(Time, FrameSource.Server, 4, 187, frame);

            await flushed;

            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            string text = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Equal(round * 40, text.Split('\n').Count(l => l.Contains("\"clientId\":3", StringComparison.Ordinal) && l.EndsWith("\"}", StringComparison.Ordinal)));
        }

        await capture.DisposeAsync();
        await capture.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal(50 * 41, (await File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Several_frames_of_one_write_become_a_line_each()
    {
        var file = new MemoryStream();
        byte[] first = MessageEncoder.Frame(new NextValidId(7), 187);
        byte[] second = MessageEncoder.Frame(new CurrentTime(1_700_000_000), 187);
        await using (var capture = new FrameCapture(file, [])) capture.Frames(Time, FrameSource.Server, 3, 187, [.. first, .. second]);

        string[] lines = Encoding.ASCII.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(
            [
                $$"""{"time":"2026-01-15T14:30:00.0000000Z","from":"server","clientId":3,"serverVersion":187,"hex":"{{Convert.ToHexStringLower(first)}}"}""",
                $$"""{"time":"2026-01-15T14:30:00.0000000Z","from":"server","clientId":3,"serverVersion":187,"hex":"{{Convert.ToHexStringLower(second)}}"}""",
            ],
            lines);
    }

    [Fact]
    public async Task A_slow_disk_makes_holes_that_the_file_tells_of_and_never_makes_the_recorder_wait()
    {
        using var disk = new StuckDisk();
        byte[] frame = MessageEncoder.Frame(new CurrentTime(1_700_000_000), 187);
        var capture = new FrameCapture(disk, [], recordsMax: 10);

        for (int i = 0; i < 100; i++) capture.Frames(Time, FrameSource.Server, 1, 187, frame);
        long dropped = capture.Dropped;
        disk.LetGo();
        await capture.DisposeAsync();

        string[] lines = Encoding.ASCII.GetString(disk.Bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(dropped, 80, 90);
        Assert.Equal(dropped, lines.Select(l => JsonNode.Parse(l)!["dropped"]).Where(d => d is not null).Sum(d => (long)d!));
        Assert.Equal(100 - dropped, lines.Count(l => l.Contains("hex", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_disk_that_fails_is_told_once_and_counts_as_dropped()
    {
        var failures = new List<Exception>();
        using var disk = new StuckDisk { Fails = true };
        disk.LetGo();
        await using (var capture = new FrameCapture(disk, [], failures.Add))
        {
            for (int i = 0; i < 5; i++) capture.Frames(Time, FrameSource.Server, 1, 187, MessageEncoder.Frame(new NextValidId(i), 187));
        }

        Assert.IsType<IOException>(Assert.Single(failures));
    }

    [Fact]
    public async Task A_recording_that_cannot_be_opened_ends_the_simulator_with_a_sentence_and_leaves_the_session_trading()
    {
        string path = Path.Combine(_folder, "no", "such", "folder.jsonl");
        SimulatorException refused = await Assert.ThrowsAsync<SimulatorException>(
            () => SimulatedGateway.StartAsync(new SimulatorOptions { CaptureFile = path }, TimeProvider.System, null, TestContext.Current.CancellationToken));
        Assert.Contains("give a file in a folder that exists", refused.Message, StringComparison.Ordinal);

        await using var fixture = new GatewayFixture(configure: o => o.CaptureFile = path);

        await fixture.ConnectAsync();
    }

    private static byte[] Bytes(string line) => Convert.FromHexString((string)JsonNode.Parse(line)!["hex"]!);

    /// <summary>Takes nothing until it is let go.</summary>
    private sealed class StuckDisk : MemoryStream
    {
        private readonly TaskCompletionSource _go = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Fails { get; init; }

        public byte[] Bytes => ToArray();

        public void LetGo() => _go.TrySetResult();

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await _go.Task;
            if (Fails) throw new IOException("No space left on device");
            Write(buffer.Span);
        }
    }
}
