namespace TradingBlazor.State.Ladder;

/// <summary>Own orders of one side at one price.</summary>
/// <param name="Quantity">What of them can still fill.</param>
/// <param name="Count">Number of orders.</param>
/// <param name="IsPending">True while the broker has not confirmed that they are there.</param>
/// <param name="IsStop">True when they wait for a trigger.</param>
public sealed record OwnOrders(decimal Quantity, int Count, bool IsPending, bool IsStop);

/// <summary>One price of the ladder. Equal rows look the same. A value: when the book moves, every line of every desk has a new one.</summary>
/// <param name="Price">Price.</param>
/// <param name="BidSize">Size bid at it; null for none.</param>
/// <param name="AskSize">Size offered at it; null for none.</param>
/// <param name="BidShare">Size bid as a share of the largest in the book, 0 to 1, in twentieths.</param>
/// <param name="AskShare">The same of what is offered.</param>
/// <param name="Buys">Own purchases at it; null for none.</param>
/// <param name="Sells">Own sales at it; null for none.</param>
/// <param name="IsLast">The last trade was here.</param>
/// <param name="IsInside">Between best bid and best offer, these included.</param>
/// <param name="IsCursor">The price cursor is here.</param>
/// <param name="IsAverage">The average price of the position is here.</param>
public readonly record struct LadderRow(
    decimal Price, decimal? BidSize, decimal? AskSize, double BidShare, double AskShare, OwnOrders? Buys, OwnOrders? Sells, bool IsLast, bool IsInside, bool IsCursor, bool IsAverage);
