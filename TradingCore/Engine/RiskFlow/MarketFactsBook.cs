using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Indicators;
using TradingCore.MarketData;
using TradingCore.Risk;

namespace TradingCore.Engine.RiskFlow;

/// <summary>
/// What bars and hours say of the contracts that are traded. Made at the clock, a few times a second, so that judging an order only looks it up.
/// </summary>
internal sealed class MarketFactsBook(EngineState state)
{
    private const int VolumeMinutes = 20, AtrPeriod = 14, AtrMinutes = 100, MeanMinutes = 5;

    private readonly Dictionary<ConId, Entry> _entries = [];

    /// <summary>Facts of a contract.</summary>
    public MarketFacts Of(Instrument? instrument) => instrument is null ? MarketFacts.None : Get(instrument).Facts;

    /// <summary>Where a moment stands in the hours of a contract.</summary>
    public SessionHours Hours(Instrument? instrument, DateTimeOffset time)
    {
        if (instrument is null) return default;
        Entry entry = Get(instrument);
        bool? isOpen = entry.Trading.IsOpen(time), isRegular = entry.Regular.IsOpen(time);
        if (isRegular is null) return new SessionHours(isOpen, null);
        (DateTimeOffset From, DateTimeOffset To)? next = entry.Regular.NextSession(time);
        DateTimeOffset? close = entry.Regular.EndOfDay(time);
        return new SessionHours(isOpen, isRegular, isRegular == true ? close : null, next?.From, isRegular == true ? next?.To : close, entry.Trading.EndOfDay(time), isOpen == true ? null : entry.Trading.NextOpen(time));
    }

    /// <summary>Time passed: makes the facts of contracts whose bars have changed.</summary>
    public void OnClock()
    {
        foreach (Entry entry in _entries.Values) Refresh(entry);
    }

    private Entry Get(Instrument instrument)
    {
        ConId conId = instrument.Contract.ConId;
        if (_entries.TryGetValue(conId, out Entry? entry) && ReferenceEquals(entry.Instrument, instrument)) return entry;
        entry = new Entry(instrument);
        _entries[conId] = entry;
        Refresh(entry);
        return entry;
    }

    private void Refresh(Entry entry)
    {
        BarSeries minutes = state.Bars.Series(entry.Instrument.Contract.Ticker, BarSize.OneMinute);
        if (minutes.Version == entry.Version) return;
        entry.Version = minutes.Version;
        entry.Facts = new MarketFacts(Volume(minutes.Bars), Range(minutes.Bars), Mean(minutes.Bars, state.Now));
    }

    private static decimal? Volume(IReadOnlyList<Bar> bars)
    {
        decimal sum = 0m;
        int count = 0;
        for (int i = bars.Count - 1; i >= 0 && count < VolumeMinutes; i--)
        {
            if (!bars[i].IsClosed) continue;
            sum += bars[i].Volume;
            count++;
        }
        // A market without a trade in all that time has no usual volume.
        return count < VolumeMinutes || sum == 0m ? null : sum / count;
    }

    private static decimal? Range(IReadOnlyList<Bar> bars)
    {
        var atr = new Atr(AtrPeriod);
        for (int i = Math.Max(0, bars.Count - AtrMinutes); i < bars.Count; i++)
            if (bars[i].IsClosed) atr.Update(BarPoint.Of(bars[i]));
        return atr.Value(0) is { } value and > 0d ? (decimal)value : null;
    }

    private static decimal? Mean(IReadOnlyList<Bar> bars, DateTimeOffset now)
    {
        decimal sum = 0m;
        long trades = 0;
        for (int i = bars.Count - 1; i >= 0 && now - bars[i].Time <= TimeSpan.FromMinutes(MeanMinutes + 1); i--)
        {
            // The average of trades, not of volume: each counts once.
            decimal price = bars[i].Wap > 0m ? bars[i].Wap : bars[i].Close;
            sum += price * bars[i].Count;
            trades += bars[i].Count;
        }
        return trades == 0 ? null : sum / trades;
    }

    private sealed class Entry(Instrument instrument)
    {
        public Instrument Instrument { get; } = instrument;
        public TradingHours Trading { get; } = TradingHours.Of(instrument);
        public TradingHours Regular { get; } = TradingHours.Of(instrument with { TradingHours = instrument.LiquidHours });
        public MarketFacts Facts { get; set; } = MarketFacts.None;
        public long Version { get; set; } = -1;
    }
}
