using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.Tws;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace Benchmarks.Wire;

/// <summary>
/// Messages per second of processor time from the socket to a subscriber that counts, the socket's share included: bytes only, decoded values,
/// and the whole session up to the engine's inbox. The sender runs in another process.
/// </summary>
internal static class DecodeOverSocket
{
    /// <summary>Arguments: messages a row (default 5,000,000).</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        long messages = args.Length > 0 ? long.Parse(args[0], CultureInfo.InvariantCulture) : 5_000_000;
        Console.WriteLine("| path | messages/s | messages/s of processor time | µs of processor time each | bytes allocated each |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: |");
        await MeasureAsync("bytes read from the socket, not looked at", "hello", messages, ReadBytesAsync);
        await MeasureAsync("socket, frames, decoded, counted", "hello", messages, DecodeAsync);
        await MeasureAsync("socket, session, events in the engine's inbox", "subscribe", messages, SessionAsync);
        return 0;
    }

    private static async Task MeasureAsync(string name, string start, long messages, Func<int, Meter, Task> run)
    {
        using Process source = StartSource(messages, start);
        try
        {
            string[] told = (await source.StandardOutput.ReadLineAsync())!.Split(' ');
            var meter = new Meter(messages) { BytesEach = double.Parse(told[1], CultureInfo.InvariantCulture) };
            await run(int.Parse(told[0], CultureInfo.InvariantCulture), meter);
            Console.WriteLine(meter.Row(name));
        }
        finally
        {
            source.Kill();
            await source.WaitForExitAsync();
        }
    }

    private static Process StartSource(long messages, string start)
    {
        var info = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        // Started by the dotnet host, the program is its first argument; started as an executable, it is the process itself.
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet") info.ArgumentList.Add(typeof(DecodeOverSocket).Assembly.Location);
        foreach (string argument in (string[])["tick-source", messages.ToString(CultureInfo.InvariantCulture), start]) info.ArgumentList.Add(argument);
        return Process.Start(info)!;
    }

    private static async Task ReadBytesAsync(int port, Meter meter)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port);
        await socket.SendAsync(Handshake.ClientHello(187, 187));
        byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        while (!meter.IsDone)
        {
            int read = await socket.ReceiveAsync(buffer.AsMemory());
            if (read == 0) break;
            bytes += read;
            meter.Count = (long)(bytes / meter.BytesEach);
            meter.Check();
        }
    }

    private static async Task DecodeAsync(int port, Meter meter)
    {
        var options = new TwsOptions { Port = port };
        using TwsConnection connection = await TwsConnection.OpenAsync(options, port, TimeProvider.System, null, NullLogger.Instance, () => { }, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        await IgnoreCancelAsync(connection.ReadAsync(new CountingOwner(meter, connection.ServerVersion, stop), stop.Token));
    }

    private static async Task SessionAsync(int port, Meter meter)
    {
        using var inbox = new CountingInbox(meter);
        await using var gateway = new TwsGateway(new TwsOptions { Port = port }, TimeProvider.System, NullLoggerFactory.Instance);
        var contract = new Contract { ConId = new ConId(756733), Symbol = "SPY", Ticker = "SPY", SecurityType = SecurityType.Stock, Exchange = "SMART", Currency = "USD" };
        gateway.Subscribe(new Instrument { Contract = contract });
        gateway.Start(inbox);
        await inbox.Done;
    }

    private static async Task IgnoreCancelAsync(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // The row is complete.
        }
    }

    private sealed class CountingOwner(Meter meter, int serverVersion, CancellationTokenSource stop) : ResponseHandler, IConnectionOwner
    {
        public override void On(in TickPrice message) => meter.Count++;

        public void OnHeard()
        {
        }

        public void OnFrame(in ReadOnlySequence<byte> payload) => ResponseDecoder.Decode(payload, serverVersion, this);

        public ValueTask OnReadAsync()
        {
            meter.Check();
            if (meter.IsDone) stop.Cancel();
            return ValueTask.CompletedTask;
        }

        public void OnRefused(Outgoing message, TwsProtocolException reason)
        {
        }

        public void OnSent(Outgoing message)
        {
        }
    }

    private sealed class CountingInbox(Meter meter) : IEngineInbox, IDisposable
    {
        private const int CheckEvery = 1_000;
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _sinceCheck;

        public Task Done => _done.Task;

        public bool TryPost(EngineInput input)
        {
            if (input.Event is null && input.Tick.Field is TickField.Bid or TickField.Ask) meter.Count++;
            if (++_sinceCheck < CheckEvery) return true;
            _sinceCheck = 0;
            meter.Check();
            if (meter.IsDone) _done.TrySetResult();
            return true;
        }

        public ValueTask PostAsync(EngineInput input, CancellationToken stop)
        {
            TryPost(input);
            return ValueTask.CompletedTask;
        }

        public void Dispose() => _done.TrySetResult();
    }
}
