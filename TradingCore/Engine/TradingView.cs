using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Risk.Kill;

namespace TradingCore.Engine;

/// <summary>The published snapshots. The engine's loop writes them once per batch; any thread reads.</summary>
internal sealed class TradingView(EngineState state) : ITradingView
{
    private SessionStatus _session = SessionView.Of(state);
    private IReadOnlyList<Order> _orders = [];
    private IReadOnlyList<Fill> _fills = [];
    private IReadOnlyList<Position> _positions = [];
    private IReadOnlyList<AccountState> _accounts = [];
    private IReadOnlyList<OutageReport> _outages = [];
    private IReadOnlyList<KillStatus> _killSwitches = [];
    private MoneyState _money = MoneyState.Empty;
    private long _latencyTicks;
    private bool _hasBegun;

    /// <inheritdoc/>
    public bool HasBegun => Volatile.Read(ref _hasBegun);

    /// <summary>What the last run left is in the snapshots.</summary>
    public void Begin() => Volatile.Write(ref _hasBegun, true);

    /// <inheritdoc/>
    public TimeSpan EngineLatency => new(Volatile.Read(ref _latencyTicks));

    /// <summary>Takes over a measured latency.</summary>
    public void SetLatency(TimeSpan latency) => Volatile.Write(ref _latencyTicks, latency.Ticks);

    /// <inheritdoc/>
    public SessionStatus Session => Volatile.Read(ref _session);

    /// <inheritdoc/>
    public IReadOnlyList<WatchlistItem> Watchlist => state.Market.Items;

    /// <inheritdoc/>
    public IReadOnlyList<Order> Orders => Volatile.Read(ref _orders);

    /// <inheritdoc/>
    public OrderNewsReader FollowOrders() => state.Orders.News.Follow();

    /// <inheritdoc/>
    public IReadOnlyList<Fill> Fills => Volatile.Read(ref _fills);

    /// <inheritdoc/>
    public IReadOnlyList<Position> Positions => Volatile.Read(ref _positions);

    /// <inheritdoc/>
    public IReadOnlyList<AccountState> Accounts => Volatile.Read(ref _accounts);

    /// <inheritdoc/>
    public MoneyState Money => Volatile.Read(ref _money);

    /// <inheritdoc/>
    public IReadOnlyList<OutageReport> Outages => Volatile.Read(ref _outages);

    /// <inheritdoc/>
    public IReadOnlyList<KillStatus> KillSwitches => Volatile.Read(ref _killSwitches);

    /// <inheritdoc/>
    public Quote? FindQuote(string ticker) => state.Market.Find(ticker);

    /// <inheritdoc/>
    public Instrument? FindInstrument(string ticker) => state.Market.FindInstrument(ticker);

    /// <inheritdoc/>
    public BarSeries FindBars(string ticker, BarSize size) => state.Bars.Series(ticker, size);

    /// <inheritdoc/>
    public BarTruth BarTruth => state.Bars.Truth;

    /// <inheritdoc/>
    public IReadOnlyList<TradingNotice> NoticesSince(long sequence) => state.Notices.Since(sequence);

    /// <summary>Publishes what changed. Called by the engine's loop alone.</summary>
    public void Publish(EngineCore core)
    {
        Set(ref _orders, state.Orders.Snapshot);
        Set(ref _fills, state.Fills.Snapshot);
        Set(ref _accounts, state.Accounts.Snapshot);
        Set(ref _outages, state.Outages.Snapshot);
        Set(ref _killSwitches, state.KillSwitches);
        bool isBeat = state.ArePositionsDirty;
        if (isBeat)
        {
            state.ArePositionsDirty = false;
            Set(ref _positions, core.MarkPositions());
            Set(ref _money, state.Money.Publish(_money));
        }
        state.Notices.Publish();
        // The time of the last message changes with every message; it is shown at the beat of the positions.
        if (!state.IsSessionDirty && !(isBeat && state.HeardTime != _session.LastMessageTime)) return;
        state.IsSessionDirty = false;
        SessionStatus status = SessionView.Of(state);
        if (status != _session) Volatile.Write(ref _session, status);
    }

    private static void Set<T>(ref T field, T value) where T : class
    {
        if (!ReferenceEquals(field, value)) Volatile.Write(ref field, value);
    }
}
