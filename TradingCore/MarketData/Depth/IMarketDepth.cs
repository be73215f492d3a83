using TradingCore.Domain;

namespace TradingCore.MarketData.Depth;

/// <summary>Order books for whoever looks at one. Any thread.</summary>
public interface IMarketDepth
{
    /// <summary>Opens the order book of a contract, or joins those who look at it already. It closes when the last one has let go.</summary>
    /// <param name="instrument">Contract.</param>
    /// <returns>The way to the snapshots; dispose it to let go.</returns>
    IDepthWatch Watch(Instrument instrument);

    /// <summary>The ledger of order books.</summary>
    DepthUsage Usage { get; }
}

/// <summary>One look at an order book; disposing lets go of it.</summary>
public interface IDepthWatch : IDisposable
{
    /// <summary>The newest snapshot: one volatile read.</summary>
    DepthSnapshot Current { get; }
}
