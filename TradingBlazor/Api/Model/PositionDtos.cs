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
/// <param name="MarkFlaw">What is wrong with the mark: <c>stale</c>, <c>one-sided</c>, <c>no trade</c>, <c>previous close</c>; empty when nothing is.</param>
/// <param name="AverageCost">Average cost with the commission of opening, as the broker counts it.</param>
/// <param name="Day">Day that the figures of the day belong to.</param>
/// <param name="DayPnl">P&amp;L of the day less fees; null while a price or the start of the day is not known.</param>
/// <param name="DayRealizedPnl">Realised P&amp;L of the day before fees.</param>
/// <param name="DayUnrealizedPnl">Change of the unrealised P&amp;L since the day began; null while not known.</param>
/// <param name="DayFees">Commission and fees of the day.</param>
/// <param name="DayStartSource">Where the value at the day's start is from: <c>own</c>, <c>broker</c>, <c>close</c>, <c>flat</c>; empty while not known.</param>
/// <param name="BaseCurrency">Base currency of the account; empty until known.</param>
/// <param name="RateToBase">Base currency for one unit of the contract's; null when no rate is known.</param>
/// <param name="RateFlaw"><c>missing</c> or <c>old</c>; empty when good.</param>
/// <param name="UnrealizedPnlBase">Unrealised in the base currency at the present rate.</param>
/// <param name="RealizedPnlBase">Realised in the base currency, each day at its rate.</param>
/// <param name="CommissionBase">Commission in the base currency, each day at its rate.</param>
/// <param name="DayPnlBase">P&amp;L of the day in the base currency.</param>
/// <param name="BrokerRealizedPnl">The broker's realised P&amp;L of the day, commission taken off; null until told.</param>
/// <param name="BrokerDailyPnl">The broker's P&amp;L of the day; null until told.</param>
/// <param name="BrokerPnlTime">When the broker's P&amp;L came.</param>
/// <param name="TieOut">Comparison with the broker, figure by figure.</param>
public sealed record PositionDto(
    string Account, string Symbol, int ConId, decimal Quantity, decimal AveragePrice, string Currency, decimal Multiplier, decimal? MarkPrice, decimal? MarketValue,
    decimal? UnrealizedPnl, decimal RealizedPnl, decimal Commission, bool IsMarkStale, decimal? BrokerQuantity, decimal? BrokerAverageCost,
    decimal? BrokerUnrealizedPnl, bool IsTiedOut, DateTimeOffset UpdatedTime,
    string MarkFlaw, decimal AverageCost, DateOnly Day, decimal? DayPnl, decimal DayRealizedPnl, decimal? DayUnrealizedPnl, decimal DayFees, string DayStartSource,
    string BaseCurrency, decimal? RateToBase, string RateFlaw, decimal? UnrealizedPnlBase, decimal? RealizedPnlBase, decimal? CommissionBase, decimal? DayPnlBase,
    decimal? BrokerRealizedPnl, decimal? BrokerDailyPnl, DateTimeOffset? BrokerPnlTime, IReadOnlyList<TieOutItemDto> TieOut)
{
    internal static PositionDto Of(Position p, MoneyState money) => new(
        p.Account.ToString(), p.Contract.Ticker, p.Contract.ConId.Value, p.Quantity, p.AveragePrice, p.Contract.Currency, p.Contract.Multiplier, p.MarkPrice, p.MarketValue,
        p.UnrealizedPnl, p.RealizedPnl, p.Commission, p.IsMarkStale, p.BrokerQuantity, p.BrokerAverageCost, p.BrokerUnrealizedPnl, p.IsTiedOut, p.UpdatedTime,
        p.MarkFlaw, p.AverageCost, p.Day, p.DayPnl, p.DayRealizedPnl, p.DayUnrealizedPnl, p.DayFees, p.DayStartSource,
        p.BaseCurrency, p.RateToBase, p.RateFlaw, p.UnrealizedPnlBase, p.RealizedPnlBase, p.CommissionBase, p.DayPnlBase,
        p.BrokerRealizedPnl, p.BrokerDailyPnl, p.BrokerPnlTime,
        [.. money.TieOut.Where(i => i.Account == p.Account && i.ConId == p.Contract.ConId).Select(TieOutItemDto.Of)]);
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
/// <param name="Cause">Why it was made when no order of ours made it: <c>liquidation</c>; empty otherwise.</param>
public sealed record ExecutionDto(
    string ExecId, string OrderId, long PermId, string Account, string Symbol, string Side, decimal Quantity, decimal Price, DateTimeOffset Time,
    string Exchange, decimal? Commission, string CommissionCurrency, long Version, string Cause)
{
    internal static ExecutionDto Of(Fill f) => new(
        f.ExecId.Value, f.OrderRef.ToString(), f.PermId.Value, f.Account.ToString(), f.Contract.Ticker, Terms.Name(f.Side), f.Quantity, f.Price, f.Time,
        f.Exchange, f.Commission, f.CommissionCurrency, f.Version, f.IsLiquidation ? "liquidation" : "");
}

/// <summary>Profit and loss of all positions, by currency of the contracts, and the broker's own figures by account.</summary>
/// <param name="ByCurrency">Sums over positions; never added over currencies.</param>
/// <param name="Accounts">Accounts as the broker tells them.</param>
/// <param name="ByAccount">Own figures of each account in its base currency, of the day and since the positions were first known, beside the broker's.</param>
/// <param name="Total">Their sum; null when the accounts have no base currency in common.</param>
/// <param name="Days">Days that are over, newest first.</param>
/// <param name="Rates">Exchange rates used.</param>
public sealed record PnlDto(
    IReadOnlyList<PnlSumDto> ByCurrency, IReadOnlyList<AccountDto> Accounts, IReadOnlyList<AccountPnlDto> ByAccount, AccountPnlDto? Total, IReadOnlyList<DayLedgerDto> Days,
    IReadOnlyList<RateDto> Rates);

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
/// <param name="Alias">Name that an advisor gave to it; empty when none.</param>
/// <param name="Groups">Names of the advisor's groups it is in.</param>
/// <param name="Cash">Cash by currency, own and the broker's.</param>
public sealed record AccountDto(
    string Account, string Currency, decimal? NetLiquidation, decimal? TotalCash, decimal? BuyingPower, decimal? ExcessLiquidity, decimal? InitMargin,
    decimal? MaintMargin, decimal? DailyPnl, decimal? UnrealizedPnl, decimal? RealizedPnl, DateTimeOffset UpdatedTime,
    string Alias, IReadOnlyList<string> Groups, IReadOnlyList<CashDto> Cash)
{
    internal static AccountDto Of(AccountState a, MoneyState money) => new(
        a.Account.ToString(), a.Currency, a.NetLiquidation, a.TotalCash, a.BuyingPower, a.ExcessLiquidity, a.InitMargin, a.MaintMargin, a.DailyPnl, a.UnrealizedPnl, a.RealizedPnl, a.UpdatedTime,
        money.Aliases.GetValueOrDefault(a.Account, ""), [.. money.Groups.Where(g => g.Shares.Any(s => s.Account == a.Account)).Select(g => g.Name)],
        [.. money.Cash.Where(c => c.Account == a.Account).Select(CashDto.Of)]);
}
