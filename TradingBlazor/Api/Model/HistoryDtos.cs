using TradingCore.Persistence.History;

namespace TradingBlazor.Api.Model;

/// <summary>A part of a list, newest first.</summary>
/// <param name="Items">The part.</param>
/// <param name="Next">Given as <c>cursor</c>, it brings the part after this one; null when there is none.</param>
public sealed record HistoryPageDto<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>An execution of the history.</summary>
/// <param name="ExecId">Id of the execution report.</param>
/// <param name="OrderId">Id of our order; empty when the order is not ours.</param>
/// <param name="PermId">Id given by TWS.</param>
/// <param name="Account">Account.</param>
/// <param name="Symbol">Name of the contract. <example>SPY</example></param>
/// <param name="SecurityType">Kind of the contract. <example>stock</example></param>
/// <param name="ConId">Contract id of IB.</param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>. <example>BUY</example></param>
/// <param name="Quantity">Quantity; 0 after a bust.</param>
/// <param name="Price">Price per unit.</param>
/// <param name="Multiplier">Units of the underlying per contract.</param>
/// <param name="Currency">Currency of the price.</param>
/// <param name="Time">When, as the broker says.</param>
/// <param name="Exchange">Venue.</param>
/// <param name="Commission">Commission and fees; null until reported.</param>
/// <param name="CommissionCurrency">Currency of the commission.</param>
/// <param name="Strategy">Strategy that decided; empty for a person, or when the order is not ours.</param>
/// <param name="Source">Source of the order; empty when it is not known.</param>
/// <param name="Cause">Why it was made when no order of ours made it: <c>liquidation</c>; empty otherwise.</param>
public sealed record HistoryExecutionDto(
    string ExecId, string OrderId, long PermId, string Account, string Symbol, string SecurityType, int ConId, string Side, decimal Quantity, decimal Price, decimal Multiplier,
    string Currency, DateTimeOffset Time, string Exchange, decimal? Commission, string CommissionCurrency, string Strategy, string Source, string Cause)
{
    internal static HistoryExecutionDto Of(ExecutionRecord r) => new(
        r.Fill.ExecId.Value, r.Fill.OrderRef.ToString(), r.Fill.PermId.Value, r.Fill.Account.ToString(), r.Fill.Contract.Ticker, Terms.Name(r.Fill.Contract.SecurityType), r.Fill.Contract.ConId.Value,
        Terms.Name(r.Fill.Side), r.Fill.Quantity, r.Fill.Price, r.Fill.Contract.Multiplier, r.Fill.Contract.Currency, r.Fill.Time, r.Fill.Exchange, r.Fill.Commission, r.Fill.CommissionCurrency,
        r.Strategy, r.Source, r.Fill.IsLiquidation ? "liquidation" : "");
}
