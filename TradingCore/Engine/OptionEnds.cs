using System.Globalization;
using TradingCore.Accounts;
using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>How one option ended.</summary>
/// <param name="Option">The option.</param>
/// <param name="Exercised">How many of those that are gone were exercised or assigned, 0 or above; the others expired. Of those that were settled in cash all or none.</param>
/// <param name="Settlement">What each unit was settled at in cash; null when it ends against shares.</param>
internal readonly record struct OptionEnd(PositionEntry Option, decimal Exercised, decimal? Settlement = null);

/// <summary>
/// Finds how the options of an account in one underlying ended that are gone at the broker: how many of them brought or took shares, how many
/// expired, and what those were settled at that are paid in cash. Options end together, and what their shares and their cash come to is all
/// that the broker tells of it: the positions first, the cash where they leave more than one way open.
/// </summary>
internal sealed class OptionEnds(EngineState state)
{
    // Every combination is tried; more options or more ways at once are a matter for a person.
    private const int OptionsMax = 12;
    private const int WaysMax = 20_000;

    // So far in the money nobody lets an option expire, and no price since its last day says it was there by chance.
    private const decimal DeepPart = 0.01m;

    // So far the settlement of an index may be from its price of now.
    private const decimal SettlementPart = 0.03m;

    // Options on these are paid in cash. On others it is seen from the broker's reports, where those leave no doubt.
    private static readonly HashSet<string> PaidInCash = new(StringComparer.Ordinal)
    {
        "SPX", "XSP", "NANOS", "NDX", "XND", "NQX", "RUT", "MRUT", "VIX", "DJX", "OEX", "XEO", "ESTX50", "DAX", "SMI", "CAC40", "AEX", "EOE", "Z", "N225", "HSI", "HHI.HK",
    };

    private static readonly TimeZoneInfo Exchange = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    /// <summary>How they ended; empty when nothing did, or when it could have been in more than one way.</summary>
    /// <param name="account">Account.</param>
    /// <param name="symbol">Underlying.</param>
    /// <param name="currency">Currency.</param>
    /// <param name="shares">The position in the underlying; null when there is none.</param>
    public IReadOnlyList<OptionEnd> Find(AccountId account, string symbol, string currency, PositionEntry? shares)
    {
        PositionEntry[] ended = [.. state.Positions.Entries.Where(o => o.Account == account && o.Contract.SecurityType == SecurityType.Option && o.Contract.Symbol == symbol && o.Contract.Currency == currency && IsOver(o))];
        if (ended.Length is 0 or > OptionsMax) return [];
        decimal? price = PriceOf(symbol, shares), cash = CashOf(account, currency, ended);
        decimal moved = shares?.Difference ?? 0m;
        if (IsPaidInCash(symbol)) return InCash(ended, cash, price, account);
        decimal[][]? ways = Ways(ended, moved, price);
        decimal[]? found = ways is null ? null : cash is { } told && ways.Where(w => Math.Abs(CashOf(ended, w) - told) <= state.PositionOptions.CashTolerance).ToArray() is { Length: > 0 } paid ? Decide(ended, paid, price)
            : Decide(ended, ways, price);
        if (found is not null) return [.. ended.Select((o, i) => new OptionEnd(o, found[i]))];
        // No shares moved and money did: they were paid in cash, if the price of the underlying is there to say so.
        return moved == 0m && cash is { } paidOut && paidOut != 0m && price is not null ? InCash(ended, cash, price, account) : [];
    }

    /// <summary>The shares that the end of an option brings when all that are gone are exercised: a long call and a short put bring them, the others take them.</summary>
    public static decimal SharesOf(PositionEntry option)
    {
        decimal ended = -option.Difference;   // above 0 when long ones ended
        return ended * option.Ledger.Multiplier * (option.Contract.Right == "P" ? -1m : 1m);
    }

    // Fewer are held at the broker, and not on the other side.
    private static bool IsOver(PositionEntry option) =>
        option.Difference != 0m && Math.Sign(option.Difference) == -Math.Sign(option.Ledger.Quantity) && Math.Abs(option.Difference) <= Math.Abs(option.Ledger.Quantity);

    private bool IsPaidInCash(string symbol) => PaidInCash.Contains(symbol) || state.Market.FindInstrument(symbol)?.Contract.SecurityType == SecurityType.Index;

    // All ways in which the shares come to what moved: how many of each option were exercised. Null when there are too many to try.
    private decimal[][]? Ways(PositionEntry[] ended, decimal moved, decimal? price)
    {
        decimal all = 1m;
        foreach (PositionEntry option in ended) all *= Math.Abs(option.Difference) + 1m;
        // Then they go all or none, as they nearly always do.
        bool isByOne = all <= WaysMax && ended.All(o => o.Difference == Math.Truncate(o.Difference));
        var ways = new List<decimal[]>();
        Try(ended, new decimal[ended.Length], 0, moved, price, isByOne, ways);
        return [.. ways];
    }

    private void Try(PositionEntry[] ended, decimal[] exercised, int at, decimal left, decimal? price, bool isByOne, List<decimal[]> ways)
    {
        if (at == ended.Length)
        {
            if (left == 0m) ways.Add([.. exercised]);
            return;
        }
        decimal gone = Math.Abs(ended[at].Difference);
        for (decimal n = 0m; n <= gone; n += isByOne ? 1m : gone)
        {
            // Without its last day behind it, nothing says that it simply expired: its shares may come later than it goes.
            if (n < gone && (!IsExpired(ended[at].Contract) || InTheMoney(ended[at].Contract, price) > price * DeepPart)) continue;
            exercised[at] = n;
            Try(ended, exercised, at + 1, left - SharesOf(ended[at]) * n / gone, price, isByOne, ways);
        }
    }

    // The only way; else the only one in which each option went as a whole; else the one that the price makes likely.
    private static decimal[]? Decide(PositionEntry[] ended, decimal[][] ways, decimal? price)
    {
        if (ways.Length == 1) return ways[0];
        decimal[][] whole = [.. ways.Where(w => !w.Where((n, i) => n != 0m && n != Math.Abs(ended[i].Difference)).Any())];
        if (whole.Length == 1) return whole[0];
        return price is null ? null : whole.FirstOrDefault(w => !w.Where((n, i) => n != 0m != InTheMoney(ended[i].Contract, price) > 0m).Any());
    }

    // What the strikes come to, above 0 when it came in.
    private static decimal CashOf(PositionEntry[] ended, decimal[] exercised) =>
        -ended.Select((o, i) => SharesOf(o) * exercised[i] / Math.Abs(o.Difference) * (o.Contract.Strike ?? 0m)).Sum();

    // What the broker's cash has over own books, once it was told after the options had gone; null before.
    private decimal? CashOf(AccountId account, string currency, PositionEntry[] ended)
    {
        if (!state.Cash.IsOpen(account) || !state.Cash.Broker(account).TryGetValue(currency, out BrokerCash told) || told.Cash is not { } cash) return null;
        if (state.Money.Cash.IsSettledDaily(account, currency) || told.Time <= state.Money.Cash.BookedTime(account) || ended.Any(o => !(o.DifferedTime < told.Time))) return null;
        decimal gap = cash - state.Cash.Own(account).GetValueOrDefault(currency);
        return Math.Abs(gap) <= state.PositionOptions.CashTolerance ? 0m : gap;
    }

    // One price at which all of them were settled comes to the money that moved.
    private IReadOnlyList<OptionEnd> InCash(PositionEntry[] ended, decimal? cash, decimal? price, AccountId account)
    {
        if (!ended.All(o => IsExpired(o.Contract))) return [];
        // Without books of the cash nothing more will be told than that they are gone.
        if (cash is null) return state.Cash.IsOpen(account) || ended.Any(o => price is null || InTheMoney(o.Contract, price) > -price * DeepPart) ? [] : [.. ended.Select(o => new OptionEnd(o, 0m, 0m))];
        decimal[] possible = [.. SettlementsOf(ended, cash.Value, price).Where(s => price is null || Math.Abs(s - price.Value) <= price.Value * SettlementPart).Distinct().OrderBy(s => price is { } p ? Math.Abs(s - p) : s)];
        if (possible.Length == 0 || (possible.Length > 1 && price is null && !IsSame(ended, possible))) return [];
        return [.. ended.Select(o => (Option: o, Value: ValueOf(o.Contract, possible[0]))).Select(o => new OptionEnd(o.Option, o.Value > 0m ? Math.Abs(o.Option.Difference) : 0m, o.Value))];
    }

    private static bool IsSame(PositionEntry[] ended, decimal[] settlements) => settlements.All(s => ended.All(o => ValueOf(o.Contract, s) == ValueOf(o.Contract, settlements[0])));

    // Between two strikes what they come to is a straight line.
    private IEnumerable<decimal> SettlementsOf(PositionEntry[] ended, decimal cash, decimal? price)
    {
        decimal[] strikes = [.. ended.Select(o => o.Contract.Strike ?? 0m).Distinct().Order()];
        decimal[] ends = [0m, .. strikes, strikes[^1] * 10m];
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            (decimal low, decimal high) = (ends[i], ends[i + 1]);
            decimal atLow = MoneyAt(ended, low), atHigh = MoneyAt(ended, high);
            if (atLow == atHigh)
            {
                if (Math.Abs(atLow - cash) <= state.PositionOptions.CashTolerance) yield return price is { } p ? Math.Clamp(p, low, high) : i == 0 ? high : low;
                continue;
            }
            decimal settlement = low + (cash - atLow) / (atHigh - atLow) * (high - low);
            if (settlement >= low && settlement <= high) yield return Math.Round(settlement, 6);
        }
    }

    private static decimal MoneyAt(PositionEntry[] ended, decimal settlement) => ended.Sum(o => -o.Difference * o.Ledger.Multiplier * ValueOf(o.Contract, settlement));

    private static decimal ValueOf(Contract option, decimal settlement) => Math.Max(0m, InTheMoney(option, settlement) ?? 0m);

    private static decimal? InTheMoney(Contract option, decimal? price) => option.Right == "P" ? option.Strike - price : price - option.Strike;

    private decimal? PriceOf(string symbol, PositionEntry? shares)
    {
        Quote? quote = shares is null ? state.Market.Find(symbol) : state.Market.Find(shares.Contract.ConId);
        return quote?.Last ?? quote?.Mid ?? quote?.Close;
    }

    /// <summary>True when the last day of a contract is over where it trades.</summary>
    public bool IsExpired(Contract contract) =>
        DateOnly.TryParseExact(contract.LastTradeDateOrContractMonth, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly last)
        && DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(state.Now, Exchange).DateTime) > last;
}
