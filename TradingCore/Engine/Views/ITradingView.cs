using TradingCore.Bars;
using TradingCore.Domain;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Risk.Kill;

namespace TradingCore.Engine.Views;

/// <summary>
/// What readers see: the newest immutable snapshots. Every property is one volatile read; nothing here waits, locks or reaches the engine's
/// own state, so a slow reader costs the engine nothing. Compare references (or versions) to learn whether something changed.
/// </summary>
public interface ITradingView
{
    /// <summary>Session and trading flags.</summary>
    SessionStatus Session { get; }

    /// <summary>False until the engine has read back what the last run left: everything here is empty then, and that says nothing.</summary>
    bool HasBegun => true;

    /// <summary>How long the newest tick of the engine's clock waited until it was applied: what anything that comes in waits, too. Measured four times a second.</summary>
    TimeSpan EngineLatency => TimeSpan.Zero;

    /// <summary>The watchlist in its order. A new list at every change.</summary>
    IReadOnlyList<WatchlistItem> Watchlist { get; }

    /// <summary>Newest quote; null when the contract is not subscribed or nothing has come.</summary>
    Quote? FindQuote(string ticker);

    /// <summary>Resolved contract; null when not known.</summary>
    Instrument? FindInstrument(string ticker);

    /// <summary>Bars; an empty series when not known.</summary>
    BarSeries FindBars(string ticker, BarSize size);

    /// <summary>How far the bars of this run can be trusted: comparisons with the broker, changes after the close, gaps.</summary>
    BarTruth BarTruth { get; }

    /// <summary>All known orders, newest first. A new list at every change.</summary>
    IReadOnlyList<Order> Orders { get; }

    /// <summary>A reader of everything that happens to orders from now on: nothing is left out, however seldom it is read.</summary>
    OrderNewsReader FollowOrders() => new OrderNewsFeed().Follow();

    /// <summary>All known fills of the last days, newest first. A new list at every change.</summary>
    IReadOnlyList<Fill> Fills { get; }

    /// <summary>Positions that are or were held, marked to the market a few times a second. A new list at every change.</summary>
    IReadOnlyList<Position> Positions { get; }

    /// <summary>Money figures by account.</summary>
    IReadOnlyList<AccountState> Accounts { get; }

    /// <summary>Ledgers of days, comparison with the broker, rates, cash and groups. A new value a few times a second.</summary>
    MoneyState Money => MoneyState.Empty;

    /// <summary>Intervals without a verified session in this run and how each was made good, newest first; at most 50. A new list at every change.</summary>
    IReadOnlyList<OutageReport> Outages { get; }

    /// <summary>Kill switches that are engaged; empty when none is. A new list at every change.</summary>
    IReadOnlyList<KillStatus> KillSwitches { get; }

    /// <summary>Notices after <paramref name="sequence"/>, oldest first; at most the newest 500 are kept.</summary>
    IReadOnlyList<TradingNotice> NoticesSince(long sequence);
}
