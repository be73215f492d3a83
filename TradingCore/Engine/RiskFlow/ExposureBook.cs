using TradingCore.Domain;
using TradingCore.Orders;
using TradingCore.Positions;
using TradingCore.Risk;
using TradingCore.Risk.Checks;

namespace TradingCore.Engine.RiskFlow;

/// <summary>One contract in one account: what is held, what works, and what it is worth.</summary>
internal sealed class Exposure
{
    public AccountId Account { get; set; }
    public Contract Contract { get; set; } = null!;
    public string Sector { get; set; } = "";
    public decimal Position { get; set; }
    public decimal Buys { get; set; }
    public decimal Sells { get; set; }
    /// <summary>What of <see cref="Buys"/> belongs to orders of a group, which may fill in another account of it.</summary>
    public decimal GroupBuys { get; set; }
    /// <summary>The same of <see cref="Sells"/>.</summary>
    public decimal GroupSells { get; set; }
    public int BuyCount { get; set; }
    public int SellCount { get; set; }
    /// <summary>Value of one share or contract in the base currency; null when it cannot be valued.</summary>
    public decimal? Unit { get; set; }
    public decimal MarginRate { get; set; }

    public decimal Worst => Math.Max(Math.Abs(Position + Buys), Math.Abs(Position - Sells));

    /// <summary>The same without orders of groups: over all accounts each of those counts once.</summary>
    public decimal OwnWorst => Math.Max(Math.Abs(Position + Buys - GroupBuys), Math.Abs(Position - Sells + GroupSells));

    public bool IsEmpty => Position == 0m && Buys == 0m && Sells == 0m;
}

/// <summary>
/// Exposures of all accounts with every working order filled. Made anew when an order or a position has changed, or when its prices are a
/// quarter of a second old, so that judging an order in between costs no walk over the books. Allocates only while it grows.
/// </summary>
internal sealed class ExposureBook(EngineState state, CurrencyRates rates)
{
    private static readonly TimeSpan PriceAgeMax = TimeSpan.FromMilliseconds(250);

    private readonly Dictionary<(AccountId, ConId), Exposure> _byContract = [];
    private readonly List<Exposure> _used = [];
    private readonly List<GroupRest> _groups = [];
    private readonly Stack<Exposure> _free = new();
    private readonly Dictionary<AccountId, ExposureSum> _sums = [];
    private long _orders = -1;
    private long _positions = -1;
    private DateTimeOffset _priced;

    /// <summary>All contracts that are held or worked in, of all accounts.</summary>
    public IReadOnlyList<Exposure> All
    {
        get
        {
            Refresh();
            return _used;
        }
    }

    /// <summary>The contract in the account; null when nothing is held or works.</summary>
    public Exposure? Find(AccountId account, ConId conId)
    {
        Refresh();
        return _byContract.GetValueOrDefault((account, conId));
    }

    /// <summary>Sums of the account without one contract; null when a contract cannot be valued, which <paramref name="unvalued"/> names.</summary>
    public ExposureSum? Others(AccountId account, ConId except, out string unvalued)
    {
        Refresh();
        unvalued = "";
        ExposureSum all = _sums.GetValueOrDefault(account);
        Exposure? own = _byContract.GetValueOrDefault((account, except));
        foreach (Exposure exposure in _used)
        {
            if (exposure.Unit is not null || exposure.Account != account || ReferenceEquals(exposure, own) || exposure.IsEmpty) continue;
            unvalued = exposure.Contract.Ticker;
            return null;
        }
        return own is null ? all : Minus(all, own);
    }

    /// <summary>What an order would add to the sums of an account; null when it cannot be valued.</summary>
    public ExposureSum? Added(AccountId account, Contract contract, OrderSide side, decimal quantity)
    {
        Refresh();
        var before = new Exposure { Account = account, Contract = contract };
        if (_byContract.TryGetValue((account, contract.ConId), out Exposure? own)) (before.Position, before.Buys, before.Sells) = (own.Position, own.Buys, own.Sells);
        Value(before);
        if (before.Unit is null) return null;
        ExposureSum without = Of(before);
        if (side == OrderSide.Buy) before.Buys += quantity;
        else before.Sells += quantity;
        ExposureSum with = Of(before);
        return new ExposureSum(with.Gross - without.Gross, with.Long - without.Long, with.Short - without.Short, with.MarginInFlight - without.MarginInFlight, with.BuysInFlight - without.BuysInFlight);
    }

    /// <summary>Largest positions that the other accounts could reach in a contract, added up, and what orders to groups, each once, could add to those of all accounts.</summary>
    /// <param name="account">The account that is left out.</param>
    /// <param name="conId">Contract.</param>
    /// <param name="except">An order that does not count; null for none.</param>
    public decimal WorstElsewhere(AccountId account, ConId conId, OrderEntry? except)
    {
        Refresh();
        decimal sum = 0m;
        foreach (Exposure exposure in _used)
            if (exposure.Account != account && exposure.Contract.ConId == conId) sum += exposure.OwnWorst;
        foreach (GroupRest rest in _groups)
            if (rest.Exposure.Contract.ConId == conId && rest.Entry != except) sum += rest.Remaining;
        return sum;
    }

    /// <summary>
    /// What the worst gross exposure of all accounts has, in <paramref name="currency"/>, beside that of one account: the other accounts, and each order to a group once
    /// instead of in full in that account. Null when a part cannot be valued.
    /// </summary>
    /// <param name="account">The account whose own exposure is counted elsewhere.</param>
    /// <param name="judged">The contract of it that is counted without orders of groups already; unresolved when none is.</param>
    /// <param name="currency">Currency.</param>
    /// <param name="except">An order that does not count; null for none.</param>
    public decimal? GrossElsewhere(AccountId account, ConId judged, string currency, OrderEntry? except)
    {
        Refresh();
        decimal sum = 0m;
        foreach (Exposure exposure in _used)
        {
            if (exposure.IsEmpty || (exposure.Account == account && (exposure.Worst == exposure.OwnWorst || exposure.Contract.ConId == judged))) continue;
            if (ValueIn(exposure, currency) is not { } unit) return null;
            sum += (exposure.Account == account ? exposure.OwnWorst - exposure.Worst : exposure.OwnWorst) * unit;
        }
        foreach (GroupRest rest in _groups)
        {
            if (rest.Entry == except) continue;
            if (ValueIn(rest.Exposure, currency) is not { } unit) return null;
            sum += rest.Remaining * unit;
        }
        return sum;
    }

    private decimal? ValueIn(Exposure exposure, string currency) =>
        exposure.Unit is { } unit && rates.Rate(state.BaseCurrencyOf(exposure.Account), currency) is { } rate ? unit * rate : null;

    /// <summary>Worst exposure of the other contracts of a sector.</summary>
    public decimal Sector(AccountId account, ConId except, string sector)
    {
        if (sector.Length == 0) return 0m;
        Refresh();
        decimal sum = 0m;
        foreach (Exposure exposure in _used)
            if (exposure.Account == account && exposure.Contract.ConId != except && exposure.Sector == sector) sum += exposure.Worst * (exposure.Unit ?? 0m);
        return sum;
    }

    private void Refresh()
    {
        if (_orders == state.Orders.Version && _positions == state.Positions.Version && state.Now - _priced < PriceAgeMax) return;
        _orders = state.Orders.Version;
        _positions = state.Positions.Version;
        _priced = state.Now;
        foreach (Exposure exposure in _used) _free.Push(exposure);
        _used.Clear();
        _byContract.Clear();
        _groups.Clear();
        _sums.Clear();
        for (int i = 0; i < state.Positions.Entries.Count; i++)
        {
            PositionEntry entry = state.Positions.Entries[i];
            decimal unexplained = entry.Unexplained;
            if (entry.Ledger.Quantity == 0m && unexplained == 0m) continue;
            Exposure held = Get(entry.Account, entry.Contract);
            held.Position = entry.Ledger.Quantity;
            // Traded elsewhere, and its execution is on its way: it counts like an order that is filling.
            held.Buys = Math.Max(0m, unexplained);
            held.Sells = Math.Max(0m, -unexplained);
        }
        for (int i = 0; i < state.Orders.Open.Count; i++) Add(state.Orders.Open[i]);
        for (int i = 0; i < state.Orders.Owed.Count; i++) Add(state.Orders.Owed[i]);
        foreach (Exposure exposure in _used) Sum(exposure);
    }

    private void Add(OrderEntry entry)
    {
        Order order = entry.Order;
        if (order.Attributes.FaGroup.Length == 0)
        {
            Add(order.Account, entry);
            return;
        }
        // How the broker divides it is not known before: each account of the group might get all of it.
        bool isFirst = true;
        for (int i = 0; i < state.Session.Accounts.Count; i++)
        {
            if (!state.Orders.CanFillIn(order, state.Session.Accounts[i])) continue;
            Add(state.Session.Accounts[i], entry, isGroup: true, isNoted: isFirst);
            isFirst = false;
        }
    }

    private void Add(AccountId account, OrderEntry entry, bool isGroup = false, bool isNoted = false)
    {
        Order order = entry.Order;
        int count = order.State.IsWorking() ? 1 : 0;
        if (order.Contract.Legs is not { } legs)
        {
            Note(Add(account, order.Contract, order.Side, state.Orders.CountedRemaining(entry), count, isGroup), state.Orders.CountedRemaining(entry));
            return;
        }
        // A combination is no contract of its own: each leg can move its own position. A leg that nobody knows here cannot be valued, which says so.
        for (int i = 0; i < legs.Items.Count; i++)
        {
            ComboLeg leg = legs.Items[i];
            Contract contract = state.Market.FindInstrument(leg.ConId)?.Contract ?? state.Positions.Find(account, leg.ConId)?.Contract ?? new Contract { ConId = leg.ConId, Ticker = leg.Ticker, Symbol = leg.Ticker };
            Note(Add(account, contract, order.Side == OrderSide.Buy ? leg.Side : Other(leg.Side), entry.WorstRemainingOf(leg), count, isGroup), entry.WorstRemainingOf(leg));
        }

        void Note(Exposure exposure, decimal remaining)
        {
            if (isNoted && remaining != 0m) _groups.Add(new GroupRest(entry, exposure, remaining));
        }
    }

    private static OrderSide Other(OrderSide side) => side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    private Exposure Add(AccountId account, Contract contract, OrderSide side, decimal remaining, int count, bool isGroup)
    {
        Exposure exposure = Get(account, contract);
        if (side == OrderSide.Buy)
        {
            exposure.Buys += remaining;
            exposure.BuyCount += count;
            if (isGroup) exposure.GroupBuys += remaining;
        }
        else
        {
            exposure.Sells += remaining;
            exposure.SellCount += count;
            if (isGroup) exposure.GroupSells += remaining;
        }
        return exposure;
    }

    private void Value(Exposure exposure)
    {
        string baseCurrency = state.BaseCurrencyOf(exposure.Account);
        decimal? mark = state.Market.Find(exposure.Contract.ConId)?.Mark;
        exposure.Unit = mark is { } m && rates.Rate(exposure.Contract.Currency, baseCurrency) is { } rate ? Math.Abs(m) * exposure.Contract.Multiplier * rate : null;
        exposure.MarginRate = state.Limits.Firm(MarginCheck.RateOf(exposure.Contract.SecurityType)) / 100m;
        exposure.Sector = state.Market.FindInstrument(exposure.Contract.ConId)?.Sector ?? "";
    }

    private void Sum(Exposure exposure)
    {
        Value(exposure);
        if (exposure.Unit is null) return;
        ExposureSum own = Of(exposure), all = _sums.GetValueOrDefault(exposure.Account);
        _sums[exposure.Account] = new ExposureSum(all.Gross + own.Gross, all.Long + own.Long, all.Short + own.Short, all.MarginInFlight + own.MarginInFlight, all.BuysInFlight + own.BuysInFlight);
    }

    private static ExposureSum Minus(in ExposureSum all, Exposure exposure)
    {
        if (exposure.Unit is null) return all;
        ExposureSum own = Of(exposure);
        return new ExposureSum(all.Gross - own.Gross, all.Long - own.Long, all.Short - own.Short, all.MarginInFlight - own.MarginInFlight, all.BuysInFlight - own.BuysInFlight);
    }

    private static ExposureSum Of(Exposure e)
    {
        decimal unit = e.Unit ?? 0m, worst = e.Worst;
        return new ExposureSum(worst * unit, (e.Position + e.Buys) * unit, (e.Position - e.Sells) * unit, Math.Max(0m, worst - Math.Abs(e.Position)) * unit * e.MarginRate, e.Buys * unit);
    }

    private Exposure Get(AccountId account, Contract contract)
    {
        if (_byContract.TryGetValue((account, contract.ConId), out Exposure? known)) return known;
        Exposure exposure = _free.Count > 0 ? _free.Pop() : new Exposure();
        exposure.Account = account;
        exposure.Contract = contract;
        exposure.Position = exposure.Buys = exposure.Sells = exposure.GroupBuys = exposure.GroupSells = 0m;
        exposure.BuyCount = exposure.SellCount = 0;
        exposure.Unit = null;
        _byContract.Add((account, contract.ConId), exposure);
        _used.Add(exposure);
        return exposure;
    }

    // What of an order to a group can still fill in one contract, whichever of its accounts gets it.
    private readonly record struct GroupRest(OrderEntry Entry, Exposure Exposure, decimal Remaining);
}
