namespace TradingCore.Domain;

/// <summary>Puts calculated prices on the price steps of a contract. What a person typed is never rounded: it is refused with the steps beside it.</summary>
public static class TickGrid
{
    /// <summary>Rounds a model price to the price steps of its band, never to a price worse for us than the model asked: a purchase down, a sale up.</summary>
    /// <param name="instrument">Contract with its price steps.</param>
    /// <param name="modelPrice">Price per unit as quoted. Zero and negative prices are legal.</param>
    /// <param name="side">What the order does.</param>
    /// <remarks>Source: message <c>marketRule</c>. A price that is rounded out of its band is put on the steps of the band it comes to.</remarks>
    public static decimal ToOrderPrice(this Instrument instrument, decimal modelPrice, OrderSide side)
    {
        ArgumentNullException.ThrowIfNull(instrument);
        decimal price = ToOrderPrice(modelPrice, instrument.TickSizeAt(modelPrice), side);
        // Every further step leads out of one more band in the same direction, so there are no more of them than bands.
        for (int i = 0; i < instrument.PriceIncrements.Count && price % instrument.TickSizeAt(price) != 0m; i++)
            price = ToOrderPrice(price, instrument.TickSizeAt(price), side);
        return price;
    }

    /// <summary>Rounds a price of a model that calculates in floating point.</summary>
    /// <inheritdoc cref="ToOrderPrice(Instrument, decimal, OrderSide)"/>
    /// <exception cref="OverflowException"><paramref name="modelPrice"/> is not a number, infinite or beyond decimal's range.</exception>
    public static decimal ToOrderPrice(this Instrument instrument, double modelPrice, OrderSide side) =>
        instrument.ToOrderPrice((decimal)modelPrice, side); // the cast keeps 15 digits, dropping noise such as 0.30000000000000004

    /// <summary>Rounds to one price step.</summary>
    /// <param name="modelPrice">Price per unit.</param>
    /// <param name="tickSize">Price step, above 0.</param>
    /// <param name="side">What the order does.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="tickSize"/> is not above 0.</exception>
    public static decimal ToOrderPrice(decimal modelPrice, decimal tickSize, OrderSide side)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tickSize);
        decimal ticks = modelPrice / tickSize;
        return tickSize * (side == OrderSide.Buy ? decimal.Floor(ticks) : decimal.Ceiling(ticks));
    }
}
