using System.Globalization;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Orders;

namespace TradingCore.Engine;

/// <summary>Finds out what an outage touched, and has each of it judged from the engine's own state until nothing is pending.</summary>
internal sealed class OutageDesk
{
    // Orders beyond this many are told of together.
    private const int OrdersNamed = 50;

    private readonly EngineState _state;
    private readonly OutageJudge _judge;
    private DateTimeOffset _nextLook;

    public OutageDesk(EngineState state)
    {
        _state = state;
        _judge = new OutageJudge(state);
    }

    /// <summary>The session was lost.</summary>
    /// <param name="time">When.</param>
    /// <param name="cause">Why.</param>
    /// <param name="unanswered">Orders that waited for an answer.</param>
    public void Begin(DateTimeOffset time, string cause, IReadOnlyList<OrderEntry> unanswered)
    {
        if (_state.Outages.Current is null) _judge.Forget();
        var items = new List<OutageItem>();
        foreach (OrderEntry entry in unanswered)
            items.Add(Pending(OutageAreas.Orders, entry.Order.OrderRef.Value, $"{Name(entry.Order)}: no answer came before the connection was lost."));
        OrderEntry[] resting = [.. _state.Orders.Open.Where(o => o.Order.State.IsAtBroker() && !unanswered.Contains(o))];
        foreach (OrderEntry entry in resting.Take(OrdersNamed))
        {
            _judge.Remember(entry.Order);
            items.Add(Pending(OutageAreas.Orders, entry.Order.OrderRef.Value, $"{Name(entry.Order)}: what became of it meanwhile."));
        }
        if (resting.Length > OrdersNamed) items.Add(Pending(OutageAreas.Orders, "", $"What became of {OutageJudge.Count(resting.Length - OrdersNamed, "further open order")}."));
        items.Add(Pending(OutageAreas.Executions, "", "Executions as they happened."));
        items.Add(Pending(OutageAreas.Positions, "", "Changes of positions."));
        foreach (AccountState account in _state.Accounts.Snapshot)
        {
            items.Add(Pending(OutageAreas.Account, account.Account.Masked, "Account values."));
            if (account.DailyPnl is not null) items.Add(Pending(OutageAreas.Pnl, account.Account.Masked, "P&L."));
        }
        foreach (WatchlistItem watched in _state.Market.Items)
        {
            if (_state.Market.Find(watched.Ticker) is null) continue;
            items.Add(Pending(OutageAreas.Quotes, watched.Ticker, "Prices as they moved."));
            items.Add(Pending(OutageAreas.FiveSecondBars, watched.Ticker, "Five-second bars."));
            items.Add(Pending(OutageAreas.Bars, watched.Ticker, "Bars of a minute and longer."));
        }
        _state.Outages.Begin(time, cause, items);
    }

    /// <summary>A fill came that nobody had told while it happened.</summary>
    public void OnFound(Fill fill)
    {
        if (_state.Outages.Current is not { } outage || fill.Time < outage.From - OutageJudge.PatienceMax) return;
        _state.Outages.Add(new OutageItem(OutageAreas.Executions, fill.Contract.Ticker,
            string.Create(CultureInfo.InvariantCulture, $"{(fill.Side == OrderSide.Buy ? "Bought" : "Sold")} {OrderText.Number(fill.Quantity)} at {Say.Price(fill.Price, _state.Market.FindInstrument(fill.Contract.ConId))} at {Say.Moment(fill.Time)}."),
            "Booked when the broker told its executions.", OutageItemState.Recovered));
    }

    /// <summary>Money or P&amp;L of an account came.</summary>
    public void On(AccountValuesReceived e) => _judge.On(e);

    /// <summary>Everything agrees with the broker again.</summary>
    public void End(DateTimeOffset time)
    {
        if (_state.Outages.Current is not { } outage) return;
        _state.Outages.End(time);
        Judge();
        OutageReport report = _state.Outages.Snapshot[0];
        int found = report.Items.Count(i => i.Area == OutageAreas.Executions && i.Subject.Length > 0);
        _state.Notices.Add(time, report.Unverified > 0 ? NoticeSeverity.Warning : NoticeSeverity.Info, "session", string.Create(CultureInfo.InvariantCulture,
            $"Outage {report.Number} is over: {(time - outage.From).TotalSeconds:0.#} s away, {OutageJudge.Count(found, "fill")} found, {OutageJudge.Count(_judge.Changed(report), "order")} changed meanwhile, {report.Unverified} unverified. Prices and bars are being filled in."));
    }

    /// <summary>Looks at what is still pending.</summary>
    public void OnClock()
    {
        if (_state.Now < _nextLook) return;
        _nextLook = _state.Now + TimeSpan.FromSeconds(1);
        if (_state.Outages.Snapshot.Any(r => r is { To: not null, IsComplete: false })) Judge();
    }

    private void Judge() => _state.Outages.Judge((report, item) => report.To is null ? item : _judge.Judge(report, item));

    private static OutageItem Pending(string area, string subject, string missed) => new(area, subject, missed, "", OutageItemState.Pending);

    private static string Name(Order order) => $"{(order.Side == OrderSide.Buy ? "Buy" : "Sell")} {OrderText.Number(order.Quantity)} {order.Contract.Ticker}";
}
