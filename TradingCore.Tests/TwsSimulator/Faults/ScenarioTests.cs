using Microsoft.Extensions.Time.Testing;
using TradingCore.Tests.Architecture;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsSimulator;
using TwsSimulator.Faults;

namespace TradingCore.Tests.Simulation.Faults;

/// <summary>The scenarios that come with the simulator: each plays to its end and shows what its description promises.</summary>
public sealed class ScenarioTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = Given.Clock();
    private SimulatedGateway _gateway = null!;
    private SimulatorClient _client = null!;

    private static string Folder => Path.Combine(RepositoryFiles.Root, "TwsSimulator", "Scenarios");

    private CancellationToken Stop { get; } = TestTime.Limit();

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yaml").Select(f => Path.GetFileName(f)!).Order()];

    public async ValueTask InitializeAsync()
    {
        _gateway = await Given.GatewayAsync(_clock, o => o with { OrderLatency = TimeSpan.FromMilliseconds(20) });
        _client = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        await _client.NextAsync<NextValidId>();
        await _client.SyncAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _gateway.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_scenario_parses_and_says_what_it_is(string file)
    {
        FaultScript script = FaultScript.Load(Path.Combine(Folder, file));

        Assert.True(script.Length > 1);
        Assert.True(script.Name.Length > 10 && script.Description.Length > 40);
        Assert.Contains(file, File.ReadAllText(Path.Combine(RepositoryFiles.Root, "TwsSimulator", "README.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fill_in_an_outage_is_found_by_asking_alone()
    {
        Task played = PlayAsync("fill-missed-in-an-outage.yaml");
        _client.Place(1, Given.Market("BUY", 100));
        await _client.AdvanceUntilAsync<ErrorMessage>(_clock, e => e.ErrorCode == 1102);
        await _client.SyncAsync();
        await played;

        Assert.Equal(100, Assert.Single(_gateway.Truth.Positions).Quantity);
        Assert.Empty(_client.Seen.OfType<ExecDetails>());

        _client.Send(new ReqExecutions(9));
        await _client.NextAsync<ExecDetailsEnd>();
        Assert.Equal(100, Assert.Single(_client.Seen.OfType<ExecDetails>()).Execution.Shares);
    }

    [Fact]
    public async Task An_order_that_is_never_acknowledged_is_there_and_its_id_is_offered_again()
    {
        Task played = PlayAsync("order-without-acknowledgement.yaml");
        _client.Place(1, Given.Limit("BUY", 100, 50));
        await _client.SyncAsync();
        Assert.Empty(_client.Seen.OfType<OrderStatus>());
        while (!played.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            // Real time for the gateway: a clock that runs away from it gives it more to do than it ever gets done.
            await Task.Delay(TimeSpan.FromMilliseconds(2), TimeProvider.System, Stop);
        }

        await played;
        await _client.ClosedAsync();
        await using SimulatorClient again = await SimulatorClient.ConnectAsync(_gateway.EndPoint);
        NextValidId next = await again.NextAsync<NextValidId>();
        again.Place(next.OrderId, Given.Limit("BUY", 77, 60) with { OrderType = "MIT", AuxPrice = 60 });

        // The id is that of the order that works, so sending it again is a change of that order, here one that cannot be.
        Assert.Equal(1, next.OrderId);
        Assert.Equal(329, (await again.NextAsync<ErrorMessage>(e => e.ReqId == 1)).ErrorCode);
        Assert.Equal(100, Assert.Single(_gateway.Truth.Orders).Quantity);
    }

    [Fact]
    public async Task A_farm_comes_and_goes_and_one_symbol_stays_silent()
    {
        Task played = PlayAsync("data-farm-flaps.yaml");
        _client.Send(new ReqMktData(1, SimulatorClient.Spy));
        _client.Send(new ReqMktData(2, SimulatorClient.Spy with { Symbol = "AAPL" }));
        while (!played.IsCompleted)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(100));
            await _client.SyncAsync();
        }

        await played;
        int from = _client.Seen.Count;
        await _client.AdvanceUntilAsync<TickPrice>(_clock, t => t.ReqId == 2);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await _client.SyncAsync();

        Assert.Equal(3, _client.Seen.OfType<ErrorMessage>().Count(e => e.ErrorCode == 2103));
        Assert.DoesNotContain(_client.Seen.Skip(from).OfType<TickPrice>(), t => t.ReqId == 1);
        Assert.Equal(["silence"], _gateway.ActiveFaults);
    }

    private Task PlayAsync(string file) => _gateway.PlayAsync(FaultScript.Load(Path.Combine(Folder, file)), Stop);
}
