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
internal sealed record SimExecution(
    string ExecId, long TimeMs, int ClientId, int OrderId, long PermId, Instrument Instrument, bool IsBuy, decimal Shares, double Price,
    decimal CumulativeQuantity, double AveragePrice, string OrderRef, int LastLiquidity, decimal Commission, decimal? RealizedPnl)
{
    /// <summary>Venue of the fill: SMART routes to one of the exchanges.</summary>
    public string Venue => Instrument.Exchange == "SMART" ? Venues[(int)((ulong)PermId % (ulong)Venues.Length)] : Instrument.Exchange;

    private static readonly string[] Venues = ["ISLAND", "ARCA", "BATS", "IEX", "DRCTEDGE", "MEMX"];
}
