using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Killing;
using TradingCore.Engine.OrderFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Orders;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Risk.Activity;
using TradingCore.Risk.Checks;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine.RiskFlow;

/// <summary>What risk does beyond judging single orders: limits that change, latches that trip, losses that are counted, trades that are looked at afterwards.</summary>
internal sealed class RiskDesk
{
    private readonly EngineState _state;
    private readonly Dictionary<(AccountId, string, string), EffectiveLimits> _limits = [];
    private readonly RiskViewMaker _view;
    private readonly Dictionary<OrderRef, string> _strategies = [];   // of every order of a strategy that has filled: orders leave memory, what they brought does not
    private readonly HashSet<AccountId> _undecided = [];   // told once that cash is missing which decides over the drawdown

    public RiskDesk(EngineState state)
    {
        _state = state;
        Rates = new CurrencyRates(state);
        Exposures = new ExposureBook(state, Rates);
        Facts = new MarketFactsBook(state);
        Losses = new LossBook(state, Rates);
        _view = new RiskViewMaker(state, this);
    }

    public CurrencyRates Rates { get; }

    public ExposureBook Exposures { get; }

    public MarketFactsBook Facts { get; }

    public LossBook Losses { get; }

    /// <summary>What readers see.</summary>
    public IRiskView View => _view;

    /// <summary>Limits that hold for orders of these. Made once for each version.</summary>
    public EffectiveLimits LimitsFor(AccountId account, string strategy, string symbol)
    {
        if (_limits.TryGetValue((account, strategy, symbol), out EffectiveLimits? limits)) return limits;
        limits = _state.Limits.For(account.Value ?? "", strategy, symbol.ToUpperInvariant());
        // Names come from outside: what somebody makes up must not fill the memory.
        if (_limits.Count >= 10_000) _limits.Clear();
        _limits.Add((account, strategy, symbol), limits);
        return limits;
    }

    /// <summary>Takes over what the last run left behind.</summary>
    public void Restore(RecoveredState recovered)
    {
        foreach ((string key, string value) in recovered.Settings.OrderBy(s => s.Key, StringComparer.Ordinal))
        {
            if (key.StartsWith(RiskJson.ChangeKey, StringComparison.Ordinal)) _state.Limits = _state.Limits.With(RiskJson.Read<RiskLimitChange>(key, value));
            else if (key.StartsWith(RiskJson.LatchKey, StringComparison.Ordinal)) _state.Latches.Put(RiskJson.Read<RiskLatch>(key, value));
            else if (key.StartsWith(RiskJson.DayKey, StringComparison.Ordinal)) Losses.Restore(RiskJson.Read<AccountDay>(key, value));
        }
        foreach (Order order in recovered.Orders)
            if (order.Strategy.Length > 0) _strategies[order.OrderRef] = order.Strategy;
        IEnumerable<SentSize> sizes = recovered.Orders.Where(o => UsualSizes.Counts(o)).Select(o => new SentSize(o.Contract.Ticker, o.Quantity, o.CreatedTime));
        foreach (SentSize size in recovered.Sizes.Concat(sizes).OrderBy(s => s.Time)) _state.Risk.Sizes.Add(size.Ticker, size.Quantity, size.Time);
        RestoreCounts(recovered.Orders);
        foreach (Fill fill in _state.Fills.Where(_ => true).OrderBy(f => f.ReceivedTime)) _state.Risk.Fills.Add(fill, fill.ReceivedTime);
        foreach (IGrouping<string, Fill> fills in _state.Fills.Where(f => StrategyOf(f).Length > 0).GroupBy(StrategyOf)) Recount(fills.Key, fills);
        Publish();
    }

    public void On(SetRiskLimits command)
    {
        RiskLimitEdit edit = command.Edit with { Scope = command.Edit.Scope.Canonical() };
        IReadOnlyDictionary<string, string> faults = RiskLimitBook.FaultsOf(edit);
        if (faults.Count > 0)
        {
            _state.Effects.Reply(command.Reply, new RiskLimitResult(RiskLimitOutcome.Invalid, string.Join(" ", faults.Values), _state.Limits, null, faults));
            return;
        }
        if (edit.ExpectedVersion != _state.Limits.Version)
        {
            _state.Effects.Reply(command.Reply, new RiskLimitResult(RiskLimitOutcome.VersionConflict, $"The limits are at version {_state.Limits.Version}, not {edit.ExpectedVersion}: somebody changed them since. Look at them again.", _state.Limits, null, faults));
            return;
        }
        RiskLimitChange change = _state.Limits.Draft(edit, command.Context.Who, _state.Now);
        if (change.Differences.IsEmpty)
        {
            _state.Effects.Reply(command.Reply, new RiskLimitResult(RiskLimitOutcome.Changed, "Nothing was different, so nothing was changed.", _state.Limits, null, faults));
            return;
        }
        string key = $"{RiskJson.ChangeKey}{change.Version:00000000}";
        _state.Effects.Step = new DurableStep(
            [new SettingWritten(key, RiskJson.Write(change), command.Context.Who, _state.Now)],
            () =>
            {
                _state.Limits = _state.Limits.With(change);
                _limits.Clear();
                _state.Notices.Add(_state.Now, NoticeSeverity.Info, "risk", $"Limits of the {change.Scope} changed by {change.Who} (version {change.Version}): {string.Join("; ", change.Differences.Select(d => $"{d.Name} {d.Old ?? "not set"} → {d.New ?? "not set"}"))}. {change.Reason}");
                Publish();
                _state.Effects.Reply(command.Reply, new RiskLimitResult(RiskLimitOutcome.Changed, $"Changed; version {change.Version} holds from the next order on.", _state.Limits, change, faults));
            },
            reason => _state.Effects.Reply(command.Reply, RiskLimitResult.Refused($"The change cannot be made durable, so nothing was changed. {reason}")));
    }

    public void On(RearmLatch command)
    {
        string refusal = _state.Latches.Find(command.Id) is not { } latch ? $"There is no latch '{command.Id}'."
            : latch.Code == RiskLatch.KillCode ? "It belongs to the kill switch. Arm that again."
            : !latch.IsTripped ? "The latch does not hold any more."
            : string.IsNullOrWhiteSpace(command.Reason) ? "The reason is missing. Say why trading may go on; it is kept."
            : "";
        if (refusal.Length > 0)
        {
            _state.Effects.Reply(command.Reply, new CommandResult(_state.Latches.Find(command.Id) is null ? CommandOutcome.NotFound : CommandOutcome.Refused, refusal));
            return;
        }
        RiskLatch rearmed = _state.Latches.Find(command.Id)! with { RearmedTime = _state.Now, RearmedBy = command.Context.Who, RearmReason = command.Reason.Trim() };
        _state.Effects.Step = new DurableStep(
            [Written(rearmed)],
            () =>
            {
                _state.Latches.Put(rearmed);
                Accept(rearmed);
                _state.Notices.Add(_state.Now, NoticeSeverity.Warning, "risk", $"{rearmed.RearmedBy} re-armed {rearmed.Code} of the {rearmed.Scope}: {rearmed.RearmReason}");
                _state.Log.LatchRearmed(rearmed.Code, rearmed.Scope.Kind, rearmed.RearmedBy, rearmed.RearmReason);
                Publish();
                _state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, "Re-armed."));
            },
            reason => _state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, $"Re-arming cannot be made durable, so the latch holds. {reason}")));
    }

    public void On(RecordCashFlow command)
    {
        var account = new AccountId(command.Account);
        if (command.Amount == 0m || string.IsNullOrWhiteSpace(command.Reason))
        {
            _state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Refused, command.Amount == 0m ? "An amount of 0 changes nothing." : "The reason is missing. Say what was paid."));
            return;
        }
        bool isKnown = Losses.CashFlow(account, command.Amount);
        if (isKnown) _state.Notices.Add(_state.Now, NoticeSeverity.Info, "risk", $"{command.Context.Who} recorded {OrderText.Number(command.Amount)} {_state.BaseCurrencyOf(account)} paid {(command.Amount > 0m ? "into" : "out of")} {account.Masked}: {command.Reason.Trim()}");
        Publish();
        _state.Effects.Reply(command.Reply, isKnown ? new CommandResult(CommandOutcome.Accepted, $"Recorded. It is booked by itself when that much cash moves in {_state.BaseCurrencyOf(account)}, or what is worth that much, within 1 %, in one other currency; else book the difference of the cash when it comes.") : new CommandResult(CommandOutcome.NotFound, $"The equity of account {command.Account} is not known yet."));
    }

    public void On(StrategyBeat command)
    {
        _state.Risk.Health.Beat(command.Strategy, new Heartbeat(_state.Now, command.CodeHash, command.IsDrifting));
        _state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, ""));
    }

    public void On(MarginPreviewed e) =>
        _state.Risk.Margins.Add(e.Account, e.ConId, e.Side, e.Quantity, e.Preview, _state.Positions.QuantityOf(e.Account, e.ConId), e.Time);

    /// <summary>An order was denied: what must stop a strategy does so now. A preview denies nothing.</summary>
    public void OnDenied(RiskContext context, RiskVerdict verdict)
    {
        if (context.Spec.Strategy.Length == 0 || verdict.Failures.FirstOrDefault(f => f.Code == "R30") is not { Code: not null } repeated) return;
        Trip("R30", new RiskScope(RiskScopeKind.Strategy, context.Spec.Strategy), TradingGate.Halted, repeated.Message, repeated.Observed, repeated.Limit);
    }

    /// <summary>A fill was booked for the first time.</summary>
    public void OnFill(Fill fill)
    {
        EffectiveLimits limits = LimitsFor(fill.Account, "", fill.Contract.Ticker);
        _state.Risk.Ratio.AddFill(fill.Account.Value ?? "", _state.Today);
        _state.Risk.Fills.Add(fill, _state.Now);
        JudgePrice(fill, limits);
        // The legs of a combination moved positions; its own execution says their price once more.
        if (fill.Contract.SecurityType == SecurityType.Combo || StrategyOf(fill) is not { Length: > 0 } strategy) return;
        Book(strategy, fill);
        JudgeStrategy(strategy, fill.Account);
    }

    /// <summary>A booked fill was corrected or taken back: what its strategy made is counted anew.</summary>
    public void OnCorrection(Fill fill)
    {
        JudgePrice(fill, LimitsFor(fill.Account, "", fill.Contract.Ticker));
        if (StrategyOf(fill) is not { Length: > 0 } strategy) return;
        Recount(strategy, _state.Fills.Where(f => StrategyOf(f) == strategy));
        JudgeStrategy(strategy, fill.Account);
    }

    /// <summary>The commission of a fill came.</summary>
    /// <param name="execId">Execution.</param>
    /// <param name="before">The fill before it; null when it was not known.</param>
    public void OnCommission(ExecId execId, Fill? before)
    {
        // The broker tells it again with every list of executions: what is booked already costs nothing more.
        if (_state.Fills.Find(execId) is not { } fill || fill.Version == before?.Version) return;
        decimal? expected = _state.Risk.Margins.CommissionPerUnit(fill.Account, fill.Contract.ConId, fill.Side);
        if (PostTrade.FeeFinding(fill, expected, LimitsFor(fill.Account, "", fill.Contract.Ticker)[RiskLimit.FeePercentMax]) is { } finding) Alert(finding, fill.Contract.Ticker);
        if (StrategyOf(fill) is not { Length: > 0 } strategy || fill.Commission is not { } commission) return;
        if (before?.Commission is null) _state.Risk.Strategies.AddCommission(strategy, commission, FeeRateOf(fill), Losses.DayOf(fill.Account));
        else Recount(strategy, _state.Fills.Where(f => StrategyOf(f) == strategy));
        JudgeStrategy(strategy, fill.Account);
    }

    /// <summary>Time passed: counts losses and trips what is to be tripped.</summary>
    public void OnClock()
    {
        Facts.OnClock();
        Losses.Update();
        for (int i = 0; i < _state.Session.Accounts.Count; i++) JudgeLosses(_state.Session.Accounts[i]);
        JudgeTotalLoss();
        foreach (PositionEntry entry in _state.Positions.Entries)
        {
            if (!entry.IsBlocked || !PostTrade.IsMismatchTooLarge(entry.Difference, LimitsFor(entry.Account, "", entry.Contract.Ticker)[RiskLimit.PositionMismatchMax])) continue;
            Trip("R40", new RiskScope(RiskScopeKind.Account, entry.Account.Value), TradingGate.Halted,
                $"The broker reports {OrderText.Number(entry.BrokerQuantity ?? 0m)} {entry.Contract.Ticker} and own fills give {OrderText.Number(entry.Ledger.Quantity)}: too much to go on in this account (R40). Find out why, then re-arm it.", Math.Abs(entry.Difference), null);
        }
        _view.OnClock();
    }

    /// <summary>Trips a latch, unless it holds already. Durable before the next order is judged.</summary>
    public void Trip(string code, RiskScope scope, TradingGate state, string reason, decimal? observed, decimal? limit)
    {
        string id = RiskLatch.IdOf(code, scope);
        if (_state.Latches.IsTripped(id)) return;
        var latch = new RiskLatch { Id = id, Code = code, Scope = scope, State = state, Reason = reason, Observed = observed, Limit = limit, TrippedTime = _state.Now };
        _state.Latches.Put(latch);
        _state.Effects.Journal.Add(Written(latch));
        _state.Log.LatchTripped(code, scope.Kind, state, reason);
        _state.Notices.Add(_state.Now, NoticeSeverity.Error, "risk", reason);
        Publish();
    }

    public void Publish() => _view.Make();

    private void JudgeLosses(AccountId account)
    {
        if (Losses.Find(account) is not { } day || _state.Accounts.Find(account)?.NetLiquidation is not { } equity) return;
        EffectiveLimits limits = LimitsFor(account, "", "");
        var scope = new RiskScope(RiskScopeKind.Account, account.Value);
        string currency = _state.BaseCurrencyOf(account);
        decimal lossLimit = -day.StartEquity * limits[RiskLimit.DailyLossPercentMax] / 100m;
        if (Losses.DayPnl(account) is { } pnl && pnl <= lossLimit)
            Trip("R25", scope, TradingGate.Reducing, $"The loss of the day reached {OrderText.Number(decimal.Round(-pnl, 2))} {currency}, the limit is {OrderText.Number(decimal.Round(-lossLimit, 2))} (R25). Only orders that reduce may leave until it is re-armed with a reason.", pnl, lossLimit);
        // What was recorded as paid in is in the peak already, and may be on its way still.
        equity += Math.Max(0m, day.RecordedFlow);
        decimal floor = DrawdownCheck.FloorOf(day.PeakEquity, limits);
        if (equity > floor)
        {
            _undecided.Remove(account);
            return;
        }
        // Money that was paid out is no loss. Until somebody says so, orders are denied and nothing trips.
        if (_state.Money.Cash.PaidOut(account) is not { } paid) return;
        if (equity - paid > floor)
        {
            if (_undecided.Add(account))
                _state.Notices.Add(_state.Now, NoticeSeverity.Error, "risk", $"{OrderText.Number(decimal.Round(-paid, 2))} {currency} of cash left {account.Masked}, and nothing in the books explains it. Without it equity is {OrderText.Number(limits[RiskLimit.DrawdownPercentMax])} % or more below its peak of {OrderText.Number(decimal.Round(day.PeakEquity, 2))} (R26), so only orders that reduce may leave. If it was paid out, record it as a withdrawal; if not, book it as what it was.");
            return;
        }
        string unclear = _state.Money.Cash.IsSettledDaily(account, currency) ? " A future is held over the day's end, so money that was paid out cannot be told from its settlement: if it was, record that before you re-arm it." : "";
        Trip("R26", scope, TradingGate.Reducing, $"Equity fell to {OrderText.Number(decimal.Round(equity, 2))} {currency}, {OrderText.Number(limits[RiskLimit.DrawdownPercentMax])} % or more below its peak of {OrderText.Number(decimal.Round(day.PeakEquity, 2))} (R26). Only orders that reduce may leave until it is re-armed with a reason.{unclear}", equity, floor);
    }

    private void JudgeTotalLoss()
    {
        decimal most = _state.Limits.Firm(RiskLimit.DailyLossTotalMax);
        if (most == 0m || _state.Session.Accounts.Count == 0) return;
        string currency = _state.BaseCurrencyOf(_state.Session.Accounts[0]);
        if (Losses.TotalDayPnl(currency) is { } total && total <= -most)
            Trip("R25", RiskScope.Firm, TradingGate.Reducing, $"The loss of the day of all accounts reached {OrderText.Number(decimal.Round(-total, 2))} {currency}, the limit is {OrderText.Number(most)} (R25). Only orders that reduce may leave until it is re-armed with a reason.", total, -most);
    }

    private void JudgeStrategy(string strategy, AccountId account)
    {
        EffectiveLimits limits = LimitsFor(account, strategy, "");
        var scope = new RiskScope(RiskScopeKind.Strategy, strategy);
        int streak = _state.Risk.Strategies.Streak(strategy);
        if (streak >= limits[RiskLimit.LossStreakMax])
            Trip("R27", scope, TradingGate.Reducing, $"{strategy} lost {streak} trades in a row (R27). Only orders that reduce may leave until it is re-armed with a reason.", streak, limits[RiskLimit.LossStreakMax]);
        if (Losses.Find(account) is not { } day) return;
        decimal pnl = _state.Risk.Strategies.DayPnl(strategy, day.Day), limit = -day.StartEquity * limits[RiskLimit.StrategyLossPercentMax] / 100m;
        if (pnl <= limit)
            Trip("R27", scope, TradingGate.Reducing, $"{strategy} lost {OrderText.Number(decimal.Round(-pnl, 2))} {_state.BaseCurrencyOf(account)} today, the limit is {OrderText.Number(decimal.Round(-limit, 2))} (R27). Only orders that reduce may leave until it is re-armed with a reason.", pnl, limit);
    }

    // What the limit is counted from moves with the reason that a person gave; otherwise the latch would trip again at once.
    private void Accept(RiskLatch latch)
    {
        switch (latch.Code)
        {
            case "R25" when latch.Scope.Kind == RiskScopeKind.Firm: foreach (AccountId account in _state.Session.Accounts) Losses.AcceptLoss(account); break;
            case "R25": Losses.AcceptLoss(new AccountId(latch.Scope.Name)); break;
            case "R26": Losses.AcceptDrawdown(new AccountId(latch.Scope.Name)); break;
            case "R27": _state.Risk.Strategies.Forget(latch.Scope.Name); break;
            case "R30": _state.Risk.Repeats.Forget(latch.Scope.Name); break;
        }
    }

    private void Book(string strategy, Fill fill) => _state.Risk.Strategies.Add(strategy, fill, RateOf(fill), FeeRateOf(fill), Losses.DayOf(fill.Account));

    // What was counted of the day before the restart (R30, R31); what is older does not count any more.
    private void RestoreCounts(IReadOnlyList<Order> orders)
    {
        var counts = new List<(DateTimeOffset Time, Action<DateOnly> Count)>();
        foreach (Order order in orders.Where(o => o.OrderRef.IsOurs && o.OrderId.Value > 0))
        {
            string account = order.Account.Value ?? "", ticker = order.Contract.Ticker;
            counts.AddRange(order.History.Where(l => IsMessage(l, order)).Select(l => (l.Time, (Action<DateOnly>)(day => _state.Risk.Ratio.AddMessage(account, day)))));
            bool isRearmed = _state.Latches.Find(RiskLatch.IdOf("R30", new RiskScope(RiskScopeKind.Strategy, order.Strategy)))?.RearmedTime >= order.CreatedTime;
            if (order.Strategy.Length > 0 && order.Source != KillFlattening.Source && !order.Handling.Role.IsExit() && !isRearmed)
                counts.Add((order.CreatedTime, day => _state.Risk.Repeats.Add(order.Strategy, ticker, order.Side, day, order.CreatedTime)));
        }
        foreach (Fill fill in _state.Fills.Where(_ => true)) counts.Add((fill.ReceivedTime, day => _state.Risk.Ratio.AddFill(fill.Account.Value ?? "", day)));
        if (counts.Count == 0) return;
        DateTimeOffset from = counts.Max(c => c.Time) - TimeSpan.FromDays(1);
        foreach ((DateTimeOffset time, Action<DateOnly> count) in counts.Where(c => c.Time > from).OrderBy(c => c.Time)) count(_state.Days.Of(time));
    }

    // A queued order is sent when it is released, if ever.
    private static bool IsMessage(OrderEvent line, Order order) => line.Source != "broker"
        && (line.Kind is "modify requested" or OrderHistory.CancelRequested or OrderHistory.Released || (line.Kind == OrderDrafts.SubmittedKind && order.Handling.QueuedUntil is null));

    // In the order in which they happened, each on its own day.
    private void Recount(string strategy, IEnumerable<Fill> fills)
    {
        StrategyResults results = _state.Risk.Strategies;
        results.Clear(strategy);
        foreach (Fill fill in fills.Where(f => f.Contract.SecurityType != SecurityType.Combo).OrderBy(f => f.Time).ThenBy(f => f.ExecId.Key, StringComparer.Ordinal))
        {
            if (RearmedTime(strategy) >= fill.Time) results.Hold(strategy, fill);
            else results.Add(strategy, fill, RateOf(fill), FeeRateOf(fill), _state.Days.Of(fill.Time));
        }
    }

    private decimal RateOf(Fill fill) => RateOf(fill, fill.Contract.Currency);

    private decimal FeeRateOf(Fill fill) => RateOf(fill, fill.CommissionCurrency.Length > 0 ? fill.CommissionCurrency : fill.Contract.Currency);

    // The market's rate, else that of the fill's day; a currency that nobody has told a rate of counts as it is.
    private decimal RateOf(Fill fill, string currency)
    {
        string to = _state.BaseCurrencyOf(fill.Account);
        return Rates.Rate(currency, to) ?? _state.Rates.Of(currency, to, _state.Days.Of(fill.Time)) ?? _state.Rates.Present(currency, to, _state.Now)?.Rate ?? 1m;
    }

    private string StrategyOf(Fill fill)
    {
        if (!fill.OrderRef.IsOurs) return "";
        if (_strategies.TryGetValue(fill.OrderRef, out string? known)) return known;
        string strategy = _state.Orders.Find(fill.OrderRef)?.Order.Strategy ?? "";
        if (strategy.Length > 0) _strategies.Add(fill.OrderRef, strategy);
        return strategy;
    }

    private DateTimeOffset? RearmedTime(string strategy) => _state.Latches.Find(RiskLatch.IdOf("R27", new RiskScope(RiskScopeKind.Strategy, strategy)))?.RearmedTime;

    private void JudgePrice(Fill fill, EffectiveLimits limits)
    {
        // What is told again after an outage was traded in another market.
        bool isFresh = _state.Now - fill.Time < TimeSpan.FromMinutes(1);
        if (isFresh && PostTrade.PriceFinding(fill, _state.Market.Find(fill.Contract.ConId), limits[RiskLimit.FillCollarPercent], _state.Market.FindInstrument(fill.Contract.ConId)) is { } finding) Alert(finding, fill.Contract.Ticker);
    }

    // Nobody may be looking: it goes on as an alert.
    private void Alert(string text, string ticker)
    {
        _state.Log.PostTradeAlert(text);
        _state.Notices.Add(_state.Now, NoticeSeverity.Error, "risk", text, ticker, callsPerson: true);
    }

    private SettingWritten Written(RiskLatch latch) => new(RiskJson.LatchKey + latch.Id, RiskJson.Write(latch), latch.RearmedBy.Length > 0 ? latch.RearmedBy : "engine", _state.Now);
}
