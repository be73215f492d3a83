using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace TwsProtocol.Wire;

/// <summary>The first words of a connection: the client offers versions, the server picks one. Both sides.</summary>
/// <remarks>The client's hello begins with <c>API\0</c> and is the one frame without a NUL at its end.</remarks>
public static class Handshake
{
    private const int HelloBytesMax = 1024;
    private const int LengthBytes = 4;

    private static ReadOnlySpan<byte> Prefix => "API\0"u8;

    /// <summary>The client's first bytes.</summary>
    /// <param name="minVersion">Lowest server version accepted.</param>
    /// <param name="maxVersion">Highest server version accepted; at most 200 keeps the connection on the text protocol.</param>
    /// <param name="connectOptions">Options such as +PACEAPI; empty = none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is empty.</exception>
    /// <exception cref="TwsProtocolException">The options are not ASCII.</exception>
    public static byte[] ClientHello(int minVersion, int maxVersion, string connectOptions = "")
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minVersion, maxVersion);
        ArgumentNullException.ThrowIfNull(connectOptions);
        if (!connectOptions.All(FieldText.IsSendable))
            throw new TwsProtocolException(TwsProtocolErrorKind.NotAscii, 579, "The connect options hold characters outside ASCII.", "handshake", nameof(connectOptions));
        // The blank stands there also without options; that is what the official client sends.
        byte[] text = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"v{minVersion}..{maxVersion} {connectOptions}"));
        byte[] hello = new byte[Prefix.Length + LengthBytes + text.Length];
        Prefix.CopyTo(hello);
        BinaryPrimitives.WriteInt32BigEndian(hello.AsSpan(Prefix.Length), text.Length);
        text.CopyTo(hello, Prefix.Length + LengthBytes);
        return hello;
    }

    /// <summary>Takes a client's hello off the front of <paramref name="buffer"/>; consumes nothing unless it is there in full.</summary>
    /// <param name="buffer">What has arrived; moved past the hello on success.</param>
    /// <param name="hello">The versions and options offered.</param>
    /// <returns>False when bytes are missing.</returns>
    /// <exception cref="TwsProtocolException">The bytes are not a hello; the connection must be closed.</exception>
    public static bool TryReadClientHello(ref ReadOnlySequence<byte> buffer, out ClientHello hello)
    {
        hello = default;
        var reader = new SequenceReader<byte>(buffer);
        foreach (byte expected in Prefix)
        {
            if (!reader.TryRead(out byte actual)) return false;
            if (actual != expected) throw BadHello("it does not begin with API and a NUL");
        }
        if (!reader.TryReadBigEndian(out int length)) return false;
        if (length is <= 0 or > HelloBytesMax) throw BadHello($"it announces {length} bytes, 1 to {HelloBytesMax} are possible");
        if (reader.Remaining < length) return false;
        string text = Encoding.Latin1.GetString(buffer.Slice(reader.Position, length));
        hello = ParseHello(text);
        buffer = buffer.Slice(buffer.GetPosition(length, reader.Position));
        return true;
    }

    /// <summary>The server's answer: a frame with version and connection time.</summary>
    /// <param name="serverVersion">Version both sides speak.</param>
    /// <param name="connectionTime">Text for display, such as 20260115 09:30:00 EST.</param>
    public static byte[] ServerHello(int serverVersion, string connectionTime) => Frame(serverVersion, connectionTime);

    /// <summary>The server's answer that sends the client elsewhere.</summary>
    /// <param name="hostAndPort">host, or host:port; no port = the same port.</param>
    public static byte[] ServerRedirect(string hostAndPort) => Frame(-1, hostAndPort);

    /// <summary>Reads the server's answer.</summary>
    /// <param name="payload">Payload of the first frame; fields after the second are passed over.</param>
    /// <exception cref="TwsProtocolException">The version is not a number, or the second field is missing.</exception>
    public static ServerHello ReadServerHello(ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload) { MessageName = "handshake" };
        int version = reader.ReadRequiredInt("serverVersion");
        string second = reader.ReadText(version == -1 ? "redirect" : "connectionTime");
        return version == -1 ? new ServerHello(version, "", second) : new ServerHello(version, second, "");
    }

    /// <summary>Host and port of a redirect.</summary>
    /// <param name="redirect">host, or host:port.</param>
    /// <param name="samePort">Port when the text names none.</param>
    /// <exception cref="TwsProtocolException">The host is empty or the port is not 1 to 65535.</exception>
    public static (string Host, int Port) ParseRedirect(string redirect, int samePort)
    {
        ArgumentNullException.ThrowIfNull(redirect);
        int colon = redirect.LastIndexOf(':');
        string host = colon < 0 ? redirect : redirect[..colon];
        int port = samePort;
        bool isPort = colon < 0 || (int.TryParse(redirect.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535);
        if (host.Length == 0 || !isPort)
            throw new TwsProtocolException(TwsProtocolErrorKind.BadHandshake, 502, $"The server redirects to '{redirect}', which is not host or host:port.", "handshake", "redirect");
        return (host, port);
    }

    private static byte[] Frame(int first, string second)
    {
        using var writer = new FieldWriter();
        writer.BeginServer(first, "handshake");
        writer.Write(second);
        writer.EndFrame();
        return writer.Written.ToArray();
    }

    private static ClientHello ParseHello(string text)
    {
        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        string range = blank < 0 ? text : text[..blank];
        string options = blank < 0 ? "" : text[(blank + 1)..].TrimEnd('\0');
        range = range.TrimEnd('\0');
        if (range.Length < 2 || range[0] != 'v') throw BadHello($"'{range}' is not v<min>..<max>");
        string[] ends = range[1..].Split("..");
        if (ends.Length > 2
            || !int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out int min)
            || !int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out int max)
            || min > max)
        {
            throw BadHello($"'{range}' is not v<min>..<max>");
        }
        return new ClientHello(min, max, options);
    }

    private static TwsProtocolException BadHello(string why) =>
        new(TwsProtocolErrorKind.BadHandshake, 506, $"The client's hello is not one of the TWS API: {why}.", "handshake");
}
