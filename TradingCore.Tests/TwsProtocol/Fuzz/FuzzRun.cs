using System.Buffers;
using System.Buffers.Binary;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.TwsProtocol;

/// <summary>
/// Feeds the decoders damaged messages: a message, a typed error, or a defect. The same seed gives the same run, so that a defect is found again.
/// Shared by the tests and by the long run of the benchmarks.
/// </summary>
internal sealed class FuzzRun
{
    private const int PrefixBytes = 4;
    private static readonly int[] Versions = [176, 187, 195, 200];
    private readonly Random _random;
    private readonly (IMessage Message, int Version, byte[] Payload)[] _samples;

    public FuzzRun(int seed)
    {
        Seed = seed;
        _random = new Random(seed);
        _samples =
        [
            .. from version in Versions
               from message in Samples.All(version)
               select (message, version, MessageEncoder.Frame(message, version)[PrefixBytes..]),
        ];
    }

    public int Seed { get; }

    /// <summary>Messages that were read, damaged or not.</summary>
    public long Decoded { get; private set; }

    /// <summary>Messages and streams that were refused with a typed error.</summary>
    public long Refused { get; private set; }

    /// <summary>Decodes one damaged message. Anything but a message or a typed error is described; null when all is well.</summary>
    public string? MutateOne()
    {
        (IMessage message, int version, byte[] original) = _samples[_random.Next(_samples.Length)];
        byte[] payload = Mutate(original);
        try
        {
            Decode(message, payload, version);
            Decoded++;
            return null;
        }
        catch (TwsProtocolException)
        {
            Refused++;
            return null;
        }
        catch (Exception e)
        {
            return $"{message.CallName} at version {version}: {e.GetType().Name} {e.Message} for {Convert.ToHexString(payload)}";
        }
    }

    /// <summary>Reads a stream of damaged frames that comes in random pieces; in every second one a length lies. Null when all is well.</summary>
    public string? StreamOne()
    {
        byte[] stream = Stream(lies: _random.Next(2) == 0);
        byte[] waiting = [];
        int at = 0;
        try
        {
            while (at < stream.Length)
            {
                int piece = Math.Min(1 + _random.Next(64), stream.Length - at);
                // What was not consumed comes again in front of what is new, in two blocks, as from a socket.
                ReadOnlySequence<byte> buffer = Segments.Of(waiting, stream.AsMemory(at, piece));
                at += piece;
                while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload)) DecodeOrRefuse(payload);
                waiting = buffer.ToArray();
            }
            return waiting.Length <= stream.Length ? null : $"{waiting.Length} bytes wait of a stream of {stream.Length}";
        }
        catch (TwsProtocolException e) when (e.Kind == TwsProtocolErrorKind.BadLength)
        {
            // The stream is out of step, which ends a connection.
            Refused++;
            return null;
        }
        catch (Exception e)
        {
            return $"stream: {e.GetType().Name} {e.Message} for {Convert.ToHexString(stream)}";
        }
    }

    /// <summary>A few damaged frames of both directions one after the other; in a lying one a length is wrong.</summary>
    public byte[] NextStream(bool lies) => Stream(lies);

    private void DecodeOrRefuse(in ReadOnlySequence<byte> payload)
    {
        try
        {
            ResponseDecoder.Decode(payload, 187, new ResponseCollector());
            Decoded++;
        }
        catch (TwsProtocolException)
        {
            Refused++;
        }
    }

    private static void Decode(IMessage like, ReadOnlySpan<byte> payload, int version)
    {
        if (like is IRequest) RequestDecoder.Decode(payload, version);
        else ResponseDecoder.Decode(payload, version, new ResponseCollector());
    }

    private byte[] Stream(bool lies)
    {
        int frames = 1 + _random.Next(6);
        int liar = lies ? _random.Next(frames) : -1;
        var stream = new ArrayBufferWriter<byte>();
        for (int i = 0; i < frames; i++)
        {
            byte[] payload = Mutate(_samples[_random.Next(_samples.Length)].Payload);
            int length = i == liar ? Lie(payload.Length) : payload.Length;
            BinaryPrimitives.WriteInt32BigEndian(stream.GetSpan(PrefixBytes), length);
            stream.Advance(PrefixBytes);
            stream.Write(payload);
        }
        return stream.WrittenSpan.ToArray();
    }

    private int Lie(int length) => _random.Next(6) switch
    {
        0 => 0,
        1 => length + 1 + _random.Next(20),
        2 => Math.Max(0, length - 1 - _random.Next(20)),
        3 => -1 - _random.Next(int.MaxValue),
        4 => int.MaxValue,
        _ => FrameReader.MaxPayloadBytes + _random.Next(2),
    };

    private byte[] Mutate(byte[] original)
    {
        byte[] payload = [.. original];
        int changes = 1 + _random.Next(3);
        for (int i = 0; i < changes && payload.Length > 0; i++)
        {
            int at = _random.Next(payload.Length);
            switch (_random.Next(6))
            {
                case 0: payload[at] = (byte)_random.Next(256); break;
                case 1: payload[at] = (byte)('0' + _random.Next(10)); break;
                case 2: payload[at] = 0; break;
                case 3: payload = [.. payload.AsSpan(0, at), .. payload.AsSpan(at + 1)]; break;
                case 4: payload = [.. payload.AsSpan(0, at), "-.E9"u8[_random.Next(4)], .. payload.AsSpan(at)]; break;
                default: payload = payload[..at]; break;
            }
        }
        return payload;
    }
}
