using System.Globalization;
using TwsProtocol.Contracts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>
/// Combinations of stocks and options of one currency, guaranteed: all legs fill together, each at its own quote. Their price is a difference per unit
/// of the smallest common size, and may be zero or below.
/// </summary>
internal static class Combos
{
    /// <summary>Contract id that IB gives every combination.</summary>
    public const int ConId = 28_812_380;

    private const int NetDecimals = 6;

    /// <summary>Whether a contract is a combination.</summary>
    public static bool Is(Contract contract) => contract.SecType.Equals("BAG", StringComparison.OrdinalIgnoreCase);

    /// <summary>The combination of a contract; null when it has no legs, or one that is not known or does not go with the others.</summary>
    public static Instrument? Make(Contract contract, Func<int, Instrument?> instrumentOf)
    {
        var legs = new List<InstrumentLeg>(contract.ComboLegs.Count);
        foreach (ComboLeg leg in contract.ComboLegs)
        {
            if (leg.Ratio <= 0 || instrumentOf(leg.ConId) is not { SecType: "STK" or "OPT" } instrument)
                return null;
            legs.Add(new InstrumentLeg(instrument, leg.Ratio, leg.Action.Equals("BUY", StringComparison.OrdinalIgnoreCase)));
        }

        if (legs.Count < 2 || legs.Any(l => l.Instrument.Currency != legs[0].Instrument.Currency))
            return null;
        Instrument first = legs[0].Instrument;
        return first with
        {
            ConId = ConId,
            SecType = "BAG",
            Exchange = "SMART",
            LocalSymbol = string.Join(' ', legs.Select(l => string.Create(CultureInfo.InvariantCulture, $"{(l.IsBuy ? '+' : '-')}{l.Ratio} {l.Instrument.Name}"))),
            Multiplier = (int)legs.Select(l => (long)l.Ratio * l.Instrument.Multiplier).Aggregate(Gcd),
            Underlying = null,
            Strike = 0,
            Right = "",
            LastTradeDate = null,
            TicksPerUnit = 100,
            SizeIncrement = 1,
            Legs = new InstrumentLegs(legs),
        };
    }

    /// <summary>The net quote: whoever buys the combination buys at the asks and sells at the bids of its legs.</summary>
    public static InstrumentState StateOf(Instrument combo, IMarketSource source, Func<Instrument, InstrumentState> stateOf)
    {
        double? bid = 0, ask = 0;
        decimal bidLeft = decimal.MaxValue, askLeft = decimal.MaxValue;
        foreach (InstrumentLeg leg in combo.Legs.Items)
        {
            InstrumentState state = stateOf(leg.Instrument);
            double weight = (double)leg.Ratio * leg.Instrument.Multiplier / combo.Multiplier;
            bid += weight * (leg.IsBuy ? state.Bid : -state.Ask);
            ask += weight * (leg.IsBuy ? state.Ask : -state.Bid);
            bidLeft = Math.Min(bidLeft, Math.Floor((leg.IsBuy ? state.BidLeft : state.AskLeft) / leg.Ratio));
            askLeft = Math.Min(askLeft, Math.Floor((leg.IsBuy ? state.AskLeft : state.BidLeft) / leg.Ratio));
        }

        var net = new InstrumentState(combo, source);
        net.TakeNet(bid is { } b ? Math.Round(b, NetDecimals) : null, ask is { } a ? Math.Round(a, NetDecimals) : null, bidLeft, askLeft);
        return net;
    }

    /// <summary>What a quantity of an instrument moves: itself, or the legs of a combination.</summary>
    public static IEnumerable<(Instrument Instrument, decimal Signed)> PartsOf(Instrument instrument, decimal signed)
        => instrument.Legs.Items.Count == 0 ? [(instrument, signed)] : instrument.Legs.Items.Select(l => (l.Instrument, signed * l.Ratio * (l.IsBuy ? 1 : -1)));

    /// <summary>Whether an order is about an instrument, or has it as a leg.</summary>
    public static bool Concerns(SimOrder order, Instrument instrument)
        => order.Instrument == instrument || order.Instrument.Legs.Items.Any(l => l.Instrument == instrument);

    private static long Gcd(long a, long b) => b == 0 ? a : Gcd(b, a % b);
}
