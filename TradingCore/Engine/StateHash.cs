using System.Globalization;
using System.IO.Hashing;
using System.Text;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine;

/// <summary>
/// A number over everything that the engine knows and that decides what it does next. Whatever becomes part of the state gets a line here;
/// what is only kept for readers (snapshots, published lists) does not.
/// </summary>
internal static class StateHash
{
    /// <summary>Computes it; the same state gives the same 32 hexadecimal digits in every process.</summary>
    public static string Compute(EngineState state) => Convert.ToHexString(XxHash128.Hash(Encoding.UTF8.GetBytes(Text(state))));

    /// <summary>What it is computed from, a line for each thing: to find where two states differ.</summary>
    public static string Text(EngineState state)
    {
        // Values write themselves in the culture of the thread, and a replay may run in another one.
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        try
        {
            return Lines(state);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    private static string Lines(EngineState state)
    {
        var text = new StringBuilder();
        AppendSession(text, state);
        AppendOrders(text, state);
        AppendMoney(text, state);
        AppendRisk(text, state);
        AppendMarket(text, state);
        foreach (OutageReport outage in state.Outages.Snapshot)
        {
            Line(text, $"outage {outage.Number}|{outage.From.UtcTicks}|{outage.To?.UtcTicks}|{outage.Cause}");
            foreach (OutageItem item in outage.Items) Line(text, $" {item}");
        }
        foreach (TradingNotice notice in state.Notices.All)
            Line(text, $"notice {notice.Sequence}|{notice.Time.UtcTicks}|{notice.Severity}|{notice.Kind}|{notice.Text}|{notice.Ticker}|{notice.OrderRef}");
        return text.ToString();
    }

    private static void AppendSession(StringBuilder text, EngineState state)
    {
        Line(text, $"engine {state.Now.UtcTicks}|{state.HeardTime?.UtcTicks}|{state.IsVerified}|{state.VerifiedTime.UtcTicks}|{state.RunningRound}|{state.JournalProblem}|{state.HistoryProblem}|{state.Fault}|{state.GateReason}");
        Line(text, $"session {state.Session.State}|{state.Session.ClientId}|{state.Session.IsBrokerConnected}|{state.OrderIds?.ReservedUpTo}|{string.Join(',', state.Session.Accounts)}");
        Line(text, $"met {string.Join(',', state.MetAccounts.Select(a => a.Value).Order(StringComparer.Ordinal))}");
    }

    private static void AppendOrders(StringBuilder text, EngineState state)
    {
        foreach (Order order in state.Orders.Snapshot)
        {
            Line(text, $"order {order.OrderRef}|{order.OrderId}|{order.ClientId}|{order.PermId}|{order.Account}|{order.Contract.ConId}|{order.Side}|{order.Quantity}|{order.Type}|{order.LimitPrice}|{order.StopPrice}|{order.Tif}|{order.State}|{order.Filled}|{order.AverageFillPrice}|{order.Commission}|{order.Reason}|{order.PendingChange}|{order.Version}");
            foreach (OrderEvent line in order.History) Line(text, $" {line.Time.UtcTicks}|{line.Kind}|{line.State}|{line.Source}|{line.Text}");
        }
        foreach (OrderEntry entry in state.Orders.Open)
            Line(text, $"open {entry.Order.OrderRef}|{entry.AwaitingSince?.UtcTicks}|{entry.SentTime?.UtcTicks}|{entry.CancelsSent}|{entry.IsCancelWanted}|{entry.IsCancelAtBroker}|{entry.BrokerFilled}|{entry.AheadSince?.UtcTicks}|{entry.AbsentSince?.UtcTicks}|{entry.SeenRound}|{entry.CompletedRound}|{entry.SeenTime?.UtcTicks}");
        foreach (OrderEntry entry in state.Orders.Owed)
            Line(text, $"owed {entry.Order.OrderRef}|{entry.BrokerFilled}|{entry.Uncounted}|{entry.AheadSince?.UtcTicks}");
        foreach (Fill fill in state.Fills.Snapshot)
            Line(text, $"fill {fill.ExecId}|{fill.OrderRef}|{fill.Account}|{fill.Contract.ConId}|{fill.SignedQuantity}|{fill.Price}|{fill.Commission}|{fill.Time.UtcTicks}");
    }

    private static void AppendMoney(StringBuilder text, EngineState state)
    {
        foreach (Positions.PositionEntry p in state.Positions.Entries)
            Line(text, $"position {p.Account}|{p.Contract.ConId}|{p.Ledger.Quantity}|{p.Ledger.AveragePrice}|{p.Ledger.RealizedPnl}|{p.Ledger.Commission}|{p.BrokerQuantity}|{p.BrokerAverageCost}|{p.SeenRound}|{p.ChangedTime.UtcTicks}|{p.IsBlocked}|{p.CheckedRound}|{p.Start}|{p.Ledger.RealizedNetPnl}|{p.Ledger.NetCash}");
        foreach (DayLedger ledger in state.Ledgers.Snapshot) Line(text, $"day {ledger}");
        foreach (AccountState account in state.Accounts.Snapshot)
        {
            Line(text, $"account {account}");
            foreach ((string currency, decimal amount) in state.Cash.Own(account.Account).OrderBy(c => c.Key, StringComparer.Ordinal)) Line(text, $" cash {currency}|{amount}");
        }
        foreach (ExchangeRate rate in state.Rates.Snapshot) Line(text, $"rate {rate}");
        foreach (TieOutItem item in state.TieOut.Snapshot) Line(text, $"tie-out {item.Account}|{item.Kind}|{item.ConId}|{item.Currency}|{item.State}|{item.Since?.UtcTicks}");
    }

    private static void AppendRisk(StringBuilder text, EngineState state)
    {
        Line(text, $"limits {state.Limits.Version}");
        foreach (RiskLimit limit in Enum.GetValues<RiskLimit>()) Line(text, $" {limit}|{state.Limits.Firm(limit)}");
        foreach (RiskLimitChange change in state.Limits.History) Line(text, $" {change.Version}|{change.Time.UtcTicks}|{change.Who}|{change.Scope}|{change.Reason}|{string.Join(',', change.Differences)}");
        foreach (RiskLatch latch in state.Latches.Snapshot.OrderBy(l => l.Id, StringComparer.Ordinal)) Line(text, $"latch {latch}");
        foreach (KillStatus kill in state.KillSwitches) Line(text, $"kill {kill}");
        foreach (string line in state.Risk.Figures(state.Now)) Line(text, $"risk {line}");
        foreach (string line in state.RiskDesk.Losses.Figures()) Line(text, $"loss {line}");
    }

    private static void AppendMarket(StringBuilder text, EngineState state)
    {
        foreach (WatchlistItem item in state.Market.Items)
        {
            Line(text, $"watch {item.Query}|{item.State}|{state.Market.Find(item.Ticker)}");
            foreach (BarSize size in BarSize.All)
                foreach (Bar bar in state.Bars.Series(item.Ticker, size).Bars)
                    Line(text, $" bar {size}|{bar.Time.UtcTicks}|{bar.Open}|{bar.High}|{bar.Low}|{bar.Close}|{bar.Volume}|{bar.Wap}|{bar.Count}|{bar.Parts}|{bar.Source}|{bar.IsClosed}|{bar.Revision}|{bar.IsSynthetic}");
        }
        Bars.BarTruth truth = state.Bars.Truth;
        Line(text, $"bars {truth.Compared}|{truth.Corrected}|{truth.Revised}|{truth.GapsHealed}|{truth.GapsUnverified}");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
