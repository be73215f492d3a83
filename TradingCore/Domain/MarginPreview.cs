namespace TradingCore.Domain;

/// <summary>The broker's answer to a what-if order; null where the broker said nothing.</summary>
/// <param name="Commission">Commission, or its upper estimate.</param>
/// <param name="CommissionCurrency">Currency of the commission.</param>
/// <param name="InitMarginChange">Change of the initial margin.</param>
/// <param name="InitMarginAfter">Initial margin after.</param>
/// <param name="MaintMarginChange">Change of the maintenance margin.</param>
/// <param name="MaintMarginAfter">Maintenance margin after.</param>
/// <param name="EquityWithLoanAfter">Equity with loan value after.</param>
/// <param name="Warning">The broker's warning or refusal; empty when none.</param>
public sealed record MarginPreview(
    decimal? Commission, string CommissionCurrency,
    decimal? InitMarginChange, decimal? InitMarginAfter,
    decimal? MaintMarginChange, decimal? MaintMarginAfter,
    decimal? EquityWithLoanAfter, string Warning);
