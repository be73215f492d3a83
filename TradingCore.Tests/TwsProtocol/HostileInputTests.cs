using System.Text;
using FsCheck.Xunit;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol;

/// <summary>Whatever bytes come: a message or a typed error, never another exception.</summary>
public class HostileInputTests
{
    private const int FramePrefixBytes = 4;
    private const int Mutations = 200_000;
    private const int Streams = 20_000;

    public static TheoryData<int> Versions => [176, 187, 195, 200];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Messages_cut_at_any_byte_give_a_truncation_error(int serverVersion)
    {
        foreach (IMessage message in Samples.All(serverVersion))
        {
            byte[] payload = MessageEncoder.Frame(message, serverVersion)[FramePrefixBytes..];
            // A message without fields after its id has no byte to lose but those of the id.
            for (int length = 0; length < payload.Length; length++)
            {
                TwsProtocolException error = Assert.Throws<TwsProtocolException>(() => Decode(message, payload.AsSpan(0, length), serverVersion));
                Assert.True(error.Kind == TwsProtocolErrorKind.Truncated, $"{message.CallName} cut at {length}: {error.Message}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Every_sample_reads_back_to_the_same_bytes(int serverVersion)
    {
        foreach (IMessage message in Samples.All(serverVersion))
        {
            byte[] frame = MessageEncoder.Frame(message, serverVersion);
            IMessage again = Decode(message, frame.AsSpan(FramePrefixBytes), serverVersion)!;
            Assert.Equal(frame, MessageEncoder.Frame(again, serverVersion));
        }
    }

    [Fact]
    public void Mutated_frames_never_crash_the_decoders_and_leave_nothing_behind()
    {
        var run = new FuzzRun(seed: 20260115);
        for (int i = 0; i < Mutations / 10; i++) Assert.Null(run.MutateOne());
        long before = GC.GetTotalMemory(forceFullCollection: true);

        for (int i = Mutations / 10; i < Mutations; i++)
        {
            string? defect = run.MutateOne();
            if (defect is not null) Assert.Fail($"Seed {run.Seed}, mutation {i}: {defect}");
        }

        Assert.True(run.Decoded > Mutations / 10 && run.Refused > Mutations / 10, $"{run.Decoded} decoded, {run.Refused} refused: the mutations are too tame or too wild.");
        // Other tests run beside this one, so only a leak of about a hundred bytes a message is told apart from their noise.
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.True(grown < Mutations * 500L, $"{grown} bytes stay after {Mutations} messages.");
    }

    [Fact]
    public void Streams_in_random_pieces_with_lying_lengths_end_in_messages_or_typed_errors()
    {
        var run = new FuzzRun(seed: 20260116);

        for (int i = 0; i < Streams; i++)
        {
            string? defect = run.StreamOne();
            if (defect is not null) Assert.Fail($"Seed {run.Seed}, stream {i}: {defect}");
        }

        Assert.True(run.Decoded > Streams / 2 && run.Refused > Streams / 2, $"{run.Decoded} decoded, {run.Refused} refused: the streams are too tame or too wild.");
    }

    [Property]
    public void Random_bytes_never_crash_the_decoders(byte[]? bytes, byte id)
    {
        byte[] payload = [.. Encoding.ASCII.GetBytes($"{id % 110}\0"), .. bytes ?? []];
        foreach (Action decode in new Action[] { () => ResponseDecoder.Decode(payload, 199, new ResponseCollector()), () => RequestDecoder.Decode(payload, 199) })
        {
            Exception? thrown = Record.Exception(decode);
            Assert.True(thrown is null or TwsProtocolException, thrown?.ToString());
        }
    }

    [Property]
    public void Random_bytes_never_crash_the_handshake(byte[]? bytes, bool startsWell)
    {
        byte[] garbage = [.. startsWell ? "API\0\0\0\0\u000av176..200 "u8.ToArray().AsSpan(0, (bytes?.Length ?? 0) % 18) : [], .. bytes ?? []];
        var buffer = new System.Buffers.ReadOnlySequence<byte>(garbage);
        foreach (Action read in new Action[] { () => Handshake.TryReadClientHello(ref buffer, out _), () => Handshake.ReadServerHello(garbage), () => Handshake.ParseRedirect(Encoding.Latin1.GetString(garbage), 7500) })
        {
            Exception? thrown = Record.Exception(read);
            Assert.True(thrown is null or TwsProtocolException, thrown?.ToString());
        }
    }

    [Fact]
    public void A_count_that_cannot_fit_is_refused_before_anything_is_allocated()
    {
        byte[] payload = Encoding.ASCII.GetBytes("17\04001\02147483647\0");
        long before = GC.GetAllocatedBytesForCurrentThread();

        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() => ResponseDecoder.Decode(payload, 199, new ResponseCollector()));

        Assert.Equal(TwsProtocolErrorKind.Truncated, error.Kind);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(200)]
    [InlineData(0)]
    [InlineData(-1)]
    public void Unknown_server_messages_go_to_their_own_method(int id)
    {
        var collector = new ResponseCollector();

        ResponseDecoder.Decode(Encoding.ASCII.GetBytes($"{id}\01\0x\0"), 199, collector);

        Assert.Equal([id], collector.UnknownIds);
        Assert.Empty(collector.Messages);
    }

    [Fact]
    public void An_unknown_request_is_a_typed_error()
    {
        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() => RequestDecoder.Decode("999\0"u8, 199));

        Assert.Equal((TwsProtocolErrorKind.UnknownMessageId, 505), (error.Kind, error.Code));
    }

    [Fact]
    public void A_condition_type_that_does_not_exist_is_a_typed_error()
    {
        var order = new PlaceOrder(1, new Contract(), new Order { Conditions = [new TimeCondition(true, true, "20260320 14:00:00 US/Eastern")] });
        string payload = Encoding.ASCII.GetString(MessageEncoder.Frame(order, 199)[FramePrefixBytes..]);
        byte[] broken = Encoding.ASCII.GetBytes(payload.Replace("1\03\0a\01\0", "1\02\0a\01\0", StringComparison.Ordinal));

        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() => RequestDecoder.Decode(broken, 199));

        Assert.Equal((TwsProtocolErrorKind.OutOfRange, "condition.type"), (error.Kind, error.Field));
    }

    private static IMessage? Decode(IMessage like, ReadOnlySpan<byte> payload, int serverVersion)
    {
        if (like is IRequest) return RequestDecoder.Decode(payload, serverVersion);
        var collector = new ResponseCollector();
        ResponseDecoder.Decode(payload, serverVersion, collector);
        return collector.Messages.Count == 0 ? null : collector.Messages[0];
    }
}
