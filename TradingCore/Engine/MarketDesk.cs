using TradingCore.Domain;
using TradingCore.Engine.Commands;
using TradingCore.Engine.Events;
using TradingCore.Engine.Ports;
using TradingCore.Engine.Views;
using TradingCore.MarketData;
using TradingCore.Orders;
using TradingCore.Positions;

namespace TradingCore.Engine;

/// <summary>Market data events and the watchlist; also keeps prices coming for what is held or working without being watched.</summary>
internal sealed class MarketDesk(EngineState state)
{
    private static readonly TimeSpan AnswerAfter = TimeSpan.FromSeconds(10);

    private readonly List<(AddToWatchlist Command, DateTimeOffset Due)> _adding = [];
    private readonly Dictionary<ContractQuery, Contract> _needed = [];
    private readonly HashSet<ConId> _asked = [];

    /// <summary>Brings back the stored watchlist, or the configured one at the first start.</summary>
    public void Restore(IReadOnlyList<ContractQuery> queries)
    {
        foreach (ContractQuery query in queries) state.Market.Add(query, out _);
    }

    public void On(AddToWatchlist command)
    {
        if (!state.Market.Add(command.Query, out string reason))
        {
            WatchlistItem? known = state.Market.Items.FirstOrDefault(i => i.Query == command.Query || i.Ticker.Equals(command.Query.Symbol, StringComparison.OrdinalIgnoreCase));
            // A line that failed is tried again: the reason may be gone.
            bool isRetry = known is { State: WatchState.Failed } && state.Market.Remove(known.Ticker) && state.Market.Add(command.Query, out reason);
            if (!isRetry)
            {
                state.Effects.Reply(command.Reply, new CommandResult(known is { State: WatchState.Subscribed } ? CommandOutcome.Accepted : CommandOutcome.Refused, reason));
                return;
            }
        }
        state.Effects.Journal.Add(new WatchlistWritten(state.Market.ToQueries()));
        if (state.Session.IsConnected) _adding.Add((command, state.Now + AnswerAfter));
        else state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, $"{command.Query.Symbol} is on the watchlist; it is looked up as soon as the gateway is back."));
    }

    public void On(RemoveFromWatchlist command)
    {
        WatchlistItem? item = state.Market.Items.FirstOrDefault(i => i.Ticker.Equals(command.Ticker, StringComparison.OrdinalIgnoreCase));
        CommandResult result;
        if (item is null)
        {
            result = new CommandResult(CommandOutcome.NotFound, $"{command.Ticker} is not on the watchlist.");
        }
        else if (item.Instrument is { } instrument && WhyNeeded(instrument.Contract) is { Length: > 0 } reason)
        {
            result = new CommandResult(CommandOutcome.Refused, reason);
        }
        else
        {
            state.Market.Remove(item.Ticker);
            if (item.Instrument is { } removed && state.Market.FindInstrument(removed.Contract.ConId) is null) state.Bars.Forget(removed.Contract.ConId);
            state.Effects.Journal.Add(new WatchlistWritten(state.Market.ToQueries()));
            result = new CommandResult(CommandOutcome.Accepted, $"{item.Ticker} is off the watchlist.");
        }
        state.Effects.Reply(command.Reply, result);
    }

    public void On(InstrumentResolved e)
    {
        WatchlistItem? item = state.Market.OnResolved(e.Query, e.Instrument);
        if (_needed.Remove(e.Query, out Contract? needed))
            state.Market.EnsureInstrument(e.Instrument.Contract.ConId == needed.ConId ? e.Instrument : new Instrument { Contract = needed });
        state.Money.OnResolved(state.Known(e.Instrument.Contract));
        state.Bars.Renew(e.Instrument);
        state.ArePositionsDirty = true;
        Answer(e.Query, item is { State: WatchState.Failed }
            ? new CommandResult(CommandOutcome.Refused, item.Reason)
            : new CommandResult(CommandOutcome.Accepted, $"{e.Instrument.Contract.Ticker} is on the watchlist.", Ticker: item?.Ticker ?? ""));
    }

    public void On(InstrumentNotResolved e)
    {
        state.Market.OnNotResolved(e.Query, e.Code, e.Reason);
        // The broker holds it, so it exists: without more facts it is known by what the broker said of it.
        if (_needed.Remove(e.Query, out Contract? needed)) state.Market.EnsureInstrument(new Instrument { Contract = needed });
        if (!_adding.Exists(a => a.Command.Query == e.Query)) return;
        // Somebody waits for the answer and reads the reason; a line that never worked would only stand there.
        state.Market.Remove(e.Query.Symbol);
        state.Effects.Journal.Add(new WatchlistWritten(state.Market.ToQueries()));
        Answer(e.Query, new CommandResult(CommandOutcome.NotFound, $"{e.Query} was not found: {e.Reason}"));
    }

    /// <summary>Silence that asking again did not end: whoever trades by these prices must know.</summary>
    public void On(SubscriptionSilent e)
    {
        string ticker = TickerOf(e.ConId);
        state.Notices.Add(e.Time, NoticeSeverity.Error, "market data", $"No {e.What} of {ticker} for {e.Silence.TotalSeconds:0} s though its market is open. They are asked for again; do not trust the last price.", ticker);
    }

    /// <summary>What was silent comes again.</summary>
    public void On(SubscriptionHeard e)
    {
        string ticker = TickerOf(e.ConId);
        state.Notices.Add(e.Time, NoticeSeverity.Info, "market data", $"{char.ToUpperInvariant(e.What[0])}{e.What[1..]} of {ticker} come again.", ticker);
    }

    public void On(SubscriptionStarted e)
    {
        state.Market.OnSubscriptionStarted(e.ConId, e.Time);
        if (state.Market.FindInstrument(e.ConId) is { } instrument) state.Bars.OnSubscriptionStarted(instrument, e.Time);
    }

    public void OnClock()
    {
        for (int i = _adding.Count - 1; i >= 0; i--)
        {
            (AddToWatchlist command, DateTimeOffset due) = _adding[i];
            if (state.Now < due) continue;
            _adding.RemoveAt(i);
            state.Effects.Reply(command.Reply, new CommandResult(CommandOutcome.Accepted, $"{command.Query.Symbol} is on the watchlist; the gateway has not answered yet."));
        }
    }

    /// <summary>Sees to it that what is held or working has a price, watched or not.</summary>
    public void EnsurePrices()
    {
        foreach (PositionEntry entry in state.Positions.Entries)
            if (entry.Ledger.Quantity != 0m || entry.Difference != 0m) Ensure(entry.Contract);
        foreach (OrderEntry entry in state.Orders.Open) Ensure(entry.Order.Contract);
    }

    private void Ensure(Contract contract)
    {
        if (!contract.ConId.IsResolved || state.Market.FindInstrument(contract.ConId) is not null || !_asked.Add(contract.ConId)) return;
        bool isDerivative = contract.SecurityType is SecurityType.Future or SecurityType.Option or SecurityType.FutureOption or SecurityType.Warrant;
        var query = new ContractQuery(
            isDerivative && contract.LocalSymbol.Length > 0 ? contract.LocalSymbol : contract.Ticker,
            contract.SecurityType, contract.SecurityType == SecurityType.Stock ? "" : contract.Exchange, contract.Currency);
        _needed[query] = contract;
        ((IMarketDataRequests)state.Effects).ResolveInstrument(query);
    }

    private string TickerOf(ConId conId) => state.Market.FindInstrument(conId)?.Contract.Ticker ?? $"contract {conId}";

    private string WhyNeeded(Contract contract)
    {
        if (state.Positions.Entries.Any(p => p.Contract.ConId == contract.ConId && p.Ledger.Quantity != 0m))
            return $"{contract.Ticker} is held, and its price is needed to value and close it. Close the position first.";
        return state.Orders.Open.Any(o => o.Order.Contract.ConId == contract.ConId)
            ? $"An order in {contract.Ticker} is open. Cancel it first."
            : "";
    }

    private void Answer(ContractQuery query, CommandResult result)
    {
        foreach ((AddToWatchlist command, _) in _adding.Where(a => a.Command.Query == query).ToArray()) state.Effects.Reply(command.Reply, result);
        _adding.RemoveAll(a => a.Command.Query == query);
    }
}
