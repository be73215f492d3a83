using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.MarketData;
using TradingCore.MarketData.Depth;
using TradingCore.MarketData.Search;
using TradingCore.Tws;
using TwsSimulator;

namespace TradingCore.Tests.Tws;

/// <summary>What screens ask beside the engine, against the simulated gateway, over a real socket.</summary>
public sealed class SimulatorQueriesTests : IAsyncLifetime
{
    private SimulatedGateway _simulator = null!;
    private TwsGateway _gateway = null!;
    private readonly RecordingInbox _inbox = new();
    private ContractSearch _search = null!;

    public async ValueTask InitializeAsync()
    {
        _simulator = await SimulatedGateway.StartAsync(new SimulatorOptions(), TimeProvider.System, NullLoggerFactory.Instance, TestContext.Current.CancellationToken);
        _gateway = new TwsGateway(new TwsOptions { Port = _simulator.EndPoint.Port, ReconnectDelayMin = TimeSpan.FromMilliseconds(50) }, TimeProvider.System, NullLoggerFactory.Instance);
        _search = new ContractSearch(_gateway);
        _gateway.Start(_inbox);
        await _inbox.StateAsync(SessionState.Reconciling);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _simulator.DisposeAsync();
    }

    private async Task<Instrument> ResolveAsync(string text)
    {
        Assert.True(ContractQuery.TryParse(text, out ContractQuery? query, out string error), error);
        _gateway.ResolveInstrument(query!);
        return (await _inbox.EventAsync<InstrumentResolved>(e => e.Query == query)).Instrument;
    }

    private static async Task<DepthSnapshot> BookAsync(IDepthWatch watch, Func<DepthSnapshot, bool> until)
    {
        CancellationToken limit = TestTime.Limit();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!until(watch.Current)) await timer.WaitForNextTickAsync(limit);
        return watch.Current;
    }

    [Fact]
    public async Task A_book_is_sorted_never_crossed_and_comes_again_after_a_dropped_connection()
    {
        Instrument spy = await ResolveAsync("SPY");
        var books = new DepthBooks(_gateway, new MarketDataOptions());
        using IDepthWatch watch = books.Watch(spy);

        DepthSnapshot live = await BookAsync(watch, b => b.Bids.Count > 3 && b.Asks.Count > 3);
        await _simulator.DropConnectionsAsync();
        DepthSnapshot interrupted = await BookAsync(watch, b => b.State == DepthState.Interrupted);
        DepthSnapshot again = await BookAsync(watch, b => b.State == DepthState.Live && b.Bids.Count > 3 && b.Sequence > interrupted.Sequence);

        Assert.Equal(live.Bids.OrderByDescending(l => l.Price), live.Bids);
        Assert.Equal(live.Asks.OrderBy(l => l.Price), live.Asks);
        Assert.True(live.Bids[0].Price < live.Asks[0].Price);
        Assert.NotEmpty(interrupted.Bids);
        Assert.True(again.Sequence > live.Sequence);
        Assert.Empty(_inbox.Events<SubscriptionFailed>());
    }

    [Theory]
    [InlineData("SPY", "SPY", SecurityType.Stock)]
    [InlineData("s&p 500", "SPY", SecurityType.Stock)]
    [InlineData("EUR.USD", "EUR.USD", SecurityType.Forex)]
    [InlineData("BTC", "BTC", SecurityType.Crypto)]
    [InlineData("SPX", "SPX", SecurityType.Index)]
    public async Task What_is_typed_finds_its_contract(string text, string ticker, SecurityType type)
    {
        QueryAnswer<ContractHit> answer = await _search.SearchAsync(text, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        ContractHit hit = answer.Items.First(h => h.Ticker == ticker);
        Instrument resolved = await ResolveAsync(hit.Query.ToString());
        Assert.Equal((type, hit.ConId), (hit.SecurityType, resolved.Contract.ConId));
    }

    [Theory]
    [InlineData("ES", SecurityType.Future)]
    [InlineData("e-mini", SecurityType.Future)]
    [InlineData("SPY OPT", SecurityType.Option)]
    public async Task Derivatives_are_found_and_each_hit_can_be_watched(string text, SecurityType type)
    {
        QueryAnswer<ContractHit> answer = await _search.SearchAsync(text, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);

        ContractHit hit = answer.Items.First(h => h.SecurityType == type);
        Instrument resolved = await ResolveAsync(hit.Query.ToString());
        Assert.Equal((hit.ConId, hit.Ticker), (resolved.Contract.ConId, resolved.Contract.Ticker));
        Assert.True(hit.Expiry.Length == 8);
    }

    [Fact]
    public async Task Days_of_the_past_are_loaded_for_a_chart_and_older_ones_before_them()
    {
        Instrument spy = await ResolveAsync("SPY");
        DateTimeOffset now = TimeProvider.System.GetUtcNow();

        QueryAnswer<Bar> newest = await _gateway.LoadBarsAsync(new HistoryRequest(spy, BarSize.OneDay, now.AddDays(-60), null, "chart"), TestContext.Current.CancellationToken);
        DateTimeOffset oldest = newest.Items[0].Time;
        QueryAnswer<Bar> older = await _gateway.LoadBarsAsync(new HistoryRequest(spy, BarSize.OneDay, oldest.AddDays(-30), oldest, "chart"), TestContext.Current.CancellationToken);

        Assert.InRange(newest.Items.Count, 30, 62);
        Assert.NotEmpty(older.Items);
        Assert.All(older.Items, b => Assert.True(b.Time < oldest));
        Assert.Empty(_inbox.Events<HistoryReceived>());
    }
}
