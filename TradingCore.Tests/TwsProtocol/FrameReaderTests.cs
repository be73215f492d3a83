using System.Buffers;
using System.Buffers.Binary;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol;

public class FrameReaderTests
{
    [Fact]
    public void A_frame_is_its_length_and_its_fields()
    {
        byte[] frame = MessageEncoder.Frame(new ReqCurrentTime(), serverVersion: 176);

        Assert.Equal(Convert.FromHexString("0000000534390031" + "00"), frame);
    }

    [Fact]
    public void Frames_split_at_every_byte_are_read_whole_and_in_order()
    {
        byte[] stream = [.. MessageEncoder.Frame(new CancelMktData(1001), 176), .. MessageEncoder.Frame(new ReqIds(), 176), .. MessageEncoder.Frame(new StartApi(7), 176)];

        for (int cut = 0; cut <= stream.Length; cut++)
        {
            ReadOnlySequence<byte> sequence = Segments.Of(stream.AsMemory(0, cut), stream.AsMemory(cut));
            var read = new List<byte[]>();
            while (FrameReader.TryReadFrame(ref sequence, out ReadOnlySequence<byte> payload)) read.Add(payload.ToArray());

            Assert.Equal(["2\01\01001\0", "8\01\0-1\0", "71\02\07\0\0"], read.Select(p => System.Text.Encoding.ASCII.GetString(p)));
            Assert.True(sequence.IsEmpty);
        }
    }

    [Fact]
    public void Nothing_is_consumed_before_the_frame_is_complete()
    {
        byte[] frame = MessageEncoder.Frame(new CancelMktData(1001), 176);

        for (int length = 0; length < frame.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(frame, 0, length);
            Assert.False(FrameReader.TryReadFrame(ref buffer, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(FrameReader.MaxPayloadBytes + 1)]
    [InlineData(int.MaxValue)]
    public void A_length_that_no_frame_can_have_ends_the_stream(int length)
    {
        byte[] bytes = new byte[16];
        BinaryPrimitives.WriteInt32BigEndian(bytes, length);

        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(bytes);
            FrameReader.TryReadFrame(ref buffer, out _);
        });

        Assert.Equal((TwsProtocolErrorKind.BadLength, 507), (error.Kind, error.Code));
    }

    [Fact]
    public void The_longest_frame_is_written_and_one_byte_more_is_refused()
    {
        const int OtherBytes = 3; // the id, its NUL, and the NUL of the text
        string longest = new('x', FrameReader.MaxPayloadBytes - OtherBytes);
        using var writer = new FieldWriter();
        writer.Begin(1, "test");
        writer.Write(longest);
        writer.EndFrame();
        Assert.Equal(FrameReader.MaxPayloadBytes + 4, writer.Written.Length);

        writer.Begin(1, "test");
        writer.Write(longest + "x");
        TwsProtocolException error = Assert.Throws<TwsProtocolException>(writer.EndFrame);

        Assert.Equal(TwsProtocolErrorKind.BadLength, error.Kind);
        Assert.Equal(FrameReader.MaxPayloadBytes + 4, writer.Written.Length);
    }
}
