using System.Buffers;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using TradingCore.Tws;

namespace TradingCore.Tests.Tws;

/// <summary>Frames come out of the socket whole and in order, however the bytes arrive.</summary>
public sealed class SocketReaderTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(1_000_000)]
    public async Task Every_frame_comes_out_whole_however_its_bytes_are_cut(int piece)
    {
        int[] lengths = piece == 1_000_000 ? [0, 1, 60, 65_532, 65_536, 70_000, 5, 300_000, 2_000_000, 7] : [0, 1, 60, 5, 130, 7];
        byte[] bytes = [.. lengths.SelectMany((length, n) => Frame(length, (byte)n))];
        (Socket near, Socket far) = await PairAsync();
        using Socket a = near, b = far;
        Task sending = Task.Run(async () =>
        {
            for (int at = 0; at < bytes.Length; at += piece) await far.SendAsync(bytes.AsMemory(at, Math.Min(piece, bytes.Length - at)), Stop);
            far.Shutdown(SocketShutdown.Send);
        }, Stop);

        List<(int Length, bool IsWhole)> taken = await Task.Run(() => ReadAll(near), Stop);
        await sending;

        Assert.Equal(lengths.Select(l => (l, true)), taken);
    }

    [Fact]
    public async Task An_end_in_the_middle_of_a_frame_is_told_apart_from_one_between_frames()
    {
        (Socket near, Socket far) = await PairAsync();
        using Socket a = near, b = far;
        await far.SendAsync(Frame(10, 1).AsMemory(0, 9), Stop);
        far.Shutdown(SocketShutdown.Send);
        var reader = new SocketReader(near);

        bool isMidFrame = await Task.Run(() =>
        {
            while (reader.Receive()) Assert.False(reader.TryTake(out _));
            return reader.IsMidFrame;
        }, Stop);

        Assert.True(isMidFrame);
    }

    private static List<(int, bool)> ReadAll(Socket socket)
    {
        var reader = new SocketReader(socket);
        List<(int, bool)> taken = [];
        while (reader.Receive())
            while (reader.TryTake(out ReadOnlySequence<byte> payload)) taken.Add(((int)payload.Length, payload.ToArray().All(x => x == taken.Count)));
        Assert.False(reader.IsMidFrame);
        return taken;
    }

    private static byte[] Frame(int length, byte content)
    {
        byte[] frame = new byte[4 + length];
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        frame.AsSpan(4).Fill(content);
        return frame;
    }

    private static async Task<(Socket Near, Socket Far)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var near = new Socket(SocketType.Stream, ProtocolType.Tcp);
        near.Connect(listener.LocalEndpoint);
        return (near, await listener.AcceptSocketAsync(Stop));
    }
}
