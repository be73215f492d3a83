using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Wire;
using TwsSimulator.Accounts;
using TwsSimulator.Data;
using TwsSimulator.Faults;
using TwsSimulator.Market;
using TwsSimulator.Matching;
using TwsSimulator.Persistence;

namespace TwsSimulator.Gateway;

/// <summary>
/// The one writer of the simulated gateway: requests, time and computed answers pass here in one order and change market
/// state, orders and account. So none of them needs a lock, and a fill and the quote it met always fit together.
/// </summary>
internal sealed class GatewayLoop : IMarketFollower, IDisposable
{
    private const int InboxMax = 8_192;
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMilliseconds(100);
    // Changes that come at random moments are told at them: in step with the beat, whoever looks ten times a second would always find them equally old.
    private static readonly TimeSpan BeatOfRandomChanges = TimeSpan.FromMilliseconds(10);

    private readonly Channel<GatewayEvent> _inbox = Channel.CreateBounded<GatewayEvent>(new BoundedChannelOptions(InboxMax)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait, // the sockets of the clients wait, nothing is lost
        AllowSynchronousContinuations = false,
    });

    private readonly SimulatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly OptionMarket _source;
    private readonly MarketFeed _feed;
    private readonly MarketDriver _driver;
    private readonly ContractDesk _contracts;
    private readonly MarketDataDesk _marketData;
    private readonly HistoryDesk _history;
    private readonly DataRequests _data;
    private readonly AccountDesk _accounts;
    private readonly TradingDesk _trading;
    private readonly AccountJournal? _journal;
    private bool _isStorageBehind;
    private readonly ClientList _clients;
    private readonly Lock _stateLock = new();
    private readonly SemaphoreSlim _caughtUp = new(0, 1);
    private CancellationToken _stop;
    private ITimer? _arrival;
    private int _beatIsWaiting;

    /// <summary>Builds market, account and orders from the options; takes over what the state folder holds.</summary>
    /// <exception cref="SimulatorException">Replay or state folder cannot be used.</exception>
    public GatewayLoop(SimulatorOptions options, TimeProvider clock, ILogger log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        (_source, MarketClock marketClock) = MarketFactory.Create(options, clock);
        _feed = new MarketFeed(_source, marketClock.TargetMs);
        _contracts = new ContractDesk(_source);
        var lines = new MarketDataLines(options.MarketDataLines);
        var greeks = new OptionDesk(_source, _feed, _contracts);
        HistoryPacing? pacing = options.HistoryPacing ? new HistoryPacing(clock) : null;
        _marketData = new MarketDataDesk(_source, _feed, _contracts, greeks, new GenericTicks(_source, _feed), lines, options, pacing) { SendsPerSlot = options.ReplayFolder is not null && options.Speed == 0 };
        _driver = new MarketDriver(options, clock, marketClock, _feed, _source, _marketData, this, log);
        Faults = new FaultDesk(clock, log, PostAsync);
        _history = new HistoryDesk(_source, new History(_source), _contracts, PostAsync, log, pacing);
        _data = new DataRequests(_source, _feed, _contracts, _marketData, _history, greeks, lines, state => ShownOrders.Of(Book!.Working, state), options);
        Accounts = new AccountList([options.Account, .. options.MoreAccounts], options.StartingCash, MarkOf);
        _clients = new ClientList(Accounts, log);
        _accounts = new AccountDesk(Accounts, _feed, clock);
        _journal = options.StateFolder is { } folder ? AccountJournal.Open(folder) : null;
        Faults.Scene = new FaultScene(this, _contracts, _accounts, _feed);
        var reporter = new OrderReporter(_clients.Find, options.MasterClientId, _accounts.OnChange);
        Book = new OrderBook(Accounts, _feed.Get, _source, _journal, reporter, options.OrderLatency, _feed.NowMs);
        _trading = new TradingDesk(Book, _contracts, _feed, _source.Calendar, ExpectArrival);
        try
        {
            int lost = Book.Restore(FindInstrument, AccountDay());
            if (lost > 0)
                log.StoredWithoutInstrument(lost);
        }
        catch
        {
            _journal?.Dispose();
            throw;
        }
    }

    /// <summary>What stands between clients and gateway.</summary>
    public FaultDesk Faults { get; }

    /// <summary>The orders. Read under <see cref="Read"/> from outside the loop.</summary>
    public OrderBook Book { get; }

    /// <summary>The accounts. Read under <see cref="Read"/> from outside the loop.</summary>
    public AccountList Accounts { get; }

    /// <summary>Clients that have started their API.</summary>
    public IEnumerable<ClientSession> Clients => _clients.All;

    /// <summary>Ids of connected clients. Read under <see cref="Read"/> from outside the loop.</summary>
    public IEnumerable<int> ClientIds => _clients.Ids;

    /// <summary>Time of the market, Unix milliseconds.</summary>
    public long NowMs => _feed.NowMs;

    /// <summary>Time of the market.</summary>
    public DateTimeOffset MarketTime => DateTimeOffset.FromUnixTimeMilliseconds(_feed.NowMs);

    /// <summary>Number of instruments offered.</summary>
    public int InstrumentCount => _source.Instruments.Count;

    /// <summary>Completes when a replay without looping has told its last bar.</summary>
    public Task ReplayCompleted => _driver.Completed;

    /// <summary>Reads state between two events of the loop.</summary>
    public T Read<T>(Func<T> read)
    {
        lock (_stateLock)
        {
            return read();
        }
    }

    /// <summary>Hands an event to the loop; waits while the loop is behind.</summary>
    public async ValueTask PostAsync(GatewayEvent e, CancellationToken stop)
    {
        try
        {
            await _inbox.Writer.WriteAsync(e, stop).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The gateway has stopped; nobody is left to tell.
        }
    }

    /// <summary>Tells the loop that a client which was behind has caught up.</summary>
    public void OnCaughtUp()
    {
        try
        {
            _caughtUp.Release();
        }
        catch (SemaphoreFullException)
        {
            // One signal is enough.
        }
        catch (ObjectDisposedException)
        {
            // The gateway has stopped.
        }
    }

    /// <summary>Runs until stopped.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        _stop = stop;
        TimeSpan every = _options.QuotesMove ? BeatOfRandomChanges : BeatEvery;
        using ITimer beat = _clock.CreateTimer(_ => QueueBeat(), null, every, every);
        // An order arrives after its latency, not with the next beat.
        using ITimer arrival = _clock.CreateTimer(_ => QueueBeat(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _arrival = arrival;
        try
        {
            while (!stop.IsCancellationRequested)
            {
                bool hasEvents = await WaitAsync(stop).ConfigureAwait(false);
                if (!hasEvents && _inbox.Reader.Completion.IsCompleted)
                    return;
                while (_inbox.Reader.TryRead(out GatewayEvent? e))
                {
                    lock (_stateLock)
                    {
                        Apply(e);
                    }
                }

                lock (_stateLock)
                {
                    if (_driver.IsFree)
                        _driver.Move(slotsMax: 1);
                    StoreWhatWaits();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // A normal end.
        }
        catch (Exception e)
        {
            _log.LoopFailed(e);
            _driver.End(e);
            throw;
        }
        finally
        {
            _inbox.Writer.TryComplete();
            await _history.FinishAsync().ConfigureAwait(false);
            _driver.End(cause: null);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _journal?.Dispose();
        _history.Dispose();
        _caughtUp.Dispose();
    }

    /// <inheritdoc />
    public void OnTick(InstrumentState state, in MarketTick tick, TickChange change, long timeMs)
    {
        int fills = Book.Executions.Count;
        Book.Match(state, tick.TradePrice, timeMs);
        if (Book.Executions.Count > fills)
            Faults.OnFilled();
        _data.OnTick(state, tick, change, timeMs);
    }

    /// <inheritdoc />
    public void OnBar(InstrumentState state, in Bar bar) => _marketData.OnBar(state, bar);

    /// <inheritdoc />
    public void OnSlotEnd(long slot)
    {
        _data.OnSlotEnd(slot);
        Book.StartDay(AccountDay());
        foreach (Instrument instrument in Book.Working.SelectMany(o => Combos.PartsOf(o.Instrument, 1).Select(p => p.Instrument)).Distinct().ToArray())
            Book.Expire(_feed.Get(instrument), _feed.NowMs);
    }

    bool IMarketFollower.IsAnybodyBehind => _clients.IsAnyBehind;

    void IMarketFollower.Pass(long nowMs) => Book.Pass(nowMs);

    private void QueueBeat()
    {
        // A beat that still waits stands for this one too.
        if (Interlocked.Exchange(ref _beatIsWaiting, 1) == 0 && !_inbox.Writer.TryWrite(Beat.Instance))
            Volatile.Write(ref _beatIsWaiting, 0);
    }

    private async Task<bool> WaitAsync(CancellationToken stop)
    {
        if (!_driver.RunsFreely)
            return await _inbox.Reader.WaitToReadAsync(stop).ConfigureAwait(false);
        if (!_driver.IsHeldBack)
            return true;
        // A replay without a clock waits for the slowest client instead of overrunning it; requests still come through.
        Task<bool> inbox = _inbox.Reader.WaitToReadAsync(stop).AsTask();
        Task caughtUp = _caughtUp.WaitAsync(stop);
        Task first = await Task.WhenAny(inbox, caughtUp).ConfigureAwait(false);
        await first.ConfigureAwait(false);
        if (first == inbox)
        {
            OnCaughtUp();
            await caughtUp.ConfigureAwait(false);
        }

        return true;
    }

    // Every pass of the loop, also when nothing new is stored.
    private void StoreWhatWaits()
    {
        bool isBehind = _journal is not null && !_journal.Flush();
        if (isBehind == _isStorageBehind) return;
        _isStorageBehind = isBehind;
        if (isBehind) _log.StorageBehind();
        else _log.StorageCaughtUp();
    }

    private void Apply(GatewayEvent e)
    {
        switch (e)
        {
            case Beat:
                Volatile.Write(ref _beatIsWaiting, 0);
                if (!_driver.IsFree)
                    _driver.Move(int.MaxValue);
                _accounts.Pass();
                break;
            case ClientRequest(ClientSession client, IRequest request):
                Book.Pass(_feed.NowMs);
                Receive(client, request);
                break;
            case FaultDue due:
                Faults.OnDue(due.Steps, due.Applied);
                break;
            case FaultGivenUp(TaskCompletionSource applied):
                Faults.OnGivenUp(applied);
                break;
            case FaultOver(Fault fault):
                Faults.Finish(fault);
                break;
            case FaultsCleared cleared:
                Faults.Clear(cleared.Kind);
                cleared.Applied.TrySetResult();
                break;
            case ClientLeft(ClientSession client):
                Leave(client);
                break;
            case HistoryComputed computed:
                _history.OnComputed(computed);
                break;
        }
    }

    private void ExpectArrival()
    {
        if (_options.OrderLatency > TimeSpan.Zero)
            _arrival?.Change(_options.OrderLatency, Timeout.InfiniteTimeSpan);
    }

    private decimal MarkOf(Instrument instrument) => _feed.Get(instrument).Mark is { } mark ? (decimal)mark : (decimal)instrument.BasePrice;

    private DateOnly AccountDay() => _source.Calendar.DateAt(_source.Instruments[0], _feed.NowMs / 1000);

    private Instrument? FindInstrument(int conId) => _source.Instruments.FirstOrDefault(i => i.ConId == conId);

    private void Receive(ClientSession client, IRequest request)
    {
        bool isChange = request is PlaceOrder place && Book.Find(client.ClientId, place.OrderId) is { IsWorking: true };
        int fills = Book.Executions.Count;
        if (Faults.Takes(client, request))
            Handle(client, request);
        Faults.OnHandled(client, request, isChange);
        if (Book.Executions.Count > fills)
            Faults.OnFilled();
    }

    /// <summary>Carries out what a client asked for.</summary>
    internal void Handle(ClientSession client, IRequest request)
    {
        _log.Request(request.CallName, client.ClientId);
        if (request is StartApi start)
        {
            _clients.Start(client, start, _trading.Greet);
            return;
        }

        if (client.ClientId < 0)
            return; // The gateway does not serve requests before startApi.
        if (_data.TryHandle(client, request, _stop))
        {
            if (request is ReqRealTimeBars)
                _driver.StartWhenWanted();
            return;
        }

        if (!_trading.TryHandle(client, request) && !_accounts.TryHandle(client, request))
            client.SendError(RequestIds.Of(request), 321, $"Error validating request.-'{request.CallName}' : cause - The simulated gateway does not serve this request.");
    }

    private void Leave(ClientSession client)
    {
        _clients.Leave(client);
        Faults.Leave(client);
        _data.Leave(client);
        _accounts.Leave(client);
        OnCaughtUp();
    }

    /// <summary>Forgets all market data that a client has subscribed to.</summary>
    internal void ForgetStreams(ClientSession client) => _data.ForgetStreams(client);
}
