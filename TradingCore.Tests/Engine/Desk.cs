using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Risk;
using TradingCore.Risk.Limits;

namespace TradingCore.Tests.Engine;

/// <summary>An engine without its loop: each input is applied at once, with a broker and a journal that are played by the test.</summary>
internal sealed class Desk
{
    public static readonly DateTimeOffset Start = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    public static readonly AccountId Account = new("DU1234567");
    public static readonly Contract Spy = new() { ConId = new ConId(756733), Ticker = "SPY", Symbol = "SPY" };
    public static readonly ContractQuery SpyQuery = new("SPY");
    public const int ClientId = 7;

    private readonly MarketDataOptions _marketData = new() { Watchlist = ["SPY"] };
    private readonly BarsOptions _bars = new() { BackfillOnSubscribe = false };
    private int _refs;
    private long _permIds = 900;

    public Desk(RecoveredState? recovered = null, Action<TradingOptions>? trading = null, Action<RiskOptions>? risk = null, FakeJournal? journal = null, string run = "1", ILogger? log = null)
    {
        // Answers come with the command: tests about the way to the wire say so.
        var options = new TradingOptions { AnswerWhen = AnswerMoment.Durable };
        trading?.Invoke(options);
        // Wide limits: each test that is about a limit sets it.
        var limits = new RiskOptions { OrdersPerSecond = 40, OrdersPerMinute = 2_400, DuplicateWindow = TimeSpan.Zero, QuoteMaxAge = TimeSpan.FromHours(1) };
        risk?.Invoke(limits);
        Run = run;
        Journal = journal ?? new FakeJournal(Trace.Add);
        Gateway = new FakeGateway(Trace.Add);
        Core = new EngineCore(options, limits, _marketData, _bars, log ?? NullLogger.Instance);
        Effects = new EffectRunner(Core.State, Journal, NullLogger.Instance) { Gateway = Gateway, OnPlaced = Core.Warm.OnPlaced, Recorder = Noted };
        View = new TradingView(Core.State);
        Now = Start;
        Core.Restore(recovered ?? RecoveredState.Empty);
        Effects.Run();
    }

    public string Run { get; }

    /// <summary>What the broker tells when the desk connects.</summary>
    public decimal Equity { get; init; } = 1_000_000m;

    /// <summary>The accounts of the login.</summary>
    public IReadOnlyList<AccountId> Accounts { get; init; } = [Account];

    public List<string> Trace { get; } = [];

    /// <summary>What was applied, with what the journal refused of it.</summary>
    public NotedInputs Noted { get; } = new();

    public FakeJournal Journal { get; }

    public FakeGateway Gateway { get; }

    public EngineCore Core { get; }

    public EffectRunner Effects { get; }

    public TradingView View { get; }

    public DateTimeOffset Now { get; set; }

    /// <summary>What a recording of this desk begins with.</summary>
    /// <param name="began">What the run before had left.</param>
    public RecordedStart StartedWith(RecoveredState began) =>
        new() { Time = Start, State = began, Trading = Core.State.Options, Risk = Core.State.RiskOptions, MarketData = _marketData, Bars = _bars };

    public ITradingView Seen
    {
        get
        {
            View.Publish(Core);
            return View;
        }
    }

    /// <summary>A desk that is connected, verified and has a market in SPY of 100.00 to 100.02.</summary>
    public static Desk Ready(RecoveredState? recovered = null, Action<TradingOptions>? trading = null, Action<RiskOptions>? risk = null, ILogger? log = null, decimal equity = 1_000_000m)
    {
        var desk = new Desk(recovered, trading, risk, log: log) { Equity = equity };
        desk.Connect();
        desk.CompleteRound();
        desk.Market(100.00m, 100.02m);
        return desk;
    }

    public void Apply(EngineInput input)
    {
        Effects.BeginInput(in input);
        Core.Apply(in input);
        Effects.Run();
        if (input.Event is ClockTick) Effects.Probe();
    }

    public void Wait(TimeSpan time)
    {
        Now += time;
        Apply(new ClockTick { Time = Now });
    }

    public SessionStatus Status(SessionState state, bool isBrokerConnected = true, params AccountId[] accounts) => new()
    {
        State = state,
        Since = Now,
        ClientId = ClientId,
        ServerVersion = 176,
        IsBrokerConnected = isBrokerConnected,
        Cause = state.ToString(),
        Accounts = accounts.Length > 0 ? accounts : [.. Accounts],
    };

    public void Session(SessionState state, bool isBrokerConnected = true) => Apply(new SessionChanged(Status(state, isBrokerConnected)) { Time = Now });

    public void Connect(int nextValidId = 1)
    {
        Session(SessionState.Connecting);
        Apply(new NextValidIdReceived(new OrderId(nextValidId), ClientId) { Time = Now });
        Session(SessionState.Reconciling);
        Apply(new InstrumentResolved(SpyQuery, new Instrument { Contract = Spy }) { Time = Now });
        Money(Equity);
    }

    /// <summary>The broker tells the money of the account, all of it free.</summary>
    public void Money(decimal equity, decimal? excess = null) =>
        Apply(new AccountValuesReceived(new AccountState { Account = Account, Currency = "USD", NetLiquidation = equity, TotalCash = equity, ExcessLiquidity = excess ?? equity, UpdatedTime = Now }) { Time = Now });

    /// <summary>Changes limits of a scope.</summary>
    public RiskLimitResult SetLimits(RiskScope scope, int version, params (RiskLimit Limit, decimal? Value)[] values) =>
        SetLimits(new RiskLimitEdit(scope, version, "test", values.ToDictionary(v => v.Limit, v => v.Value), new Dictionary<RiskList, IReadOnlyList<string>?>()));

    public RiskLimitResult SetLimits(RiskLimitEdit edit)
    {
        var command = new SetRiskLimits(edit) { Time = Now, Context = new CommandContext("user", "anna") };
        Apply(command);
        return Answer(command.Reply);
    }

    public CommandResult Rearm(string id, string reason)
    {
        var command = new RearmLatch(id, reason) { Time = Now, Context = new CommandContext("user", "anna") };
        Apply(command);
        return Answer(command.Reply);
    }

    public RiskVerdict Preview(OrderSpec spec, string source = "user") => Previewed(spec, source).Verdict;

    public PreviewResult Previewed(OrderSpec spec, string source = "user", string key = "")
    {
        var command = new PreviewOrder(spec, false) { Time = Now, Context = new CommandContext(source, "anna", key) };
        Apply(command);
        return Answer(command.Reply).Result;
    }

    public void Disconnect() => Session(SessionState.WaitingToReconnect);

    public void CompleteRound(int? round = null)
    {
        int number = round ?? Gateway.Rounds[^1];
        Apply(new OpenOrdersEnd(number) { Time = Now });
        Apply(new CompletedOrdersEnd(number) { Time = Now });
        Apply(new ExecutionsEnd(number) { Time = Now });
        Apply(new PositionsEnd(number) { Time = Now });
    }

    public void Market(decimal bid, decimal ask)
    {
        Apply(new MarketTick(Spy.ConId, TickField.DataType, (decimal)MarketDataType.Live, null, Now));
        Apply(new MarketTick(Spy.ConId, TickField.Bid, bid, 500m, Now));
        Apply(new MarketTick(Spy.ConId, TickField.Ask, ask, 500m, Now));
        Apply(new MarketTick(Spy.ConId, TickField.Last, bid, 100m, Now));
    }

    public static OrderSpec Buy(decimal quantity, decimal? limit = null) => Spec(OrderSide.Buy, quantity, limit);

    public static OrderSpec Sell(decimal quantity, decimal? limit = null) => Spec(OrderSide.Sell, quantity, limit);

    public static OrderSpec Spec(OrderSide side, decimal quantity, decimal? limit = null) => new()
    {
        Ticker = "SPY",
        Side = side,
        Quantity = quantity,
        Type = limit is null ? OrderType.Market : OrderType.Limit,
        LimitPrice = limit,
    };

    public SubmitResult Submit(OrderSpec spec, string key = "")
    {
        var command = new SubmitOrder(new OrderRef($"TB-{Run}-{++_refs:000}"), spec) { Time = Now, Context = new CommandContext("user", "anna", key) };
        Apply(command);
        return Answer(command.Reply);
    }

    public Order Accepted(OrderSpec spec)
    {
        SubmitResult result = Submit(spec);
        Assert.True(result.Outcome == SubmitOutcome.Accepted, result.Message);
        return result.Order!;
    }

    /// <summary>An order that the broker has confirmed as working.</summary>
    public Order Working(OrderSpec spec)
    {
        Order order = Accepted(spec);
        Open(order, BrokerOrderStatus.Submitted);
        return Find(order);
    }

    public CommandResult Cancel(Order order)
    {
        var command = new CancelOrder(order.OrderRef) { Time = Now, Context = new CommandContext("user", "anna") };
        Apply(command);
        return Answer(command.Reply);
    }

    public CommandResult CancelAll(string? ticker = null)
    {
        var command = new CancelAllOrders(ticker) { Time = Now, Context = new CommandContext("user", "anna") };
        Apply(command);
        return Answer(command.Reply);
    }

    public CommandResult Modify(Order order, OrderChange change, long? ifVersion = null)
    {
        var command = new ModifyOrder(order.OrderRef, change, ifVersion) { Time = Now, Context = new CommandContext("user", "anna") };
        Apply(command);
        return Answer(command.Reply);
    }

    public SubmitResult Close(string ticker, string? account = null)
    {
        var command = new ClosePosition(new OrderRef($"TB-{Run}-{++_refs:000}"), ticker, account) { Time = Now, Context = new CommandContext("user", "anna") };
        Apply(command);
        return Answer(command.Reply);
    }

    public SubmitResult Reverse(string ticker, string? account = null)
    {
        var command = new ReversePosition(new OrderRef($"TB-{Run}-{++_refs:000}"), ticker, account) { Time = Now, Context = new CommandContext("user", "anna") };
        Apply(command);
        return Answer(command.Reply);
    }

    /// <summary>The broker describes an order, as it was sent unless <paramref name="with"/> changes it.</summary>
    public void Open(Order order, BrokerOrderStatus status, Func<BrokerOrderReceived, BrokerOrderReceived>? with = null)
    {
        PermId permId = Core.State.Orders.Find(order.OrderRef)?.Order.PermId ?? order.PermId;
        var e = new BrokerOrderReceived
        {
            Time = Now,
            OrderId = order.OrderId,
            ClientId = order.ClientId,
            PermId = permId.Value != 0 ? permId : new PermId(++_permIds),
            OrderRef = order.OrderRef,
            Account = order.Account,
            Contract = order.Contract,
            Side = order.Side,
            Quantity = order.Quantity,
            Type = order.Type,
            LimitPrice = order.LimitPrice,
            StopPrice = order.StopPrice,
            Tif = order.Tif,
            Status = status,
        };
        Apply(with is null ? e : with(e));
    }

    public void Status(Order order, BrokerOrderStatus status, decimal filled = 0m)
    {
        Order known = Find(order);
        Apply(new OrderStatusReceived(order.OrderId, order.ClientId, known.PermId, status, filled, known.Quantity - filled, null, "") { Time = Now });
    }

    public void Error(Order order, int code, string text, bool isWarning = false) =>
        Apply(new OrderErrorReceived(order.OrderId, code, text, isWarning) { Time = Now });

    public static Fill FillOf(Order order, string execId, decimal quantity, decimal price, DateTimeOffset time) => new()
    {
        ExecId = new ExecId(execId),
        OrderRef = order.OrderRef,
        OrderId = order.OrderId,
        ClientId = order.ClientId,
        PermId = order.PermId,
        Account = order.Account,
        Contract = order.Contract,
        Side = order.Side,
        Quantity = quantity,
        Price = price,
        Time = time,
        ReceivedTime = time,
    };

    public void Fill(Order order, string execId, decimal quantity, decimal price) =>
        Apply(new ExecutionReceived(FillOf(order, execId, quantity, price, Now), false) { Time = Now });

    public void Position(decimal quantity, decimal averageCost = 100m) =>
        Apply(new BrokerPositionReceived(Account, Spy, quantity, averageCost) { Time = Now });

    public Order Find(Order order) => Core.State.Orders.Find(order.OrderRef)!.Order;

    public Position? Held => Seen.Positions.FirstOrDefault(p => p.Contract.ConId == Spy.ConId);

    private static T Answer<T>(TaskCompletionSource<T> reply)
    {
        Assert.True(reply.Task.IsCompletedSuccessfully, "The engine has not answered the command.");
        return reply.Task.GetAwaiter().GetResult();
    }
}
