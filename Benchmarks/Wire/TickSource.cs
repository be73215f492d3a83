using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace Benchmarks.Wire;

/// <summary>
/// The other side of <see cref="DecodeOverSocket"/>, in a process of its own so that its processor time is not counted: a gateway that answers the
/// start of the API and every reqMktData with tickPrice messages as fast as the socket takes them. Writes its port and the mean length of a frame to standard output.
/// </summary>
internal static class TickSource
{
    private const int ServerVersion = 187;
    private const int BlockMessages = 2_000;

    /// <summary>Serves one connection. Arguments: how many messages, and <c>hello</c> or <c>subscribe</c>: after what the messages start.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        long messages = long.Parse(args[0], CultureInfo.InvariantCulture);
        bool startsAfterHello = args[1] == "hello";
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        (byte[] block, _) = Block(reqId: 1);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{((IPEndPoint)listener.LocalEndpoint).Port} {(double)block.Length / BlockMessages}"));
        using Socket socket = await listener.AcceptSocketAsync();
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: false);
        PipeReader reader = PipeReader.Create(stream);
        await ShakeHandsAsync(socket, reader);
        if (startsAfterHello) await FloodAsync(socket, reqId: 1, messages);
        await ServeAsync(socket, reader, messages);
        return 0;
    }

    private static async Task ShakeHandsAsync(Socket socket, PipeReader reader)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync();
            ReadOnlySequence<byte> buffer = read.Buffer;
            bool isWhole = Handshake.TryReadClientHello(ref buffer, out _);
            reader.AdvanceTo(buffer.Start, isWhole ? buffer.Start : buffer.End);
            if (isWhole) break;
        }
        await SendAsync(socket, Handshake.ServerHello(ServerVersion, "20260115 10:00:00 UTC"));
    }

    private static async Task ServeAsync(Socket socket, PipeReader reader, long messages)
    {
        while (true)
        {
            ReadResult read = await reader.ReadAsync();
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (FrameReader.TryReadFrame(ref buffer, out ReadOnlySequence<byte> payload))
            {
                switch (RequestDecoder.Decode(payload.ToArray(), ServerVersion))
                {
                    case StartApi:
                        await SendAsync(socket, MessageEncoder.Frame(new ManagedAccounts("DU1234567"), ServerVersion));
                        await SendAsync(socket, MessageEncoder.Frame(new NextValidId(1), ServerVersion));
                        break;
                    case ReqMktData request:
                        await FloodAsync(socket, request.ReqId, messages);
                        break;
                }
            }
            reader.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted) return;
        }
    }

    private static async Task FloodAsync(Socket socket, int reqId, long messages)
    {
        (byte[] block, int[] ends) = Block(reqId);
        try
        {
            for (long left = messages; left > 0; left -= BlockMessages)
                await SendAsync(socket, block.AsMemory(0, ends[Math.Min(left, BlockMessages) - 1]));
        }
        catch (SocketException)
        {
            // The reader has seen enough and left.
        }
    }

    // Bids and asks that walk up and down a cent at a time, as a busy stock's do.
    private static (byte[] Bytes, int[] Ends) Block(int reqId)
    {
        using var writer = new FieldWriter();
        int[] ends = new int[BlockMessages];
        for (int i = 0; i < BlockMessages; i++)
        {
            int type = 1 + (i % 2);
            double price = Math.Round(512.34 + (0.01 * ((i / 2 % 40) - 20)) + (0.01 * type), 2);
            writer.WriteFrame(new TickPrice(reqId, type, price, 100 + (i % 9 * 100), 1), ServerVersion);
            ends[i] = writer.Written.Length;
        }
        return (writer.Written.ToArray(), ends);
    }

    private static async Task SendAsync(Socket socket, ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None)..];
    }
}
