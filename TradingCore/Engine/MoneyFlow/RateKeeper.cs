using TradingCore.Domain;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>Takes exchange rates from the broker and from the market of currency pairs, and stores the last one of each minute and day.</summary>
internal sealed class RateKeeper(EngineState state, MoneyStore store)
{
    // A pair ticks all the time; a minute is fine enough for what a day is booked at.
    private static readonly TimeSpan StoreInterval = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, DateTimeOffset> _stored = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, ExchangeRate> _waiting = new(StringComparer.Ordinal);   // too soon after the last one to be stored

    /// <summary>Takes a rate.</summary>
    public void Take(ExchangeRate rate)
    {
        if (!state.Rates.Set(rate)) return;
        string key = MoneyKeys.OfRate(rate);
        if (_stored.TryGetValue(key, out DateTimeOffset stored) && state.Now - stored < StoreInterval) _waiting[key] = rate;
        else Store(key, rate);
    }

    /// <summary>The market of a currency pair is a rate; IB trades a pair one way round only.</summary>
    public void TakeQuotes()
    {
        foreach (MarketData.WatchlistItem item in state.Market.Items)
        {
            if (state.Market.Find(item.Ticker) is not { Mid: { } mid, IsInterrupted: false } quote || mid <= 0m) continue;
            if (state.Market.FindInstrument(quote.ConId)?.Contract is not { SecurityType: SecurityType.Forex } pair) continue;
            Take(new ExchangeRate(pair.Symbol, pair.Currency, mid, state.Days.Of(quote.ReceivedTime), "quote", quote.ReceivedTime));
        }
    }

    /// <summary>The last rate of a day is what the day is booked at: it is stored also when none follows it.</summary>
    public void StoreWaiting()
    {
        if (_waiting.Count == 0) return;
        foreach ((string key, ExchangeRate rate) in _waiting.Where(w => state.Now - _stored[w.Key] >= StoreInterval).ToArray()) Store(key, rate);
    }

    private void Store(string key, ExchangeRate rate)
    {
        _stored[key] = state.Now;
        _waiting.Remove(key);
        store.Rate(rate);
    }
}
