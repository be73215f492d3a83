using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Orders;

namespace TradingCore.Engine;

/// <summary>Finds out what an outage touched, and how each of it was recovered, from the engine's own state.</summary>
internal sealed class OutageDesk(EngineState state)
{
    private const string OrdersArea = "orders", ExecutionsArea = "executions", PositionsArea = "positions", QuotesArea = "quotes", BarsArea = "bars";

    // A minute's bar comes when it is over, and its history a little later.
    private static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(5);

    /// <summary>The session was lost.</summary>
    /// <param name="time">When.</param>
    /// <param name="cause">Why.</param>
    /// <param name="unanswered">Orders that waited for an answer.</param>
    public void Begin(DateTimeOffset time, string cause, IReadOnlyList<OrderEntry> unanswered)
    {
        var items = new List<OutageItem>();
        foreach (OrderEntry entry in unanswered)
            items.Add(new OutageItem(OrdersArea, entry.Order.OrderRef.Value, $"{(entry.Order.Side == OrderSide.Buy ? "Buy" : "Sell")} {OrderText.Number(entry.Order.Quantity)} {entry.Order.Contract.Ticker}: no answer came before the connection was lost.", "", OutageItemState.Pending));
        int resting = state.Orders.Open.Count - unanswered.Count;
        if (resting > 0) items.Add(new OutageItem(OrdersArea, "", $"News of {Count(resting, "open order")}.", "", OutageItemState.Pending));
        items.Add(new OutageItem(PositionsArea, "", "Changes of positions.", "", OutageItemState.Pending));
        foreach (WatchlistItem watched in state.Market.Items)
        {
            if (state.Market.Find(watched.Ticker) is null) continue;
            items.Add(new OutageItem(QuotesArea, watched.Ticker, "Prices.", "", OutageItemState.Pending));
            items.Add(new OutageItem(BarsArea, watched.Ticker, "Bars.", "", OutageItemState.Pending));
        }
        state.Outages.Begin(time, cause, items);
    }

    /// <summary>A fill came that nobody had told while it happened.</summary>
    public void OnFound(Fill fill)
    {
        if (state.Outages.Current is not { } outage || fill.Time < outage.From - PatienceMax) return;
        state.Outages.Add(new OutageItem(ExecutionsArea, fill.Contract.Ticker,
            string.Create(CultureInfo.InvariantCulture, $"{(fill.Side == OrderSide.Buy ? "Bought" : "Sold")} {fill.Quantity} at {fill.Price} at {fill.Time:HH:mm:ss} UTC."),
            "Booked when the broker told its executions.", OutageItemState.Recovered));
    }

    /// <summary>Everything agrees with the broker again.</summary>
    public void End(DateTimeOffset time)
    {
        if (state.Outages.Current is not { } outage) return;
        state.Outages.End(time);
        state.Outages.Judge((_, item) => item.Area switch
        {
            OrdersArea => JudgeOrder(item),
            PositionsArea => JudgePositions(item),
            _ => item,
        });
        OutageReport report = state.Outages.Snapshot[0];
        int found = report.Items.Count(i => i.Area == ExecutionsArea);
        int decided = report.Items.Count(i => i.Area == OrdersArea && i.Subject.Length > 0);
        state.Notices.Add(time, report.Unverified > 0 ? NoticeSeverity.Warning : NoticeSeverity.Info, "session", string.Create(CultureInfo.InvariantCulture,
            $"Outage {report.Number} is over: {(time - outage.From).TotalSeconds:0.#} s away, {Count(found, "fill")} found, {Count(decided, "order")} decided, {report.Unverified} unverified. Prices and bars are being filled in."));
    }

    /// <summary>Looks at what is still pending.</summary>
    public void OnClock()
    {
        if (state.Outages.Snapshot is not [{ To: not null, IsComplete: false }, ..]) return;
        state.Outages.Judge((report, item) => item.Area switch
        {
            QuotesArea => JudgeQuote(report, item),
            BarsArea => JudgeBars(report, item),
            _ => item,
        });
    }

    private OutageItem JudgeOrder(OutageItem item)
    {
        if (item.Subject.Length == 0) return item with { Recovery = "Compared with the broker's open and completed orders.", State = OutageItemState.Recovered };
        Order? order = state.Orders.Find(new OrderRef(item.Subject))?.Order;
        return order is null ? item with { Recovery = "The order is not known any more.", State = OutageItemState.Unverified }
            : order.State == OrderState.Unknown ? item with { Recovery = "The broker has not said what became of it.", State = OutageItemState.Unverified }
            : item with { Recovery = $"The broker was asked: {order.State}. {order.Reason}".TrimEnd(), State = OutageItemState.Recovered };
    }

    private OutageItem JudgePositions(OutageItem item)
    {
        string[] differ = [.. state.Positions.Entries.Where(p => p.Difference != 0m).Select(p => p.Contract.Ticker)];
        return differ.Length == 0
            ? item with { Recovery = "Compared with the broker: they agree.", State = OutageItemState.Recovered }
            : item with { Recovery = $"The broker reports other quantities of {string.Join(", ", differ)}.", State = OutageItemState.Unverified };
    }

    private OutageItem JudgeQuote(OutageReport report, OutageItem item)
    {
        Quote? quote = state.Market.Find(item.Subject);
        if (quote is null) return item with { Recovery = "Not watched any more.", State = OutageItemState.Recovered };
        if (!quote.IsInterrupted && quote.ReceivedTime > report.From)
            return item with { Recovery = string.Create(CultureInfo.InvariantCulture, $"Live again at {quote.ReceivedTime:HH:mm:ss} UTC; what was between is not known."), State = OutageItemState.Recovered };
        return IsTooLate(report) ? item with { Recovery = "No price has come since.", State = OutageItemState.Unverified } : item;
    }

    private OutageItem JudgeBars(OutageReport report, OutageItem item)
    {
        // The minutes that the outage touched, when they are over.
        DateTimeOffset first = Minute(report.From), last = Minute(report.To!.Value);
        if (state.Now < last + TimeSpan.FromMinutes(1)) return item;
        int touched = (int)(last - first).TotalMinutes + 1;
        Bar[] bars = [.. state.Bars.Series(item.Subject, BarSize.OneMinute).Bars.Where(b => b.Time >= first && b.Time <= last && b.IsClosed)];
        int whole = bars.Count(b => b.IsComplete);
        if (whole == touched)
        {
            int backfilled = bars.Count(b => b.Source != BarSource.Live);
            return item with { Recovery = $"{Count(touched, "minute")} whole, {backfilled} of them from history.", State = OutageItemState.Recovered };
        }
        return IsTooLate(report) ? item with { Recovery = $"{Count(touched - whole, "minute")} of {touched} incomplete.", State = OutageItemState.Unverified } : item;
    }

    private bool IsTooLate(OutageReport report) => state.Now - report.To >= PatienceMax;

    private static DateTimeOffset Minute(DateTimeOffset time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");
}
