using System.Globalization;
using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>How one option ended.</summary>
/// <param name="Option">The option.</param>
/// <param name="IsExercised">True when it was exercised or assigned, false when it expired.</param>
internal readonly record struct OptionEnd(PositionEntry Option, bool IsExercised);

/// <summary>
/// Finds how the options of an account in one underlying ended that are gone at the broker: which of them brought or took shares, and which
/// expired. Options end together, and what their shares come to is all that the broker's positions show of it.
/// </summary>
internal sealed class OptionEnds(EngineState state)
{
    // Every combination is tried; more than these at once is a matter for a person.
    private const int OptionsMax = 12;

    // So far in the money nobody lets an option expire, and no price since its last day says it was there by chance.
    private const decimal DeepPart = 0.01m;

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
        decimal? price = PriceOf(symbol, shares);
        var ways = new List<int>();
        int likely = 0;
        for (int i = 0; i < ended.Length; i++)
            if (InTheMoney(ended[i].Contract, price) > 0m) likely |= 1 << i;
        for (int way = 0; way < 1 << ended.Length; way++)
            if (IsPossible(ended, way, shares?.Difference ?? 0m, price)) ways.Add(way);
        int? found = ways.Count == 1 ? ways[0] : price is not null && ways.Contains(likely) ? likely : null;
        return found is { } one ? [.. ended.Select((o, i) => new OptionEnd(o, (one & (1 << i)) != 0))] : [];
    }

    /// <summary>The shares that the end of an option brings: a long call and a short put bring them, the others take them.</summary>
    public static decimal SharesOf(PositionEntry option)
    {
        decimal ended = -option.Difference;   // above 0 when long ones ended
        return ended * option.Ledger.Multiplier * (option.Contract.Right == "P" ? -1m : 1m);
    }

    // Fewer are held at the broker, and not on the other side.
    private static bool IsOver(PositionEntry option) =>
        option.Difference != 0m && Math.Sign(option.Difference) == -Math.Sign(option.Ledger.Quantity) && Math.Abs(option.Difference) <= Math.Abs(option.Ledger.Quantity);

    private bool IsPossible(PositionEntry[] ended, int way, decimal moved, decimal? price)
    {
        decimal sum = 0m;
        for (int i = 0; i < ended.Length; i++)
        {
            if ((way & (1 << i)) != 0) sum += SharesOf(ended[i]);
            // Without its last day behind it, nothing says that it simply expired: its shares may come later than it goes.
            else if (!IsExpired(ended[i].Contract) || InTheMoney(ended[i].Contract, price) > price * DeepPart) return false;
        }
        return sum == moved;
    }

    private static decimal? InTheMoney(Contract option, decimal? price) => option.Right == "P" ? option.Strike - price : price - option.Strike;

    private decimal? PriceOf(string symbol, PositionEntry? shares)
    {
        Quote? quote = shares is null ? state.Market.Find(symbol) : state.Market.Find(shares.Contract.ConId);
        return quote?.Last ?? quote?.Mid ?? quote?.Close;
    }

    private bool IsExpired(Contract contract) =>
        DateOnly.TryParseExact(contract.LastTradeDateOrContractMonth, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly last)
        && DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(state.Now, Exchange).DateTime) > last;
}
