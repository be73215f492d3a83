using Microsoft.Extensions.Logging;
using TradingCore.Accounts;
using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.Engine.Events;
using TradingCore.Engine.MoneyFlow;
using TradingCore.Engine.Ports;
using TradingCore.Engine.RiskFlow;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Outages;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Risk.Kill;
using TradingCore.Risk.Latches;
using TradingCore.Risk.Limits;

namespace TradingCore.Engine;

/// <summary>
/// Everything that the engine's loop owns, shared by the parts that handle its events. Only that loop touches it, so nothing here locks;
/// readers see what <see cref="TradingView"/> publishes.
/// </summary>
internal sealed class EngineState
{
    private readonly Dictionary<int, OrderIdAllocator> _orderIds = [];
    private long _second = -1;
    private DateOnly _today;

    public EngineState(TradingOptions trading, RiskOptions risk, MarketDataOptions marketData, BarsOptions bars, PositionsOptions positions, ILogger log)
    {
        Options = trading;
        PositionOptions = positions;
        RiskOptions = risk;
        Log = log;
        Market = new MarketDataBook(marketData, Effects);
        Bars = new BarBook(bars, Effects);
        Limits = new RiskLimitBook(risk);
        Orders = new OrderBook(trading.KeptMax);
        Fills = new FillBook(trading.KeptMax);
        Days = new TradingDay(TimeZoneInfo.FindSystemTimeZoneById(positions.DayZone), positions.DayStart);
        Positions = new PositionBook(risk.QuoteMaxAge, positions.MarkRule, Days);
        Rates = new RateBook(positions.RateAgeMax);
        Orders.IsInGroup = (group, account) => FindGroup(group)?.Shares.Any(s => s.Account == account) != false;
        Money = new MoneyDesk(this);
        Session = new SessionStatus { Mode = trading.Mode, State = SessionState.Stopped, Cause = "Not started." };
    }

    public TradingOptions Options { get; }

    public RiskOptions RiskOptions { get; }

    public PositionsOptions PositionOptions { get; }

    /// <summary>Which day of P&amp;L a moment belongs to.</summary>
    public TradingDay Days { get; }

    public ILogger Log { get; }

    public Effects Effects { get; } = new();

    public MarketDataBook Market { get; }

    public BarBook Bars { get; }

    public RiskGate Risk { get; } = new();

    /// <summary>What Risk said no to. Only for measuring: nothing of the state depends on it.</summary>
    public RiskDenials Denials { get; } = new();

    /// <summary>Limits; a change makes a new book.</summary>
    public RiskLimitBook Limits { get; set; }

    /// <summary>Latches that trip, losses, limits; set once when the engine is made.</summary>
    public RiskDesk RiskDesk { get; set; } = null!;

    /// <summary>What has stopped or narrowed trading until a person re-arms it; the kill switch plugs in here.</summary>
    public RiskLatchBook Latches { get; } = new();

    /// <summary>Kill switches that are engaged. A new list at every change.</summary>
    public IReadOnlyList<KillStatus> KillSwitches { get; set; } = [];

    public OrderBook Orders { get; }

    public FillBook Fills { get; }

    public PositionBook Positions { get; }

    public AccountBook Accounts { get; } = new();

    /// <summary>Money of the day by account: equity, start and peak of it, P&amp;L, fees, deposits.</summary>
    public LedgerBook Ledgers { get; } = new();

    /// <summary>Exchange rates.</summary>
    public RateBook Rates { get; }

    /// <summary>Cash by account and currency.</summary>
    public CashBook Cash { get; } = new();

    /// <summary>Comparison of every figure with the broker's.</summary>
    public TieOutBook TieOut { get; } = new();

    /// <summary>Books money.</summary>
    public MoneyDesk Money { get; }

    /// <summary>Groups of an advisor; empty for other logins.</summary>
    public IReadOnlyList<AdvisorGroup> Groups { get; private set; } = [];

    /// <summary>Names that an advisor gave to accounts.</summary>
    public IReadOnlyDictionary<AccountId, string> Aliases { get; set; } = new Dictionary<AccountId, string>();

    /// <summary>
    /// Takes the groups as they are now. How the broker divides what it has already is not known: an account that leaves a group counts for the orders that were open, and one that joins
    /// counts too.
    /// </summary>
    public void SetGroups(IReadOnlyList<AdvisorGroup> groups)
    {
        IReadOnlyList<AdvisorGroup> before = Groups;
        Groups = groups;
        foreach (OrderEntry entry in Orders.Open.Concat(Orders.Owed).Where(e => e.Order.Attributes.FaGroup.Length > 0).ToArray())
        {
            Order order = entry.Order;
            IEnumerable<AccountId>? known = order.Handling.GroupAccounts ?? before.FirstOrDefault(g => g.Name == order.Attributes.FaGroup)?.Shares.Select(s => s.Account);
            IEnumerable<AccountId>? now = FindGroup(order.Attributes.FaGroup)?.Shares.Select(s => s.Account);
            if ((known ?? now) is null) continue;
            AccountId[] all = [.. (known ?? []).Concat(now ?? []).Distinct()];
            if (order.Handling.GroupAccounts is { } same && same.SequenceEqual(all)) continue;
            Orders.Update(entry, order with { Handling = order.Handling with { GroupAccounts = all } }, new OrderRemark(Now, "", "engine", ""));
            Effects.Journal.Add(new OrderWritten(entry.Order));
        }
    }

    /// <summary>Accounts in which an order to a group is judged: those of the group, and those in which the order that it changes can fill already.</summary>
    /// <param name="group">The group as it is now.</param>
    /// <param name="replaced">The order that would be changed, or that leaves the queue; null for a new one.</param>
    public static IEnumerable<AccountId> AccountsOf(AdvisorGroup group, OrderEntry? replaced) =>
        group.Shares.Select(s => s.Account).Concat(replaced?.Order.Handling.GroupAccounts ?? []).Distinct();

    /// <summary>The group of a name; null when there is none.</summary>
    public AdvisorGroup? FindGroup(string name) => name.Length == 0 ? null : Groups.FirstOrDefault(g => g.Name == name);

    public IdempotencyKeys Keys { get; } = new(keptMax: 100_000);

    public NoticeBoard Notices { get; } = new();

    public OutageLog Outages { get; } = new();

    /// <summary>Accounts that were compared with the broker at least once, in this run or an earlier one.</summary>
    public HashSet<AccountId> MetAccounts { get; } = [];

    /// <summary>Time of the newest event, UTC; never goes back.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>When the gateway last said anything, UTC; null before the first message.</summary>
    public DateTimeOffset? HeardTime { get; private set; }

    /// <summary>The session as it tells of itself, without what the engine adds.</summary>
    public SessionStatus Session { get; set; }

    /// <summary>True when orders, executions and positions agree with the broker since the last gap.</summary>
    public bool IsVerified { get; set; }

    /// <summary>Whether everything that trading needs is there before the next open.</summary>
    public ReadinessReport Readiness { get; set; } = ReadinessReport.None;

    /// <summary>When the last comparison that verified was complete.</summary>
    public DateTimeOffset VerifiedTime { get; set; }

    /// <summary>Comparison round that runs; 0 when none does.</summary>
    public int RunningRound { get; set; }

    /// <summary>Why the journal takes no entries; empty when it does.</summary>
    public string JournalProblem { get; private set; } = "";

    /// <summary>Why the engine does not trust itself any more; empty when it does.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Why the tables have taken nothing for too long; empty when they do. What was accepted is safe in the journal.</summary>
    public string HistoryProblem { get; private set; } = "";

    /// <summary>Why another engine could have the account; empty when none can.</summary>
    public string LeaseProblem { get; private set; } = "";

    /// <summary>True when the published session must be made again.</summary>
    public bool IsSessionDirty { get; set; } = true;

    /// <summary>True when positions must be published before the next beat.</summary>
    public bool ArePositionsDirty { get; set; } = true;

    /// <summary>Order ids of the present client id; null before the gateway told one.</summary>
    public OrderIdAllocator? OrderIds => _orderIds.GetValueOrDefault(Session.ClientId);

    /// <summary>What kind of account is really there: the accounts decide, not the setting.</summary>
    public TradingMode Mode =>
        HasLiveAccount() ? TradingMode.Live
        : Session.Accounts.Count > 0 && Options.Mode == TradingMode.Live ? TradingMode.Paper
        : Options.Mode;

    // Asked for every order: a loop by index allocates nothing.
    private bool HasLiveAccount()
    {
        for (int i = 0; i < Session.Accounts.Count; i++)
            if (!Session.Accounts[i].IsPaper) return true;
        return false;
    }

    /// <summary>Why no new order may leave, whatever the connection does; empty when orders may.</summary>
    public string GateReason =>
        Fault.Length > 0 ? Fault
        : LeaseProblem.Length > 0 ? LeaseProblem
        : !Options.Enabled ? "Trading is switched off by the setting Trading:Enabled."
        : Mode != TradingMode.Live || Options.AllowLive ? ""
        : Options.Mode == TradingMode.Live ? "This is a live account. Set Trading:AllowLive to true to trade real money."
        : $"The setting Trading:Mode says {Options.Mode}, but an account of this login is live. Nothing is sent unless Trading:AllowLive is true.";

    /// <summary>The day of P&amp;L that runs.</summary>
    public DateOnly Today
    {
        get
        {
            // Asked for every order; a day begins at a whole second.
            long second = Now.UtcTicks / TimeSpan.TicksPerSecond;
            if (second != _second) (_second, _today) = (second, Days.Of(Now));
            return _today;
        }
    }

    /// <summary>A change or a cancel of an order goes to the broker: it counts in the ratio of messages to fills of each account that the order can fill in.</summary>
    public void CountMessage(Order order)
    {
        if (order.Attributes.FaGroup.Length == 0) Risk.Ratio.AddMessage(order.Account.Value ?? "", Today);
        else
            for (int i = 0; i < Session.Accounts.Count; i++)
                if (Orders.CanFillIn(order, Session.Accounts[i])) Risk.Ratio.AddMessage(Session.Accounts[i].Value, Today);
    }

    /// <summary>Base currency of an account: what the broker told, else the setting.</summary>
    public string BaseCurrencyOf(AccountId account) => Accounts.Find(account) is { Currency.Length: > 0 } known ? known.Currency : RiskOptions.BaseCurrency;

    /// <summary>The allocator of a client id.</summary>
    public OrderIdAllocator OrderIdsOf(int clientId)
    {
        if (_orderIds.TryGetValue(clientId, out OrderIdAllocator? ids)) return ids;
        ids = new OrderIdAllocator(0, Options.OrderIdBlock);
        _orderIds.Add(clientId, ids);
        return ids;
    }

    /// <summary>Takes the time of an event.</summary>
    public void Observe(DateTimeOffset time, bool isFromGateway)
    {
        if (time > Now) Now = time;
        if (isFromGateway && !(HeardTime >= time)) HeardTime = time;
    }

    /// <summary>Tells people something about the connection.</summary>
    public void Tell(SessionNotice e)
    {
        if (e.CallsPerson) CallPerson(e.Time, "session", e.Text);
        else Notices.Add(e.Time, e.Severity, "session", e.Text);
    }

    /// <summary>Says that somebody must act: an error in the list and in the log, carried on to whoever is not looking.</summary>
    public void CallPerson(DateTimeOffset time, string kind, string text)
    {
        Notices.Add(time, NoticeSeverity.Error, kind, text, callsPerson: true);
        Log.PersonCalled(text);
    }

    public void SetJournalProblem(string problem)
    {
        JournalProblem = problem;
        IsSessionDirty = true;
    }

    public void SetLeaseProblem(string problem)
    {
        if (LeaseProblem == problem) return;
        LeaseProblem = problem;
        IsSessionDirty = true;
        if (problem.Length > 0) Notices.Add(Now, NoticeSeverity.Error, "session", problem);
        else Notices.Add(Now, NoticeSeverity.Success, "session", "This engine holds its lease again; new orders may leave.");
    }

    public void SetHistoryProblem(string problem)
    {
        if (HistoryProblem == problem) return;
        bool isNew = HistoryProblem.Length == 0;
        HistoryProblem = problem;
        IsSessionDirty = true;
        if (problem.Length == 0) Notices.Add(Now, NoticeSeverity.Success, "session", "The history is written again; new orders may leave.");
        else if (isNew) Notices.Add(Now, NoticeSeverity.Error, "session", problem);
    }

    public void SetFault(string fault)
    {
        Fault = fault;
        IsSessionDirty = true;
    }

    /// <summary>The contract under the name and with the facts that this process knows it by.</summary>
    public Contract Known(Contract contract) => Market.FindInstrument(contract.ConId)?.Contract ?? contract;

    /// <summary>Takes over what the last run left behind. Nothing of it is sent again.</summary>
    public void Restore(RecoveredState recovered)
    {
        foreach ((int clientId, int upTo) in recovered.OrderIdHighWater) _orderIds[clientId] = new OrderIdAllocator(upTo, Options.OrderIdBlock);
        // The orders of a bracket as they were sent, whichever of them changed last.
        foreach (Order order in recovered.Orders.OrderBy(o => o.CreatedTime).ThenBy(o => o.Handling.Role).ThenBy(o => o.Version)) RestoreOrder(order);
        foreach (PositionBalance b in recovered.Balances) Positions.Open(b.Account, b.Contract, b.Ledger, b.LastTime);
        Fills.RestoreOld(recovered.SummedExecutions);
        foreach (Fill fill in recovered.Fills)
        {
            Fills.Restore(recovered.Settings.GetValueOrDefault(MoneyKeys.Cause + fill.ExecId.Key) == MoneyKeys.Liquidation ? fill with { IsLiquidation = true } : fill);
            OrderEntry? entry = Orders.Find(fill.OrderRef, fill.PermId, fill.ClientId, fill.OrderId);
            entry?.Take(fill);
        }
        // In the ledgers' own order: many fills of one second would otherwise be booked again and again.
        foreach (Fill fill in recovered.Fills.Where(f => f.Contract.SecurityType != SecurityType.Combo).OrderBy(f => f.Time).ThenBy(f => f.ExecId.Key, StringComparer.Ordinal))
            Positions.Book(fill.Account, fill.Contract, PositionBooking.Of(fill), fill.Time);
        foreach (PositionAdjusted a in recovered.Adjustments)
            Positions.Book(a.Account, a.Contract, Booking(a, Positions.Meet(a.Account, a.Contract).Ledger.Multiplier), a.Time);
        foreach (string key in recovered.Settings.Keys)
            if (key.StartsWith(MetAccountKey, StringComparison.Ordinal)) MetAccounts.Add(new AccountId(key[MetAccountKey.Length..]));
        Money.Restore(recovered);
        Orders.News.EndRestore();
    }

    /// <summary>Start of the keys under which it is stored that an account was compared with the broker.</summary>
    public const string MetAccountKey = "account-met:";

    /// <summary>The booking of an adjustment; the same fact gives the same key.</summary>
    /// <param name="a">The adjustment.</param>
    /// <param name="multiplier">The multiplier of the position, which may have become known after it; null when it is that of the adjustment's contract.</param>
    public static PositionBooking Booking(PositionAdjusted a, decimal? multiplier = null) =>
        new(a.Time, $"adjusted:{a.Time.UtcTicks}", a.Quantity, multiplier is { } m && m != a.Contract.Multiplier ? a.Price * a.Contract.Multiplier / m : a.Price, 0m, IsAdjustment: true);

    private void RestoreOrder(Order order)
    {
        OrderEntry entry = Orders.Add(order);
        if (order.IdempotencyKey.Length > 0) Keys.Add(order.IdempotencyKey, order.OrderRef);
        else Keys.AddUnkeyed(order.OrderRef);
        if (order.OrderId.Value > 0) OrderIdsOf(order.ClientId).NotBelow(order.OrderId.Value + 1);
        // One of which the broker has not told yet is wanted gone though its cancel found nothing.
        entry.IsCancelWanted = order.State.IsAtBroker()
            && (OrderHistory.IsCancelOwed(order) || (order is { State: OrderState.PendingCancel or OrderState.Unknown, PermId.Value: 0 } && order.History.Any(e => e.Kind == OrderHistory.CancelRefused)));
        // What was under way when the last run ended may or may not have reached the broker. It is never sent again; the broker is asked.
        if (order.State is OrderState.PendingSubmit or OrderState.PendingCancel)
            Orders.Transition(entry, OrderEventKind.Lost, new OrderRemark(order.UpdatedTime, "unknown", "engine", "The program ended before the broker answered."));
    }
}
