using TradingCore.Domain;

namespace TradingCore.Tws;

/// <summary>What tells that data of a (re)started subscription flows.</summary>
internal enum StartSign
{
    /// <summary>Nothing is awaited: it flows, or it is not asked for.</summary>
    None = 0,
    /// <summary>Any message of it.</summary>
    AnyData,
    /// <summary>The first bar: only the bars were asked for again.</summary>
    Bar,
    /// <summary>The first tick: only the ticks were asked for again.</summary>
    Tick,
}

/// <summary>One contract whose ticks and five-second bars are wanted, and what is asked for of it on the present connection.</summary>
internal sealed class Subscription(Instrument instrument)
{
    /// <summary>Whose.</summary>
    public Instrument Instrument { get; set; } = instrument;

    /// <summary>Contract id.</summary>
    public ConId ConId => Instrument.Contract.ConId;

    /// <summary>Request id of the ticks; 0 when they are not asked for.</summary>
    public int TicksId { get; set; }

    /// <summary>Request id of the bars; 0 when they are not asked for.</summary>
    public int BarsId { get; set; }

    /// <summary>Which kind of bars is asked for, an index into <see cref="WhatToShow.ForRealTimeBars"/>.</summary>
    public int BarsChoice { get; set; }

    /// <summary>When to ask for the ticks (again); null when nothing is due.</summary>
    public DateTimeOffset? AskTicksAt { get; set; }

    /// <summary>When to ask for the bars (again); null when nothing is due.</summary>
    public DateTimeOffset? AskBarsAt { get; set; }

    /// <summary>What is awaited before <c>SubscriptionStarted</c>.</summary>
    public StartSign Awaited { get; set; }

    /// <summary>Kind of data that the last tick had.</summary>
    public MarketDataType DataType { get; set; }

    /// <summary>Last sizes that were handed on: the wire repeats each after its price.</summary>
    public decimal? BidSize { get; set; }

    /// <inheritdoc cref="BidSize"/>
    public decimal? AskSize { get; set; }

    /// <inheritdoc cref="BidSize"/>
    public decimal? LastSize { get; set; }

    /// <summary>Since when the next bar is waited for: the last one, or the request for them.</summary>
    public DateTimeOffset BarsDueFrom { get; set; }

    /// <summary>True once a bar came on this connection.</summary>
    public bool HasBars { get; set; }

    /// <summary>Times in a row that the bars were asked for again because they were silent or refused for a while.</summary>
    public int BarRetries { get; set; }

    /// <summary>Times in a row that the ticks were refused for a while.</summary>
    public int TickRetries { get; set; }

    /// <summary>When the last tick came, or when ticks were last asked for; null before.</summary>
    public DateTimeOffset? LastTickTime { get; set; }

    /// <summary>Times in a row that the ticks were asked for again because of silence.</summary>
    public int SilentTicks { get; set; }

    /// <summary>The exchange halted the contract: silence is right.</summary>
    public bool IsHalted { get; set; }

    /// <summary>The engine was told that the quotes are silent and not yet that they come again; also over a reconnect.</summary>
    public bool IsQuoteSilenceTold { get; set; }

    /// <summary>The same of the bars.</summary>
    public bool IsBarSilenceTold { get; set; }

    /// <summary>The connection that knew the requests is gone.</summary>
    public void Forget()
    {
        TicksId = 0;
        BarsId = 0;
        AskTicksAt = null;
        AskBarsAt = null;
        Awaited = StartSign.None;
        DataType = MarketDataType.None;
        BidSize = AskSize = LastSize = null;
        HasBars = false;
        BarRetries = 0;
        TickRetries = 0;
        LastTickTime = null;
        SilentTicks = 0;
        IsHalted = false;
    }
}
