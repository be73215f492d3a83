using Microsoft.Extensions.Logging.Abstractions;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.MarketData;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Limits;
using TradingCore.Tws;

namespace TradingCore.Hosting;

/// <summary>
/// Engages the kill switch once at every start, on an engine of its own that nobody else knows, without journal and gateway. Code is compiled when it is first
/// used, and of all code this must not wait for that: the first switch of a process took some tens of milliseconds.
/// </summary>
internal static class KillRehearsal
{
    private const int ClientId = 1;
    private static readonly AccountId Account = new("REHEARSAL");
    private static readonly Contract Contract = new() { ConId = new ConId(1), Ticker = "REHEARSAL", Symbol = "REHEARSAL" };

    // So many that the compiler makes its best of what every cancel goes through: it does so from the thirtieth call on, a little later.
    private const int OrderCount = 60;

    /// <summary>Goes through it once: orders work, the switch is engaged, the cancels are written as bytes.</summary>
    /// <returns>Cancels that would have left, for tests.</returns>
    public static async Task<int> RunAsync(TimeProvider clock)
    {
        DateTimeOffset now = clock.GetUtcNow();
        await using var nobody = new Nobody(clock);
        var engine = new EngineProcessor(new TradingOptions(), new RiskOptions(), new MarketDataOptions(), new BarsOptions { BackfillOnSubscribe = false }, nobody, NullLogger.Instance);
        engine.Effects.Gateway = nobody;
        engine.Start(new RecoveredState { Orders = [.. Enumerable.Range(1, OrderCount).Select(n => Working(n, now))] });
        var session = new SessionStatus { State = SessionState.Connecting, Since = now, ClientId = ClientId, Accounts = [Account] };
        engine.Process(new SessionChanged(session) { Time = now });
        engine.Process(new SessionChanged(session with { State = SessionState.Reconciling, IsBrokerConnected = true }) { Time = now });
        engine.Process(new EngageKillSwitch(RiskScope.Firm, KillLevel.Cancel, "Rehearsal") { Time = now, Context = new CommandContext("engine", "rehearsal") });
        engine.Process(new ClockTick { Time = now });
        return nobody.Cancels;
    }

    private static Order Working(int number, DateTimeOffset now) => new()
    {
        OrderRef = new OrderRef($"REHEARSAL-{number}"),
        OrderId = new OrderId(number),
        ClientId = ClientId,
        PermId = new PermId(number),
        Account = Account,
        Contract = Contract,
        Side = OrderSide.Buy,
        Quantity = 1m,
        Type = OrderType.Limit,
        LimitPrice = 1m,
        State = OrderState.Working,
        CreatedTime = now,
        UpdatedTime = now,
    };

    /// <summary>Journal and gateway of nobody: keeps nothing, and writes a cancel as far as the socket.</summary>
    private sealed class Nobody(TimeProvider clock) : IJournal, IBrokerGateway, IAsyncDisposable
    {
        private readonly WireRehearsal _wire = new();
        private readonly TwsGateway _gateway = TwsGateway.ForRehearsal(clock);

        public int Cancels { get; private set; }

        public void CancelOrder(Order order)
        {
            _gateway.CancelOrder(order);
            Cancels += _wire.Cancel(order.OrderId.Value) > 0 ? 1 : 0;
        }

        public void GlobalCancel()
        {
            _gateway.GlobalCancel();
            Cancels += _wire.GlobalCancel() > 0 ? 1 : 0;
        }

        public async ValueTask DisposeAsync()
        {
            _wire.Dispose();
            await _gateway.DisposeAsync().ConfigureAwait(false);
        }

        public void Append(IReadOnlyList<JournalEntry> entries)
        {
        }

        public void ResolveInstrument(ContractQuery query)
        {
        }

        public void Subscribe(Instrument instrument)
        {
        }

        public void Unsubscribe(ConId conId)
        {
        }

        public void AskBarsAgain(ConId conId)
        {
        }

        public void RequestHistory(HistoryRequest request)
        {
        }

        public void PlaceOrder(Order order, bool transmit = true)
        {
        }

        public void Suspend(string reason)
        {
        }

        public void Resume()
        {
        }

        public void Reconcile(int round)
        {
        }

        public void RefreshAccounts()
        {
        }

        public Task<MarginPreview?> PreviewMarginAsync(Order order, CancellationToken stop) => Task.FromResult<MarginPreview?>(null);
    }
}
