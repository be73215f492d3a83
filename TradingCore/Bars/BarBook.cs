using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Bars;

/// <summary>
/// Bars of every subscribed contract: five-second parts become minutes, minutes become 5 and 15 minutes and hours; what is missing is asked
/// from history and marked.
/// </summary>
/// <remarks>
/// One thread writes (the engine); time comes in with every call. Any thread may call <see cref="Series"/>: it sees immutable series
/// published by volatile writes and never waits.
/// <para>
/// Rules: a part without trades (count or volume 0) never sets a price, and a minute of only such parts is flat at the close before it with
/// count 0. Products without a tape (currency pairs, indices, CFDs, funds, commodities) have no volume; there every part sets prices.
/// A repeated part replaces itself. A minute is closed once its twelve parts are there, or when the market's clock is
/// <see cref="BarsOptions.CloseGrace"/> past its end; a part that comes later revises it. A minute that closes with fewer than twelve parts
/// is asked from history and replaced by the answer. In trading hours a minute of which nothing came closes on the clock too: flat and marked
/// synthetic, until history says what it was.
/// </para>
/// <para>
/// Five-second bars that do not come are a <see cref="BarGap"/>: marked at once, asked from history exactly, filled and marked as backfilled; their
/// minutes are made anew with them. A closed whole minute is compared, once the broker's own bar has settled, and replaced by it when it differs.
/// </para>
/// </remarks>
public sealed class BarBook
{
    private const int RevisionsMax = 10_000;
    private const int NewestMax = 200;

    private readonly BarsOptions _options;
    private readonly IMarketDataRequests _requests;
    private readonly Dictionary<ConId, ContractBars> _byConId = [];
    private readonly List<BarRevision> _revisions = [];
    private readonly LinkedList<BarRevision> _newest = [];
    private readonly List<BarSilence> _silences = [];
    private readonly List<BarGap> _gapChanges = [];
    private readonly ComparisonSchedule _comparisons;
    private Dictionary<string, ContractBars> _byTicker = new(StringComparer.OrdinalIgnoreCase);
    private DateTimeOffset _now;
    private long _version;
    private BarTruth _truth = BarTruth.Empty;
    private long _gapsHealed, _compared, _corrected, _revised;
    private bool _isTruthDirty;

    /// <summary>Makes an empty book.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="requests">Where history and, after a silence, a new subscription is asked for.</param>
    public BarBook(BarsOptions options, IMarketDataRequests requests)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(requests);
        _options = options;
        _requests = requests;
        _comparisons = new ComparisonSchedule(options.CompareInterval);
    }

    /// <summary>Parts and answers for contracts that are not subscribed: late ones after a removal, or a mistake.</summary>
    public long UnknownCount { get; private set; }

    /// <summary>Revisions dropped because nobody took them.</summary>
    public long RevisionsDropped { get; private set; }

    /// <summary>Data of a contract starts, for the first time or again: asks history for everything since the newest whole minute.</summary>
    /// <param name="instrument">Contract.</param>
    /// <param name="now">Local time.</param>
    public void OnSubscriptionStarted(Instrument instrument, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        Observe(now);
        ContractBars bars = _byConId.GetValueOrDefault(instrument.Contract.ConId) ?? Create(instrument);
        bars.Start(instrument, now);
        Ask(bars, now);
    }

    /// <summary>The contract's facts were told anew: from now on its bars go by these trading hours.</summary>
    public void Renew(Instrument instrument)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        if (_byConId.TryGetValue(instrument.Contract.ConId, out ContractBars? bars)) bars.Renew(instrument);
    }

    /// <summary>The session was lost: until data starts again nothing is asked for, and silence means nothing. Bars still close on the clock.</summary>
    /// <param name="now">Local time.</param>
    /// <param name="cause">Why, a sentence: what the markers of the missing bars say.</param>
    public void Interrupt(DateTimeOffset now, string cause)
    {
        Observe(now);
        _comparisons.Forget();
        foreach (ContractBars bars in _byConId.Values)
        {
            bars.Interrupt(cause, now);
            bars.Publish(ref _version);
        }
    }

    /// <summary>Something is wrong, with the session up, that explains bars which do not come from now on: a farm, a competing session.</summary>
    /// <param name="cause">A sentence.</param>
    public void Explain(string cause)
    {
        foreach (ContractBars bars in _byConId.Values) bars.Explain(cause);
    }

    /// <summary>A five-second bar came.</summary>
    /// <param name="conId">Contract.</param>
    /// <param name="fiveSeconds">The bar, with its start as time.</param>
    /// <param name="received">Local time.</param>
    public void Apply(ConId conId, Bar fiveSeconds, DateTimeOffset received)
    {
        ArgumentNullException.ThrowIfNull(fiveSeconds);
        Observe(received);
        if (!_byConId.TryGetValue(conId, out ContractBars? bars))
        {
            UnknownCount++;
            return;
        }
        bars.Apply(fiveSeconds, received);
        Ask(bars, received);
        bars.Publish(ref _version);
    }

    /// <summary>History answered; an empty list means that there are no bars.</summary>
    public void OnHistory(HistoryRequest request, IReadOnlyList<Bar> bars)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(bars);
        if (!_byConId.TryGetValue(request.Instrument.Contract.ConId, out ContractBars? contract))
        {
            UnknownCount++;
            return;
        }
        if (ContractBars.IsComparison(request))
        {
            _comparisons.Done(request.Instrument.Contract.ConId);
            (int compared, int differed) = contract.Compare(request, bars, _now);
            _compared += compared;
            _corrected += differed;
            _isTruthDirty = true;
        }
        else
        {
            contract.OnHistory(request, bars, _now);
        }
        Ask(contract, _now);
        contract.Publish(ref _version);
    }

    /// <summary>A history request failed. It is repeated by <see cref="OnClock"/> with growing waits, a bounded number of times, unless asking again cannot help.</summary>
    /// <remarks>"No data" (a kind of error 162) is an answer: there are no bars.</remarks>
    public void OnHistoryFailed(HistoryRequest request, int code, string reason)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(reason);
        if (code == 162 && reason.Contains("no data", StringComparison.OrdinalIgnoreCase))
        {
            OnHistory(request, []);
            return;
        }
        // 200 unknown contract, 321 request not valid, 354 and 10089 not subscribed: the same request meets the same answer.
        bool isFinal = code is 200 or 321 or 354 or 10089 || reason.Contains("permission", StringComparison.OrdinalIgnoreCase);
        if (!_byConId.TryGetValue(request.Instrument.Contract.ConId, out ContractBars? bars))
        {
            UnknownCount++;
        }
        else if (ContractBars.IsComparison(request))
        {
            _comparisons.Done(request.Instrument.Contract.ConId);
            if (isFinal) bars.PassOver(request);
        }
        else
        {
            bars.OnHistoryFailed(request, _now, isFinal, reason);
            bars.Publish(ref _version);
        }
    }

    /// <summary>Time went on: closes bars that are due, sends requests that are due, starts silent subscriptions again. Call it a few times a second.</summary>
    /// <param name="now">Local time.</param>
    public void OnClock(DateTimeOffset now)
    {
        Observe(now);
        foreach (ContractBars bars in _byConId.Values)
        {
            bars.OnClock(now);
            Ask(bars, now);
            bars.Publish(ref _version);
            if (bars.CheckSilence(now) is not { } silence) continue;
            if (_silences.Count < RevisionsMax) _silences.Add(silence);
            _requests.AskBarsAgain(silence.ConId);
        }
        if (_comparisons.Next(_byConId, now) is { } comparison) _requests.RequestHistory(comparison);
        if (_isTruthDirty) PublishTruth();
    }

    /// <summary>The contract is not subscribed any more: its bars are dropped.</summary>
    public void Forget(ConId conId)
    {
        if (!_byConId.Remove(conId, out ContractBars? bars)) return;
        _comparisons.Done(conId);
        _isTruthDirty = true;
        PublishIndex(without: bars);
    }

    /// <summary>Bars as they are now; an empty series when the contract is not known.</summary>
    /// <param name="ticker">Name of the contract, in any case.</param>
    /// <param name="size">One of <see cref="BarSize.All"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not one that is kept.</exception>
    public BarSeries Series(string ticker, BarSize size)
    {
        if (!BarSize.All.Contains(size))
            throw new ArgumentOutOfRangeException(nameof(size), size.Seconds, $"Bars of {size.Seconds} s are not kept. Expected one of {string.Join(", ", BarSize.All)}.");
        return Volatile.Read(ref _byTicker).GetValueOrDefault(ticker)?.Series(size) ?? new BarSeries(ticker, size, [], 0);
    }

    /// <summary>How far the bars can be trusted, as of the last <see cref="OnClock"/>. Any thread may read it.</summary>
    public BarTruth Truth => Volatile.Read(ref _truth);

    /// <summary>Closed minutes that changed since the last call, oldest change first.</summary>
    public IReadOnlyList<BarRevision> TakeRevisions() => Take(_revisions);

    /// <summary>Subscriptions that were started again since the last call because they were silent in trading hours.</summary>
    public IReadOnlyList<BarSilence> TakeSilences() => Take(_silences);

    /// <summary>Gaps that were found, ended or healed since the last call, each as it was then, oldest change first.</summary>
    public IReadOnlyList<BarGap> TakeGapChanges() => Take(_gapChanges);

    private static T[] Take<T>(List<T> list)
    {
        if (list.Count == 0) return [];
        T[] taken = [.. list];
        list.Clear();
        return taken;
    }

    private ContractBars Create(Instrument instrument)
    {
        var bars = new ContractBars(instrument, _options, OnRevised, OnGapChanged);
        _byConId.Add(instrument.Contract.ConId, bars);
        PublishIndex(without: null);
        return bars;
    }

    private void PublishIndex(ContractBars? without)
    {
        var index = new Dictionary<string, ContractBars>(StringComparer.OrdinalIgnoreCase);
        foreach (ContractBars bars in _byConId.Values)
            if (!ReferenceEquals(bars, without)) index.TryAdd(bars.Instrument.Contract.Ticker, bars);
        Volatile.Write(ref _byTicker, index);
    }

    private void OnRevised(ContractBars bars, Bar? before, Bar after, string cause)
    {
        var revision = new BarRevision(bars.Instrument.Contract.Ticker, bars.Instrument.Contract.ConId, before, after, cause, _now);
        _revised++;
        _newest.AddFirst(revision);
        if (_newest.Count > NewestMax) _newest.RemoveLast();
        _isTruthDirty = true;
        if (_revisions.Count < RevisionsMax) _revisions.Add(revision);
        else RevisionsDropped++;
    }

    private void OnGapChanged(BarGap gap)
    {
        if (gap.State == BarGapState.Healed) _gapsHealed++;
        _isTruthDirty = true;
        if (_gapChanges.Count < RevisionsMax) _gapChanges.Add(gap);
    }

    private void PublishTruth()
    {
        _isTruthDirty = false;
        Volatile.Write(ref _truth, new BarTruth
        {
            Compared = _compared,
            Corrected = _corrected,
            Revised = _revised,
            GapsHealed = _gapsHealed,
            GapsUnverified = _byConId.Values.Sum(b => b.GapsUnverified),
            Revisions = [.. _newest],
        });
    }

    private void Ask(ContractBars bars, DateTimeOffset now)
    {
        if (bars.NextRequest(now) is { } request) _requests.RequestHistory(request);
        if (bars.NextPartRequest(now) is { } parts) _requests.RequestHistory(parts);
    }

    private void Observe(DateTimeOffset now)
    {
        if (now > _now) _now = now;
    }
}
