using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Benchmarks.Latency;

namespace Benchmarks.Load;

/// <summary>
/// Reads one address over and over on connections of its own, with hardly any processor time of its own: a request is the same bytes each time, and of an
/// answer only its end is looked for. A client of the framework costs as much as the server it asks.
/// </summary>
internal sealed class RawReader(Uri address, string path, string header)
{
    private const int BufferBytes = 64 * 1024;
    private readonly byte[] _request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\n{header}\r\n");

    /// <summary>Asks on every connection as fast as it is answered.</summary>
    /// <param name="connections">How many.</param>
    /// <param name="duration">How long.</param>
    /// <returns>How long each answer took, and how many came in a second.</returns>
    /// <exception cref="InvalidOperationException">An answer was not 200; the message has its first line.</exception>
    public async Task<(Distribution Times, double PerSecond)> RunAsync(int connections, TimeSpan duration)
    {
        long start = Stopwatch.GetTimestamp();
        List<(long From, long To)>[] times = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => ReadAsync(start, duration))));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        var all = new Distribution();
        foreach ((long from, long to) in times.SelectMany(t => t)) all.Add(from, to);
        return (all, all.Count / seconds);
    }

    private async Task<List<(long From, long To)>> ReadAsync(long start, TimeSpan duration)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port);
        byte[] answer = new byte[BufferBytes];
        List<(long, long)> times = [];
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            long from = Stopwatch.GetTimestamp();
            await socket.SendAsync(_request);
            int read = 0;
            do
            {
                int count = await socket.ReceiveAsync(answer.AsMemory(read));
                if (count == 0) throw new InvalidOperationException($"The measurement says nothing: the server closed the line at {path}.");
                read += count;
            }
            while (!IsWhole(answer.AsSpan(0, read)));
            times.Add((from, Stopwatch.GetTimestamp()));
            if (!answer.AsSpan().StartsWith("HTTP/1.1 200"u8)) throw new InvalidOperationException($"The measurement says nothing: {path} was answered with {Encoding.ASCII.GetString(answer.AsSpan(0, answer.IndexOf((byte)'\r')))}.");
        }
        return times;
    }

    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        int end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        ReadOnlySpan<byte> head = answer[..(end + 2)];
        int length = head.IndexOf("Content-Length: "u8);
        if (length < 0) return answer.EndsWith("\r\n0\r\n\r\n"u8);
        ReadOnlySpan<byte> digits = head[(length + "Content-Length: ".Length)..];
        return answer.Length >= end + 4 + int.Parse(digits[..digits.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
