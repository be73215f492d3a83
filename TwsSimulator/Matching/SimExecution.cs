using System.Globalization;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>One fill of the simulated gateway.</summary>
/// <param name="ExecId">Id of the fill, never used twice.</param>
/// <param name="TimeMs">When, Unix milliseconds of the market's time.</param>
/// <param name="ClientId">Owner of the order.</param>
/// <param name="OrderId">The order.</param>
/// <param name="PermId">The order's id over all clients.</param>
/// <param name="Instrument">What was traded.</param>
/// <param name="IsBuy">True for a purchase.</param>
/// <param name="Shares">Quantity.</param>
/// <param name="Price">Price.</param>
/// <param name="CumulativeQuantity">Filled so far, this fill included.</param>
/// <param name="AveragePrice">Average price so far.</param>
/// <param name="OrderRef">Label of the order.</param>
/// <param name="LastLiquidity">1 added, 2 removed.</param>
/// <param name="Commission">Commission of this fill.</param>
/// <param name="RealizedPnl">Realised profit; null when the fill only opened.</param>
/// <param name="IsLiquidation">Whether the broker closed the position.</param>
/// <param name="Account">Account that it was booked to.</param>
internal sealed record SimExecution(
    string ExecId, long TimeMs, int ClientId, int OrderId, long PermId, Instrument Instrument, bool IsBuy, decimal Shares, double Price,
    decimal CumulativeQuantity, double AveragePrice, string OrderRef, int LastLiquidity, decimal Commission, decimal? RealizedPnl, bool IsLiquidation, string Account)
{
    /// <summary>Venue of the fill: SMART routes to one of the exchanges.</summary>
    public string Venue => Venues.Of(Instrument, PermId);

    /// <summary>The next revision of this fill: the part of its id after the last point counts up.</summary>
    public SimExecution Corrected(double price, decimal shares)
    {
        int point = ExecId.LastIndexOf('.');
        int revision = int.Parse(ExecId.AsSpan(point + 1), NumberStyles.None, CultureInfo.InvariantCulture) + 1;
        return this with
        {
            ExecId = string.Create(CultureInfo.InvariantCulture, $"{ExecId.AsSpan(0, point)}.{revision:00}"),
            Price = price,
            Shares = shares,
            CumulativeQuantity = CumulativeQuantity + shares - Shares,
            AveragePrice = CumulativeQuantity == Shares ? price : AveragePrice,
        };
    }
}
