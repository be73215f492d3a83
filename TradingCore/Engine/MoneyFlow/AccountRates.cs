using TradingCore.Domain;
using TradingCore.Positions;

namespace TradingCore.Engine.MoneyFlow;

/// <summary>Rates into the base currency of each account, from what the engine knows.</summary>
internal sealed class AccountRates(EngineState state) : IBaseRates
{
    /// <inheritdoc/>
    public RateAnswer Now(AccountId account, string currency)
    {
        string to = BaseOf(account);
        if (to.Length == 0) return new RateAnswer("", null, "missing");
        return state.Rates.Present(currency, to, state.Now) is { } rate
            ? new RateAnswer(to, rate.Rate, rate.IsOld ? "old" : "")
            : new RateAnswer(to, null, "missing");
    }

    /// <inheritdoc/>
    public decimal? Of(AccountId account, string currency, DateOnly day)
    {
        string to = BaseOf(account);
        return to.Length == 0 ? null : state.Rates.Of(currency, to, day);
    }

    /// <summary>Base currency of an account; empty until the broker told it.</summary>
    public string BaseOf(AccountId account) => state.Accounts.Find(account)?.Currency ?? "";
}
