using System.Text.Json.Nodes;
using TradingBlazor.Tests.Harness;
using TradingBlazor.Tests.Stories;
using TradingCore.Tests.Architecture;
using DeskApi = TradingBlazor.Tests.Stories.Api;

namespace TradingBlazor.Tests.Deploy;

/// <summary>The scripts for k6 are run as they are, against the program, with what they use of k6 written for Node (folder <c>K6</c>).</summary>
[Collection(MortalDeskTestsCollection.Name)]
public sealed class LoadScriptTests(MortalDesk desk) : IDisposable
{
    private const string Packages = "TradingBlazor.Tests/Hubs/client/node_modules";

    // Risk takes five orders a second.
    private static readonly TimeSpan OrderEvery = TimeSpan.FromMilliseconds(250);

    private readonly TemporaryFolder _folder = new();
    private AppProcess? _app;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Reads_and_orders_are_sent_and_answered()
    {
        using DeskApi api = await ReadyAsync();

        JsonNode told = await RunAsync("orders.js", new() { ["READS"] = "20", ["ORDERS"] = "2", ["TIME"] = "3s" });

        Assert.Equal((int)told["checks"]!["all"]!, (int)told["checks"]!["passed"]!);
        Assert.Equal(6, (int)told["order_answer"]!["count"]!);
        Assert.Equal(6, (int)told["orders_accepted"]! + (int)told["orders_denied"]!);
    }

    [Fact]
    public async Task Programs_at_the_stream_get_quotes_and_every_event_of_orders()
    {
        using DeskApi api = await ReadyAsync();

        Task<JsonNode> running = RunAsync("hub.js", new() { ["CLIENTS"] = "5", ["SECONDS"] = "6", ["RAMP"] = "50", ["SYMBOLS"] = "SPY,QQQ" });
        // What happens while they listen, whenever they have begun.
        for (int i = 1; !running.IsCompleted; i++)
        {
            JsonNode order = await api.SubmitAsync(new { symbol = "SPY", side = "BUY", quantity = i, type = "LMT", limitPrice = 300 }, Stop);
            await api.CancelAsync((string)order["id"]!, Stop);
            await Task.Delay(OrderEvery, Stop);
        }
        JsonNode told = await running;

        Assert.Equal((5, 5), ((int)told["checks"]!["all"]!, (int)told["checks"]!["passed"]!));
        Assert.Equal((0, 0), ((int)told["hub_faults"]!, (int)told["hub_order_events_lost"]!));
        Assert.InRange((int)told["hub_quotes"]!, 10, int.MaxValue);
        Assert.InRange((int)told["hub_order_events"]!, 5, int.MaxValue);
        Assert.InRange((double)told["hub_age"]!["p50"]!, 0, 10_000);
    }

    [Fact]
    public async Task Desks_are_opened_drawn_and_left()
    {
        using DeskApi api = await ReadyAsync();
        using Person viewer = await ViewerAsync();

        JsonNode told = await RunAsync("desks.js", new() { ["DESKS"] = "4", ["SECONDS"] = "6", ["RAMP"] = "10", ["LOGIN"] = viewer.Name, ["PASSWORD"] = Person.Password });

        Assert.Equal((4, 0), ((int)told["desk_opened"]!, (int)told["desk_faults"]!));
        // Prices move all the time: each desk is drawn more often than at its beginning.
        Assert.InRange((int)told["desk_batches"]!, 4 * 10, int.MaxValue);
        Assert.Equal((int)told["checks"]!["all"]!, (int)told["checks"]!["passed"]!);
    }

    [Fact]
    public async Task Everything_runs_at_once()
    {
        using DeskApi api = await ReadyAsync();
        using Person viewer = await ViewerAsync();

        JsonNode told = await RunAsync("together.js", new()
        {
            ["READS"] = "5",
            ["ORDERS"] = "1",
            ["TIME"] = "4s",
            ["CLIENTS"] = "2",
            ["DESKS"] = "2",
            ["SECONDS"] = "5",
            ["LOGIN"] = viewer.Name,
            ["PASSWORD"] = Person.Password,
        });

        Assert.Equal((2, 0, 0, 0), ((int)told["desk_opened"]!, (int)told["desk_faults"]!, (int)told["hub_faults"]!, (int)told["hub_order_events_lost"]!));
        Assert.Equal(4, (int)told["order_answer"]!["count"]!);
        Assert.InRange((int)told["hub_quotes"]!, 2, int.MaxValue);
        Assert.Equal((int)told["checks"]!["all"]!, (int)told["checks"]!["passed"]!);
    }

    private async Task<DeskApi> ReadyAsync()
    {
        _app = await desk.StartAsync(Stop);
        DeskApi api = await DeskApi.OfAsync(_app, Stop);
        await api.ReadyToTradeAsync("SPY", Stop);
        return api;
    }

    private Task<Person> ViewerAsync() => Person.CreateAsync(_app!.Address, Path.Combine(_app.DataFolder, "api-key"), "viewer", Stop);

    /// <summary>What the metrics of a script came to.</summary>
    private async Task<JsonNode> RunAsync(string script, Dictionary<string, string?> environment)
    {
        string packages = RepositoryFiles.PathOf(Packages), modules = Path.Combine(_folder.Path, "node_modules"), k6 = Path.Combine(modules, "k6");
        Assert.True(Directory.Exists(packages), "The packages are not installed: ./test.sh does it, or run 'npm ci' in TradingBlazor.Tests/Hubs/client.");
        Directory.CreateDirectory(k6);
        Directory.CreateSymbolicLink(Path.Combine(modules, "ws"), Path.Combine(packages, "ws"));
        foreach (string file in Directory.GetFiles(RepositoryFiles.PathOf("TradingBlazor.Tests/Deploy/K6"))) File.Copy(file, Path.Combine(k6, Path.GetFileName(file)));
        foreach (string file in Directory.GetFiles(RepositoryFiles.PathOf("deploy/load"), "*.js")) File.Copy(file, Path.Combine(_folder.Path, Path.GetFileName(file)));
        await File.WriteAllTextAsync(Path.Combine(_folder.Path, "package.json"), """{ "type": "module" }""", Stop);
        environment["URL"] = _app!.Address.ToString().TrimEnd('/');
        environment["KEY"] = (await File.ReadAllTextAsync(Path.Combine(_app.DataFolder, "api-key"), Stop)).Trim();
        await using ChildProcess node = ChildProcess.Start($"load-{Path.GetFileNameWithoutExtension(script)}", "node", [Path.Combine(k6, "run.mjs"), Path.Combine(_folder.Path, script)], environment, _folder.Path);

        Assert.True(await node.WaitForExitAsync(Stop) == 0, node.Output);
        return JsonNode.Parse(node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Last(l => l.StartsWith('{')))!;
    }
}
