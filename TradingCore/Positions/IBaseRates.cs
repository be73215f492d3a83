using TradingCore.Domain;

namespace TradingCore.Positions;

/// <summary>Turns amounts into the base currency of an account.</summary>
public interface IBaseRates
{
    /// <summary>The present rate.</summary>
    RateAnswer Now(AccountId account, string currency);

    /// <summary>The rate of a day; null when none is known.</summary>
    decimal? Of(AccountId account, string currency, DateOnly day);
}

/// <summary>A rate into a base currency.</summary>
/// <param name="BaseCurrency">Base currency; empty until known.</param>
/// <param name="Rate">Base currency for one unit; null when not known.</param>
/// <param name="Flaw"><c>missing</c> or <c>old</c>; empty when good.</param>
public readonly record struct RateAnswer(string BaseCurrency, decimal? Rate, string Flaw);
