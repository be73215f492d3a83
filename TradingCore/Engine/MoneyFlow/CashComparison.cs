using TradingCore.Accounts;
using TradingCore.Domain;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>What the broker has in cash against own books, and when the two can be compared at all.</summary>
internal sealed class CashComparison(EngineState state, AccountRates rates)
{
    private static readonly TimeSpan CashDelay = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CashPatience = TimeSpan.FromSeconds(5);

    private readonly Dictionary<AccountId, decimal> _gaps = [];

    /// <summary>
    /// Cash that the broker has over own books, in the base currency: until somebody says what it is, it raises no peak. 0 when there is none; null for a
    /// moment after the equity was told, because the cash in it is told beside it.
    /// </summary>
    public decimal? Unexplained(AccountId account)
    {
        if (state.Accounts.Find(account)?.EquityTime is { } told && state.Now - told < CashDelay) return null;
        return Math.Max(0m, Gap(account));
    }

    /// <summary>
    /// Cash that is gone at the broker and that nothing in the books explains, in the base currency, 0 or below: it may have been paid out, which is no loss.
    /// 0 also where missing cash says nothing, because a position differs as well or the broker settles futures in it; null while the cash that belongs to the
    /// newest equity has not been told.
    /// </summary>
    public decimal? PaidOut(AccountId account)
    {
        if (!state.Cash.IsOpen(account)) return 0m;
        if (state.Accounts.Find(account)?.EquityTime is { } told && state.Now - told < CashPatience && !state.Cash.Broker(account).Values.Any(c => c.Time >= told)) return null;
        return AgreesInQuantity(account) ? Math.Min(0m, Gap(account)) : 0m;
    }

    /// <summary>True when every position of the account has the quantity that the broker tells: then no execution is missing that could have moved its cash.</summary>
    public bool AgreesInQuantity(AccountId account) => state.Positions.EntriesOf(account).All(e => e.Difference == 0m);

    /// <summary>True when the broker settles futures of the account in this currency every day: its cash is the fills' no more.</summary>
    public bool IsSettledDaily(AccountId account, string currency) => state.Positions.EntriesOf(account).Any(e =>
        e.Contract.SecurityType is SecurityType.Future or SecurityType.FutureOption && e.Contract.Currency == currency && e.Ledger.Quantity != 0m && e.Ledger.Of(state.Days.Of(state.Now)).StartQuantity != 0m);

    /// <summary>When something was last booked to a position of the account, UTC.</summary>
    public DateTimeOffset BookedTime(AccountId account) => state.Positions.EntriesOf(account).Select(e => e.BookedTime).DefaultIfEmpty().Max();

    /// <summary>True when the broker's cash can be taken over: what was told before the last fill does not hold it, and what holds a fill that is still on its way would count it twice.</summary>
    public bool IsWhole(AccountId account)
    {
        IReadOnlyDictionary<string, BrokerCash> told = state.Cash.Broker(account);
        if (!told.Values.Any(c => c.Cash is not null)) return false;
        DateTimeOffset oldest = told.Values.Min(c => c.Time);
        return state.Positions.EntriesOf(account).All(e => e.BookedTime < oldest && e.Difference == 0m);
    }

    /// <summary>What cash has moved in one currency beside own books: 0 within the tolerance; null while the two cannot be compared.</summary>
    public decimal? Moved(AccountId account, string currency) => Difference(account, currency) is { } moved ? Math.Abs(moved) <= state.PositionOptions.CashTolerance ? 0m : moved : null;

    /// <summary>The broker's cash in one currency less own books; null while the two cannot be compared.</summary>
    public decimal? Difference(AccountId account, string currency) =>
        state.Cash.Broker(account).TryGetValue(currency, out BrokerCash told) && told.Cash is { } cash && told.Time > BookedTime(account) && !IsSettledDaily(account, currency)
            ? cash - state.Cash.Own(account).GetValueOrDefault(currency) : null;

    // The broker's cash less own books, in the base currency.
    private decimal Gap(AccountId account)
    {
        if (!state.Cash.IsOpen(account)) return 0m;
        decimal sum = 0m;
        IReadOnlyDictionary<string, BrokerCash> broker = state.Cash.Broker(account);
        // Between a fill and the broker's next word the two differ by the fill itself.
        if (broker.Count == 0 || broker.Values.Min(c => c.Time) <= BookedTime(account)) return _gaps.GetValueOrDefault(account);
        IReadOnlyDictionary<string, decimal> own = state.Cash.Own(account);
        foreach (string currency in state.Cash.Currencies(account))
        {
            if (IsSettledDaily(account, currency)) continue;
            decimal difference = (broker.GetValueOrDefault(currency).Cash ?? 0m) - own.GetValueOrDefault(currency);
            if (Math.Abs(difference) > state.PositionOptions.CashTolerance && rates.Now(account, currency) is { Rate: { } rate }) sum += difference * rate;
        }
        return _gaps[account] = sum;
    }
}
