using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.MarketData;
using TradingCore.Tws.Mapping;
using TwsProtocol;
using TwsProtocol.Messages.Requests;
using TwsProtocol.Messages.Responses;

namespace TradingCore.Tws;

/// <summary>
/// The contracts whose data is wanted. Remembered for ever: all are asked for again after a reconnect and after notice 1101. Used under
/// the gateway's lock; the tick path allocates nothing.
/// </summary>
internal sealed class Subscriptions(SessionContext context, SmallBarBudget budget)
{
    private const int LinesMax = 500;
    private const string Quotes = "quotes";
    private const string FiveSecondBars = "five-second bars";
    private const int BarSeconds = 5;
    private static readonly TimeSpan BudgetPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryMin = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan RetryMax = TimeSpan.FromMinutes(10);

    private readonly Dictionary<ConId, Subscription> _byContract = [];
    private readonly Dictionary<int, Subscription> _byTicksId = [];
    private readonly Dictionary<int, Subscription> _byBarsId = [];

    /// <summary>Contracts whose data is wanted.</summary>
    public int Count => _byContract.Count;

    /// <summary>Wants the data of a contract.</summary>
    public void Add(Instrument instrument)
    {
        ConId conId = instrument.Contract.ConId;
        if (_byContract.TryGetValue(conId, out Subscription? known))
        {
            known.Instrument = instrument;
            return;
        }
        if (_byContract.Count >= LinesMax)
        {
            Refuse(conId, instrument.Contract.Ticker, 101, $"more than {LinesMax} contracts are subscribed; unsubscribe one first");
            return;
        }
        var subscription = new Subscription(instrument);
        _byContract.Add(conId, subscription);
        if (context.IsReady) Start(subscription);
    }

    /// <summary>No longer wants the data of a contract.</summary>
    public void Remove(ConId conId)
    {
        if (!_byContract.Remove(conId, out Subscription? subscription)) return;
        CancelTicks(subscription);
        CancelBars(subscription);
        // The line that became free may be what another contract waits for.
        foreach (Subscription other in _byContract.Values)
            if (other.TicksId == 0 && other.AskTicksAt is not null) other.AskTicksAt = context.Now;
    }

    /// <summary>Asks for the bars of a contract once more: somebody misses them. Nothing to do while they are not asked for; that is under way by itself.</summary>
    public void AskBarsAgain(ConId conId)
    {
        if (_byContract.TryGetValue(conId, out Subscription? subscription) && subscription.BarsId != 0) AskBarsAgain(subscription);
    }

    /// <summary>Connected: asks for everything.</summary>
    public void OnReady()
    {
        context.Send(new ReqMarketDataType(context.Options.MarketDataType));
        foreach (Subscription subscription in _byContract.Values) Start(subscription);
    }

    /// <summary>The connection ended.</summary>
    public void OnClosed()
    {
        _byTicksId.Clear();
        _byBarsId.Clear();
        foreach (Subscription subscription in _byContract.Values) subscription.Forget();
    }

    /// <summary>Notice 1101: the gateway has forgotten every request for market data.</summary>
    public void AskAllAgain()
    {
        context.Send(new ReqMarketDataType(context.Options.MarketDataType));
        foreach (Subscription subscription in _byContract.Values)
        {
            CancelTicks(subscription);
            CancelBars(subscription);
            Start(subscription);
        }
    }

    /// <summary>Notice 1102: data was maintained, but real-time bars are known to stay silent; they get a short deadline each.</summary>
    public void ExpectBarsSoon()
    {
        foreach (Subscription subscription in _byContract.Values)
        {
            subscription.BarsDueFrom = context.Now;
            subscription.BarRetries = 0;
        }
    }

    /// <summary>Asks for what is due: refused for a while, waiting for budget, or silent.</summary>
    public void Tick(DateTimeOffset now, bool isBrokerConnected)
    {
        if (!context.IsReady) return;
        foreach (Subscription subscription in _byContract.Values)
        {
            if (subscription.AskTicksAt <= now) AskTicks(subscription);
            if (subscription.AskBarsAt <= now) AskBars(subscription);
            if (isBrokerConnected && AreBarsSilent(subscription, now)) AskBarsAgain(subscription, now);
            if (isBrokerConnected && AreTicksSilent(subscription, now)) AskTicksAgain(subscription, now);
        }
    }

    /// <summary>A price tick.</summary>
    public bool OnPrice(in TickPrice tick)
    {
        if (!_byTicksId.TryGetValue(tick.ReqId, out Subscription? subscription)) return false;
        Hear(subscription);
        if (TickMap.PriceField(tick.TickType) is not { } field) return true;
        NoteDataType(subscription, TickMap.IsDelayed(tick.TickType));
        decimal? price = TickMap.Price(tick.Price, tick.Size);
        decimal? size = field <= TickField.Last ? tick.Size : null;
        if (field == TickField.Bid) subscription.BidSize = size;
        else if (field == TickField.Ask) subscription.AskSize = size;
        else if (field == TickField.Last) subscription.LastSize = size;
        context.Post(new MarketTick(subscription.ConId, field, price, price is null ? null : size, context.Now));
        return true;
    }

    /// <summary>A size tick.</summary>
    public bool OnSize(in TickSize tick)
    {
        if (!_byTicksId.TryGetValue(tick.ReqId, out Subscription? subscription)) return false;
        Hear(subscription);
        if (TickMap.SizeField(tick.TickType) is not { } field) return true;
        // After each price the wire sends its size once more; the second one says nothing new.
        switch (field)
        {
            case TickField.BidSize when subscription.BidSize == tick.Size:
            case TickField.AskSize when subscription.AskSize == tick.Size:
            case TickField.LastSize when subscription.LastSize == tick.Size:
                return true;
            case TickField.BidSize: subscription.BidSize = tick.Size; break;
            case TickField.AskSize: subscription.AskSize = tick.Size; break;
            case TickField.LastSize: subscription.LastSize = tick.Size; break;
        }
        context.Post(new MarketTick(subscription.ConId, field, tick.Size, null, context.Now));
        return true;
    }

    /// <summary>A numeric tick: the halt, and how easily shares can be borrowed.</summary>
    public bool OnGeneric(in TickGeneric tick)
    {
        if (!_byTicksId.TryGetValue(tick.ReqId, out Subscription? subscription)) return false;
        Flows(subscription, StartSign.AnyData);
        if (tick.TickType == TickType.Shortable) context.Post(new MarketTick(subscription.ConId, TickField.ShortableLevel, WireNumber.ToDecimal(tick.Value), null, context.Now));
        if (tick.TickType is not (TickType.Halted or TickType.DelayedHalted)) return true;
        subscription.IsHalted = tick.Value > 0;
        context.Post(new MarketTick(subscription.ConId, TickField.Halted, WireNumber.ToDecimal(tick.Value), null, context.Now));
        return true;
    }

    /// <summary>A text tick: only the time of the last trade is of use.</summary>
    public bool OnText(in TickString tick)
    {
        if (!_byTicksId.TryGetValue(tick.ReqId, out Subscription? subscription)) return false;
        Flows(subscription, StartSign.AnyData);
        if (tick.TickType is TickType.LastTimestamp or TickType.DelayedLastTimestamp
            && long.TryParse(tick.Value, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long seconds)
            && seconds is > 0 and < 253_402_300_800)
            context.Post(new MarketTick(subscription.ConId, TickField.LastTime, seconds, null, context.Now, DateTimeOffset.FromUnixTimeSeconds(seconds)));
        return true;
    }

    /// <summary>The gateway tells what kind of data it sends.</summary>
    public bool OnDataType(MarketDataTypeMessage message)
    {
        if (!_byTicksId.TryGetValue(message.ReqId, out Subscription? subscription)) return false;
        Flows(subscription, StartSign.AnyData);
        SetDataType(subscription, (MarketDataType)Math.Clamp(message.MarketDataType, 0, 4));
        return true;
    }

    /// <summary>The gateway accepts a request for ticks; comes also while nothing trades.</summary>
    public bool OnAccepted(int reqId)
    {
        if (!_byTicksId.TryGetValue(reqId, out Subscription? subscription)) return false;
        Flows(subscription, StartSign.AnyData);
        return true;
    }

    /// <summary>A five-second bar.</summary>
    public bool OnBar(in RealTimeBar bar)
    {
        if (!_byBarsId.TryGetValue(bar.ReqId, out Subscription? subscription)) return false;
        Flows(subscription, StartSign.Bar);
        subscription.BarsDueFrom = context.Now;
        subscription.HasBars = true;
        subscription.BarRetries = 0;
        if (subscription.IsBarSilenceTold)
        {
            subscription.IsBarSilenceTold = false;
            context.Post(new SubscriptionHeard(subscription.ConId, FiveSecondBars) { Time = context.Now });
        }
        decimal close = WireNumber.ToDecimalOrZero(bar.Close);
        context.Post(new BarReceived(subscription.ConId, new Bar
        {
            Time = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(bar.Time, 0, 253_402_300_799)),
            Size = BarSize.FiveSeconds,
            Open = WireNumber.ToDecimalOrZero(bar.Open),
            High = WireNumber.ToDecimalOrZero(bar.High),
            Low = WireNumber.ToDecimalOrZero(bar.Low),
            Close = close,
            // -1 stands for "bars of this kind have none".
            Volume = Math.Max(0m, bar.Volume ?? 0m),
            Wap = bar.Wap is { } wap and > 0m ? wap : close,
            Count = Math.Max(0, bar.Count),
            Parts = 1,
            Source = BarSource.Live,
            IsClosed = true,
        })
        { Time = context.Now });
        return true;
    }

    /// <summary>The gateway says something about the ticks of a contract.</summary>
    /// <param name="request">The request.</param>
    /// <param name="code">Code.</param>
    /// <param name="text">Text.</param>
    /// <param name="outcome">What the code means for a subscription.</param>
    public void OnTicksError(PendingRequest request, int code, string text, SubscriptionOutcome outcome)
    {
        var subscription = (Subscription)request.Owner;
        string ticker = subscription.Instrument.Contract.Ticker;
        if (outcome == SubscriptionOutcome.Advice)
        {
            context.Log.SubscriptionAdvice(ticker, code, text);
            // Said before the first delayed tick comes, so that no price is taken for a live one in between.
            if (code == ErrorCodes.DelayedDataSent && subscription.DataType != MarketDataType.DelayedFrozen) SetDataType(subscription, MarketDataType.Delayed);
            return;
        }
        context.Book.Close(request.Id);
        _byTicksId.Remove(request.Id);
        subscription.TicksId = 0;
        subscription.DataType = MarketDataType.None;
        if (outcome == SubscriptionOutcome.AskAgain)
        {
            subscription.AskTicksAt = context.Now + RetryDelay(subscription.TickRetries++);
            if (code == ErrorCodes.CompetingSession) context.Log.CompetingSession(ticker, subscription.AskTicksAt.Value - context.Now);
        }
        Refuse(subscription.ConId, ticker, code, text);
    }

    /// <summary>The gateway says something about the bars of a contract.</summary>
    /// <inheritdoc cref="OnTicksError"/>
    public void OnBarsError(PendingRequest request, int code, string text, SubscriptionOutcome outcome)
    {
        var subscription = (Subscription)request.Owner;
        string ticker = subscription.Instrument.Contract.Ticker;
        if (outcome == SubscriptionOutcome.Advice)
        {
            context.Log.SubscriptionAdvice(ticker, code, text);
            return;
        }
        context.Book.Close(request.Id);
        _byBarsId.Remove(request.Id);
        subscription.BarsId = 0;
        if (outcome == SubscriptionOutcome.AskAgain)
        {
            subscription.AskBarsAt = context.Now + RetryDelay(subscription.BarRetries++);
            context.Log.SubscriptionAdvice(ticker, code, text);
            return;
        }
        IReadOnlyList<string> choices = WhatToShow.ForRealTimeBars(subscription.Instrument.Contract.SecurityType);
        if (subscription.BarsChoice + 1 < choices.Count)
        {
            context.Log.BarsFallBack(ticker, choices[subscription.BarsChoice], code, choices[subscription.BarsChoice + 1]);
            subscription.BarsChoice++;
            AskBars(subscription);
            return;
        }
        // The ticks live on, so the contract is not failed; but somebody must be told why its chart stands still.
        context.Log.SubscriptionRefused(ticker, code, text);
        context.Post(new GatewayNotice(code, $"No real-time bars of {ticker}: {text}") { Time = context.Now });
    }

    private void Start(Subscription subscription)
    {
        subscription.Awaited = StartSign.AnyData;
        AskTicks(subscription);
        AskBars(subscription);
    }

    // Average volume, and for stocks how easily they are borrowed: what risk needs beyond the quote.
    private static string GenericTicks(Subscription subscription) => subscription.Instrument.Contract.SecurityType == SecurityType.Stock ? "165,236" : "";

    private void AskTicks(Subscription subscription)
    {
        subscription.AskTicksAt = null;
        int id = context.Book.Open(RequestKind.MarketData, subscription, deadline: null);
        if (!context.Send(new ReqMktData(id, ContractMap.ToWire(subscription.Instrument.Contract), GenericTicks(subscription)), SendPriority.Request, id))
        {
            context.Book.Close(id);
            subscription.AskTicksAt = context.Now + BudgetPause;
            return;
        }
        if (subscription.Awaited == StartSign.None) subscription.Awaited = StartSign.AnyData;
        subscription.TicksId = id;
        subscription.LastTickTime = context.Now;
        _byTicksId.Add(id, subscription);
    }

    private void AskBars(Subscription subscription)
    {
        subscription.AskBarsAt = null;
        if (!budget.TryTake(1, keepFree: 0))
        {
            subscription.AskBarsAt = context.Now + BudgetPause;
            return;
        }
        int id = context.Book.Open(RequestKind.RealTimeBars, subscription, deadline: null);
        string show = WhatToShow.ForRealTimeBars(subscription.Instrument.Contract.SecurityType)[subscription.BarsChoice];
        if (!context.Send(new ReqRealTimeBars(id, ContractMap.ToWire(subscription.Instrument.Contract), BarSeconds, show, UseRTH: false), SendPriority.Request, id))
        {
            context.Book.Close(id);
            subscription.AskBarsAt = context.Now + BudgetPause;
            return;
        }
        subscription.BarsId = id;
        subscription.BarsDueFrom = context.Now;
        _byBarsId.Add(id, subscription);
    }

    private void AskBarsAgain(Subscription subscription, DateTimeOffset now)
    {
        TimeSpan silence = now - subscription.BarsDueFrom;
        context.Log.SubscriptionSilent(subscription.Instrument.Contract.Ticker, silence);
        if (subscription.BarRetries > 0 && !subscription.IsBarSilenceTold)
        {
            subscription.IsBarSilenceTold = true;
            context.Post(new SubscriptionSilent(subscription.ConId, FiveSecondBars, silence) { Time = context.Now });
        }
        AskBarsAgain(subscription);
    }

    private void AskBarsAgain(Subscription subscription)
    {
        CancelBars(subscription);
        subscription.BarRetries++;
        if (subscription.Awaited == StartSign.None) subscription.Awaited = StartSign.Bar;
        AskBars(subscription);
    }

    private void AskTicksAgain(Subscription subscription, DateTimeOffset now)
    {
        TimeSpan silence = now - subscription.LastTickTime!.Value;
        context.Log.QuotesSilent(subscription.Instrument.Contract.Ticker, silence);
        // The first time may be a quiet market; the second time somebody should know.
        if (++subscription.SilentTicks > 1 && !subscription.IsQuoteSilenceTold)
        {
            subscription.IsQuoteSilenceTold = true;
            context.Post(new SubscriptionSilent(subscription.ConId, Quotes, silence) { Time = context.Now });
        }
        CancelTicks(subscription);
        if (subscription.Awaited == StartSign.None) subscription.Awaited = StartSign.Tick;
        AskTicks(subscription);
    }

    // Ticks that tell prices or sizes; the hot path, so no more than this.
    private void Hear(Subscription subscription)
    {
        subscription.LastTickTime = context.Now;
        subscription.SilentTicks = 0;
        if (subscription.IsQuoteSilenceTold)
        {
            subscription.IsQuoteSilenceTold = false;
            context.Post(new SubscriptionHeard(subscription.ConId, Quotes) { Time = context.Now });
        }
        Flows(subscription, StartSign.Tick);
    }

    private void CancelTicks(Subscription subscription)
    {
        if (subscription.TicksId == 0) return;
        context.Send(new CancelMktData(subscription.TicksId), SendPriority.Request, subscription.TicksId);
        context.Book.Close(subscription.TicksId);
        _byTicksId.Remove(subscription.TicksId);
        subscription.TicksId = 0;
        subscription.DataType = MarketDataType.None;
    }

    private void CancelBars(Subscription subscription)
    {
        if (subscription.BarsId == 0) return;
        context.Send(new CancelRealTimeBars(subscription.BarsId), SendPriority.Request, subscription.BarsId);
        context.Book.Close(subscription.BarsId);
        _byBarsId.Remove(subscription.BarsId);
        subscription.BarsId = 0;
    }

    private void Flows(Subscription subscription, StartSign sign)
    {
        if (subscription.Awaited == StartSign.None || (subscription.Awaited != StartSign.AnyData && subscription.Awaited != sign)) return;
        subscription.Awaited = StartSign.None;
        subscription.TickRetries = 0;
        context.Log.SubscriptionFlows(subscription.Instrument.Contract.Ticker);
        context.Post(new SubscriptionStarted(subscription.ConId) { Time = context.Now });
    }

    // Message 58 comes only when the kind changes; plain live data comes without it. So the tick ids themselves tell.
    private void NoteDataType(Subscription subscription, bool isDelayed)
    {
        bool knownDelayed = subscription.DataType is MarketDataType.Delayed or MarketDataType.DelayedFrozen;
        if (subscription.DataType != MarketDataType.None && knownDelayed == isDelayed) return;
        SetDataType(subscription, isDelayed ? MarketDataType.Delayed : MarketDataType.Live);
    }

    private void SetDataType(Subscription subscription, MarketDataType type)
    {
        if (subscription.DataType == type) return;
        subscription.DataType = type;
        context.Post(new MarketTick(subscription.ConId, TickField.DataType, (int)type, null, context.Now));
    }

    private bool AreTicksSilent(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.TicksId == 0 || subscription.IsHalted || subscription.LastTickTime is not { } last) return false;
        TimeSpan limit = context.Options.QuoteSilenceMax * Math.Pow(2, Math.Min(subscription.SilentTicks, 5));
        // Quotes need known hours: a quiet contract without them may simply be closed.
        return now - last > limit && TradingHours.Of(subscription.Instrument).IsOpen(context.ServerNow) == true;
    }

    private bool AreBarsSilent(Subscription subscription, DateTimeOffset now)
    {
        if (subscription.BarsId == 0) return false;
        TimeSpan limit = context.Options.BarSilenceMax * Math.Pow(2, Math.Min(subscription.BarRetries, 5));
        if (now - subscription.BarsDueFrom <= limit) return false;
        // Outside trading hours silence is right. Where the hours are not known, a bar that came before counts for open.
        return TradingHours.Of(subscription.Instrument).IsOpen(context.ServerNow) ?? subscription.HasBars;
    }

    private static TimeSpan RetryDelay(int retries) => TimeSpan.FromTicks(Math.Min(RetryMax.Ticks, RetryMin.Ticks << Math.Min(retries, 6)));

    private void Refuse(ConId conId, string ticker, int code, string text)
    {
        context.Log.SubscriptionRefused(ticker, code, text);
        context.Post(new SubscriptionFailed(conId, code, ErrorCodes.WithAdvice(code, text)) { Time = context.Now });
    }
}
