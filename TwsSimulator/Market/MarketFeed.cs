namespace TwsSimulator.Market;

/// <summary>Gets what happens in the market, in order of time.</summary>
internal interface IMarketListener
{
    /// <summary>A tick was applied to the state.</summary>
    void OnTick(InstrumentState state, in MarketTick tick, TickChange change, long timeMs);

    /// <summary>A five-second slot has ended with this bar.</summary>
    void OnBar(InstrumentState state, in Bar bar);

    /// <summary>All bars of a slot were told.</summary>
    void OnSlotEnd(long slot);
}

/// <summary>Moves the market forward in time for the instruments somebody has asked for. Owned by the gateway's loop.</summary>
internal sealed class MarketFeed
{
    private const long CatchUpMaxMs = 10 * 60_000;
    private readonly IMarketSource _source;
    private readonly Dictionary<int, InstrumentState> _states = [];
    private readonly List<InstrumentState> _active = [];

    /// <summary>Creates the feed at a moment.</summary>
    public MarketFeed(IMarketSource source, long nowMs)
    {
        _source = source;
        NowMs = nowMs;
        Slot = Bar.SlotOf(nowMs / 1000);
    }

    /// <summary>Start of the running slot, Unix seconds; everything before it is finished.</summary>
    public long Slot { get; private set; }

    /// <summary>Time of the market, Unix milliseconds.</summary>
    public long NowMs { get; private set; }

    /// <summary>The state of an instrument; from now on it is kept up to date.</summary>
    public InstrumentState Get(Instrument instrument)
    {
        if (!_states.TryGetValue(instrument.ConId, out InstrumentState? state))
        {
            state = new InstrumentState(instrument, _source);
            state.Start(Slot);
            while (state.TryTake(NowMs, out _, out _))
            {
                // What of the running slot has passed already.
            }

            _states.Add(instrument.ConId, state);
            _active.Add(state);
        }

        return state;
    }

    /// <summary>Moves the time on and tells everything that happens until then.</summary>
    public void AdvanceTo(long nowMs, IMarketListener listener)
    {
        if (nowMs <= NowMs)
            return;
        if (nowMs - NowMs > CatchUpMaxMs)
        {
            JumpTo(nowMs);
            return;
        }

        while (true)
        {
            long endMs = (Slot + Bar.SlotSeconds) * 1000;
            NowMs = Math.Min(nowMs, endMs);
            // By index: a listener may ask for one more instrument meanwhile.
            for (int i = 0; i < _active.Count; i++)
            {
                InstrumentState state = _active[i];
                while (state.TryTake(Math.Min(nowMs, endMs - 1), out MarketTick tick, out TickChange change))
                    listener.OnTick(state, tick, change, (Slot * 1000) + tick.OffsetMs);
            }

            if (nowMs < endMs)
                return;
            EndSlot(listener);
        }
    }

    /// <summary>Sets the time without telling what lies between, as after a gap between two sessions of a replay.</summary>
    public void JumpTo(long nowMs)
    {
        NowMs = nowMs;
        Slot = Bar.SlotOf(nowMs / 1000);
        foreach (InstrumentState state in _active)
            state.Start(Slot);
    }

    private void EndSlot(IMarketListener listener)
    {
        long ended = Slot;
        // The time moves on first: whoever handles a bar sees its slot as finished.
        Slot += Bar.SlotSeconds;
        NowMs = Slot * 1000;
        for (int i = 0; i < _active.Count; i++)
        {
            if (_source.TryGetBar(_active[i].Instrument, ended, out Bar bar))
                listener.OnBar(_active[i], bar);
        }

        listener.OnSlotEnd(ended);
        for (int i = 0; i < _active.Count; i++)
        {
            TickChange change = _active[i].Begin(Slot);
            if (change != TickChange.None)
                listener.OnTick(_active[i], default, change, NowMs);
        }
    }
}
