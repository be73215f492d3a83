using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Risk;
using TradingCore.Tests.Engine;
using TradingCore.Tests.Guarantees;
using TradingCore.Tws;
using TwsProtocol.Contracts;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
using TwsProtocol.Orders;
using TwsProtocol.Wire;
using DomainOrder = TradingCore.Domain.Order;
using WireContract = TwsProtocol.Contracts.Contract;
using WireOrder = TwsProtocol.Orders.Order;
using WireOrderState = TwsProtocol.Orders.OrderState;

namespace TradingCore.Tests.Tws;

/// <summary>A running engine with its session on a gateway that says of orders exactly what a test tells it to, over a real socket; lists, prices and money it answers by itself.</summary>
internal sealed class ScriptedDesk : IAsyncDisposable
{
    public const string Account = "DU1234567";
    public static readonly WireContract Spy = new() { ConId = 756733, Symbol = "SPY", SecType = "STK", Exchange = "SMART", Currency = "USD", LocalSymbol = "SPY" };
    private static readonly CommandContext Anna = new("user", "anna");

    private readonly CancellationTokenSource _stop = new();
    private readonly FakeGateway _fake;
    private readonly TwsGateway _gateway;
    private readonly TwsOptions _tws;
    private readonly Task _run;

    private ScriptedDesk(TimeSpan unknownAfter, TimeSpan marginTimeout)
    {
        TimeProvider clock = ShiftedClock.Afternoon();
        _fake = new FakeGateway(script: Answer, clock: clock) { NextOrderId = 100 };
        _tws = new TwsOptions { Port = _fake.Port, ReconnectDelayMin = TimeSpan.FromMilliseconds(50), OrderPollInterval = TimeSpan.Zero };
        var risk = new RiskOptions { OrdersPerSecond = 40, DuplicateWindow = TimeSpan.Zero, QuoteMaxAge = TimeSpan.FromMinutes(5), SelfMatch = false };
        Engine = new TradingEngine(new TradingOptions { UnknownAfter = unknownAfter, MarginTimeout = marginTimeout }, risk, new MarketDataOptions { Watchlist = ["SPY"] }, new BarsOptions { BackfillOnSubscribe = false }, new FakeJournal(), clock, NullLoggerFactory.Instance);
        _gateway = new TwsGateway(_tws, clock, NullLoggerFactory.Instance);
        Engine.Attach(_gateway);
        _run = Task.Run(() => Engine.RunAsync(TradingCore.Engine.Ports.RecoveredState.Empty, _stop.Token));
        _gateway.Start(Engine.Inbox);
    }

    public TradingEngine Engine { get; }

    public FakeClient Client { get; private set; } = null!;

    public int ClientId => _tws.ClientId;

    /// <summary>What the gateway answers when it is asked for open orders.</summary>
    public ConcurrentQueue<OpenOrder> OpenOrders { get; } = new();

    /// <summary>What it answers when it is asked for executions; the id of the request is put in.</summary>
    public ConcurrentQueue<Execution> Executions { get; } = new();

    /// <summary>What it answers when it is asked for positions.</summary>
    public decimal Held { get; set; }

    public static async Task<ScriptedDesk> StartAsync(TimeSpan? unknownAfter = null, TimeSpan? marginTimeout = null)
    {
        var desk = new ScriptedDesk(unknownAfter ?? TimeSpan.FromSeconds(30), marginTimeout ?? TimeSpan.FromMinutes(1));
        await desk.ReadyAsync();
        return desk;
    }

    /// <summary>Waits for the session's next connection, and until orders may leave over it.</summary>
    public async Task ReadyAsync()
    {
        Client = await _fake.ClientAsync();
        await UntilAsync(v => v.Session is { IsTradingEnabled: true } && v.FindQuote("SPY") is { Bid: not null, Ask: not null, IsInterrupted: false } && v.Accounts.Count > 0);
    }

    public Task<SubmitResult> SubmitAsync(OrderSpec spec) => Engine.Commands.SubmitAsync(spec, Anna, TestTime.Limit());

    public Task<PreviewResult> PreviewAsync(OrderSpec spec) => Engine.Commands.PreviewAsync(spec, Anna, withMargin: true, TestTime.Limit());

    public Task<CommandResult> CancelAsync(DomainOrder order) => Engine.Commands.CancelAsync(order.OrderRef, Anna, TestTime.Limit());

    public Task<CommandResult> ModifyAsync(DomainOrder order, OrderChange change) => Engine.Commands.ModifyAsync(order.OrderRef, change, Anna, TestTime.Limit());

    /// <summary>The n-th order that arrived at the gateway.</summary>
    public Task<PlaceOrder> PlacedAsync(int n = 1) => Client.RequestAsync<PlaceOrder>(n);

    public DomainOrder Find(PlaceOrder sent) => Engine.View.Orders.Single(o => o.OrderRef.Value == sent.Order.OrderRef);

    /// <summary>Waits until an order is as a test wants it.</summary>
    public Task OrderAsync(PlaceOrder sent, Func<DomainOrder, bool> condition) => UntilAsync(v => v.Orders.FirstOrDefault(o => o.OrderRef.Value == sent.Order.OrderRef) is { } order && condition(order));

    public OpenOrder Describes(PlaceOrder sent, string status, long permId, Func<WireOrder, WireOrder>? with = null) =>
        new(sent.OrderId, Spy, (with ?? (o => o))(sent.Order) with { PermId = permId, ClientId = ClientId }, new WireOrderState { Status = status });

    public void Describe(PlaceOrder sent, string status, long permId, Func<WireOrder, WireOrder>? with = null) => Client.Send(Describes(sent, status, permId, with));

    public void Status(PlaceOrder sent, OrderStatusKind status, long permId, decimal filled = 0m, double average = 0, string whyHeld = "") =>
        Client.Send(new OrderStatus(sent.OrderId, status, filled, (sent.Order.TotalQuantity ?? 0m) - filled, average, permId, ClientId: ClientId, WhyHeld: whyHeld));

    public Execution ExecutionOf(PlaceOrder sent, string id, decimal shares, double price, long permId) => new()
    {
        OrderId = sent.OrderId,
        ClientId = ClientId,
        PermId = permId,
        ExecId = id,
        Time = "20260115 10:00:00 US/Eastern",
        AcctNumber = Account,
        Exchange = "ARCA",
        Side = sent.Order.Action == "BUY" ? "BOT" : "SLD",
        Shares = shares,
        Price = price,
        CumQty = shares,
        AvgPrice = price,
        OrderRef = sent.Order.OrderRef,
    };

    public void Executes(Execution execution) => Client.Send(new ExecDetails(-1, Spy, execution));

    public async Task UntilAsync(Func<ITradingView, bool> condition)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        try
        {
            while (!condition(Engine.View)) await beat.WaitForNextTickAsync(TestTime.Limit());
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The condition was not met in time. Session: {Engine.View.Session}. Orders: {string.Join("; ", Engine.View.Orders)}. Notices: {string.Join("; ", Engine.View.NoticesSince(0).Select(n => n.Text))}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _stop.CancelAsync();
        await _run;
        await Engine.DisposeAsync();
        await _fake.DisposeAsync();
        _stop.Dispose();
    }

    private bool Answer(FakeClient client, IRequest request)
    {
        switch (request)
        {
            case ReqContractDetails r:
                client.Send(new ContractData(r.ReqId, new ContractDetails { Contract = Spy, MinTick = 0.01, ValidExchanges = "SMART", OrderTypes = "", LongName = "SPDR" }));
                client.Send(new ContractDataEnd(r.ReqId));
                return true;
            case ReqMktData r:
                client.Send(new MarketDataTypeMessage(r.ReqId, 1));
                client.Send(new TickPrice(r.ReqId, 1, 100.00, 500m));
                client.Send(new TickPrice(r.ReqId, 2, 100.02, 500m));
                client.Send(new TickPrice(r.ReqId, 4, 100.01, 100m));
                return true;
            case ReqAccountSummary r:
                foreach (string tag in new[] { "NetLiquidation", "TotalCashValue", "ExcessLiquidity", "SettledCash" }) client.Send(new AccountSummary(r.ReqId, Account, tag, "1000000", "USD"));
                client.Send(new AccountSummaryEnd(r.ReqId));
                return true;
            case ReqAllOpenOrders:
                foreach (OpenOrder order in OpenOrders) client.Send(order);
                client.Send(new OpenOrderEnd());
                return true;
            case ReqCompletedOrders:
                client.Send(new CompletedOrdersEnd());
                return true;
            case ReqExecutions r:
                foreach (Execution execution in Executions) client.Send(new ExecDetails(r.ReqId, Spy, execution));
                client.Send(new ExecDetailsEnd(r.ReqId));
                return true;
            case ReqPositions:
                if (Held != 0m) client.Send(new PositionMessage(Account, Spy, Held, 100));
                client.Send(new PositionEnd());
                return true;
            default:
                return false;
        }
    }
}
