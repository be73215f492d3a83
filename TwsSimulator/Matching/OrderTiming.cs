using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>When an order may meet the market: hours and halts, its times, its conditions, its auction; and when it is over. Changes no order.</summary>
internal sealed class OrderTiming(TradingCalendar calendar, OrderConditions conditions)
{
    private readonly HashSet<Instrument> _halted = [];

    /// <summary>Stops or resumes trading in an instrument.</summary>
    public void SetHalted(Instrument instrument, bool isHalted)
    {
        if (isHalted)
            _halted.Add(instrument);
        else
            _halted.Remove(instrument);
    }

    /// <summary>Whether the market is open for the order.</summary>
    public bool MayTrade(SimOrder order, long nowMs)
    {
        if (_halted.Count > 0 && Combos.PartsOf(order.Instrument, 1).Any(p => _halted.Contains(p.Instrument)))
            return false;
        long now = nowMs / 1000;
        return order.Order.OutsideRth ? calendar.IsTrading(order.Instrument, now) : calendar.IsLiquid(order.Instrument, now);
    }

    /// <summary>Whether an order need not wait any more: for its time, its conditions, its auction.</summary>
    public bool IsDue(SimOrder order, long nowMs)
    {
        long now = nowMs / 1000;
        if (order.Order.GoodAfterTime.Length > 0 && WireTime.TryParse(order.Order.GoodAfterTime, out long start) && now < start)
            return false;
        if (order.AuctionTime != 0 && !Auctions.IsOpen(order, now))
            return false;
        return order.Order.Conditions.Count == 0 || order.Order.ConditionsCancelOrder || AreConditionsMet(order, nowMs);
    }

    /// <summary>Whether the order's conditions cancel it now.</summary>
    public bool CancelsNow(SimOrder order, long nowMs) => order.Order.ConditionsCancelOrder && order.Order.Conditions.Count > 0 && AreConditionsMet(order, nowMs);

    /// <summary>Whether the order's day, date or auction is over.</summary>
    public bool IsOver(SimOrder order, long nowMs)
    {
        long now = nowMs / 1000;
        bool dayIsOver = order.Order.Tif == "DAY" && order.AuctionTime == 0 && calendar.DateAt(order.Instrument, now) > order.Day;
        bool dateIsOver = order.Order.Tif == "GTD" && WireTime.TryParse(order.Order.GoodTillDate, out long until) && nowMs >= until * 1000;
        return dayIsOver || dateIsOver || (order.AuctionTime != 0 && Auctions.IsOver(order, now));
    }

    // Outside regular hours conditions count only for orders that say so.
    private bool AreConditionsMet(SimOrder order, long nowMs)
        => (order.Order.ConditionsIgnoreRth || calendar.IsLiquid(order.Instrument, nowMs / 1000)) && conditions.AreMet(order, nowMs);
}
