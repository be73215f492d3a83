using TwsSimulator.Market;

namespace TwsSimulator.Accounts;

/// <summary>IB's fixed-price schedule for US customers, as published on its commissions pages.</summary>
/// <remarks>
/// Minimum and maximum hold per order, so a fill costs the difference between the order's commission after and before it.
/// </remarks>
internal static class CommissionSchedule
{
    private const decimal StockPerShare = 0.005m;
    private const decimal StockMinimum = 1.00m;
    private const decimal StockMaximumShare = 0.01m;
    private const decimal FuturePerContract = 2.25m;
    private const decimal OptionPerContract = 0.65m;
    private const decimal OptionMinimum = 1.00m;
    private const decimal ForexShare = 0.00002m;
    private const decimal ForexMinimum = 2.00m;
    private const decimal CryptoShare = 0.0018m;
    private const decimal CryptoMinimum = 1.75m;

    /// <summary>Commission of an order of which <paramref name="quantity"/> was filled for <paramref name="notional"/>; 0 for nothing filled.</summary>
    /// <param name="instrument">What was traded.</param>
    /// <param name="quantity">Filled so far, at least 0.</param>
    /// <param name="notional">Sum of quantity times price times multiplier, in the currency of the contract.</param>
    public static decimal Of(Instrument instrument, decimal quantity, decimal notional)
    {
        if (quantity == 0)
            return 0;
        notional = Math.Abs(notional);
        return instrument.SecType switch
        {
            // The maximum wins over the minimum: 10 shares at 2.00 cost 0.20, not 1.00.
            "STK" => Math.Round(Math.Min(Math.Max(quantity * StockPerShare, StockMinimum), notional * StockMaximumShare), 6),
            "OPT" => Math.Round(Math.Max(quantity * OptionPerContract, OptionMinimum), 6),
            "FUT" => Math.Round(quantity * FuturePerContract, 6),
            "CASH" => Math.Round(Math.Max(notional * ForexShare, ForexMinimum), 6),
            "CRYPTO" => Math.Round(Math.Min(Math.Max(notional * CryptoShare, CryptoMinimum), notional * 0.01m), 6),
            _ => 0,
        };
    }
}
