using System.Globalization;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.MarketData;

namespace TradingCore.Engine;

/// <summary>Judges how far each thing that an outage touched is whole again. It says recovered only for what was seen to be so.</summary>
internal sealed class OutageJudge(EngineState state)
{
    /// <summary>How long something may take before it counts as not verified. A minute's bar comes when it is over, its history a little later.</summary>
    public static readonly TimeSpan PatienceMax = TimeSpan.FromMinutes(5);

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private readonly Dictionary<OrderRef, (OrderState State, decimal Filled)> _before = [];
    private readonly Dictionary<string, DateTimeOffset> _moneyTold = [];
    private readonly Dictionary<string, DateTimeOffset> _pnlTold = [];

    /// <summary>An order as it was when the session was lost.</summary>
    public void Remember(Order order)
    {
        // A loss within a loss changes nothing of what was before it.
        _before.TryAdd(order.OrderRef, (order.State, order.Filled));
    }

    /// <summary>A new outage begins: what orders were before the last one matters no more.</summary>
    public void Forget() => _before.Clear();

    /// <summary>Money or P&amp;L of an account came.</summary>
    public void On(AccountValuesReceived e)
    {
        AccountState v = e.Values;
        if (v.DailyPnl is not null || v.UnrealizedPnl is not null || v.RealizedPnl is not null) _pnlTold[v.Account.Masked] = e.Time;
        if (v.NetLiquidation is not null || v.TotalCash is not null || v.BuyingPower is not null) _moneyTold[v.Account.Masked] = e.Time;
    }

    /// <summary>How many of the report's orders are not as they were before.</summary>
    public int Changed(OutageReport report) => report.Items.Count(i => i.Area == OutageAreas.Orders && i.Subject.Length > 0
        && state.Orders.Find(new OrderRef(i.Subject))?.Order is { } order
        && !(_before.TryGetValue(order.OrderRef, out (OrderState State, decimal Filled) before) && before == (order.State, order.Filled)));

    /// <summary>The item as it is now; itself when there is nothing new.</summary>
    public OutageItem Judge(OutageReport report, OutageItem item) => item.Area switch
    {
        OutageAreas.Orders => Order(item),
        OutageAreas.Executions => Executions(report, item),
        OutageAreas.Positions => Positions(item),
        OutageAreas.Account => Told(report, item, _moneyTold, "account values"),
        OutageAreas.Pnl => Told(report, item, _pnlTold, "P&L"),
        OutageAreas.Quotes => Quote(report, item),
        OutageAreas.FiveSecondBars => FiveSecondBars(report, item),
        OutageAreas.Bars => Minutes(report, item),
        _ => item,
    };

    /// <summary>A number of things in words.</summary>
    public static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    private OutageItem Order(OutageItem item)
    {
        if (item.Subject.Length == 0) return Recovered(item, "Compared with the broker's open and completed orders.");
        if (state.Orders.Find(new OrderRef(item.Subject))?.Order is not { } order) return Unverified(item, "The order is not known any more.");
        if (order.State == OrderState.Unknown) return Unverified(item, "The broker has not said what became of it.");
        if (_before.TryGetValue(order.OrderRef, out (OrderState State, decimal Filled) before) && before == (order.State, order.Filled)) return Recovered(item, $"The broker has it as it was: {Words(order)}");
        return Recovered(item, $"The broker was asked: {Words(order)}");
    }

    private static string Words(Order order)
    {
        string filled = order.Filled > 0m && order.Filled < order.Quantity ? $", {OrderText.Number(order.Filled)} of {OrderText.Number(order.Quantity)} filled" : "";
        return $"{order.State}{filled}. {order.Reason}".TrimEnd();
    }

    private static OutageItem Executions(OutageReport report, OutageItem item)
    {
        int found = report.Items.Count(i => i.Area == OutageAreas.Executions && i.Subject.Length > 0);
        string text = found == 0 ? "The broker was asked for its executions: none was missed." : $"The broker was asked for its executions: {Count(found, "fill")} found, each told below.";
        // Source: TWS API, reqExecutions: executions since midnight.
        return Day(report.From) == Day(report.To!.Value)
            ? Recovered(item, text)
            : Unverified(item, text + " It tells those since midnight only; earlier ones show as differences of positions, if at all.");
    }

    private OutageItem Positions(OutageItem item)
    {
        string[] differ = [.. state.Positions.Entries.Where(p => p.Difference != 0m).Select(p => p.Contract.Ticker)];
        return differ.Length == 0
            ? Recovered(item, "Compared with the broker: they agree.")
            : Unverified(item, $"The broker reports other quantities of {string.Join(", ", differ)}.");
    }

    private OutageItem Told(OutageReport report, OutageItem item, Dictionary<string, DateTimeOffset> told, string what)
    {
        if (told.TryGetValue(item.Subject, out DateTimeOffset time) && time > report.From && state.Session.IsConnected)
            return Recovered(item, string.Create(CultureInfo.InvariantCulture, $"The broker told them anew at {Say.Moment(time)}."));
        return IsTooLate(report) ? Unverified(item, $"No {what} came since; the figures are old.") : item;
    }

    private OutageItem Quote(OutageReport report, OutageItem item)
    {
        Quote? quote = state.Market.Find(item.Subject);
        if (quote is null) return Lost(item, "Not watched any more.");
        if (!quote.IsInterrupted && quote.ReceivedTime > report.From)
            return Recovered(item, string.Create(CultureInfo.InvariantCulture, $"Live again at {Say.Moment(quote.ReceivedTime)}; nobody tells the ticks between."));
        if (IsClosed(report, item)) return Recovered(item, "The market is closed.");
        return IsTooLate(report) ? Unverified(item, "No price has come since.") : item;
    }

    private OutageItem FiveSecondBars(OutageReport report, OutageItem item)
    {
        BarSeries series = state.Bars.Series(item.Subject, BarSize.FiveSeconds);
        BarGap[] gaps = [.. series.Gaps.Where(g => g.FoundTime >= report.From - PatienceMax && g.FoundTime <= report.To && !(g.HealedTime < report.From))];
        if (gaps.Any(g => g.To is null) || (gaps.Length == 0 && series.Bars is not [.., { Source: BarSource.Live }]))
            return IsClosed(report, item) ? Recovered(item, "The market is closed.") : IsTooLate(report) ? Unverified(item, "None has come since.") : item;
        int missing = gaps.Sum(g => g.Missing);
        if (missing == 0) return Recovered(item, "None was missed.");
        if (gaps.All(g => g.State == BarGapState.Healed)) return Recovered(item, $"{Count(missing, "bar")} missed, {gaps.Sum(g => g.Filled)} filled from history.");
        return IsTooLate(report) ? Unverified(item, $"{Count(missing, "bar")} missed, {gaps.Sum(g => g.Filled)} filled. {gaps[^1].Reason}".TrimEnd()) : item;
    }

    private OutageItem Minutes(OutageReport report, OutageItem item)
    {
        // The minutes that the outage touched, when they are over. In a replay the bars keep another clock than ours: then the gaps tell when.
        BarSeries series = state.Bars.Series(item.Subject, BarSize.OneMinute);
        BarGap? gap = series.Gaps.LastOrDefault(g => g.FoundTime >= report.From - PatienceMax && g.FoundTime <= report.To && g.To is not null);
        DateTimeOffset first = BarSize.OneMinute.StartOf(gap?.From ?? report.From), last = BarSize.OneMinute.StartOf(gap?.To ?? report.To!.Value);
        if (state.Now < BarSize.OneMinute.StartOf(report.To!.Value) + BarSize.OneMinute.Span) return item;
        int touched = (int)((last - first) / BarSize.OneMinute.Span) + 1;
        Bar[] bars = [.. series.Bars.Where(b => b.Time >= first && b.Time <= last && b.IsClosed)];
        int whole = bars.Count(b => b.IsComplete);
        if (whole == touched) return Recovered(item, $"{Count(touched, "minute")} whole, {bars.Count(b => b.Source != BarSource.Live)} of them from history.");
        if (IsClosed(report, item)) return Recovered(item, "The market is closed.");
        return IsTooLate(report) ? Unverified(item, $"{Count(touched - whole, "minute")} of {touched} incomplete.{(gap is { Reason.Length: > 0 } g ? " " + g.Reason : "")}") : item;
    }

    // Closed from the loss until now: then nothing was missed and nothing can come.
    private bool IsClosed(OutageReport report, OutageItem item)
    {
        if (state.Market.FindInstrument(item.Subject) is not { } instrument) return false;
        var hours = TradingHours.Of(instrument);
        for (DateTimeOffset time = report.From; time < state.Now; time += TimeSpan.FromMinutes(15))
            if (hours.IsOpen(time) != false) return false;
        return hours.IsOpen(state.Now) == false;
    }

    private bool IsTooLate(OutageReport report) => state.Now - report.To >= PatienceMax;

    private static DateOnly Day(DateTimeOffset time) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time, NewYork).DateTime);

    private static OutageItem Recovered(OutageItem item, string recovery) => item with { Recovery = recovery, State = OutageItemState.Recovered };

    private static OutageItem Unverified(OutageItem item, string recovery) => item with { Recovery = recovery, State = OutageItemState.Unverified };

    private static OutageItem Lost(OutageItem item, string recovery) => item with { Recovery = recovery, State = OutageItemState.Lost };
}
