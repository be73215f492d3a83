using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using TwsProtocol.Inspection;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TwsSimulator.Inspection;

/// <summary>Turns a line with a frame into a line with the message in it. Whatever the line holds, a line comes back.</summary>
/// <param name="from">Who sent the frames; null reads it from each line's key <c>from</c>.</param>
internal sealed class FrameInspector(FrameSource? from)
{
    private const int LengthBytes = 4;
    private const string Expected = """a line such as {"serverVersion":187,"hex":"000000083731003200300000"}""";

    // Decoded text should be readable; it goes to a terminal or a file, never into a page.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlySpan<byte> HelloPrefix => "API\0"u8;

    /// <summary>The answer to one line.</summary>
    /// <param name="line">Text in UTF-8, without its line end.</param>
    public string Inspect(ReadOnlyMemory<byte> line)
    {
        try
        {
            return Show(line).ToJsonString(Readable);
        }
        catch (InspectionException e)
        {
            return Error(e.Message, e.Offset);
        }
        catch (TwsProtocolException e)
        {
            return Error(e.Message, Math.Max(e.ByteOffset, 0));
        }
    }

    /// <summary>A line that says what was wrong.</summary>
    public static string Error(string what, int offset) => new JsonObject { ["error"] = what, ["offset"] = offset }.ToJsonString(Readable);

    private JsonObject Show(ReadOnlyMemory<byte> line)
    {
        using JsonDocument document = Parse(line);
        JsonElement root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object) throw new InspectionException($"The line is JSON but not an object; expected {Expected}.", 0);
        if (!root.TryGetProperty("hex", out JsonElement hex) && root.TryGetProperty("dropped", out JsonElement dropped))
            throw new InspectionException($"The recording could not keep up here: {dropped.GetRawText()} frames are missing.", 0);
        byte[] frame = Frame(hex);
        FrameSource source = from ?? Source(root);
        if (source == FrameSource.Client && frame.AsSpan().StartsWith(HelloPrefix)) return ClientHello(frame);
        CheckLength(frame);
        ReadOnlySpan<byte> payload = frame.AsSpan(LengthBytes);
        if (source == FrameSource.Server && IsServerHello(payload)) return ServerHello(payload);
        int version = Version(root);
        IMessage message = source == FrameSource.Client ? RequestDecoder.Decode(payload, version) : Response(payload, version);
        OfficialForm form = OfficialForm.Of(message);
        var answer = new JsonObject { ["name"] = form.Name, ["fields"] = form.Fields };
        try
        {
            answer["reencoded"] = Convert.ToHexStringLower(MessageEncoder.Frame(message, version));
        }
        catch (TwsProtocolException e)
        {
            answer["reencoded"] = null;
            answer["reencodeError"] = e.Message;
        }
        return answer;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line)
    {
        if (line.Span.StartsWith("\uFEFF"u8)) line = line[3..];
        if (line.Span.Trim(" \t\r"u8).IsEmpty) throw new InspectionException($"The line is empty; expected {Expected}.", 0);
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            int at = (int)Math.Min(e.BytePositionInLine ?? 0, int.MaxValue);
            throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"The line is not JSON from byte {at} on; expected {Expected}."), at);
        }
    }

    private static byte[] Frame(JsonElement hex)
    {
        if (hex.ValueKind == JsonValueKind.Undefined) throw new InspectionException($"The key \"hex\" is missing; expected {Expected}.", 0);
        if (hex.ValueKind != JsonValueKind.String) throw new InspectionException($"The key \"hex\" is a JSON {Kind(hex)}; expected a text of hexadecimal digits, as in {Expected}.", 0);
        string text = Text(hex);
        int bad = text.AsSpan().IndexOfAnyExcept(HexDigits);
        if (bad >= 0) throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"Character {bad} of \"hex\" is no hexadecimal digit; expected only 0 to 9 and a to f, two per byte."), bad);
        if (text.Length % 2 != 0) throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"\"hex\" has {text.Length} digits, an odd number; expected two per byte."), text.Length);
        return Convert.FromHexString(text);
    }

    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    private static FrameSource Source(JsonElement root)
    {
        if (root.TryGetProperty("from", out JsonElement value) && value.ValueKind == JsonValueKind.String)
        {
            switch (Text(value))
            {
                case "client": return FrameSource.Client;
                case "server": return FrameSource.Server;
                default: break;
            }
        }
        throw new InspectionException("The line does not say who sent the frame; add --from client or --from server, or a key \"from\" with \"client\" or \"server\" to the line.", 0);
    }

    private static int Version(JsonElement root)
    {
        string range = string.Create(CultureInfo.InvariantCulture, $"a number from {TwsProtocol.ServerVersion.Min} to {TwsProtocol.ServerVersion.Max}");
        if (!root.TryGetProperty("serverVersion", out JsonElement value)) throw new InspectionException($"The key \"serverVersion\" is missing; expected {range}, as the server's first frame tells it.", 0);
        if (value.ValueKind != JsonValueKind.Number) throw new InspectionException($"The key \"serverVersion\" is a JSON {Kind(value)}; expected {range}.", 0);
        if (!value.TryGetInt32(out int version) || version is < TwsProtocol.ServerVersion.Min or > TwsProtocol.ServerVersion.Max)
            throw new InspectionException($"The server version {value.GetRawText()} is not spoken; expected {range}.", 0);
        return version;
    }

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "null",
        JsonValueKind.True or JsonValueKind.False => "flag",
        _ => value.ValueKind.ToString().ToLowerInvariant(),
    };

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new InspectionException($"A text in the line is not valid UTF-8; expected {Expected}.", 0);
        }
    }

    private static void CheckLength(byte[] frame)
    {
        if (frame.Length < LengthBytes)
            throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"The frame has {frame.Length} bytes; expected its length in 4 bytes and then the payload."), 0);
        int length = BinaryPrimitives.ReadInt32BigEndian(frame);
        if (length is < 0 or > FrameReader.MaxPayloadBytes)
            throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"The frame announces {length} payload bytes; 0 to {FrameReader.MaxPayloadBytes} are possible."), 0);
        if (length != frame.Length - LengthBytes)
            throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"The frame announces {length} payload bytes and {frame.Length - LengthBytes} follow; expected one whole frame per line."), 0);
    }

    private static JsonObject ClientHello(byte[] frame)
    {
        var buffer = new ReadOnlySequence<byte>(frame);
        if (!Handshake.TryReadClientHello(ref buffer, out ClientHello hello))
            throw new InspectionException("The client's hello is cut short; expected API and a NUL, a length in 4 bytes and as many bytes of text.", frame.Length);
        if (!buffer.IsEmpty)
            throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"{buffer.Length} bytes follow the client's hello; expected one frame per line."), (int)(frame.Length - buffer.Length));
        return new JsonObject
        {
            ["name"] = "handshake",
            ["fields"] = new JsonObject { ["minVersion"] = hello.MinVersion, ["maxVersion"] = hello.MaxVersion, ["connectOptions"] = hello.ConnectOptions },
            ["reencoded"] = Convert.ToHexStringLower(Handshake.ClientHello(hello.MinVersion, hello.MaxVersion, hello.ConnectOptions)),
        };
    }

    /// <summary>Two fields, the first of which is a version or the mark of a redirect: ids of messages end below the versions.</summary>
    private static bool IsServerHello(ReadOnlySpan<byte> payload)
    {
        if (payload.Count((byte)0) != 2 || payload[^1] != 0) return false;
        ReadOnlySpan<byte> first = payload[..payload.IndexOf((byte)0)];
        return first.SequenceEqual("-1"u8)
            || (int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out int version) && version > CurrentTimeInMillis.Id);
    }

    private static JsonObject ServerHello(ReadOnlySpan<byte> payload)
    {
        ServerHello hello = Handshake.ReadServerHello(payload);
        JsonObject fields = hello.IsRedirect
            ? new JsonObject { ["redirect"] = hello.Redirect }
            : new JsonObject { ["serverVersion"] = hello.ServerVersion, ["connectionTime"] = hello.ConnectionTime };
        byte[] again = hello.IsRedirect ? Handshake.ServerRedirect(hello.Redirect) : Handshake.ServerHello(hello.ServerVersion, hello.ConnectionTime);
        return new JsonObject { ["name"] = "handshake", ["fields"] = fields, ["reencoded"] = Convert.ToHexStringLower(again) };
    }

    private static IResponse Response(ReadOnlySpan<byte> payload, int version)
    {
        var collector = new ResponseCollector();
        ResponseDecoder.Decode(payload, version, collector);
        if (collector.UnknownIds is [int id, ..])
            throw new InspectionException(string.Create(CultureInfo.InvariantCulture, $"{id} is not the id of a message of server versions {TwsProtocol.ServerVersion.Min} to {TwsProtocol.ServerVersion.Max}; is the frame from the server?"), 0);
        return collector.Messages is [IResponse message, ..]
            ? message
            : throw new InspectionException("The tick-by-tick message is of a kind that the protocol does not define; expected 1 (Last), 2 (AllLast), 3 (BidAsk) or 4 (MidPoint) as its third field.", 0);
    }
}
