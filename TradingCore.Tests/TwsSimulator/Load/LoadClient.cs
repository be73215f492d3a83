using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Simulation.Load;

/// <summary>An API client that subscribes quotes over a socket of its own and counts what comes.</summary>
internal sealed class LoadClient : IDisposable
{
    private const int ServerVersion = 187;
    private readonly Socket _socket;
    private readonly PipeReader _reader;

    private LoadClient(Socket socket, int symbols)
    {
        _socket = socket;
        _reader = PipeReader.Create(new NetworkStream(socket, ownsSocket: false));
        Counter = new QuoteCounter(symbols);
    }

    /// <summary>What came.</summary>
    public QuoteCounter Counter { get; }

    /// <summary>Connects, starts the API and subscribes.</summary>
    public static async Task<LoadClient> ConnectAsync(IPEndPoint gateway, int clientId, IReadOnlyList<string> symbols, CancellationToken stop)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(gateway, stop);
        var client = new LoadClient(socket, symbols.Count);
        await socket.SendAsync(Handshake.ClientHello(ServerVersion, ServerVersion), stop);
        await client.ReadHelloAsync(stop);
        using var writer = new FieldWriter();
        writer.WriteFrame(new StartApi(clientId), ServerVersion);
        for (int i = 0; i < symbols.Count; i++)
            writer.WriteFrame(new ReqMktData(i, new Contract { Symbol = symbols[i], SecType = "STK", Exchange = "SMART", Currency = "USD" }), ServerVersion);
        await socket.SendAsync(writer.WrittenMemory, stop);
        return client;
    }

    /// <summary>Reads and counts until stopped, or until the gateway closes the connection.</summary>
    public async Task ReadAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                ReadResult read = await _reader.ReadAsync(stop);
                ReadOnlySequence<byte> buffer = read.Buffer;
                while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload)) ResponseDecoder.Decode(payload, ServerVersion, Counter);
                _reader.AdvanceTo(buffer.Start, buffer.End);
                if (!read.IsCompleted) continue;
                Counter.Errors.Add("the gateway closed the connection");
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The load is over.
        }
        catch (IOException e)
        {
            Counter.Errors.Add(e.Message);
        }
    }

    public void Dispose()
    {
        _reader.Complete();
        _socket.Dispose();
    }

    private async Task ReadHelloAsync(CancellationToken stop)
    {
        while (true)
        {
            ReadResult read = await _reader.ReadAsync(stop);
            ReadOnlySequence<byte> buffer = read.Buffer;
            bool isWhole = FrameReader.TryReadFrame(ref buffer, out _);
            _reader.AdvanceTo(buffer.Start, isWhole ? buffer.Start : buffer.End);
            if (isWhole) return;
            if (read.IsCompleted) throw new IOException("The gateway closed the connection before it answered the hello.");
        }
    }
}
