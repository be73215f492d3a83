using TradingCore.Domain;
using TradingCore.Engine.Views;

namespace TradingBlazor.State;

/// <summary>What the world says about the contract in the ticket, as it is now.</summary>
/// <param name="Ticker">Contract.</param>
/// <param name="Account">Account; null for the first one of the login.</param>
/// <param name="Instrument">Its facts; null when not known.</param>
/// <param name="Quote">Its market; null when not known.</param>
/// <param name="Equity">Equity of the account in its base currency; null when not known.</param>
/// <param name="BaseCurrency">Base currency; empty when not known.</param>
/// <param name="RateToBase">Base currency for one unit of the contract's; null when not known.</param>
/// <param name="Find">Finds other contracts, for conditions and legs.</param>
public sealed record TicketFacts(
    string Ticker, string? Account, Instrument? Instrument, Quote? Quote, decimal? Equity, string BaseCurrency, decimal? RateToBase, Func<string, Instrument?> Find)
{
    /// <summary>Gathers them.</summary>
    public static TicketFacts Of(DeskState state, ITradingView view)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(view);
        Instrument? instrument = view.FindInstrument(state.Ticker);
        AccountState? account = state.Find(view.Accounts);
        string currency = instrument?.Contract.Currency ?? "", home = account?.Currency ?? "";
        return new TicketFacts(
            state.Ticker, state.Account.Length > 0 ? state.Account : null, instrument, view.FindQuote(state.Ticker), account?.NetLiquidation, home, Rate(currency, home, view.Money.Rates), view.FindInstrument);
    }

    /// <summary>The price at which the order is expected to fill: its limit, else its trigger, else the market of its side.</summary>
    public decimal? EntryPrice(OrderSide side, decimal? limit, decimal? stop) => limit ?? stop ?? (side == OrderSide.Buy ? Quote?.Ask : Quote?.Bid) ?? Quote?.Mark;

    private static decimal? Rate(string from, string to, IReadOnlyList<ExchangeRate> rates)
    {
        if (from.Length == 0 || to.Length == 0) return null;
        if (from == to) return 1m;
        ExchangeRate? rate = rates.Where(r => (r.From == from && r.To == to) || (r.From == to && r.To == from)).MaxBy(r => r.Time);
        return rate is null || rate.Rate <= 0m ? null : rate.From == from ? rate.Rate : 1m / rate.Rate;
    }
}
