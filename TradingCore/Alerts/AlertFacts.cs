using TradingCore.Domain;
using TradingCore.Engine.Views;
using TradingCore.MarketData;

namespace TradingCore.Alerts;

/// <summary>What conditions look at: the newest snapshots, at one time. Everything that costs is made once a look, and only when somebody asks.</summary>
public sealed class AlertFacts
{
    private readonly Dictionary<string, (Instrument Instrument, TradingHours Hours)> _hours = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<AccountPnl>? _pnl;
    private IReadOnlyList<Order>? _orders;
    private IReadOnlyList<Order> _unknown = [];

    /// <summary>Makes one.</summary>
    /// <param name="view">What the engine shows.</param>
    /// <param name="risk">What risk shows.</param>
    /// <param name="heartbeats">Signs of life of other programs.</param>
    public AlertFacts(ITradingView view, IRiskView risk, HeartbeatBook heartbeats) => (View, RiskView, Heartbeats) = (view, risk, heartbeats);

    /// <summary>What the engine shows.</summary>
    public ITradingView View { get; }

    /// <summary>Signs of life of other programs.</summary>
    public HeartbeatBook Heartbeats { get; }

    /// <summary>Time of the look, UTC.</summary>
    public DateTimeOffset Now { get; private set; }

    /// <summary>Why data cannot be stored; empty when it can.</summary>
    public string StorageFailure { get; set; } = "";

    /// <summary>Channels that do not get through, with the reason.</summary>
    public IReadOnlyList<(string Channel, string Reason)> BrokenChannels { get; set; } = [];

    /// <summary>Risk as it is now.</summary>
    public RiskSnapshot Risk => RiskView.Current;

    /// <summary>Profit and loss by account.</summary>
    public IReadOnlyList<AccountPnl> Pnl => _pnl ??= AccountPnl.Of(View.Positions, View.Accounts, View.Money);

    /// <summary>Orders of which nobody knows what became of them.</summary>
    public IReadOnlyList<Order> UnknownOrders
    {
        get
        {
            if (ReferenceEquals(_orders, View.Orders)) return _unknown;
            _orders = View.Orders;
            return _unknown = [.. _orders.Where(o => o.State == OrderState.Unknown)];
        }
    }

    internal IndicatorReader Indicators { get; } = new();

    private IRiskView RiskView { get; }

    /// <summary>Begins a look.</summary>
    public void Begin(DateTimeOffset now)
    {
        Now = now;
        _pnl = null;
    }

    /// <summary>True in trading hours of a contract, false outside them, null when its hours are not known.</summary>
    public bool? IsOpen(string ticker) => View.FindInstrument(ticker) is { } instrument ? HoursOf(instrument).IsOpen(Now) : null;

    /// <summary>False when every watched contract is known to be closed: what is not known counts as open.</summary>
    public bool IsAnyMarketOpen
    {
        get
        {
            bool isKnown = false;
            foreach (WatchlistItem item in View.Watchlist)
            {
                if (item.Instrument is not { } instrument) continue;
                if (HoursOf(instrument).IsOpen(Now) != false) return true;
                isKnown = true;
            }
            return !isKnown;
        }
    }

    private TradingHours HoursOf(Instrument instrument)
    {
        string ticker = instrument.Contract.Ticker;
        if (_hours.TryGetValue(ticker, out var known) && ReferenceEquals(known.Instrument, instrument)) return known.Hours;
        TradingHours hours = TradingHours.Of(instrument);
        _hours[ticker] = (instrument, hours);
        return hours;
    }
}
