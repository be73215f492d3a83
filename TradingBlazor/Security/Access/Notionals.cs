using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Views;

namespace TradingBlazor.Security.Access;

/// <summary>Estimates what an order is worth in the base currency of its account, from what the screen shows. Limits of value are in that currency.</summary>
internal static class Notionals
{
    private const string NotionalCheck = "R09";

    /// <summary>Value at the worse of the order's own price and the market's; null when price, account or rate is not known.</summary>
    public static decimal? Of(OrderSpec spec, string account, ITradingView view)
    {
        if (spec.Legs is { } legs) return OfLargest(legs, spec.Quantity, account, view);
        Contract? contract = view.FindInstrument(spec.Ticker)?.Contract;
        return Of(spec, contract?.Multiplier ?? 1m, contract?.Currency ?? "", account, view);
    }

    /// <summary>The same for a contract that is known.</summary>
    public static decimal? Of(OrderSpec spec, Contract contract, string account, ITradingView view) =>
        contract.Legs is { } legs ? OfLargest(legs, spec.Quantity, account, view) : Of(spec, contract.Multiplier, contract.Currency, account, view);

    /// <summary>What the engine's own check found, else the estimate; null when neither is known.</summary>
    public static decimal? Of(PreviewResult preview, OrderSpec spec, string account, ITradingView view)
    {
        // The results are of the entry; exits of a bracket only close.
        decimal? judged = (preview.Verdict.Checks ?? []).Where(r => r.Code == NotionalCheck).Select(r => r.Observed).FirstOrDefault();
        decimal? estimate = preview.Notional is { } own ? own * Rate(view.FindInstrument(spec.Ticker)?.Contract.Currency ?? "", account, view) : Of(spec, account, view);
        decimal? worth = judged is { } j && estimate is { } e ? Math.Max(j, e) : judged ?? estimate;
        // A combination that costs more than its largest leg counts as what it costs; one with a leg whose worth is not known has no known worth.
        return spec.Legs is { } legs ? Math.Max(worth ?? 0m, OfLargest(legs, spec.Quantity, account, view) ?? decimal.MaxValue) : worth;
    }

    /// <summary>Base currency of an account; empty when not known.</summary>
    public static string CurrencyOf(string account, ITradingView view) => (view.Accounts.FirstOrDefault(a => a.Account.Value == account) ?? (view.Accounts.Count > 0 ? view.Accounts[0] : null))?.Currency ?? "";

    private static decimal? Of(OrderSpec spec, decimal multiplier, string currency, string account, ITradingView view)
    {
        Quote? quote = view.FindQuote(spec.Ticker);
        decimal?[] prices = [spec.LimitPrice, spec.StopPrice, quote?.Ask, quote?.Bid, quote?.Last];
        decimal? price = prices.Where(p => p is not null).Select(p => Math.Abs(p!.Value)).DefaultIfEmpty(-1m).Max() is >= 0m and var worst ? worst : null;
        try
        {
            decimal? own = spec.Attributes.CashQuantity is { } cash ? Math.Abs(cash) : price is { } known ? Math.Abs(spec.Quantity) * known * multiplier : null;
            return own * Rate(currency, account, view);
        }
        catch (OverflowException)
        {
            // Too large to count: larger than every limit.
            return decimal.MaxValue;
        }
    }

    // The price of a combination is a difference: it says little about how much is bought and sold. Each leg is worth what it would be as an order of its own.
    private static decimal? OfLargest(ComboLegs legs, decimal quantity, string account, ITradingView view)
    {
        decimal largest = 0m;
        foreach (ComboLeg leg in legs.Items)
        {
            decimal? unit = Of(new OrderSpec { Ticker = leg.Ticker, Quantity = leg.Ratio, Type = OrderType.Market }, account, view);
            if (unit is not { } known) return null;
            try
            {
                largest = Math.Max(largest, known * Math.Abs(quantity));
            }
            catch (OverflowException)
            {
                return decimal.MaxValue;
            }
        }
        return largest;
    }

    /// <summary>Units of the base currency for one of a currency; null when not known.</summary>
    private static decimal? Rate(string currency, string account, ITradingView view)
    {
        string to = CurrencyOf(account, view);
        // Before the broker has told the account's currency no order leaves anyhow; then the figure as it is is the best guess.
        if (to.Length == 0 || currency.Length == 0 || currency == to) return 1m;
        foreach (ExchangeRate rate in view.Money.Rates)
        {
            if (rate.From == currency && rate.To == to) return rate.Rate;
            if (rate.From == to && rate.To == currency && rate.Rate > 0m) return 1m / rate.Rate;
        }
        return null;
    }
}
