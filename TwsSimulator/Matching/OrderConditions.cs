using TwsProtocol.Orders;
using TwsSimulator.Accounts;
using TwsSimulator.Market;

namespace TwsSimulator.Matching;

/// <summary>Judges the conditions of orders. What a condition looks at is the simulated market and account of the moment.</summary>
internal sealed class OrderConditions(IMarketSource source, Func<Instrument, InstrumentState> state, AccountList accounts, IReadOnlyList<SimExecution> executions)
{
    /// <summary>The first contract a condition names that is not offered; 0 when all are.</summary>
    public int UnknownConId(Order order)
        => order.Conditions.Select(ConIdOf).FirstOrDefault(id => id != 0 && Find(id) is null);

    /// <summary>Whether the conditions are met. They are joined from the first on, each with the next by its own "and" or "or".</summary>
    public bool AreMet(SimOrder order, long nowMs)
    {
        IReadOnlyList<OrderCondition> conditions = order.Order.Conditions;
        bool isMet = IsMet(conditions[0], order, nowMs);
        for (int i = 1; i < conditions.Count; i++)
        {
            bool next = IsMet(conditions[i], order, nowMs);
            isMet = conditions[i - 1].IsConjunctionConnection ? isMet && next : isMet || next;
        }

        return isMet;
    }

    private bool IsMet(OrderCondition condition, SimOrder order, long nowMs) => condition switch
    {
        PriceCondition c => Quote(c.ConId) is { } q && Compare(c.IsMore, (c.TriggerMethod is 1 or 4 ? (order.IsBuy ? q.Ask : q.Bid) : q.Last ?? q.Mark), c.Price),
        TimeCondition c => WireTime.TryParse(c.Time, out long time) && Compare(c.IsMore, nowMs, time * 1000d),
        MarginCondition c => accounts.Find(order.Order.Account) is { } account && account.NetLiquidation > 0 && Compare(c.IsMore, (double)((account.NetLiquidation - account.MaintenanceMargin) / account.NetLiquidation * 100), c.Percent),
        VolumeCondition c => Quote(c.ConId) is { } q && Compare(c.IsMore, (double)q.Volume, c.Volume),
        PercentChangeCondition c => Quote(c.ConId) is { Last: { } last, PreviousClose: { } close } && close != 0 && Compare(c.IsMore, ((last / close) - 1) * 100, c.ChangePercent),
        ExecutionCondition c => executions.Any(e => e.TimeMs >= order.PlacedMs && e.PermId != order.PermId && e.Instrument.Symbol == c.Symbol && e.Instrument.SecType == c.SecType),
        _ => false,
    };

    private static bool Compare(bool isMore, double? value, double limit) => value is { } v && (isMore ? v >= limit : v <= limit);

    private static int ConIdOf(OrderCondition condition) => condition switch
    {
        PriceCondition c => c.ConId,
        VolumeCondition c => c.ConId,
        PercentChangeCondition c => c.ConId,
        _ => 0,
    };

    private InstrumentState? Quote(int conId) => Find(conId) is { } instrument ? state(instrument) : null;

    private Instrument? Find(int conId) => source.Instruments.FirstOrDefault(i => i.ConId == conId);
}
