namespace TradingCore.MarketData.Depth;

/// <summary>One row of one side of an order book.</summary>
/// <param name="Price">Price as quoted; zero and negative prices are legal.</param>
/// <param name="Size">Size at it, in shares, contracts or units.</param>
/// <param name="Maker">Venue or market maker; empty where the book does not name one. With a book over several venues one price can have several rows.</param>
public readonly record struct DepthLevel(decimal Price, decimal Size, string Maker);
