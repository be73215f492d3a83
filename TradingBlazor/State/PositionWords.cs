using TradingCore.Domain;

namespace TradingBlazor.State;

/// <summary>What is done with positions, always with its size.</summary>
public static class PositionWords
{
    /// <summary>What closing does: <c>sell 200 SPY</c>.</summary>
    public static string Closing(Position position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return $"{(position.Quantity > 0 ? "sell" : "buy")} {Format.Quantity(Math.Abs(position.Quantity))} {position.Contract.Ticker}";
    }

    /// <summary>What reversing does: <c>sell 400 SPY</c>.</summary>
    public static string Reversing(Position position)
    {
        ArgumentNullException.ThrowIfNull(position);
        return $"{(position.Quantity > 0 ? "sell" : "buy")} {Format.Quantity(Math.Abs(position.Quantity) * 2m)} {position.Contract.Ticker}";
    }
}
