using BenchmarkDotNet.Attributes;
using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Positions;
using TradingCore.Risk;

namespace Benchmarks.Risk;

/// <summary>What all checks on one order cost, with positions and working orders in the account: the checks alone, and with gathering what they need.</summary>
[MemoryDiagnoser]
public class RiskBenchmarks
{
    private static readonly DateTimeOffset Now = new(2026, 3, 2, 15, 0, 0, TimeSpan.Zero);
    private static readonly AccountId Account = new("DU1234567");
    private static readonly OrderSpec Spec = new() { Ticker = "T1", Side = OrderSide.Buy, Quantity = 10m, Type = OrderType.Limit, LimitPrice = 100m };

    private EngineCore _core = null!;
    private RiskContexts _contexts = null!;
    private RiskContext _context = null!;

    /// <summary>Contracts that are held, each with two working orders.</summary>
    [Params(1, 10, 100)]
    public int Contracts { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var limits = new RiskOptions { GrossExposureMax = 100m, NetExposureMax = 100m, QuoteMaxAge = TimeSpan.FromHours(1) };
        _core = new EngineCore(new TradingOptions(), limits, new MarketDataOptions(), new BarsOptions { BackfillOnSubscribe = false }, NullLogger.Instance);
        _core.Restore(RecoveredState.Empty);
        _core.State.Observe(Now, isFromGateway: true);
        _core.State.Session = new SessionStatus { State = SessionState.Ready, Accounts = [Account], IsBrokerConnected = true };
        _core.State.IsVerified = true;
        _core.State.Accounts.Apply(new AccountState { Account = Account, Currency = "USD", NetLiquidation = 1_000_000m, ExcessLiquidity = 1_000_000m, TotalCash = 1_000_000m, UpdatedTime = Now });
        for (int i = 1; i <= Contracts; i++) Hold(new Contract { ConId = new ConId(i), Ticker = $"T{i}", Symbol = $"T{i}" }, i);
        _core.Risk.Losses.Update();
        _contexts = new RiskContexts(_core.State, _core.Risk);
        _context = _contexts.Of(Spec);
        RiskVerdict verdict = _core.State.Risk.Evaluate(_context);
        if (!verdict.IsAllowed) throw new InvalidOperationException(verdict.Summary);
    }

    [Benchmark(Baseline = true)]
    public bool All_checks() => _core.State.Risk.Judge(_context);

    [Benchmark]
    public bool Gather_and_check()
    {
        _contexts.Recycle();
        return _core.State.Risk.Judge(_contexts.Of(Spec));
    }

    [Benchmark]
    public RiskVerdict With_a_verdict_for_an_answer() => _core.State.Risk.Evaluate(_context);

    private void Hold(Contract contract, int number)
    {
        _core.State.Market.EnsureInstrument(new Instrument { Contract = contract });
        Tick(contract, TickField.DataType, (decimal)MarketDataType.Live);
        Tick(contract, TickField.Bid, 99.98m);
        Tick(contract, TickField.Ask, 100m);
        Tick(contract, TickField.Last, 100m);
        _core.State.Positions.Book(Account, contract, new PositionBooking(Now, $"p{number}", 10m, 100m, 0m), Now);
        for (int i = 0; i < 2; i++)
        {
            _core.State.Orders.Add(new Order
            {
                OrderRef = new OrderRef($"TB-{number}-{i}"),
                OrderId = new OrderId(number * 10 + i),
                Account = Account,
                Contract = contract,
                Side = OrderSide.Buy,
                Quantity = 5m,
                Type = OrderType.Limit,
                LimitPrice = 98m,
                State = OrderState.Working,
                CreatedTime = Now,
                Version = number * 10 + i,
            });
        }
    }

    private void Tick(Contract contract, TickField field, decimal value)
    {
        var tick = new MarketTick(contract.ConId, field, value, 100m, Now);
        _core.State.Market.Apply(in tick);
    }
}
