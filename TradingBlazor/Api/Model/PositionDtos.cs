using TradingCore.Domain;

namespace TradingBlazor.Api.Model;

/// <summary>What an account holds of a contract.</summary>
/// <param name="Account">Account.</param>
/// <param name="Symbol">Name of the contract. <example>SPY</example></param>
/// <param name="ConId">Contract id of IB.</param>
/// <param name="Quantity">Signed quantity; below 0 when short.</param>
/// <param name="AveragePrice">Average entry price without commission; 0 when flat.</param>
/// <param name="Currency">Currency of price and P&amp;L.</param>
/// <param name="Multiplier">Units of the underlying per contract.</param>
/// <param name="MarkPrice">Price it is marked with; null when none is known.</param>
/// <param name="MarketValue">Value at the mark; null when no price is known.</param>
/// <param name="UnrealizedPnl">Unrealised P&amp;L at the mark; null when no price is known.</param>
/// <param name="RealizedPnl">Realised P&amp;L before commission.</param>
/// <param name="Commission">Commission and fees paid.</param>
/// <param name="IsMarkStale">True when the mark is old.</param>
/// <param name="BrokerQuantity">The broker's quantity; null until told.</param>
/// <param name="BrokerAverageCost">The broker's average cost, commission included; null until told.</param>
/// <param name="BrokerUnrealizedPnl">The broker's unrealised P&amp;L; null until told.</param>
/// <param name="IsTiedOut">False when the broker's quantity is known and differs.</param>
/// <param name="UpdatedTime">When it last changed.</param>
public sealed record PositionDto(
    string Account, string Symbol, int ConId, decimal Quantity, decimal AveragePrice, string Currency, decimal Multiplier, decimal? MarkPrice, decimal? MarketValue,
    decimal? UnrealizedPnl, decimal RealizedPnl, decimal Commission, bool IsMarkStale, decimal? BrokerQuantity, decimal? BrokerAverageCost,
    decimal? BrokerUnrealizedPnl, bool IsTiedOut, DateTimeOffset UpdatedTime)
{
    internal static PositionDto Of(Position p) => new(
        p.Account.ToString(), p.Contract.Ticker, p.Contract.ConId.Value, p.Quantity, p.AveragePrice, p.Contract.Currency, p.Contract.Multiplier, p.MarkPrice, p.MarketValue,
        p.UnrealizedPnl, p.RealizedPnl, p.Commission, p.IsMarkStale, p.BrokerQuantity, p.BrokerAverageCost, p.BrokerUnrealizedPnl, p.IsTiedOut, p.UpdatedTime);
}

/// <summary>An execution that was applied to a position.</summary>
/// <param name="ExecId">Id of the execution report.</param>
/// <param name="OrderId">Id of our order; empty when the order is not ours.</param>
/// <param name="PermId">Id given by TWS.</param>
/// <param name="Account">Account.</param>
/// <param name="Symbol">Name of the contract. <example>SPY</example></param>
/// <param name="Side"><c>BUY</c> or <c>SELL</c>. <example>BUY</example></param>
/// <param name="Quantity">Quantity; 0 after a bust.</param>
/// <param name="Price">Price per unit.</param>
/// <param name="Time">When, as the broker says.</param>
/// <param name="Exchange">Venue.</param>
/// <param name="Commission">Commission and fees; null until reported.</param>
/// <param name="CommissionCurrency">Currency of the commission.</param>
/// <param name="Version">Rises with every change of any fill.</param>
public sealed record ExecutionDto(
    string ExecId, string OrderId, long PermId, string Account, string Symbol, string Side, decimal Quantity, decimal Price, DateTimeOffset Time,
    string Exchange, decimal? Commission, string CommissionCurrency, long Version)
{
    internal static ExecutionDto Of(Fill f) => new(
        f.ExecId.Value, f.OrderRef.ToString(), f.PermId.Value, f.Account.ToString(), f.Contract.Ticker, Terms.Name(f.Side), f.Quantity, f.Price, f.Time,
        f.Exchange, f.Commission, f.CommissionCurrency, f.Version);
}

/// <summary>Profit and loss of all positions, by currency of the contracts, and the broker's own figures by account.</summary>
/// <param name="ByCurrency">Sums over positions; never added over currencies.</param>
/// <param name="Accounts">Accounts as the broker tells them.</param>
public sealed record PnlDto(IReadOnlyList<PnlSumDto> ByCurrency, IReadOnlyList<AccountDto> Accounts);

/// <summary>Sums over the positions of one currency.</summary>
/// <param name="Currency">Currency. <example>USD</example></param>
/// <param name="UnrealizedPnl">Unrealised; null when a held position has no price.</param>
/// <param name="RealizedPnl">Realised before commission.</param>
/// <param name="Commission">Commission and fees.</param>
/// <param name="NetPnl">Unrealised and realised less commission; null when the unrealised is.</param>
/// <param name="IsStale">True when a mark is old.</param>
public sealed record PnlSumDto(string Currency, decimal? UnrealizedPnl, decimal RealizedPnl, decimal Commission, decimal? NetPnl, bool IsStale)
{
    internal static PnlSumDto Of(string currency, IReadOnlyCollection<Position> positions)
    {
        List<Position> held = [.. positions.Where(p => p.Quantity != 0m)];
        decimal? unrealized = held.Exists(p => p.UnrealizedPnl is null) ? null : held.Sum(p => p.UnrealizedPnl!.Value);
        decimal realized = positions.Sum(p => p.RealizedPnl);
        decimal commission = positions.Sum(p => p.Commission);
        return new PnlSumDto(currency, unrealized, realized, commission, unrealized + realized - commission, held.Exists(p => p.IsMarkStale));
    }
}

/// <summary>Money of one account as the broker tells it; null until known.</summary>
/// <param name="Account">Account.</param>
/// <param name="Currency">Base currency.</param>
/// <param name="NetLiquidation">Equity.</param>
/// <param name="TotalCash">Total cash.</param>
/// <param name="BuyingPower">Buying power.</param>
/// <param name="ExcessLiquidity">Excess liquidity.</param>
/// <param name="InitMargin">Initial margin.</param>
/// <param name="MaintMargin">Maintenance margin.</param>
/// <param name="DailyPnl">P&amp;L of the day.</param>
/// <param name="UnrealizedPnl">Unrealised P&amp;L.</param>
/// <param name="RealizedPnl">Realised P&amp;L of the day.</param>
/// <param name="UpdatedTime">When the newest figure came.</param>
public sealed record AccountDto(
    string Account, string Currency, decimal? NetLiquidation, decimal? TotalCash, decimal? BuyingPower, decimal? ExcessLiquidity, decimal? InitMargin,
    decimal? MaintMargin, decimal? DailyPnl, decimal? UnrealizedPnl, decimal? RealizedPnl, DateTimeOffset UpdatedTime)
{
    internal static AccountDto Of(AccountState a) => new(
        a.Account.ToString(), a.Currency, a.NetLiquidation, a.TotalCash, a.BuyingPower, a.ExcessLiquidity, a.InitMargin, a.MaintMargin, a.DailyPnl, a.UnrealizedPnl, a.RealizedPnl, a.UpdatedTime);
}
