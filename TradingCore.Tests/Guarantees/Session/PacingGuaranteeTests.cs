using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Tests.Guarantees.Bars;
using TradingCore.Tests.Simulation;
using TradingCore.Tests.Tws;
using TradingCore.Tws;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Wire;

namespace TradingCore.Tests.Guarantees.Session;

/// <summary>The broker's limits are never met: what leaves is paced, and cancels and orders do not wait for the rest.</summary>
public sealed class PacingGuaranteeTests
{
    private const int MessagesTooFast = 100;
    private static readonly TimeSpan TenMinutes = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_burst_of_two_hundred_requests_meets_no_limit_and_a_cancel_and_an_order_overtake_it()
    {
        using var traffic = new Traffic();
        await using PacedSession session = await PacedSession.StartAsync(traffic);
        Order resting = GatewayFixture.Limit(session.NextOrderId, price: 1m), another = GatewayFixture.Limit(session.NextOrderId + 1, price: 1m);
        session.Gateway.PlaceOrder(resting);
        await session.Inbox.EventAsync<BrokerOrderReceived>(o => o.OrderId == resting.OrderId);

        for (int i = 0; i < 200; i++) session.Gateway.ResolveInstrument(new ContractQuery($"Q{i}", SecurityType.Stock));
        session.Gateway.PlaceOrder(another);
        session.Gateway.CancelOrder(resting);
        await session.UntilAsync(() => session.Inbox.Events<InstrumentNotResolved>().Count == 200 && session.Inbox.Events<OrderErrorReceived>().Any(e => e.Code == 202));

        await session.Simulator.FlushCaptureAsync(TestContext.Current.CancellationToken);
        IRequest[] sent = [.. traffic.Requests().Select(r => r.Request)];
        int first = Array.FindIndex(sent, r => r is ReqContractDetails { Contract.Symbol: "Q0" });
        int cancel = Array.FindIndex(sent, r => r is CancelOrder), order = Array.FindIndex(sent, r => r is PlaceOrder p && p.OrderId == another.OrderId.Value);
        Assert.Equal(200, sent.OfType<ReqContractDetails>().Count());
        // Both were handed over behind the two hundred.
        Assert.InRange(cancel - first, -3, 40);
        Assert.InRange(order - first, -3, 40);
        Assert.DoesNotContain(traffic.Errors(), e => e.ErrorCode == MessagesTooFast);
        Assert.InRange(Busiest(traffic), 20, 50);
    }

    [Fact]
    public async Task A_hundred_instruments_are_subscribed_again_after_a_reconnect_inside_the_limits()
    {
        using var traffic = new Traffic();
        await using PacedSession session = await PacedSession.StartAsync(traffic);
        // Options, of which there are enough. What they would tell does not matter here.
        await session.Simulator.PlayAsync("{ fault: silence }", TestContext.Current.CancellationToken);
        foreach (Instrument option in await OptionsAsync(session, 100)) session.Gateway.Subscribe(option);
        await session.UntilAsync(() => traffic.Requests<ReqMktData>().Count == 100 && traffic.Requests<ReqRealTimeBars>().Count == SmallBarBudget.RequestsMax);
        int before = traffic.Requests<ReqMktData>().Count;

        await session.Simulator.PlayAsync("fault: dropConnection", TestContext.Current.CancellationToken);
        await session.UntilAsync(() => traffic.Requests<ReqMktData>().Count == before + 100);
        await session.Simulator.FlushCaptureAsync(TestContext.Current.CancellationToken);
        // The bars of the first connection used the ten minutes' budget up: they come as it allows, and never as a refusal.
        int atOnce = traffic.Requests<ReqRealTimeBars>().Count;
        session.Skip(SmallBarBudget.Window);
        await session.UntilAsync(() => traffic.Requests<ReqRealTimeBars>().Count == 2 * SmallBarBudget.RequestsMax);

        Assert.DoesNotContain(traffic.Errors(), e => e.ErrorCode is MessagesTooFast or 420 or 101);
        Assert.InRange(Busiest(traffic), 20, 50);
        Assert.Equal(SmallBarBudget.RequestsMax, atOnce);
        DateTimeOffset[] bars = [.. traffic.Requests().Where(r => r.Request is ReqRealTimeBars).Select(r => r.Time)];
        Assert.All(bars, from => Assert.InRange(bars.Count(t => t >= from && t < from + TenMinutes), 0, SmallBarBudget.RequestsMax));
        Assert.Empty(session.Inbox.Events<SubscriptionFailed>());
    }

    [Fact]
    public async Task A_broker_that_paces_history_never_has_to_refuse_a_request()
    {
        string[] symbols = ["SPY", "QQQ", "IWM", "DIA", "XLF", "XLE", "TLT", "GLD"];
        using var traffic = new Traffic();
        await using BarDesk desk = await BarDesk.StartAsync(
            new BarsOptions { CompareInterval = TimeSpan.FromMinutes(1) }, simulate: o => traffic.Record(o with { Symbols = symbols, HistoryPacing = true }), watchlist: symbols, isReady: false);
        await desk.UntilAsync(v => symbols.All(s => v.FindBars(s, BarSize.FiveSeconds).Bars.Any(b => b.Source == BarSource.Live)));

        // Gap after gap in every contract: with the bars that start anew, more requests than ten minutes allow.
        for (int i = 0; i < 4; i++)
        {
            Task played = desk.PlayAsync("- { fault: refuseConnections, for: 12s }\n- fault: dropConnection");
            await desk.UntilAsync(v => v.Outages.Count == i + 1 && v.Outages[0].To is not null && symbols.All(s => v.FindBars(s, BarSize.FiveSeconds).Gaps is [_, ..] gaps && gaps.All(g => g.To is not null)));
            await played;
        }
        await desk.Simulator.FlushCaptureAsync(TestContext.Current.CancellationToken);
        Assert.DoesNotContain(traffic.Errors(), e => e.ErrorCode is 420 or MessagesTooFast || (e.ErrorCode == 162 && e.ErrorMsg.Contains("pacing", StringComparison.OrdinalIgnoreCase)));
        DateTimeOffset[] asked = [.. traffic.Requests().Where(r => r.Request is ReqRealTimeBars or ReqHistoricalData { BarSizeSetting: "5 secs" }).Select(r => r.Time)];
        // What is over the budget waits, and is neither given up nor refused.
        Assert.InRange(asked.Max(from => asked.Count(t => t >= from && t < from + TenMinutes)), 48, SmallBarBudget.RequestsMax);
        Assert.Contains(symbols.SelectMany(s => desk.View.FindBars(s, BarSize.FiveSeconds).Gaps), g => g is { State: BarGapState.Unverified, Reason: "" });
    }

    private static int Busiest(Traffic traffic)
    {
        DateTimeOffset[] times = [.. traffic.Requests().Select(r => r.Time)];
        return times.Max(from => times.Count(t => t >= from && t < from + TimeSpan.FromSeconds(1)));
    }

    private static async Task<IReadOnlyList<Instrument>> OptionsAsync(PacedSession session, int count)
    {
        await using SimulatorClient client = await SimulatorClient.ConnectAsync(session.Simulator.EndPoint, clientId: 9);
        await client.NextAsync<NextValidId>();
        client.Send(new ReqContractDetails(1, SimulatorClient.Spy with { SecType = "OPT" }));
        await client.NextAsync<ContractDataEnd>();
        return
        [
            .. client.Seen.OfType<ContractData>().Select(d => d.ContractDetails.Contract).Take(count).Select(c => new Instrument
            {
                Contract = new Contract { ConId = new ConId(c.ConId), Ticker = c.LocalSymbol, Symbol = c.Symbol, SecurityType = SecurityType.Option },
            }),
        ];
    }
}
