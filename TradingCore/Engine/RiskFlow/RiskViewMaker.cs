using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.Risk;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.RiskFlow;

/// <summary>Makes what readers see of risk: once a second, and at once when a limit or latch changes.</summary>
internal sealed class RiskViewMaker : IRiskView
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly EngineState _state;
    private readonly RiskDesk _desk;
    private RiskSnapshot _current;
    private DateTimeOffset _made;

    public RiskViewMaker(EngineState state, RiskDesk desk)
    {
        _state = state;
        _desk = desk;
        _current = new RiskSnapshot { Limits = state.Limits };
    }

    /// <inheritdoc/>
    public RiskSnapshot Current => Volatile.Read(ref _current);

    public void OnClock()
    {
        if (_state.Now - _made >= Interval) Make();
    }

    public void Make()
    {
        _made = _state.Now;
        TradingGate state = _state.Latches.StateFor("", "", "", out RiskLatch? latch);
        string reason = _state.GateReason.Length > 0 ? _state.GateReason : latch?.Reason ?? "";
        Volatile.Write(ref _current, new RiskSnapshot
        {
            State = _state.GateReason.Length > 0 ? TradingGate.Halted : state,
            Reason = reason,
            Latches = _state.Latches.Snapshot,
            Limits = _state.Limits,
            Accounts = [.. _state.Session.Accounts.Select(Account)],
            Strategies = [.. _state.Risk.Health.All.Select(s => new StrategyRisk(s.Key, _state.Latches.StateFor("", s.Key, "", out _), s.Value.Time, s.Value.IsDrifting, _state.Risk.Strategies.Streak(s.Key), Pnl(s.Key)))],
            Time = _state.Now,
        });
    }

    private decimal Pnl(string strategy) => _state.Session.Accounts.Count == 0 ? 0m : _state.Risk.Strategies.DayPnl(strategy, _desk.Losses.DayOf(_state.Session.Accounts[0]));

    private AccountRisk Account(AccountId account)
    {
        EffectiveLimits limits = _desk.LimitsFor(account, "", "");
        AccountState? money = _state.Accounts.Find(account);
        Risk.Activity.AccountDay? day = _desk.Losses.Find(account);
        decimal? equity = money?.NetLiquidation, pnl = _desk.Losses.DayPnl(account);
        ExposureSum? sum = _desk.Exposures.Others(account, default, out _);
        (int messages, int fills) = _state.Risk.Ratio.Of(account.Value ?? "", _state.Today);
        bool isRatioJudged = messages >= limits[RiskLimit.OrderTradeRatioFrom];
        RiskUsage[] usage =
        [
            new("R20", "Gross exposure", sum?.Gross, equity * limits[RiskLimit.GrossExposureMax], RiskUnit.Money),
            new("R21", "Net exposure", sum is { } s ? Math.Max(Math.Abs(s.Long), Math.Abs(s.Short)) : null, equity * limits[RiskLimit.NetExposureMax], RiskUnit.Money),
            new("R23", "Margin in flight", sum?.MarginInFlight, money?.ExcessLiquidity is { } e ? Math.Max(0m, e) * (1m - limits[RiskLimit.MarginCushionPercent] / 100m) : null, RiskUnit.Money),
            new("R25", "Daily loss", pnl is { } p ? Math.Max(0m, -p) : null, day?.StartEquity * limits[RiskLimit.DailyLossPercentMax] / 100m, RiskUnit.Money),
            new("R26", "Drawdown", day is { PeakEquity: > 0m } && equity is { } now ? Math.Max(0m, (day.PeakEquity - now) / day.PeakEquity * 100m) : null, limits[RiskLimit.DrawdownPercentMax], RiskUnit.Percent),
            .. Totals(account, sum?.Gross),
            new("R29", "Messages this second", _state.Risk.MessagesLastSecond(_state.Now), limits[RiskLimit.MessagesPerSecond] - limits[RiskLimit.MessagesKeptForCancels], RiskUnit.Count),
            new("R31", "Messages for each fill", messages / (decimal)Math.Max(1, fills), isRatioJudged ? limits[RiskLimit.OrderTradeRatioMax] : null, RiskUnit.Multiple) { IsLimitLater = !isRatioJudged },
        ];
        SymbolRisk[] symbols = [.. _desk.Exposures.All.Where(x => x.Account == account && !x.IsEmpty).Select(x => Symbol(x, equity)).OrderBy(x => x.Symbol, StringComparer.Ordinal)];
        return new AccountRisk(account, _state.BaseCurrencyOf(account), _state.Latches.StateFor(account.Value ?? "", "", "", out _), equity, day?.StartEquity, day?.PeakEquity, pnl, usage, symbols);
    }

    // What counts for all accounts together is shown with each of them: an order of any may be denied by it.
    private IEnumerable<RiskUsage> Totals(AccountId account, decimal? gross)
    {
        string currency = _state.BaseCurrencyOf(account);
        if (_state.Limits.Firm(RiskLimit.GrossExposureTotalMax) is not 0m and var grossMax)
            yield return new RiskUsage("R20", "Gross exposure, all accounts", gross + _desk.Exposures.GrossElsewhere(account, default, currency, null), grossMax, RiskUnit.Money);
        if (_state.Limits.Firm(RiskLimit.DailyLossTotalMax) is not 0m and var lossMax)
            yield return new RiskUsage("R25", "Daily loss, all accounts", _desk.Losses.TotalDayPnl(currency) is { } total ? Math.Max(0m, -total) : null, lossMax, RiskUnit.Money);
    }

    private SymbolRisk Symbol(Exposure x, decimal? equity)
    {
        EffectiveLimits limits = _desk.LimitsFor(x.Account, "", x.Contract.Ticker);
        bool isForex = x.Contract.SecurityType == SecurityType.Forex;
        RiskUsage[] usage =
        [
            new("R19", "Position", x.Worst, limits[isForex ? RiskLimit.PositionMaxForex : RiskLimit.PositionMax], RiskUnit.Quantity),
            new("R22", "Concentration", x.Worst * x.Unit, equity * limits[RiskLimit.ConcentrationPercentMax] / 100m, RiskUnit.Money),
            new("R32", "Working orders", Math.Max(x.BuyCount, x.SellCount), limits[RiskLimit.WorkingOrdersMax], RiskUnit.Count),
        ];
        return new SymbolRisk(x.Contract.Ticker, _state.Latches.StateFor(x.Account.Value ?? "", "", x.Contract.Ticker, out _), x.Position, x.Buys, x.Sells, usage);
    }
}
