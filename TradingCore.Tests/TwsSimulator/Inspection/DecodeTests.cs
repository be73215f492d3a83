using System.Text;
using System.Text.Json.Nodes;
using TradingCore.Tests.TwsProtocol;
using TwsProtocol.Contracts;
using TwsProtocol.Inspection;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using TwsSimulator.Inspection;

namespace TradingCore.Tests.Simulation.Inspection;

/// <summary>What decode says about single lines, good and bad.</summary>
public sealed class DecodeTests
{
    [Fact]
    public async Task An_order_is_shown_as_the_call_that_made_it()
    {
        var order = new Order
        {
            Action = "BUY",
            TotalQuantity = 0.50m,
            OrderType = "PEG BEST",
            LmtPrice = 187.25,
            CompeteAgainstBestOffset = double.PositiveInfinity,
            AlgoStrategy = "Adaptive",
            AlgoParams = [new TagValue("adaptivePriority", "Normal")],
        };
        byte[] frame = MessageEncoder.Frame(new PlaceOrder(101, new Contract { Symbol = "AAPL", SecType = "STK", Exchange = "IBKRATS" }, order), 187);

        JsonObject answer = Assert.Single(await Inspect.LinesAsync(FrameSource.Client, Inspect.Line(187, frame)));

        Assert.Equal("placeOrder", (string?)answer["name"]);
        Assert.Equal(Convert.ToHexStringLower(frame), (string?)answer["reencoded"]);
        JsonObject fields = answer["fields"]!.AsObject();
        Assert.Equal(101, (int)fields["orderId"]!);
        Assert.Equal("""{"symbol":"AAPL","secType":"STK","exchange":"IBKRATS"}""", fields["contract"]!.ToJsonString());
        Assert.Equal("0.50", (string?)fields["order"]!["totalQuantity"]);
        Assert.Equal(187.25, (double)fields["order"]!["lmtPrice"]!);
        Assert.Equal("Infinity", (string?)fields["order"]!["competeAgainstBestOffset"]);
        Assert.Equal("""[{"tag":"adaptivePriority","value":"Normal"}]""", fields["order"]!["algoParams"]!.ToJsonString());
        Assert.Null(fields["order"]!["auxPrice"]);
    }

    [Fact]
    public async Task A_price_is_shown_with_its_size_and_its_flags()
    {
        byte[] frame = MessageEncoder.Frame(new TickPrice(1001, 2, 150.27, 1200m, 3), 187);

        JsonObject answer = Assert.Single(await Inspect.LinesAsync(FrameSource.Server, Inspect.Line(187, frame)));

        Assert.Equal(
            $$$"""{"name":"tickPrice","fields":{"tickerId":1001,"field":2,"price":150.27,"size":"1200","attribs":{"canAutoExecute":true,"pastLimit":true}},"reencoded":"{{{Convert.ToHexStringLower(frame)}}}"}""",
            answer.ToJsonString());
    }

    [Fact]
    public async Task The_first_frames_of_both_sides_are_shown_whatever_the_version()
    {
        string hello = $$"""{"serverVersion":0,"from":"client","hex":"{{Convert.ToHexString(Handshake.ClientHello(100, 199, "+PACEAPI"))}}"}""";
        string answer = $$"""{"from":"server","hex":"{{Convert.ToHexString(Handshake.ServerHello(187, "20260115 09:30:00 EST"))}}"}""";
        string redirect = $$"""{"from":"server","hex":"{{Convert.ToHexString(Handshake.ServerRedirect("10.0.0.7:4001"))}}"}""";

        List<JsonObject> shown = await Inspect.LinesAsync(null, hello, answer, redirect);

        Assert.All(shown, s => Assert.Equal("handshake", (string?)s["name"]));
        Assert.Equal("""{"minVersion":100,"maxVersion":199,"connectOptions":"\u002BPACEAPI"}""", shown[0]["fields"]!.ToJsonString());
        Assert.Equal("""{"serverVersion":187,"connectionTime":"20260115 09:30:00 EST"}""", shown[1]["fields"]!.ToJsonString());
        Assert.Equal("""{"redirect":"10.0.0.7:4001"}""", shown[2]["fields"]!.ToJsonString());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("   \r", "is empty")]
    [InlineData("hello", "not JSON from byte 0")]
    [InlineData("{\"serverVersion\":187", "not JSON")]
    [InlineData("[1]", "not an object")]
    [InlineData("7", "not an object")]
    [InlineData("{\"serverVersion\":187}", "\"hex\" is missing")]
    [InlineData("{\"serverVersion\":187,\"hex\":null}", "JSON null")]
    [InlineData("{\"serverVersion\":187,\"hex\":12}", "JSON number")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"000\"}", "odd number")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"00zz\"}", "Character 2")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"\"}", "has 0 bytes")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"0000\"}", "has 2 bytes")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"00000000\"}", "before field message id")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"0000000834390031\"}", "announces 8 payload bytes and 4 follow")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"ffffffff3439\"}", "announces -1")]
    [InlineData("{\"hex\":\"000000053439003100\"}", "\"serverVersion\" is missing")]
    [InlineData("{\"serverVersion\":\"187\",\"hex\":\"000000053439003100\"}", "JSON string")]
    [InlineData("{\"serverVersion\":175,\"hex\":\"000000053439003100\"}", "175 is not spoken; expected a number from 176 to 200")]
    [InlineData("{\"serverVersion\":1e99,\"hex\":\"000000053439003100\"}", "1e99 is not spoken")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"0000000439393900\"}", "999 is not the id")]
    [InlineData("{\"serverVersion\":187,\"hex\":\"4150490000000005\"}", "cut short")]
    [InlineData("{\"time\":\"2026-01-15T14:30:00Z\",\"dropped\":12}", "12 frames are missing")]
    public async Task A_bad_line_gets_an_error_that_says_what_was_wrong_and_the_next_line_is_read(string line, string says)
    {
        List<JsonObject> shown = await Inspect.LinesAsync(FrameSource.Client, line, """{"serverVersion":187,"hex":"000000053439003100"}""");

        Assert.Equal(2, shown.Count);
        Assert.Contains(says, (string?)shown[0]["error"], StringComparison.Ordinal);
        Assert.True((int)shown[0]["offset"]! >= 0);
        Assert.Equal("reqCurrentTime", (string?)shown[1]["name"]);
    }

    [Fact]
    public async Task Bytes_that_are_no_text_get_an_error_too()
    {
        byte[] input = [.. "{\"serverVersion\":187,\"hex\":\""u8, 0xFF, 0xC0, .. "\"}\n"u8, 0x00, 0xFE, 0xFF, (byte)'\n', .. Enumerable.Repeat((byte)'[', 5_000), (byte)'\n'];

        List<JsonObject> shown = await Inspect.BytesAsync(FrameSource.Server, input);

        Assert.Equal(3, shown.Count);
        Assert.All(shown, s => Assert.NotNull(s["error"]));
    }

    [Fact]
    public async Task A_line_without_a_side_is_told_what_to_add()
    {
        JsonObject answer = Assert.Single(await Inspect.LinesAsync(null, """{"serverVersion":187,"hex":"000000053439003100"}"""));

        Assert.Contains("--from client", (string?)answer["error"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_last_line_without_a_line_end_and_a_byte_order_mark_are_read()
    {
        byte[] input = [0xEF, 0xBB, 0xBF, .. """{"serverVersion":187,"hex":"000000053439003100"}"""u8];

        Assert.Equal("reqCurrentTime", (string?)Assert.Single(await Inspect.BytesAsync(FrameSource.Client, input))["name"]);
    }

    [Fact]
    public async Task An_answer_is_written_before_the_next_line_has_come()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        var answers = new System.IO.Pipelines.Pipe();
        Task running = DecodeCommand.RunAsync(pipe.Reader.AsStream(), answers.Writer.AsStream(), FrameSource.Client, TestContext.Current.CancellationToken);
        using var reader = new StreamReader(answers.Reader.AsStream());

        await pipe.Writer.WriteAsync(Encoding.UTF8.GetBytes("{\"serverVersion\":187,\"hex\":\"000000053439003100\"}\n"), TestContext.Current.CancellationToken);
        string? first = await reader.ReadLineAsync(TestContext.Current.CancellationToken);
        await pipe.Writer.CompleteAsync();
        await running;

        Assert.Contains("reqCurrentTime", first, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(176)]
    [InlineData(187)]
    [InlineData(200)]
    public async Task Every_message_with_every_field_is_shown_and_encodes_to_the_same_bytes(int serverVersion)
    {
        foreach (IMessage sample in Samples.All(serverVersion))
        {
            byte[] frame = MessageEncoder.Frame(sample, serverVersion);
            FrameSource from = sample is IRequest ? FrameSource.Client : FrameSource.Server;

            JsonObject answer = Assert.Single(await Inspect.LinesAsync(from, Inspect.Line(serverVersion, frame)));

            // Ticks of the kinds that share an id are told apart by a number, which the sample fills with any.
            if (answer["error"] is not null) Assert.StartsWith("tickByTick", sample.CallName, StringComparison.Ordinal);
            else Assert.False(string.IsNullOrEmpty((string?)answer["reencoded"]), answer.ToJsonString());
        }
    }

    [Fact]
    public async Task Damaged_frames_never_stop_the_command()
    {
        var random = new Random(20261122);
        var lines = new List<string>();
        foreach (IMessage sample in Samples.All(187))
        {
            byte[] frame = MessageEncoder.Frame(sample, 187);
            for (int i = 0; i < 40; i++)
            {
                byte[] damaged = [.. frame];
                for (int hits = random.Next(1, 4); hits > 0; hits--) damaged[random.Next(4, damaged.Length)] = random.Next(3) == 0 ? (byte)0 : (byte)random.Next(256);
                lines.Add(Inspect.Line(187, damaged));
            }
        }

        List<JsonObject> requests = await Inspect.LinesAsync(FrameSource.Client, lines);
        List<JsonObject> responses = await Inspect.LinesAsync(FrameSource.Server, lines);

        Assert.Equal((lines.Count, lines.Count), (requests.Count, responses.Count));
        Assert.All(requests.Concat(responses), a => Assert.True(a["name"] is not null || (a["error"] is not null && a["offset"] is not null)));
    }
}
