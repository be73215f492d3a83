using System.Buffers;
using System.Text;
using System.Text.Json;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;
using TwsSimulator;

namespace TradingCore.Tests.Guarantees;

/// <summary>
/// What went over the socket, as the simulated gateway saw it: a recording to look at instead of believing either side. The gateway writes it a moment later
/// than it acts: whoever counts at one moment calls <see cref="SimulatedGateway.FlushCaptureAsync"/> before.
/// </summary>
internal sealed class Traffic : IDisposable
{
    private const int LengthDigits = 8;
    private const string HelloHex = "41504900";

    private const string ErrorHex = "3400";

    private readonly string _file = Path.GetTempFileName();
    private readonly Lock _gate = new();
    private readonly List<(DateTimeOffset Time, IRequest Request)> _requests = [];
    private readonly List<string> _fields = [];
    private readonly ErrorReader _errors = new();
    private long _position;

    /// <summary>Options with the recording on.</summary>
    public SimulatorOptions Record(SimulatorOptions options) => options with { CaptureFile = _file };

    /// <summary>Everything that clients sent after the handshake, in order.</summary>
    public IReadOnlyList<(DateTimeOffset Time, IRequest Request)> Requests()
    {
        lock (_gate)
        {
            ReadOn();
            return [.. _requests];
        }
    }

    /// <summary>What clients sent of one kind, in order.</summary>
    public IReadOnlyList<T> Requests<T>() where T : IRequest => [.. Requests().Select(r => r.Request).OfType<T>()];

    /// <summary>Errors and notices that clients got, in order.</summary>
    public IReadOnlyList<ErrorMessage> Errors()
    {
        lock (_gate)
        {
            ReadOn();
            return [.. _errors.All];
        }
    }

    /// <summary>Every field of everything that clients sent, as text.</summary>
    public IReadOnlyList<string> Fields()
    {
        lock (_gate)
        {
            ReadOn();
            return [.. _fields];
        }
    }

    public void Dispose() => File.Delete(_file);

    // The file grows while it is read: from where the last reading ended to the end of the last whole line.
    private void ReadOn()
    {
        using var stream = new FileStream(_file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        stream.Position = _position;
        using var reader = new StreamReader(stream);
        string text = reader.ReadToEnd();
        int end = text.LastIndexOf('\n') + 1;
        _position += end;
        foreach (string line in text[..end].Split('\n', StringSplitOptions.RemoveEmptyEntries)) Read(line);
    }

    private void Read(string line)
    {
        using var json = JsonDocument.Parse(line);
        JsonElement root = json.RootElement;
        Assert.False(root.TryGetProperty("dropped", out _), "The recording is not whole.");
        int version = root.GetProperty("serverVersion").GetInt32();
        string hex = root.GetProperty("hex").GetString()!;
        if (version == 0 || hex.StartsWith(HelloHex, StringComparison.Ordinal)) return;
        bool isRequest = root.GetProperty("from").GetString() == "client";
        if (!isRequest && !hex.AsSpan(LengthDigits).StartsWith(ErrorHex, StringComparison.Ordinal)) return;
        byte[] payload = Convert.FromHexString(hex.AsSpan(LengthDigits));
        if (isRequest)
        {
            _requests.Add((root.GetProperty("time").GetDateTimeOffset(), RequestDecoder.Decode(payload, version)));
            _fields.AddRange(Encoding.ASCII.GetString(payload).Split('\0'));
        }
        else ResponseDecoder.Decode(new ReadOnlySequence<byte>(payload), version, _errors);
    }

    private sealed class ErrorReader : ResponseHandler
    {
        public List<ErrorMessage> All { get; } = [];

        public override void On(ErrorMessage message) => All.Add(message);
    }
}
