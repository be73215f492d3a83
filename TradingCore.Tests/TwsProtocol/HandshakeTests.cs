using System.Buffers;
using System.Text;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol;

public class HandshakeTests
{
    [Fact]
    public void The_hello_is_a_prefix_a_length_and_the_version_range()
    {
        Assert.Equal("API\0\0\0\0\nv176..200 "u8.ToArray(), Handshake.ClientHello(176, 200));
        Assert.Equal("API\0\0\0\0\x12v176..200 +PACEAPI"u8.ToArray(), Handshake.ClientHello(176, 200, "+PACEAPI"));
    }

    [Fact]
    public void A_hello_split_at_every_byte_is_read_whole_and_leaves_what_follows()
    {
        byte[] stream = [.. Handshake.ClientHello(176, 200, "+PACEAPI"), 1, 2, 3];

        for (int cut = 0; cut <= stream.Length; cut++)
        {
            ReadOnlySequence<byte> buffer = Segments.Of(stream.AsMemory(0, cut), stream.AsMemory(cut));

            Assert.True(Handshake.TryReadClientHello(ref buffer, out ClientHello hello));
            Assert.Equal(new ClientHello(176, 200, "+PACEAPI"), hello);
            Assert.Equal([1, 2, 3], buffer.ToArray());
        }
    }

    [Fact]
    public void An_incomplete_hello_consumes_nothing()
    {
        byte[] hello = Handshake.ClientHello(176, 200);

        for (int length = 0; length < hello.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(hello, 0, length);
            Assert.False(Handshake.TryReadClientHello(ref buffer, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Theory]
    [InlineData("v100..199", 100, 199)]
    [InlineData("v187", 187, 187)]
    public void Other_clients_send_no_blank(string text, int min, int max)
    {
        byte[] bytes = [.. "API\0"u8, 0, 0, 0, (byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
        var buffer = new ReadOnlySequence<byte>(bytes);

        Assert.True(Handshake.TryReadClientHello(ref buffer, out ClientHello hello));

        Assert.Equal(new ClientHello(min, max, ""), hello);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("API\0\0\0\0\u0005hello")]
    [InlineData("API\0\0\0\0\0")]
    [InlineData("API\0\u0001\0\0\0")]
    [InlineData("API\0\0\0\0\nv200..176 ")]
    public void Anything_else_is_refused(string text)
    {
        TwsProtocolException error = Assert.Throws<TwsProtocolException>(() =>
        {
            var buffer = new ReadOnlySequence<byte>(Encoding.Latin1.GetBytes(text));
            Handshake.TryReadClientHello(ref buffer, out _);
        });

        Assert.Equal(TwsProtocolErrorKind.BadHandshake, error.Kind);
    }

    [Fact]
    public void The_servers_answer_reads_back()
    {
        byte[] frame = Handshake.ServerHello(176, "20260102 10:11:12 US/Eastern");

        ServerHello hello = Handshake.ReadServerHello(frame.AsSpan(4));

        Assert.Equal(new ServerHello(176, "20260102 10:11:12 US/Eastern", ""), hello);
        Assert.Equal(0x21, frame[3]);
        Assert.False(hello.IsRedirect);
    }

    [Theory]
    [InlineData("127.0.0.1:41003", "127.0.0.1", 41003)]
    [InlineData("gateway.example", "gateway.example", 7500)]
    public void A_redirect_names_host_and_port(string text, string host, int port)
    {
        ServerHello hello = Handshake.ReadServerHello(Handshake.ServerRedirect(text).AsSpan(4));

        Assert.True(hello.IsRedirect);
        Assert.Equal((host, port), Handshake.ParseRedirect(hello.Redirect, samePort: 7500));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":1")]
    [InlineData("host:0")]
    [InlineData("host:70000")]
    [InlineData("host:x")]
    public void A_redirect_to_nowhere_is_refused(string text)
    {
        Assert.Throws<TwsProtocolException>(() => Handshake.ParseRedirect(text, 7500));
    }

    [Fact]
    public void A_version_that_is_no_number_is_refused()
    {
        Assert.Throws<TwsProtocolException>(() => Handshake.ReadServerHello("abc\0now\0"u8));
        Assert.Throws<TwsProtocolException>(() => Handshake.ReadServerHello("176\0"u8));
    }
}
