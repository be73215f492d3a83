using TradingCore.Domain;
using TradingCore.MarketData;

namespace TradingCore.Engine;

/// <summary>A combination as the checks see it.</summary>
/// <param name="Instrument">The contract that is sent.</param>
/// <param name="Quote">Its market, made of those of its legs; null when one of them has none.</param>
/// <param name="GrossPrice">Sum of the legs' prices without their signs, per unit of its price: what a distance from a price near zero is measured by.</param>
/// <param name="Legs">The legs' contracts.</param>
internal sealed record Combo(Instrument Instrument, Quote? Quote, decimal? GrossPrice, IReadOnlyList<Instrument> Legs);

/// <summary>Makes combinations of contracts that are known, and their net market.</summary>
/// <remarks>
/// Source: IB's description of combinations: contract type BAG without an id of its own; the price is a difference per unit of the smallest common
/// size (a share for options of 100, also against 100 shares of stock), and may be zero or below.
/// </remarks>
internal static class Combos
{
    /// <summary>The combination; null when a leg is not known or they do not go together, with the reason.</summary>
    public static Combo? Make(ComboLegs legs, MarketDataBook market, out string fault)
    {
        fault = "";
        var instruments = new List<Instrument>(legs.Items.Count);
        foreach (ComboLeg leg in legs.Items)
        {
            Instrument? known = leg.ConId.IsResolved ? market.FindInstrument(leg.ConId) : market.FindInstrument(leg.Ticker);
            if (known is not { IsTradable: true, Contract.ConId.IsResolved: true }) fault = $"{leg.Ticker} is not a contract that this system knows and can trade; a combination needs all its legs on the watchlist";
            else if (leg.Ratio < 1) fault = $"A ratio of {leg.Ratio} is none";
            else instruments.Add(known);
            if (fault.Length > 0) return null;
        }
        fault = instruments.Count is < 2 or > 6 ? "A combination has two to six legs"
            : instruments.Any(i => i.Contract.SecurityType is not (SecurityType.Stock or SecurityType.Option)) ? "Only stocks and options are combined here"
            : instruments.Any(i => i.Contract.Currency != instruments[0].Contract.Currency) ? "The legs of a combination have one currency"
            : instruments.Any(i => i.Contract.PriceMagnifier != instruments[0].Contract.PriceMagnifier) ? "The prices of the legs of a combination are in one unit, not some of them in a hundredth of the currency"
            : instruments.Select(i => i.Contract.ConId).Distinct().Count() < instruments.Count ? "A combination names each contract once"
            : "";
        if (fault.Length > 0) return null;

        var resolved = new ComboLegs([.. legs.Items.Select((l, i) => l with { ConId = instruments[i].Contract.ConId, Ticker = instruments[i].Contract.Ticker })]);
        Contract first = instruments[0].Contract;
        // In units of the underlying, which are whole also where prices are told in a part of the currency.
        long unit = resolved.Items.Select((l, i) => l.Ratio * UnitsOf(instruments[i])).Aggregate(Gcd);
        var contract = new Contract
        {
            Ticker = resolved.Name,
            Symbol = first.Symbol,
            SecurityType = SecurityType.Combo,
            Exchange = "SMART",
            Currency = first.Currency,
            Multiplier = (decimal)unit / first.PriceMagnifier,
            PriceMagnifier = first.PriceMagnifier,
            Legs = resolved,
        };
        Quote?[] quotes = [.. instruments.Select(i => market.Find(i.Contract.ConId))];
        decimal[] weights = [.. resolved.Items.Select((l, i) => (decimal)l.Ratio * UnitsOf(instruments[i]) / unit)];
        return new Combo(
            new Instrument { Contract = contract, LongName = "Combination", MinTick = instruments.Min(i => i.MinTick) },
            quotes.All(q => q is not null) ? Net(resolved, quotes!, weights) : null,
            quotes.All(q => q?.Mark is not null) ? quotes.Select((q, i) => Math.Abs(q!.Mark!.Value) * weights[i]).Sum() : null,
            instruments);
    }

    // Whoever buys the combination buys at the offers and sells at the bids of its legs. It is as old as its oldest leg.
    private static Quote Net(ComboLegs legs, Quote[] quotes, decimal[] weights)
    {
        decimal? bid = 0m, ask = 0m;
        for (int i = 0; i < quotes.Length; i++)
        {
            bool isBought = legs.Items[i].Side == OrderSide.Buy;
            bid += weights[i] * (isBought ? quotes[i].Bid : -quotes[i].Ask);
            ask += weights[i] * (isBought ? quotes[i].Ask : -quotes[i].Bid);
        }
        Quote oldest = quotes.MinBy(q => q.ReceivedTime)!;
        return new Quote
        {
            Ticker = legs.Name,
            Bid = bid,
            Ask = ask,
            EventTime = quotes.Min(q => q.EventTime),
            ReceivedTime = oldest.ReceivedTime,
            DataType = quotes.FirstOrDefault(q => q.DataType != MarketDataType.Live)?.DataType ?? MarketDataType.Live,
            IsHalted = quotes.Any(q => q.IsHalted),
            IsInterrupted = quotes.Any(q => q.IsInterrupted),
        };
    }

    private static long UnitsOf(Instrument instrument) => (long)(instrument.Contract.Multiplier * instrument.Contract.PriceMagnifier);

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
