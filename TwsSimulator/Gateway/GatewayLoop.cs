using System.Globalization;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;
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
internal sealed class GatewayLoop : IMarketListener, IDisposable
{
    private const int InboxMax = 8_192;
    private const long GapMs = 60_000;
    private const string OptionUnderlying = "SPY";
    private static readonly TimeSpan BeatEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan QuoteOnlyGrace = TimeSpan.FromSeconds(3);

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
    private readonly MarketClock _marketClock;
    private readonly ContractDesk _contracts;
    private readonly MarketDataDesk _marketData;
    private readonly HistoryDesk _history;
    private readonly DataRequests _data;
    private readonly AccountDesk _accounts;
    private readonly TradingDesk _trading;
    private readonly AccountJournal? _journal;
    private readonly Dictionary<int, ClientSession> _clients = [];
    private readonly Lock _stateLock = new();
    private readonly SemaphoreSlim _caughtUp = new(0, 1);
    private readonly TaskCompletionSource _replayCompleted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _isReplay;
    private CancellationToken _stop;
    private ITimer? _arrival;
    private int _beatIsWaiting;
    private long? _quotesSince;
    private bool _hasReplayStarted;

    /// <summary>Builds market, account and orders from the options; takes over what the state folder holds.</summary>
    /// <exception cref="SimulatorException">Replay or state folder cannot be used.</exception>
    public GatewayLoop(SimulatorOptions options, TimeProvider clock, ILogger log)
    {
        _options = options;
        _clock = clock;
        _log = log;
        _isReplay = options.ReplayFolder is not null;
        IMarketSource market = _isReplay
            ? new ReplayMarket(ReplayFolder.Read(options.ReplayFolder!, options.Symbols), options.Seed, options.ReplayLoop)
            : Busy(options, new SyntheticMarket(options.Seed, Choose(clock, options.Symbols), new TradingCalendar(options.RealHours)));
        _marketClock = market is ReplayMarket replay ? MarketClock.Replay(clock, options.Speed, ReplayStartMs(replay, options)) : MarketClock.Real(clock);
        _source = new OptionMarket(market, OptionUnderlying, DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(_marketClock.TargetMs).UtcDateTime), options.Seed);
        _feed = new MarketFeed(_source, _marketClock.TargetMs);
        _contracts = new ContractDesk(_source);
        var lines = new MarketDataLines(options.MarketDataLines);
        var greeks = new OptionDesk(_source, _feed, _contracts);
        _marketData = new MarketDataDesk(_source, _feed, _contracts, greeks, new GenericTicks(_source, _feed), lines, options) { SendsPerSlot = _isReplay && options.Speed == 0 };
        Faults = new FaultDesk(clock, log, PostAsync);
        _history = new HistoryDesk(_source, new History(_source), _contracts, PostAsync, log, options.HistoryPacing ? new HistoryPacing(clock) : null);
        _data = new DataRequests(_source, _feed, _contracts, _marketData, _history, greeks, lines, state => ShownOrders.Of(Book!.Working, state), options);
        Accounts = new AccountList([options.Account, .. options.MoreAccounts], options.StartingCash, MarkOf);
        _accounts = new AccountDesk(Accounts, _feed, clock);
        _journal = options.StateFolder is { } folder ? AccountJournal.Open(folder) : null;
        Faults.Scene = new FaultScene(this, _contracts, _accounts, _feed);
        var reporter = new OrderReporter(id => _clients.GetValueOrDefault(id), options.MasterClientId, _accounts.OnChange);
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
    public IEnumerable<ClientSession> Clients => _clients.Values;

    /// <summary>Ids of connected clients. Read under <see cref="Read"/> from outside the loop.</summary>
    public IEnumerable<int> ClientIds => _clients.Keys;

    /// <summary>Time of the market, Unix milliseconds.</summary>
    public long NowMs => _feed.NowMs;

    /// <summary>Time of the market.</summary>
    public DateTimeOffset MarketTime => DateTimeOffset.FromUnixTimeMilliseconds(_feed.NowMs);

    /// <summary>Number of instruments offered.</summary>
    public int InstrumentCount => _source.Instruments.Count;

    /// <summary>Completes when a replay without looping has told its last bar.</summary>
    public Task ReplayCompleted => _replayCompleted.Task;

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
        using ITimer beat = _clock.CreateTimer(_ => QueueBeat(), null, BeatEvery, BeatEvery);
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
                    if (_options.Speed == 0 && _isReplay)
                        MoveTime(slotsMax: 1);
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
            _replayCompleted.TrySetException(e);
            throw;
        }
        finally
        {
            _inbox.Writer.TryComplete();
            await _history.FinishAsync().ConfigureAwait(false);
            _replayCompleted.TrySetCanceled(CancellationToken.None);
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
        foreach (Instrument instrument in Book.Working.Select(o => o.Instrument).Distinct().ToArray())
            Book.Expire(_feed.Get(instrument), _feed.NowMs);
    }

    private static IMarketSource Busy(SimulatorOptions options, IMarketSource market) => options.QuotesPerSecond > 0 ? new BusyMarket(market, options.QuotesPerSecond) : market;

    private static IReadOnlyList<Instrument> Choose(TimeProvider clock, IReadOnlyList<string> names)
    {
        IReadOnlyList<Instrument> all = InstrumentCatalog.Build(DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime));
        return names.Count == 0 ? all : [.. all.Where(i => names.Contains(i.Name, StringComparer.OrdinalIgnoreCase))];
    }

    private static long ReplayStartMs(ReplayMarket replay, SimulatorOptions options)
    {
        if (options.ReplayStart is not { } start)
            return replay.FirstTime * 1000;
        long seconds = Bar.SlotOf(start.ToUnixTimeSeconds());
        if (seconds < replay.FirstTime || seconds > replay.LastTime)
        {
            throw new SimulatorException(string.Create(
                CultureInfo.InvariantCulture,
                $"The replay start {start:O} is not in the files; give a time from {DateTimeOffset.FromUnixTimeSeconds(replay.FirstTime):O} to {DateTimeOffset.FromUnixTimeSeconds(replay.LastTime):O}."));
        }

        return seconds * 1000;
    }

    private void QueueBeat()
    {
        // A beat that still waits stands for this one too.
        if (Interlocked.Exchange(ref _beatIsWaiting, 1) == 0 && !_inbox.Writer.TryWrite(Beat.Instance))
            Volatile.Write(ref _beatIsWaiting, 0);
    }

    private async Task<bool> WaitAsync(CancellationToken stop)
    {
        bool playsFreely = _isReplay && _options.Speed == 0 && _marketClock.IsRunning;
        if (!playsFreely)
            return await _inbox.Reader.WaitToReadAsync(stop).ConfigureAwait(false);
        if (!IsHeldBack)
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

    private bool IsHeldBack => (_options.Speed == 0 && !_marketData.HasBarSubscribers) || _clients.Values.Any(c => c.Outbox.IsBehind);

    private void Apply(GatewayEvent e)
    {
        switch (e)
        {
            case Beat:
                Volatile.Write(ref _beatIsWaiting, 0);
                if (!(_isReplay && _options.Speed == 0))
                    MoveTime(int.MaxValue);
                _accounts.Pass();
                break;
            case ClientRequest(ClientSession client, IRequest request):
                Book.Pass(_feed.NowMs);
                Receive(client, request);
                break;
            case FaultDue due:
                Faults.OnDue(due.Step, due.Applied);
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

    /// <summary>Moves the market to where its clock stands, at most <paramref name="slotsMax"/> slots.</summary>
    private void MoveTime(int slotsMax)
    {
        if (!_isReplay)
        {
            AdvanceTo(_marketClock.TargetMs);
            return;
        }

        StartReplayWhenWanted();
        long target = _marketClock.TargetMs;
        for (int i = 0; i < slotsMax && _feed.NowMs < target && _marketClock.IsRunning && !IsHeldBack; i++)
        {
            long next = _source.NextSlot(_feed.Slot) ?? _feed.Slot;
            if (next == long.MaxValue)
            {
                _marketClock.Halt(_feed.NowMs);
                _log.ReplayDone(MarketTime);
                _replayCompleted.TrySetResult();
                return;
            }

            if (next * 1000 > _feed.NowMs + GapMs)
            {
                // Nights and weekends of the files are not waited for.
                _feed.JumpTo(next * 1000);
                _marketClock.Run(_feed.NowMs);
                target = _marketClock.TargetMs;
                OnSlotEnd(_feed.Slot - Bar.SlotSeconds);
                continue;
            }

            AdvanceTo(Math.Min(target, (_feed.Slot + Bar.SlotSeconds) * 1000));
        }

        Book.Pass(_feed.NowMs);
    }

    private void AdvanceTo(long targetMs)
    {
        Book.Pass(Math.Min(targetMs, _feed.NowMs));
        _feed.AdvanceTo(targetMs, this);
        Book.Pass(_feed.NowMs);
    }

    private void StartReplayWhenWanted()
    {
        if (_marketClock.IsRunning || _hasReplayStarted)
            return;
        bool quotesWaitedLongEnough = false;
        if (_marketData.HasQuoteSubscribers && _options.Speed > 0)
        {
            _quotesSince ??= _clock.GetTimestamp();
            quotesWaitedLongEnough = _clock.GetElapsedTime(_quotesSince.Value) >= QuoteOnlyGrace;
        }

        if (_options.ReplayWaitsForSubscriber && !_marketData.HasBarSubscribers && !quotesWaitedLongEnough)
            return;
        _hasReplayStarted = true;
        _marketClock.Run(_feed.NowMs);
        _log.ReplayStarted(MarketTime);
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
            Start(client, start);
            return;
        }

        if (client.ClientId < 0)
            return; // The gateway does not serve requests before startApi.
        if (_data.TryHandle(client, request, _stop))
        {
            if (_isReplay && request is ReqRealTimeBars)
                StartReplayWhenWanted();
            return;
        }

        if (!_trading.TryHandle(client, request) && !_accounts.TryHandle(client, request))
            client.SendError(RequestIds.Of(request), 321, $"Error validating request.-'{request.CallName}' : cause - The simulated gateway does not serve this request.");
    }

    private void Start(ClientSession client, StartApi start)
    {
        if (client.ClientId >= 0)
            return;
        if (_clients.ContainsKey(start.ClientId) || start.ClientId < 0)
        {
            client.SendError(-1, 326, "Unable to connect as the client id is already in use. Retry with a unique client id.");
            client.CloseAfterSending("its client id is in use");
            return;
        }

        client.ClientId = start.ClientId;
        _clients.Add(start.ClientId, client);
        _log.ClientStarted(start.ClientId, client.ServerVersion);
        client.Send(new ManagedAccounts(Accounts.Names));
        _trading.Greet(client);
        client.SendError(-1, 2104, "Market data farm connection is OK:usfarm");
        client.SendError(-1, 2106, "HMDS data farm connection is OK:ushmds");
        client.SendError(-1, 2158, "Sec-def data farm connection is OK:secdefil");
    }

    private void Leave(ClientSession client)
    {
        if (_clients.GetValueOrDefault(client.ClientId) == client)
            _clients.Remove(client.ClientId);
        Faults.Leave(client);
        _data.Leave(client);
        _accounts.Leave(client);
        OnCaughtUp();
    }

    /// <summary>Forgets all market data that a client has subscribed to.</summary>
    internal void ForgetStreams(ClientSession client) => _data.ForgetStreams(client);
}
