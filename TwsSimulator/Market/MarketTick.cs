using System.Runtime.InteropServices;

namespace TwsSimulator.Market;

/// <summary>The top of the book at a moment, with the trade that led to it, if there was one.</summary>
/// <param name="OffsetMs">Milliseconds after the start of the five-second slot, 0 to 4999.</param>
/// <param name="Bid">Best bid; null when there is none (an index has no quotes).</param>
/// <param name="Ask">Best ask; null when there is none.</param>
/// <param name="BidSize">Quantity at the bid.</param>
/// <param name="AskSize">Quantity at the ask.</param>
/// <param name="TradePrice">Price of the trade of this moment; null when only the quote changed.</param>
/// <param name="TradeSize">Size of the last of the trades this tick stands for.</param>
/// <param name="TradedVolume">Quantity traded since the tick before; the sum over a slot is the bar's volume.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MarketTick(
    int OffsetMs, double? Bid, double? Ask, decimal BidSize, decimal AskSize, double? TradePrice, decimal TradeSize, decimal TradedVolume);
