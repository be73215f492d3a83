using System.Globalization;
using TradingCore.Domain;

namespace TradingCore.Risk.Checks;

/// <summary>R05: the contract is known to the gateway, can be traded and has not expired, and its currency can be converted by a rate of the last hour.</summary>
public sealed class InstrumentCheck() : RiskCheck("R05", "Instrument")
{
    /// <inheritdoc/>
    public override RiskCheckResult Check(RiskContext context)
    {
        if (context.Instrument is null && context.LegFault.Length > 0) return Deny(context.LegFault, "Change the legs.");
        if (context.Instrument is not { } instrument) return Deny($"{context.Spec.Ticker} is not a contract that this system knows", "Add it to the watchlist first.");
        Contract contract = instrument.Contract;
        if (contract.Legs is null && !contract.ConId.IsResolved) return Deny($"{context.Spec.Ticker} has not been resolved by the gateway", "Wait until its price shows.");
        if (!instrument.IsTradable) return Deny($"{context.Spec.Ticker} is data only and cannot be traded", "Choose a contract that follows it, such as an ETF or a future.");
        if (IsExpired(contract.LastTradeDateOrContractMonth, context.Now)) return Deny($"{context.Spec.Ticker} has expired", "Choose a later contract.");
        return context.RateToBase is null
            ? Deny($"No rate from {contract.Currency} to {context.BaseCurrency} of the last hour is known", $"Add {context.BaseCurrency}.{contract.Currency} or {contract.Currency}.{context.BaseCurrency} to the watchlist.")
            : Pass();
    }

    // A contract trades on its last day; a month alone says no day, and the broker knows better.
    private static bool IsExpired(string last, DateTimeOffset now) =>
        last.Length >= 8 && DateOnly.TryParseExact(last.AsSpan(0, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day) && day.AddDays(1) < DateOnly.FromDateTime(now.UtcDateTime);
}
