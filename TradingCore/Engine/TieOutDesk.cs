using TradingCore.Accounts;
using TradingCore.Domain;
using TradingCore.Engine.MoneyFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>
/// Compares quantities, average cost, P&amp;L and cash with the broker's after every fill, after every reconnect and all the time in between,
/// and tells what stops new orders and what lets them go again.
/// </summary>
/// <remarks>
/// P&amp;L is compared at the broker's own price: the difference then is one of bookkeeping, not of two markets a second apart.
/// </remarks>
internal sealed class TieOutDesk(EngineState state, Reconciler reconciler)
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);
    private const decimal MuchPart = 0.01m;   // of the equity
    private DateTimeOffset _next;
    private DateTimeOffset _nextRound;

    /// <summary>Compares once a second, and asks for the broker's lists again every <c>Positions:TieOutInterval</c>.</summary>
    public void OnClock()
    {
        if (!state.IsVerified || state.Now < _next) return;
        _next = state.Now + Beat;
        if (_nextRound <= reconciler.RoundTime + state.PositionOptions.TieOutInterval) _nextRound = reconciler.RoundTime + state.PositionOptions.TieOutInterval;
        if (state.Now >= _nextRound)
        {
            _nextRound = state.Now + state.PositionOptions.TieOutInterval;
            reconciler.Ask();
            state.Effects.Calls.Add(GatewayCall.RefreshAccounts());
        }
        Compare();
    }

    private void Compare()
    {
        var measures = new List<TieOutMeasure>();
        DateOnly today = state.Days.Of(state.Now);
        foreach (PositionEntry entry in state.Positions.Entries)
        {
            if (state.MetAccounts.Contains(entry.Account)) Measure(entry, today, measures);
        }
        foreach (AccountId account in state.Session.Accounts)
        {
            if (state.Cash.IsOpen(account)) MeasureCash(account, measures);
            MeasureRealized(account, today, measures);
        }
        foreach (TieOutItem item in state.TieOut.Take(measures, state.Now, reconciler.CompletedRound, reconciler.AskForRound, Matters))
        {
            // A restart must not be a way around it.
            state.Effects.Journal.Add(new SettingWritten(MoneyKeys.OfHalt(item), item.State == TieOutState.Halted ? TieOutDocument.Write(item) : "", "engine", state.Now));
            Tell(item);
        }
    }

    private bool Matters(TieOutItem item) => item.ConId.IsResolved ? state.Positions.QuantityOf(item.Account, item.ConId) != 0m : state.Session.Accounts.Contains(item.Account);

    private void Measure(PositionEntry entry, DateOnly today, List<TieOutMeasure> measures)
    {
        PositionLedger ledger = entry.Ledger;
        LedgerDay booked = ledger.Of(today);
        if (ledger.Quantity == 0m && entry.Difference == 0m && booked is { Flow: 0m, StartQuantity: 0m }) return;
        PositionsOptions options = state.PositionOptions;
        TieOutItem item = new()
        {
            Account = entry.Account,
            ConId = entry.Contract.ConId,
            Ticker = entry.Contract.Ticker,
            Currency = entry.Contract.Currency,
            BrokerTime = entry.BrokerQuantity is null ? null : entry.ChangedTime,
        };
        measures.Add(new TieOutMeasure(item with { Kind = TieOutKind.Quantity, Ours = ledger.Quantity, Brokers = entry.BrokerQuantity, Reason = entry.IsBlocked ? reconciler.Differences.Advice(entry).TrimStart() : "" }, state.Options.TieOutGrace, entry.BrokerQuantity is not null));
        bool isSame = entry.BrokerQuantity == ledger.Quantity;
        if (isSame && ledger.Quantity != 0m)
        {
            bool isOpening = ledger.Opening is { Commission: not 0m };
            measures.Add(new TieOutMeasure(
                item with
                {
                    Kind = TieOutKind.AverageCost,
                    Ours = ledger.AverageCost,
                    Brokers = entry.BrokerAverageCost,
                    Tolerance = options.AverageCostTolerance,
                    State = isOpening ? TieOutState.NotCompared : default,
                    Reason = isOpening ? "Old fills are summed up; the commission in their cost is not known any more." : "",
                },
                options.PnlGrace, entry.BrokerAverageCost is not null));
        }
        if (entry.BrokerPnl is not { } pnl) return;
        bool isFresh = isSame && (pnl.Quantity ?? ledger.Quantity) == ledger.Quantity && pnl.Time > entry.BookedTime;
        item = item with { BrokerTime = pnl.Time, Tolerance = options.PnlTolerance };
        StartOfDay? start = PositionFigures.StartOf(entry, booked);
        // Before the broker's figures of the day were taken over, or when they never can be, there is nothing to hold ours against.
        bool isAnchored = start is { Source: not "close" };
        if (pnl.MarketValue is { } value && ledger.Quantity != 0m)
        {
            measures.Add(new TieOutMeasure(
                item with { Kind = TieOutKind.UnrealizedPnl, Ours = ledger.UnrealizedNetPnl(value), Brokers = pnl.Unrealized }, options.PnlGrace, isFresh && pnl.Unrealized is not null));
            measures.Add(new TieOutMeasure(
                item with { Kind = TieOutKind.DailyPnl, Ours = value - start?.Value + booked.Flow - booked.Fees, Brokers = pnl.Daily, Tolerance = options.DailyPnlTolerance },
                options.PnlGrace, isFresh && isAnchored && pnl.Daily is not null));
        }
        measures.Add(new TieOutMeasure(
            item with { Kind = TieOutKind.RealizedPnl, Ours = booked.RealizedNetPnl + (start?.CarriedRealizedPnl ?? 0m), Brokers = pnl.Realized },
            options.PnlGrace, isFresh && isAnchored && pnl.Realized is not null));
    }

    private void MeasureCash(AccountId account, List<TieOutMeasure> measures)
    {
        IReadOnlyDictionary<string, decimal> own = state.Cash.Own(account);
        IReadOnlyDictionary<string, BrokerCash> broker = state.Cash.Broker(account);
        PositionEntry[] futures = [.. state.Positions.EntriesOf(account).Where(e => e.Contract.SecurityType is SecurityType.Future or SecurityType.FutureOption && e.Ledger.Quantity != 0m)];
        DateTimeOffset booked = state.Money.Cash.BookedTime(account);
        // Much cash that moves while nothing is traded was paid in or out: that need not wait for what the broker may still be telling of a fill.
        bool isQuiet = state.Now - booked > state.PositionOptions.CashGrace && state.Money.Cash.AgreesInQuantity(account);
        foreach (string currency in state.Cash.Currencies(account))
        {
            PositionEntry[] open = [.. futures.Where(f => f.Contract.Currency == currency)];
            bool isSettled = state.Money.Cash.IsSettledDaily(account, currency);
            bool isTold = broker.TryGetValue(currency, out BrokerCash cash) && cash.Cash is not null;
            var item = new TieOutItem
            {
                Account = account,
                Kind = TieOutKind.Cash,
                Currency = currency,
                Ours = own.GetValueOrDefault(currency),
                Brokers = isTold ? cash.Cash : null,
                BrokerTime = isTold ? cash.Time : null,
                // Whether the commission of an open future is in the cash already differs between gateways.
                Tolerance = state.PositionOptions.CashTolerance + open.Sum(f => f.Ledger.Commission),
                State = isSettled ? TieOutState.NotCompared : default,
                Reason = isSettled ? "A future is held over the day's end: the broker settles its P&L in cash every day." : "",
            };
            bool isFresh = isTold && cash.Time > booked;
            if (!isSettled && isFresh && item.IsOver) item = item with { Reason = Advice(item).TrimStart() };
            measures.Add(new TieOutMeasure(item, isQuiet && isFresh && IsMuch(account, currency, item.Difference) ? state.PositionOptions.PnlGrace : state.PositionOptions.CashGrace, isFresh));
        }
    }

    private bool IsMuch(AccountId account, string currency, decimal? amount) =>
        state.Accounts.Find(account)?.NetLiquidation is { } equity && Math.Abs(amount ?? 0m) * state.Money.Rates.Now(account, currency).Rate >= equity * MuchPart;

    private void MeasureRealized(AccountId account, DateOnly today, List<TieOutMeasure> measures)
    {
        if (state.Accounts.Find(account) is not { Currency.Length: > 0, RealizedPnl: { } realized } told) return;
        decimal ours = 0m;
        bool isComparable = true;
        DateTimeOffset booked = default;
        foreach (PositionEntry entry in state.Positions.Entries)
        {
            if (entry.Account != account) continue;
            LedgerDay day = entry.Ledger.Of(today);
            StartOfDay? start = PositionFigures.StartOf(entry, day);
            decimal own = day.RealizedNetPnl + (start?.CarriedRealizedPnl ?? 0m);
            if (start is null or { Source: "close" }) isComparable = false;
            if (own != 0m && entry.Contract.Currency != told.Currency) isComparable = false;
            ours += own;
            if (entry.BookedTime > booked) booked = entry.BookedTime;
        }
        measures.Add(new TieOutMeasure(
            new TieOutItem
            {
                Account = account,
                Kind = TieOutKind.RealizedPnl,
                Currency = told.Currency,
                Ours = ours,
                Brokers = realized,
                BrokerTime = told.PnlTime,
                Tolerance = state.PositionOptions.PnlTolerance,
                State = isComparable && state.Money.Days.KnowsWhole(account) ? default : TieOutState.NotCompared,
                Reason = isComparable && state.Money.Days.KnowsWhole(account) ? "" : "Not all of the day is known here, or it was traded in other currencies: compared position by position.",
            },
            state.PositionOptions.PnlGrace, told.PnlTime > booked));
    }

    private void Tell(TieOutItem item)
    {
        // The quantity of a position has notices of its own.
        if (item.Kind == TieOutKind.Quantity) return;
        string what = $"{Name(item.Kind)}{(item.Ticker.Length > 0 ? $" of {item.Ticker}" : "")}";
        if (item.State == TieOutState.Halted)
        {
            state.Log.TieOutHalted(item.Kind, item.Ticker, item.Ours ?? 0m, item.Brokers ?? 0m, item.Currency);
            state.Notices.Add(state.Now, NoticeSeverity.Error, "tie-out", $"{Capital(what)}: {Explain(item)} No new order {(item.Ticker.Length > 0 ? $"in {item.Ticker}" : "in the account")} until it is settled; cancels work.{Advice(item)}", item.Ticker);
        }
        else if (item.State == TieOutState.NotCompared)
        {
            state.Log.TieOutReopened(item.Kind, item.Ticker);
            state.Notices.Add(state.Now, NoticeSeverity.Warning, "tie-out", $"{Capital(what)} differed and is not compared any more; orders may leave.{(item.Reason.Length > 0 ? $" {item.Reason}" : "")}", item.Ticker);
        }
        else
        {
            state.Log.TieOutReopened(item.Kind, item.Ticker);
            state.Notices.Add(state.Now, NoticeSeverity.Info, "tie-out", $"{Capital(what)} agrees with the broker again; orders may leave.", item.Ticker);
        }
    }

    /// <summary>Both figures and their difference, a sentence.</summary>
    public static string Explain(TieOutItem item) =>
        $"the broker says {OrderText.Number(item.Brokers ?? 0m)} {item.Currency}, own books {OrderText.Number(Math.Round(item.Ours ?? 0m, 4))}, a difference of {OrderText.Number(item.DifferenceCents ?? 0m)} cents.";

    /// <summary>What is to be done about a difference, sentences with a space before them; empty for a quantity, whose contract says it.</summary>
    public static string Advice(TieOutItem item) => item is not { Difference: { } moved } || moved == 0m || item.Kind == TieOutKind.Quantity ? ""
        : item.Kind != TieOutKind.Cash
            ? " If the broker's figure is the right one, as after an assignment, where it counts the premium in the cost of the shares, take it over: with 'Book' beside the difference, or with POST /api/v1/tie-out/accept."
        : $" {OrderText.Number(Math.Abs(moved))} {item.Currency} {(moved < 0m ? "went out of" : "came into")} the account, and no fill, dividend or fee in the books explains it. "
            + $"If it was paid {(moved < 0m ? "out, book it as a withdrawal" : "in, book it as a deposit")}, else as what it was: with 'Book' beside the difference, or with POST /api/v1/tie-out/accept.";

    /// <summary>The kind in words.</summary>
    public static string Name(TieOutKind kind) => kind switch
    {
        TieOutKind.Quantity => "quantity",
        TieOutKind.AverageCost => "average cost",
        TieOutKind.UnrealizedPnl => "unrealised P&L",
        TieOutKind.RealizedPnl => "realised P&L of the day",
        TieOutKind.DailyPnl => "P&L of the day",
        _ => "cash",
    };

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
