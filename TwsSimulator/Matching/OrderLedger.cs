using System.Globalization;
using System.Security.Cryptography;

namespace TwsSimulator.Matching;

/// <summary>What the gateway remembers of orders and fills, and the ids it has given. Holds no rule of trading. Changed by the gateway's loop only.</summary>
internal sealed class OrderLedger
{
    private const int DaysKept = 7;
    private const int DoneOrdersMax = 20_000;
    private readonly Dictionary<(int Client, int Order), SimOrder> _orders = [];
    private readonly List<SimOrder> _working = [];
    private readonly List<SimExecution> _executions = [];
    private readonly Dictionary<int, int> _highestOrderIds = [];
    private readonly Dictionary<int, SimOrder> _bound = [];

    /// <summary>Creates an empty ledger.</summary>
    public OrderLedger()
    {
        // A memory-only account starts new series; 32 random bits keep execution ids of two runs apart.
        ExecPrefix = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        LastPermId = 1_000_000_000 + (RandomNumberGenerator.GetInt32(1_000_000) * 1_000L);
    }

    /// <summary>Days for which fills and completed orders are kept.</summary>
    public static int KeptDays => DaysKept;

    /// <summary>Orders that can still fill, in the order of their arrival.</summary>
    public IReadOnlyList<SimOrder> Working => _working;

    /// <summary>Every order still remembered.</summary>
    public IEnumerable<SimOrder> All => _orders.Values;

    /// <summary>Fills of the last days, oldest first.</summary>
    public IReadOnlyList<SimExecution> Executions => _executions;

    /// <summary>Highest order id that each client has used.</summary>
    public IReadOnlyDictionary<int, int> HighestOrderIds => _highestOrderIds;

    /// <summary>The perm id given last.</summary>
    public long LastPermId { get; set; }

    /// <summary>The id of the order entered in TWS last; such ids count down from 0.</summary>
    public int LastManualId { get; set; }

    /// <summary>The number of the fill booked last.</summary>
    public long LastExecNumber { get; set; }

    /// <summary>First part of execution ids.</summary>
    public string ExecPrefix { get; set; }

    /// <summary>Lowest order id that a client may use next.</summary>
    public int NextOrderId(int clientId) => _highestOrderIds.GetValueOrDefault(clientId) + 1;

    /// <summary>A perm id that no order has.</summary>
    public long NextPermId() => ++LastPermId;

    /// <summary>An execution id that no fill has.</summary>
    public string NextExecId() => string.Create(CultureInfo.InvariantCulture, $"{ExecPrefix}.{++LastExecNumber:x8}.01.01");

    /// <summary>The number in an execution id; 0 when it has none.</summary>
    public static long NumberOf(string execId) => execId.Split('.') is [_, var number, ..] && long.TryParse(number, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long found) ? found : 0;

    /// <summary>The order of a client; null when there is none.</summary>
    public SimOrder? Find(int clientId, int orderId) => _orders.GetValueOrDefault((clientId, orderId)) ?? (clientId == 0 ? _bound.GetValueOrDefault(orderId) : null);

    /// <summary>The order of a perm id; null when it is not remembered.</summary>
    public SimOrder? FindByPermId(long permId) => _orders.Values.FirstOrDefault(o => o.PermId == permId);

    /// <summary>Remembers an order, in place of one of the same client and id.</summary>
    public void Add(SimOrder order) => _orders[(order.ClientId, order.OrderId)] = order;

    /// <summary>Notes the highest id a client has used.</summary>
    public void SetHighestOrderId(int clientId, int orderId) => _highestOrderIds[clientId] = orderId;

    /// <summary>Lowers the next order id of a client, or of all.</summary>
    /// <param name="clientId">The client; null for all.</param>
    /// <param name="to">The next id; null to go back by a number of ids.</param>
    /// <param name="by">How many ids to go back.</param>
    public void RollBackOrderIds(int? clientId, int? to, int by)
    {
        foreach (int client in _highestOrderIds.Keys.Where(c => clientId is null || c == clientId).ToArray())
            _highestOrderIds[client] = Math.Max(0, to is { } next ? next - 1 : _highestOrderIds[client] - by);
    }

    /// <summary>Gives an order of TWS the next order id of client 0.</summary>
    public void Bind(SimOrder order)
    {
        order.BoundId = NextOrderId(0);
        _highestOrderIds[0] = order.BoundId;
        _bound[order.BoundId] = order;
    }

    /// <summary>Takes over the order id of client 0 that an order of TWS was given before.</summary>
    public void RestoreBinding(SimOrder order)
    {
        _bound[order.BoundId] = order;
        _highestOrderIds[0] = Math.Max(_highestOrderIds.GetValueOrDefault(0), order.BoundId);
    }

    /// <summary>The order begins to work.</summary>
    public void Begin(SimOrder order) => _working.Add(order);

    /// <summary>The order works no more; of those that are done the oldest are forgotten when there are too many.</summary>
    public void End(SimOrder order)
    {
        _working.Remove(order);
        if (_orders.Count <= DoneOrdersMax)
            return;
        foreach (SimOrder old in _orders.Values.Where(o => !o.IsWorking && o != order).OrderBy(o => o.PermId).Take(DoneOrdersMax / 2).ToArray())
            _orders.Remove((old.ClientId, old.OrderId));
    }

    /// <summary>Remembers fills.</summary>
    public void AddExecutions(IEnumerable<SimExecution> executions) => _executions.AddRange(executions);

    /// <summary>Position of a fill in <see cref="Executions"/>; below 0 when there is none.</summary>
    public int IndexOf(string execId) => _executions.FindIndex(e => e.ExecId == execId);

    /// <summary>Puts a corrected fill in the place of the wrong one.</summary>
    public void ReplaceExecution(int at, SimExecution right) => _executions[at] = right;

    /// <summary>Forgets fills that are older than the days kept.</summary>
    /// <returns>The oldest moment kept, Unix milliseconds.</returns>
    public long ForgetOldExecutions(long nowMs)
    {
        long oldest = nowMs - (DaysKept * 86_400_000L);
        _executions.RemoveAll(e => e.TimeMs < oldest);
        return oldest;
    }
}
