using TradingCore.Domain;
using TradingCore.MarketData.Depth;

namespace TradingBlazor.Tests.Components.Fakes;

/// <summary>Order books that a test sets.</summary>
public sealed class FakeMarketDepth : IMarketDepth
{
    private readonly Dictionary<string, DepthSnapshot> _books = [];

    /// <summary>Contracts that are looked at now.</summary>
    public List<string> Open { get; } = [];

    public DepthUsage Usage => new(Open.Count, 3, 0);

    public IDepthWatch Watch(Instrument instrument)
    {
        Open.Add(instrument.Contract.Ticker);
        return new FakeWatch(this, instrument);
    }

    public void Put(DepthSnapshot book) => _books[book.Ticker] = book;

    private sealed class FakeWatch(FakeMarketDepth owner, Instrument instrument) : IDepthWatch
    {
        public DepthSnapshot Current => owner._books.GetValueOrDefault(instrument.Contract.Ticker) ?? new DepthSnapshot { ConId = instrument.Contract.ConId, Ticker = instrument.Contract.Ticker };

        public void Dispose() => owner.Open.Remove(instrument.Contract.Ticker);
    }
}
