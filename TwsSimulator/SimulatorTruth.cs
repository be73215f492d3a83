using TwsProtocol.Orders;
using TwsSimulator.Gateway;

namespace TwsSimulator;

/// <summary>An order as the simulator holds it.</summary>
/// <param name="ClientId">API client that owns it.</param>
/// <param name="OrderId">Order id of that client.</param>
/// <param name="PermId">Id over all clients.</param>
/// <param name="Symbol">What is traded.</param>
/// <param name="Action">BUY or SELL.</param>
/// <param name="Quantity">Quantity ordered.</param>
/// <param name="Filled">Filled so far.</param>
/// <param name="OrderType">MKT, LMT, ...</param>
/// <param name="LimitPrice">Limit; null when there is none.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="OrderRef">Label of the client.</param>
/// <param name="Account">Account; empty for one that is divided among a group.</param>
public sealed record TruthOrder(
    int ClientId, int OrderId, long PermId, string Symbol, string Action, decimal Quantity, decimal Filled, string OrderType, double? LimitPrice, OrderStatusKind Status, string OrderRef, string Account);

/// <summary>A fill as the simulator holds it.</summary>
/// <param name="ExecId">Id of the fill.</param>
/// <param name="ClientId">API client that owns the order.</param>
/// <param name="OrderId">The order.</param>
/// <param name="Symbol">What was traded.</param>
/// <param name="SignedQuantity">Quantity, negative for a sale.</param>
/// <param name="Price">Price.</param>
/// <param name="Commission">Commission.</param>
/// <param name="RealizedPnl">Realised profit; null when it only opened.</param>
/// <param name="OrderRef">Label of the order.</param>
/// <param name="Account">Account it was booked to.</param>
public sealed record TruthExecution(string ExecId, int ClientId, int OrderId, string Symbol, decimal SignedQuantity, double Price, decimal Commission, decimal? RealizedPnl, string OrderRef, string Account);

/// <summary>A position as the simulator holds it.</summary>
/// <param name="ConId">Contract id.</param>
/// <param name="Symbol">What is held.</param>
/// <param name="Quantity">Signed quantity.</param>
/// <param name="AverageCost">Cost of one unit, commissions of opening included.</param>
/// <param name="Account">Account that holds it.</param>
public sealed record TruthPosition(int ConId, string Symbol, decimal Quantity, decimal AverageCost, string Account);

/// <summary>An account as the simulator holds it, in dollars.</summary>
/// <param name="Id">Account number.</param>
/// <param name="Cash">Cash; negative when borrowed.</param>
/// <param name="NetLiquidation">Value of cash and positions.</param>
/// <param name="RealizedPnl">Realised profit of the day.</param>
/// <param name="UnrealizedPnl">Open profit.</param>
/// <param name="InitialMargin">Initial margin of the positions.</param>
public sealed record TruthAccount(string Id, decimal Cash, decimal NetLiquidation, decimal RealizedPnl, decimal UnrealizedPnl, decimal InitialMargin);

/// <summary>What the simulator really holds, for tests to compare with what a client believes. Safe on any thread.</summary>
public sealed class SimulatorTruth
{
    private readonly GatewayLoop _loop;

    internal SimulatorTruth(GatewayLoop loop)
    {
        _loop = loop;
    }

    /// <summary>All orders, oldest first.</summary>
    public IReadOnlyList<TruthOrder> Orders => _loop.Read(() => (IReadOnlyList<TruthOrder>)[.. _loop.Book.All.OrderBy(o => o.PermId).Select(o => new TruthOrder(
        o.ClientId, o.OrderId, o.PermId, o.Instrument.Name, o.Order.Action, o.Quantity, o.Filled, o.Order.OrderType, o.Order.LmtPrice, o.Status, o.Order.OrderRef, o.Order.Account))]);

    /// <summary>Fills of the last days, oldest first.</summary>
    public IReadOnlyList<TruthExecution> Executions => _loop.Read(() => (IReadOnlyList<TruthExecution>)[.. _loop.Book.Executions.Select(e => new TruthExecution(
        e.ExecId, e.ClientId, e.OrderId, e.Instrument.Name, e.IsBuy ? e.Shares : -e.Shares, e.Price, e.Commission, e.RealizedPnl, e.OrderRef, e.Account))]);

    /// <summary>Positions that are not flat, by account.</summary>
    public IReadOnlyList<TruthPosition> Positions => _loop.Read(() => (IReadOnlyList<TruthPosition>)[.. _loop.Accounts.All.SelectMany(a => a.Positions.Where(p => p.Quantity != 0).Select(p => new TruthPosition(
        p.Instrument.ConId, p.Instrument.Name, p.Quantity, p.AverageCost, a.Id)))]);

    /// <summary>The accounts.</summary>
    public IReadOnlyList<TruthAccount> Accounts => _loop.Read(() => (IReadOnlyList<TruthAccount>)[.. _loop.Accounts.All.Select(a => new TruthAccount(
        a.Id, a.Cash, Math.Round(a.NetLiquidation, 2), a.RealizedToday, Math.Round(a.UnrealizedPnl, 2), Math.Round(a.InitialMargin, 2)))]);

    /// <summary>Dollars in the first account.</summary>
    public decimal Cash => _loop.Read(() => _loop.Accounts.First.Cash);

    /// <summary>Realised profit of the day in the first account.</summary>
    public decimal RealizedPnl => _loop.Read(() => _loop.Accounts.First.RealizedToday);

    /// <summary>Ids of the API clients that are connected.</summary>
    public IReadOnlyList<int> ConnectedClients => _loop.Read(() => (IReadOnlyList<int>)[.. _loop.ClientIds.Order()]);

    /// <summary>Time of the market.</summary>
    public DateTimeOffset MarketTime => _loop.Read(() => _loop.MarketTime);

    /// <summary>All of it at one moment, for whoever compares from outside.</summary>
    internal object Everything() => _loop.Read(() => new
    {
        Time = _loop.MarketTime,
        Accounts,
        Clients = ConnectedClients,
        Faults = _loop.Faults.ActiveKinds.ToArray(),
        Orders,
        Executions,
        Positions,
    });
}
