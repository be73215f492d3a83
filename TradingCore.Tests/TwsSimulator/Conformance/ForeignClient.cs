using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using TradingCore.Tests.Architecture;
using TwsSimulator;

namespace TradingCore.Tests.Simulation.Conformance;

/// <summary>
/// A TWS API client that is not ours: npm's <c>@stoqey/ib</c> in a Node.js process, driven call by call. What it cannot read or write, no test of ours
/// would notice, because ours share one codec with the simulator.
/// </summary>
internal sealed class ForeignClient : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _node;
    private readonly Channel<ForeignEvent> _events = Channel.CreateUnbounded<ForeignEvent>();
    private readonly Task _reading;
    private readonly Task<string> _complaints;
    private int _sync = 900_000;

    private ForeignClient(Process node)
    {
        _node = node;
        _reading = ReadAsync();
        _complaints = node.StandardError.ReadToEndAsync();
    }

    /// <summary>Everything taken by one of the waiting methods, in order.</summary>
    public List<ForeignEvent> Seen { get; } = [];

    /// <summary>The order id told at the start.</summary>
    public int NextOrderId { get; private set; }

    public static object Spy => new { symbol = "SPY", secType = "STK", exchange = "SMART", currency = "USD" };

    /// <summary>Starts the client and connects it; skips the test when Node.js or the client is not installed.</summary>
    public static async Task<ForeignClient> ConnectAsync(SimulatedGateway gateway, int clientId = 7)
    {
        string folder = Path.Combine(RepositoryFiles.Root, "TradingCore.Tests", "TwsSimulator", "Conformance", "client");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "@stoqey")))
            Assert.Skip("Not checked: a client that is not ours against the simulated gateway. It is not installed; ./test.sh installs it.");
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["bridge.mjs", gateway.EndPoint.Port.ToString(CultureInfo.InvariantCulture), clientId.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
        var client = new ForeignClient(Process.Start(start)!);
        client.Call("connect");
        client.NextOrderId = (await client.NextAsync("nextValidId")).Int(0);
        // The client sends what it was asked for meanwhile only from here on.
        await client.SyncAsync();
        return client;
    }

    /// <summary>Calls a method of the client's API.</summary>
    public void Call(string name, params object?[] args)
    {
        _node.StandardInput.WriteLine(JsonSerializer.Serialize(new { call = name, args }));
        _node.StandardInput.Flush();
    }

    /// <summary>The next event of a name that fits; everything before it is passed over (and kept in <see cref="Seen"/>).</summary>
    public async Task<ForeignEvent> NextAsync(string name, Func<ForeignEvent, bool>? fits = null)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (true)
            {
                ForeignEvent e = await _events.Reader.ReadAsync(patience.Token);
                Seen.Add(e);
                if (e.Name == "threw") Assert.Fail($"The client refused {e}");
                if (e.Name == name && (fits is null || fits(e))) return e;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ChannelClosedException)
        {
            string complaint = _node.HasExited ? await _complaints : "";
            throw new TimeoutException($"No {name} that fits came. Last seen: {string.Join(" / ", Seen.TakeLast(8))}. {complaint}");
        }
    }

    /// <summary>Waits until everything called before has been handled; returns what came meanwhile.</summary>
    public async Task<List<ForeignEvent>> SyncAsync()
    {
        int from = Seen.Count;
        int id = _sync++;
        Call("reqUserInfo", id);
        await NextAsync("userInfo", e => e.Int(0) == id);
        return [.. Seen.Skip(from)];
    }

    public async ValueTask DisposeAsync()
    {
        _node.StandardInput.Close();
        if (!_node.WaitForExit(5_000)) _node.Kill(entireProcessTree: true);
        await _node.WaitForExitAsync();
        await _reading;
        await _complaints;
        _node.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _node.StandardOutput.ReadLineAsync() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement root = document.RootElement;
            _events.Writer.TryWrite(new ForeignEvent(root.GetProperty("event").GetString()!, root.GetProperty("args").Clone()));
        }
        _events.Writer.TryComplete();
    }
}

/// <summary>One event as the client told it.</summary>
internal sealed record ForeignEvent(string Name, JsonElement Args)
{
    public JsonElement this[int index] => Args[index];

    public int Int(int index) => Args[index].GetInt32();

    public string Text(int index) => Args[index].GetString()!;

    /// <summary>A number exactly as it was printed.</summary>
    public decimal Number(int index) => Args[index].GetDecimal();

    public override string ToString() => $"{Name} {Args.GetRawText()[..Math.Min(300, Args.GetRawText().Length)]}";
}
